"""The page of the plan, asking for another one on it and through the API, and staff's answer in the admin."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Organization
from accounts.services.staff import staff_actor
from billing.admin import SETTLE
from billing.models import Funnel, UpgradeRequest
from billing.services.requests import settle

pytestmark = pytest.mark.django_db
PLAN, API = "/settings/plan/", "/api/v1/plan/"


@pytest.fixture
def asked(plans, pages, alice, firm):
    Organization.objects.filter(pk=firm.pk).update(plan="trial")
    assert pages(alice).post(f"{PLAN}ask/", {"plan": "team", "words": "We are twelve."}).status_code == 302
    return UpgradeRequest.objects.get()


def test_members_see_the_meters_and_owners_the_ways_to_another_plan(plans, pages, alice, bob, firm):
    Organization.objects.filter(pk=firm.pk).update(plan="trial")
    page = pages(alice).get(PLAN).content.decode()
    assert "Plan: Trial" in page
    assert page.count("<progress") == 6
    assert "Ask for this plan" in page
    assert "Ask for this plan" not in pages(bob).get(PLAN).content.decode()
    assert 'href="/settings/plan/"' in pages(bob).get("/accounts/settings/organization/").content.decode()


def test_a_request_is_made_once_and_can_be_withdrawn(asked, pages, api, alice, firm):
    page = pages(alice).post(f"{PLAN}ask/", {"plan": "business"}, follow=True).content.decode()
    assert "waits for an answer already" in page
    assert Funnel.objects.get(organization=firm).upgrade_asked_at is not None
    assert pages(alice).post(f"{PLAN}withdraw/").status_code == 302
    assert api(alice).delete(f"{API}request/").status_code == 404
    answer = api(alice).post(f"{API}request/", {"plan": "business"})
    assert (answer.status_code, answer.json()["status"]) == (201, "open")
    assert api(alice).get(f"{API}request/").json()["plan"] == "business"
    assert api(alice).delete(f"{API}request/").status_code == 204
    assert [one.action for one in AuditEntry.objects.filter(action__startswith="plan-request").order_by("pk")] == [
        "plan-request.made", "plan-request.withdrawn", "plan-request.made", "plan-request.withdrawn",
    ]  # fmt: skip


@pytest.mark.parametrize("plan", ["self_hosted", "trial", "gold", ""])
def test_only_what_is_offered_can_be_asked_for(plan, plans, pages, api, alice):
    assert pages(alice).post(f"{PLAN}ask/", {"plan": plan}).status_code == 400
    assert api(alice).post(f"{API}request/", {"plan": plan}).status_code == 400
    assert not UpgradeRequest.objects.exists()


def test_the_present_plan_is_not_asked_for(plans, api, alice, firm):
    Organization.objects.filter(pk=firm.pk).update(plan="team")
    answer = api(alice).post(f"{API}request/", {"plan": "team"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "billing.same_plan")


@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("charlie", 302)])
def test_owners_alone_decide(who, status, plans, pages, api, firm, request):
    user = request.getfixturevalue(who)
    assert pages(user).post(f"{PLAN}ask/", {"plan": "team"}).status_code == status
    assert not UpgradeRequest.objects.filter(organization=firm).exists()
    if who == "bob":
        for path in ("request/", "checkout/", "portal/"):
            assert api(user).post(f"{API}{path}", {"plan": "team"}).status_code == 403
        assert pages(user).get(f"{PLAN}paid/?session_id=cs_1").status_code == 403
        assert api(user).get(API).json()["plan"] == "self_hosted"


def test_staff_accepts_in_words_that_the_owner_reads(asked, dora, fresh, alice, firm, mails):
    there = f"/admin/billing/upgraderequest/{asked.pk}/settle/"
    page = fresh(dora).get(there).content.decode()
    assert "We are twelve." in page
    assert fresh(dora).post(there, {"do": "accept", "words": ""}).status_code == 200
    assert fresh(dora).post(there, {"do": "accept", "words": "Welcome, by invoice."}).status_code == 302
    firm.refresh_from_db()
    assert (firm.plan, firm.plan_ends_at) == ("team", None)
    assert mails() == ["The plan of Alice & Partners was changed"]
    asked.refresh_from_db()
    assert (asked.status, asked.answer, asked.settled_by) == ("accepted", "Welcome, by invoice.", dora)
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {"plan-request.accepted", "plan.changed"}
    assert "answered or withdrawn already" in fresh(dora).post(there, {"do": "refuse", "words": "No"}).content.decode()


def test_staff_refuses_and_the_plan_stays(asked, dora, fresh, pages, alice, firm, work):
    there = f"/admin/billing/upgraderequest/{asked.pk}/settle/"
    fresh(dora).post(there, {"do": "refuse", "words": "Not this month."})
    work()
    firm.refresh_from_db()
    assert firm.plan == "trial"
    assert "Not this month." in mail.outbox[-1].body
    assert "Not this month." in pages(alice).get(PLAN).content.decode()


def test_staff_without_the_permission_does_not_answer(asked, dora, pages, alice):
    dora.user_permissions.clear()
    there = f"/admin/billing/upgraderequest/{asked.pk}/settle/"
    assert pages(dora).post(there, {"do": "accept", "words": "x"}).status_code == 403
    assert pages(alice).get(there).status_code == 302


def test_an_answer_is_given_by_whoever_proved_of_late_who_they_are(asked, dora, pages):
    sent_away = pages(dora).post(f"/admin/billing/upgraderequest/{asked.pk}/settle/", {"do": "accept", "words": "Yes"})
    assert (sent_away.status_code, "reauthenticate" in sent_away["Location"]) == (302, True)
    asked.refresh_from_db()
    assert asked.status == "open"


def test_an_answer_and_a_withdrawal_do_not_wait_for_each_other(asked, dora, firm):
    """Both lock the organization before the request: in another order, PostgreSQL would have to end one of them."""
    by = staff_actor(dora, SETTLE)
    with CaptureQueriesContext(connection) as seen:
        settle(by=by, request_id=asked.pk, accepted=False, words="Not now")
    locks = [one["sql"] for one in seen if "FOR UPDATE" in one["sql"]]
    assert "accounts_organization" in locks[0].partition("WHERE")[0]
    assert "billing_upgraderequest" in locks[1].partition("WHERE")[0]


@pytest.mark.parametrize("which", ["nonsense", "6b7c6d0e-54d0-4b0e-9c7a-0d2d3c1a9f11"])
def test_a_request_that_is_none_is_not_found_in_the_admin(which, plans, dora, pages):
    assert pages(dora).get(f"/admin/billing/upgraderequest/{which}/to-settling/").status_code == 404


def test_a_plan_that_staff_sets_ends_as_such_plans_do(plans, dora, pages, firm):
    dora.is_superuser = True
    dora.save()
    empty = {f"memberships-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")}
    path = f"/admin/accounts/organization/{firm.pk}/change/"
    assert pages(dora).post(path, {"name": firm.name, "plan": "trial", **empty}).status_code == 302
    firm.refresh_from_db()
    assert firm.plan_ends_at is not None


def test_on_a_server_of_ones_own_nothing_speaks_of_plans(settings, pages, api, alice):
    assert settings.PLANS is False
    browser = pages(alice)
    for path in (PLAN, f"{PLAN}paid/"):
        assert browser.get(path).status_code == 404
    for path in ("ask/", "withdraw/", "pay/", "payments/"):
        assert browser.post(f"{PLAN}{path}").status_code == 404
    for path in ("", "request/"):
        assert api(alice).get(f"{API}{path}").status_code == 404
    for name in ("organization", "members", "roles", "profile"):
        answer = browser.get(f"/accounts/settings/{name}/")
        assert answer.status_code == 200
        page = answer.content.decode()
        assert "/settings/plan/" not in page
        assert "another plan" not in page
