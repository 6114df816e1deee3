"""Items, seats and tokens of a plan: refused beyond it, shown as meters, and nothing taken away when a plan becomes narrower."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounts import plans as table
from accounts.errors import Conflict
from accounts.models import Membership, Organization
from accounts.services.invitations import accept, invite
from billing.services.meters import meters_of
from conftest import person
from llm import budget
from llm.models import Purse

pytestmark = pytest.mark.django_db


@pytest.fixture
def narrow(plans, monkeypatch, firm):
    """Put alice's firm on a plan with limits of the test's own."""

    def put(**limits) -> None:
        monkeypatch.setitem(table.BY_NAME, "trial", table.Plan("trial", "Trial", table.SELF_HOSTED.requests, **limits))
        Organization.objects.filter(pk=firm.pk).update(plan="trial")

    return put


def meter(firm, name: str):
    firm.refresh_from_db()
    return next(one for one in meters_of(firm) if one.name == name)


def test_a_bill_that_does_not_fit_is_not_kept_and_its_file_says_so(narrow, upload, work, firm):
    from boq.models import Boq, Item
    from boq.samples.english import villa

    narrow(items=10)
    _, job = upload(villa(), "villa.xlsx")
    work()
    job.refresh_from_db()
    assert (job.status, job.error_code) == ("failed", "quota.items")
    assert (job.error_facts["limit"], job.error_facts["held"]) == (10, 0)
    assert (Boq.objects.count(), Item.objects.count()) == (0, 0)


def test_when_a_plan_is_full_of_items_no_file_is_read_until_one_goes(narrow, boq, upload, firm):
    narrow(items=boq.items_count)
    assert meter(firm, "items").state == "full"
    with pytest.raises(Conflict, match=r"quota\.items"):
        upload(b"another", "other.csv")
    boq.delete()
    upload(b"another", "other.csv")


def test_nobody_is_thrown_out_by_a_narrower_plan_and_nobody_comes(narrow, firm, alice, bob, actor):
    tokens = []

    def link(token: str) -> str:
        tokens.append(token)
        return f"https://x.test/{token}"

    def ask(email: str):
        return invite(by=actor(alice), organization=firm, email=email, role="viewer", link=link)

    ask("dana@example.com")
    narrow(seats=1)
    assert Membership.objects.filter(organization=firm).count() == 2
    assert meter(firm, "seats").state == "over"
    with pytest.raises(Conflict, match=r"quota\.seats"):
        ask("eve@example.com")
    dana = person("dana@example.com", "Dana")
    with pytest.raises(Conflict, match=r"quota\.no_place"):
        accept(by=actor(dana) if dana.organizations.exists() else _nobody(dana), token=tokens[0])
    narrow(seats=3)
    accept(by=_nobody(dana), token=tokens[0])
    assert Membership.objects.filter(organization=firm).count() == 3


class Played:
    name, model = "local", "played"


def _nobody(user):
    from accounts.access import Actor, ActorKind

    return Actor(ActorKind.USER, None, user.pk)


def test_tokens_of_the_servers_model_end_with_the_plan_and_own_keys_do_not(narrow, firm):
    from llm.providers.base import Usage
    from llm.testing.endpoints import PlainEndpoint
    from llm.values import Prices

    narrow(tokens_a_month=100)
    none = Prices(None, None, "USD")
    theirs, own = (PlainEndpoint(Played(), id=name, prices=none) for name in ("env", "own"))

    def hold(endpoint: PlainEndpoint, tokens: int):
        purses = budget.Purses(firm.pk, [endpoint])
        held = purses.hold(endpoint, Usage(tokens, 0))
        purses.save()
        return held

    held = hold(theirs, 80)
    assert hold(theirs, 30) == budget.Refusal("llm.plan-used-up")
    assert not isinstance(hold(own, 10_000), budget.Refusal)
    budget.settle(firm.pk, [(held, None, 60)])
    assert Purse.objects.get(name="operator:tokens").spent == Decimal(60)
    assert (meter(firm, "tokens").used, meter(firm, "tokens").limit) == (60, 100)
    assert not isinstance(hold(theirs, 40), budget.Refusal)


def test_meters_say_how_near_the_end_is(narrow, firm):
    from accounts.services import quotas

    narrow(analyses_a_day=5, bytes_a_day=2 * table.MEGABYTE)
    for count, state in ((3, "free"), (1, "near"), (1, "full")):
        for _ in range(count):
            quotas.spend(organization_id=firm.pk, meter="analyses")
        assert meter(firm, "analyses").state == state
    assert (meter(firm, "bytes").shown_limit, meter(firm, "uploads").limit) == (Decimal("2.0"), None)


def test_plans_widen_in_items_and_tokens_too():
    for narrow, wide in zip(table.PLANS, table.PLANS[1:], strict=False):
        for limit in ("items", "tokens_a_month"):
            assert (getattr(narrow, limit) or 0) < (getattr(wide, limit) or 10**18), (narrow.name, limit)
    assert [one.name for one in table.PLANS if one.name in table.FOR_SALE] == list(table.FOR_SALE)
