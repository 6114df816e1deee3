"""Before an analysis: what it would ask and cost is told, the exact text is shown, and nothing is sent."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounts.errors import Invalid, NotFound
from boq.services import estimates
from llm.analyses.wishes import Wish, wish
from llm.models import LedgerEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(actor, alice):
    return lambda boq, asked=None: estimates.plan(by=actor(alice), boq=boq, wish=asked or Wish())


def test_the_plan_names_questions_tokens_and_cost(with_provider, bill, planned):
    plan = planned(bill(200))
    by_name = {kind.name: kind for kind in plan.kinds}
    assert by_name["classify"].estimate.questions == 4
    assert by_name["review"].estimate.questions == 5
    assert by_name["languages"].works == 0
    assert by_name["languages"].estimate is None
    assert plan.known == 0
    assert 0 < plan.likely_cost < plan.most_cost
    assert plan.currency == "USD"
    assert with_provider.counts()["calls"] == 0
    assert not LedgerEntry.objects.exists()


def test_an_analysis_never_costs_more_than_was_said(with_provider, bill, planned, analysed):
    boq = bill(200, texts=("Make good as required",))
    plan = planned(boq)
    with_provider.play({"fault": "prose", "times": 1})
    analysis, job = analysed(boq)
    assert job.status == "succeeded"
    assert analysis.cost <= plan.most_cost
    assert plan.likely_cost / 3 <= analysis.cost <= plan.likely_cost * 3


def test_what_was_asked_before_is_known_and_costs_nothing(with_provider, bill, planned, analysed):
    boq = bill(120)
    analysed(boq)
    plan = planned(boq)
    by_name = {kind.name: kind.estimate for kind in plan.kinds}
    assert by_name["classify"].known == by_name["review"].known == 120
    assert by_name["classify"].questions == by_name["review"].questions == by_name["scope"].questions == 0


def test_a_revision_asks_about_its_changed_lines_alone(with_provider, bill, planned, analysed):
    analysed(bill(200))
    changed = bill(201, texts=("A wall of another kind altogether", "A floor of another kind altogether"))
    by_name = {kind.name: kind.estimate for kind in planned(changed).kinds}
    assert by_name["classify"].known == by_name["review"].known == 198


def test_reruns_are_counted_in(with_provider, bill, planned):
    boq = bill(100)
    once, thrice = planned(boq), planned(boq, wish(runs=3))
    assert thrice.likely.input_tokens > 2 * once.likely.input_tokens


def test_the_offline_analyst_costs_nothing_and_says_what_it_cannot(offline, bill, planned):
    plan = planned(bill(20), wish(kinds=["classify", "risks"]))
    assert [(kind.name, kind.possible, kind.estimate) for kind in plan.kinds] == [
        ("classify", True, None),
        ("risks", False, None),
    ]
    assert plan.likely_cost is None


def test_the_exact_text_is_what_is_sent(with_provider, bill, actor, alice, analysed):
    boq = bill(100)
    shown = estimates.preview(by=actor(alice), boq=boq, wish=Wish(), kind="review", number=2)
    assert (shown.number, shown.count) == (2, 3)
    with_provider.play(keep_bodies=True)
    analysed(boq)
    sent = [body["messages"] for body in with_provider.counts()["bodies"]]
    assert [{"role": message.role, "content": message.content} for message in shown.messages] in sent


def test_the_names_around_a_bill_do_not_leave(with_provider, bill, actor, alice, firm, project):
    project.client = "Al Noor Hospital"
    project.save()
    boq = bill(1, texts=("Supply to AL NOOR  hospital, by Alice & Partners, ask alice, tel 0501234567",))
    shown = estimates.preview(by=actor(alice), boq=boq, wish=Wish(), kind="review", number=1)
    data = shown.messages[1].content
    assert "Supply to [client], by [bidder], ask [person], tel [phone]" in data


def test_rates_leave_only_where_rates_are_asked_about(with_provider, bill, actor, alice):
    boq = bill(30)
    boq.items.update(unit="m3", description="Reinforced concrete in slabs")
    odd = boq.items.get(key="k7")
    odd.prices.update(rate=Decimal("98765.4321"))
    plan = estimates.plan(by=actor(alice), boq=boq, wish=wish(kinds=["review", "rates"]))
    assert plan.sends_rates
    rates = estimates.preview(by=actor(alice), boq=boq, wish=wish(kinds=["rates"]), kind="rates", number=1)
    review = estimates.preview(by=actor(alice), boq=boq, wish=Wish(), kind="review", number=1)
    assert "98765.4321" in rates.messages[1].content
    assert "98765" not in review.messages[1].content


def test_there_is_no_text_where_nothing_is_sent(with_provider, bill, actor, alice):
    boq = bill(10)
    with pytest.raises(Invalid):
        estimates.preview(by=actor(alice), boq=boq, wish=Wish(), kind="review", number=2)
    with pytest.raises(Invalid):
        estimates.preview(by=actor(alice), boq=boq, wish=Wish(), kind="languages", number=1)


def test_an_outsider_learns_nothing(with_provider, bill, actor, charlie):
    with pytest.raises(NotFound):
        estimates.plan(by=actor(charlie), boq=bill(5), wish=Wish())


@pytest.mark.parametrize(
    "bad", [{"kinds": ["prices"]}, {"kinds": []}, {"standard": "sap"}, {"language": "xx"}, {"runs": 0}, {"runs": 6}]
)
def test_a_wish_that_cannot_be_granted_is_refused(bad):
    with pytest.raises(Invalid):
        wish(**bad)
