"""Paying: the page of Stripe, coming back from it, and what Stripe tells. The plan follows what Stripe says now, and nothing else."""

from __future__ import annotations

import json
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry, Organization
from billing.models import Funnel, StripeEvent, Subscription
from billing.services import asking_stripe, hearing_stripe
from billing.tests.conftest import HOOK, send
from billing.tests.stripe_here import BUSINESS, TEAM, event, signed

pytestmark = pytest.mark.django_db
PLAN = "/settings/plan/"


def plan_of(firm) -> tuple[str, object]:
    firm.refresh_from_db()
    return firm.plan, firm.plan_ends_at


def test_the_page_leads_to_stripe_with_the_firm_and_no_person(stripe, customer, pages, alice, firm):
    page = pages(alice).post(f"{PLAN}pay/", {"plan": "team"}).content.decode()
    session = next(one for one in stripe.things.values() if one["object"] == "checkout.session")
    assert session["url"] in page
    assert (session["client_reference_id"], session["price"], session["mode"]) == (str(firm.pk), TEAM, "subscription")
    assert session["success_url"].endswith("/settings/plan/paid/?session_id={CHECKOUT_SESSION_ID}")
    sent = b"".join(one.body for one in stripe.asked).decode()
    assert not any(word in sent for word in ("alice", "Alice", "Partners"))
    assert plan_of(firm)[0] == "trial"  # looking at the page of payments pays nothing


def test_a_second_click_makes_neither_a_customer_nor_a_page_more(stripe, customer, pages, alice):
    before = len(stripe.things)
    pages(alice).post(f"{PLAN}pay/", {"plan": "team"})
    assert len(stripe.things) == before
    pages(alice).post(f"{PLAN}pay/", {"plan": "business"})
    assert sorted(one["object"] for one in stripe.things.values()) == ["checkout.session"] * 2 + ["customer"]


def test_coming_back_proves_nothing_by_itself(stripe, customer, pages, alice, firm, charlie):
    back = f"{PLAN}paid/?session_id=cs_test_2"
    assert pages(alice).get(back).status_code == 302
    assert plan_of(firm)[0] == "trial"
    stripe.subscribe(customer)
    assert pages(alice).get(back).status_code == 302
    assert plan_of(firm) == ("team", None)
    assert pages(alice).get(f"{PLAN}paid/?session_id=cs_test_99").status_code == 404
    assert pages(alice).get(f"{PLAN}paid/?session_id=../customers").status_code == 404


def test_the_session_of_another_firm_is_nobodys(stripe, customer, pages, charlie):
    stripe.subscribe(customer)
    pages(charlie).post(f"{PLAN}pay/", {"plan": "team"})
    assert pages(charlie).get(f"{PLAN}paid/?session_id=cs_test_2").status_code == 404
    assert charlie.organizations.get().plan == "self_hosted"


def test_a_payment_puts_the_firm_on_the_plan_and_tells_its_owners(stripe, customer, told, firm, mails):
    sub = stripe.subscribe(customer, BUSINESS)
    answer = told("customer.subscription.created", sub)
    assert (answer.status_code, answer.json()) == (200, {"outcome": "done"})
    assert plan_of(firm) == ("business", None)
    assert mails() == ["The plan of Alice & Partners was changed"]
    entry = AuditEntry.objects.get(action="plan.changed")
    assert (entry.actor_kind, entry.facts["plan"], entry.facts["why"]) == ("system", "business", "stripe")
    row = Funnel.objects.get(organization=firm)
    assert (row.paid_plan, row.cancelled_at) == ("business", None)
    assert row.paid_at is not None


def test_what_an_event_says_of_itself_is_not_believed(stripe, customer, told, firm):
    """The event claims a paid plan; Stripe, asked, knows of none."""
    claimed = {"id": "sub_1", "object": "subscription", "customer": customer, "status": "active", "price": BUSINESS}
    assert told("customer.subscription.updated", claimed).json() == {"outcome": "done"}
    assert plan_of(firm)[0] == "trial"


