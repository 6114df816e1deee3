"""An analysis from end to end over the providers of its organization: fail-over, keys that take turns, opting out."""

from __future__ import annotations

import pytest

from boq.models import Analysis
from boq.pipelines import analyse_boq
from boq.services.analysis import request_analysis, resume_analysis
from llm.models import LedgerEntry
from llm.services import providers
from llm.tests.works import QUICK

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(analyse_boq, "POLICY", QUICK)


@pytest.fixture
def analysed(alice, actor, work, boq):
    """Request an analysis of the villa and run it: (analysis, job)."""

    def run():
        request_analysis(by=actor(alice), boq=boq)
        job = work()[-1]
        return Analysis.objects.get(pk=job.payload["analysis"]), job

    return run


def paid(**by):
    return LedgerEntry.objects.filter(status=LedgerEntry.Status.ANSWERED, **by).count()


def test_ones_own_provider_answers_and_the_operators_is_not_asked(analysed, add, operators_model, played):
    add(keys=("sk-own",), input_price="0.5", output_price="1")
    operators_model()
    played.play(keys={"sk-own": {}, "sk-operator": {}})
    one, job = analysed()
    assert (job.status, one.analyst, one.model) == ("succeeded", "llm", "played")
    assert played.counts()["keys"]["sk-operator"] == 0
    assert one.cost > 0


def test_what_a_dead_provider_fails_the_next_is_asked(analysed, add, operators_model):
    add("dead", base_url="http://127.0.0.1:9/v1", timeout_seconds=2)
    operators_model()
    _one, job = analysed()
    assert job.status == "succeeded"
    assert paid(model="operators") == paid() > 0


def test_a_refused_key_gives_way_to_the_next_in_the_middle(analysed, add, played):
    add(keys=("sk-a", "sk-b"))
    played.play(keys={"sk-a": {"limit": 2, "seconds": 3600}, "sk-b": {}})
    _one, job = analysed()
    assert job.status == "succeeded"
    assert played.counts()["keys"]["sk-b"] > 0


def test_opted_out_the_offline_analyst_works_and_nothing_is_sent(analysed, add, operators_model, played, alice, actor):
    add()
    operators_model()
    providers.set_opt_out(by=actor(alice), opted_out=True)
    one, job = analysed()
    assert (job.status, one.analyst) == ("succeeded", "offline")
    assert played.counts()["calls"] == 0


def test_who_opts_out_after_asking_is_left_alone_and_can_go_on_later(add, played, alice, actor, boq, work):
    add()
    job = request_analysis(by=actor(alice), boq=boq)
    providers.set_opt_out(by=actor(alice), opted_out=True)
    (ran,) = work()
    assert ran.error_code == "llm.no-provider"
    assert ran.status in ("failed", "partial")
    assert played.counts()["calls"] == 0
    providers.set_opt_out(by=actor(alice), opted_out=False)
    resume_analysis(by=actor(alice), analysis=Analysis.objects.get(pk=job.payload["analysis"]))
    assert work()[-1].status == "succeeded"


def test_without_prices_a_budget_in_money_stops_before_the_first_question(analysed, add, played, alice, actor):
    from llm.services.budgets import set_budget

    add()
    set_budget(by=actor(alice), monthly_cost=5, currency="USD", monthly_tokens=None)
    _one, job = analysed()
    assert (job.status, job.error_code) == ("partial", "llm.budget-currency")
    assert played.counts()["calls"] == 0