def test_the_same_event_again_does_nothing(stripe, customer, client, firm):
    said = event("customer.subscription.created", stripe.subscribe(customer))
    assert send(client, said).json() == {"outcome": "done"}
    asked = len(stripe.asked)
    assert send(client, said).json() == {"outcome": "again"}
    assert len(stripe.asked) == asked
    assert StripeEvent.objects.count() == 1
    assert AuditEntry.objects.filter(action="plan.changed").count() == 1


def test_events_in_the_wrong_order_end_the_same(stripe, customer, told, firm):
    old = dict(stripe.subscribe(customer))
    new = stripe.subscribe(customer, BUSINESS)
    told("customer.subscription.updated", new)
    told("customer.subscription.created", old)
    assert plan_of(firm) == ("business", None)


@pytest.mark.parametrize(
    "header",
    [
        lambda body: "",
        lambda body: "t=1,v1=00",
        lambda body: "nonsense",
        lambda body: signed(body, secret="whsec_forged"),
        lambda body: signed(body, at=int(time.time()) - 3600),
        lambda body: signed(body + b" "),
    ],
)
def test_what_is_not_signed_now_by_stripe_is_refused(header, stripe, customer, client, firm):
    body = json.dumps(event("customer.subscription.created", stripe.subscribe(customer))).encode()
    answer = client.post(HOOK, body, content_type="application/json", headers={"Stripe-Signature": header(body)})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "billing.bad_signature")
    assert (plan_of(firm)[0], StripeEvent.objects.count()) == ("trial", 0)


@pytest.mark.parametrize("body", [b"{}", b"[1]", b"nonsense", b'{"object": "event", "data": {"object": 1}, "id": 1}'])
def test_signed_nonsense_is_refused_without_a_fault(body, stripe, client):
    answer = client.post(HOOK, body, content_type="application/json", headers={"Stripe-Signature": signed(body)})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "malformed")


def test_an_event_of_a_kind_that_is_not_known_is_taken(stripe, told):
    assert told("payment_method.attached", {"id": "pm_1", "object": "payment_method"}).json() == {"outcome": "unknown"}


def test_a_customer_who_is_not_ours_changes_nothing(stripe, customer, told, firm):
    told("customer.subscription.created", stripe.subscribe("cus_other"))
    mine = {"id": "cs_9", "object": "checkout.session", "customer": customer, "client_reference_id": "somebody-else"}
    assert told("checkout.session.completed", mine).json() == {"outcome": "foreign"}
    assert plan_of(firm)[0] == "trial"
    assert set(StripeEvent.objects.values_list("outcome", "organization")) == {("foreign", None)}


@pytest.mark.parametrize("fault", [[500], [503], [429], [401], [400], "slow"])
def test_while_stripe_fails_the_event_waits_and_comes_again(fault, stripe, customer, client, firm, monkeypatch):
    from billing import gateway

    said = event("customer.subscription.created", stripe.subscribe(customer))
    with monkeypatch.context() as impatient:
        if fault == "slow":
            stripe.slowly = 1
            impatient.setattr(gateway, "SECONDS", 0.2)
        else:
            stripe.failing = list(fault)
        answer = send(client, said)
    assert (answer.status_code, answer.json()["error"]["code"].partition(".")[0]) == (503, "billing")
    assert (plan_of(firm)[0], StripeEvent.objects.count()) == ("trial", 0)
    stripe.slowly = 0
    assert send(client, said).json() == {"outcome": "done"}
    assert plan_of(firm) == ("team", None)


def test_a_page_of_payments_that_cannot_be_opened_says_so(stripe, customer, pages, api, alice):
    stripe.failing = [500]
    page = pages(alice).post(f"{PLAN}pay/", {"plan": "business"})
    assert page.status_code == 503
    assert "Nothing was charged" in page.content.decode()
    stripe.failing = [500]
    answer = api(alice).post("/api/v1/plan/checkout/", {"plan": "business"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "billing.unavailable")


def test_who_pays_already_is_led_to_the_page_of_payments(stripe, customer, told, pages, api, alice):
    told("customer.subscription.created", stripe.subscribe(customer))
    answer = api(alice).post("/api/v1/plan/checkout/", {"plan": "business"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "billing.pays_already")
    assert f"https://billing.stripe.test/{customer}" in pages(alice).post(f"{PLAN}payments/").content.decode()
    assert api(alice).post("/api/v1/plan/portal/").json() == {"url": f"https://billing.stripe.test/{customer}"}


def test_a_failed_payment_leaves_days_of_grace(stripe, customer, told, firm, mails):
    told("customer.subscription.created", stripe.subscribe(customer))
    mails()
    told(
        "invoice.payment_failed",
        {"id": "in_1", "customer": customer} if stripe.subscribe(customer, status="past_due") else {},
    )
    plan, ends_at = plan_of(firm)
    assert plan == "team"
    assert timedelta(days=6.9) < ends_at - timezone.now() < timedelta(days=7.1)
    assert mails() == ["A payment for Alice & Partners has failed"]
    told("customer.subscription.updated", {"id": "sub_1", "customer": customer})
    assert plan_of(firm) == ("team", ends_at)  # the days are counted from the first failure
    assert mails() == []
    stripe.subscribe(customer)
    told("invoice.paid", {"id": "in_1", "customer": customer, "amount_paid": 4900})
    assert plan_of(firm) == ("team", None)


def test_a_subscription_that_is_ended_runs_until_its_day(stripe, customer, told, firm, mails):
    told("customer.subscription.created", stripe.subscribe(customer))
    ending = stripe.subscribe(customer, cancel_at_period_end=True)
    told("customer.subscription.updated", ending)
    plan, ends_at = plan_of(firm)
    assert (plan, int(ends_at.timestamp())) == ("team", ending["items"]["data"][0]["current_period_end"])
    assert Funnel.objects.get(organization=firm).cancelled_at is not None
    told("customer.subscription.updated", stripe.subscribe(customer))  # they think better of it
    assert plan_of(firm) == ("team", None)
    mails()
    over = stripe.subscribe(customer, status="canceled", ended_at=int(time.time()) - 5)
    told("customer.subscription.deleted", over)
    assert plan_of(firm)[1] <= timezone.now()
    assert mails() == ["The plan of Alice & Partners was changed"]


@pytest.mark.parametrize("how", ["refund", "dispute"])
def test_money_that_goes_back_ends_the_plan_until_the_next_payment(how, stripe, customer, told, firm):
    told("customer.subscription.created", stripe.subscribe(customer))
    now = int(time.time())
    charge = stripe.put(
        {"id": "ch_1", "object": "charge", "customer": customer, "created": now, "refunded": how == "refund"}
    )
    if how == "dispute":
        dispute = stripe.put({"id": "dp_1", "object": "dispute", "charge": "ch_1", "status": "needs_response"})
        told("charge.dispute.created", dispute)
        assert plan_of(firm) == ("team", None)
        assert Subscription.objects.get().disputed
        told("charge.dispute.closed", stripe.put(dispute | {"status": "lost"}))
    else:
        told("charge.refunded", charge)
    assert plan_of(firm)[1] <= timezone.now()
    assert (Subscription.objects.get().state, Subscription.objects.get().disputed) == ("money_back", False)
    told("invoice.paid", {"id": "in_2", "customer": customer, "amount_paid": 4900}, at=now + 60)
    assert plan_of(firm) == ("team", None)


def test_a_part_or_an_earlier_month_that_was_refunded_ends_nothing(stripe, customer, told, firm):
    told("customer.subscription.created", stripe.subscribe(customer))
    now = int(time.time())
    told(
        "charge.refunded",
        stripe.put({"id": "ch_1", "object": "charge", "customer": customer, "created": now, "refunded": False}),
    )
    old = {"id": "ch_2", "object": "charge", "customer": customer, "created": now - 90 * 86400, "refunded": True}
    told("charge.refunded", stripe.put(old))
    assert plan_of(firm) == ("team", None)


def test_a_refund_that_is_told_after_a_later_payment_ends_nothing(stripe, customer, told, firm):
    told("customer.subscription.created", stripe.subscribe(customer))
    now = int(time.time())
    told("invoice.paid", {"id": "in_2", "customer": customer, "amount_paid": 4900}, at=now + 60)
    told(
        "charge.refunded",
        stripe.put({"id": "ch_1", "object": "charge", "customer": customer, "created": now, "refunded": True}),
    )
    assert plan_of(firm) == ("team", None)


def test_of_two_subscriptions_the_better_counts_and_staff_sees_both(stripe, customer, told, firm):
    stripe.subscribe(customer, BUSINESS, number=2)
    told("customer.subscription.created", stripe.subscribe(customer))
    assert plan_of(firm) == ("business", None)
    assert Subscription.objects.get().living == 2


def test_a_price_that_is_not_ours_leaves_the_plan(stripe, customer, told, firm):
    told("customer.subscription.created", stripe.subscribe(customer, "price_of_long_ago"))
    assert plan_of(firm)[0] == "trial"


def test_a_lost_webhook_is_made_good_within_a_day_and_staffs_word_is_not_undone(stripe, customer, told, firm):
    stripe.subscribe(customer)
    assert asking_stripe.reconcile() == 1
    assert plan_of(firm) == ("team", None)
    Organization.objects.filter(pk=firm.pk).update(plan="business")  # staff gives them more
    assert asking_stripe.reconcile() == 1
    assert plan_of(firm) == ("business", None)
    stripe.failing = [500]
    assert asking_stripe.reconcile() == 0


def test_a_customer_whom_stripe_does_not_know_any_more_holds_up_nobody(stripe, customer, pages, charlie):
    pages(charlie).post(f"{PLAN}pay/", {"plan": "team"})
    other = charlie.organizations.get()
    stripe.subscribe(str(Subscription.objects.get(organization=other).customer_id))
    del stripe.things[customer]  # as after a change from keys of tests to keys that charge
    assert asking_stripe.reconcile() == 1
    assert plan_of(other) == ("team", None)


def test_a_firm_whose_payments_cannot_be_ended_now_holds_up_no_other(stripe, customer, alice, charlie, actor, firm):
    from accounts.errors import Unavailable
    from accounts.services.ownership import delete_organization, remove_deleted_organizations

    other = charlie.organizations.get()
    for user, one in ((alice, firm), (charlie, other)):
        delete_organization(by=actor(user), organization_id=one.pk, name=one.name)
    stripe.failing = [500]
    with pytest.raises(Unavailable):
        remove_deleted_organizations()
    assert set(Organization.objects.filter(pk__in=[firm.pk, other.pk])) == {firm}


def test_a_firm_that_is_deleted_pays_no_more(stripe, customer, told, alice, actor, firm):
    from accounts.errors import Unavailable
    from accounts.services.ownership import delete_organization, remove_deleted_organizations

    told("customer.subscription.created", stripe.subscribe(customer))
    delete_organization(by=actor(alice), organization_id=firm.pk, name=firm.name)
    stripe.failing = [500]
    with pytest.raises(Unavailable):
        remove_deleted_organizations()
    assert Organization.objects.filter(pk=firm.pk).exists()
    assert remove_deleted_organizations() == 1
    assert stripe.things["sub_1"]["status"] == "canceled"
    row = Funnel.objects.get()
    assert (row.organization, row.paid_plan) == (None, "team")


def test_old_events_are_forgotten(stripe, told):
    told("payment_method.attached", {"id": "pm_1", "object": "payment_method"})
    StripeEvent.objects.update(heard_at=timezone.now() - timedelta(days=91))
    assert hearing_stripe.forget_events() == 1


def test_without_keys_there_is_no_door_for_stripe(plans, client, api, alice):
    assert client.post(HOOK, b"{}", content_type="application/json").status_code == 404
    answer = api(alice).post("/api/v1/plan/checkout/", {"plan": "team"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "billing.not_here")
