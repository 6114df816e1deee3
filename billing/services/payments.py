"""Paying by Stripe. What an organization pays is never taken from an event or from a return address: Stripe is asked, and what it says
now counts. So events may come twice, late, in any order, or not at all.

The organization's row of payments is locked before Stripe is asked: of two answers the later one is written last.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.access import SYSTEM, Action, Actor
from accounts.errors import Conflict, Invalid, MizanError, NotFound
from accounts.models import Organization
from accounts.plans import FOR_SALE, is_over
from accounts.services import record
from accounts.services.standing import held
from billing import gateway
from billing.models import StripeEvent, Subscription
from billing.services import funnel
from billing.services.plans import date_words, mail_owner, owners_of, put_on_plan
from billing.standing import Standing, id_of, standing_of

log = structlog.get_logger(__name__)
State, Outcome = Subscription.State, StripeEvent.Outcome
PAYING = (State.ACTIVE, State.ENDING, State.PAST_DUE)
EVENTS_KEPT = timedelta(days=90)


def subscription_of(by: Actor) -> Subscription | None:
    """What one's organization pays; None when it never began to."""
    found: Subscription | None = Subscription.objects.visible_to(by).first()
    return found


def open_checkout(*, by: Actor, organization: Organization, plan: str, success: str, cancel: str, language: str) -> str:
    """The address of Stripe's page on which `plan` is paid for. Raises Conflict when something is paid already."""
    with transaction.atomic():
        organization, by = held(by, organization.pk, Action.MANAGE_PLAN)
        if plan not in FOR_SALE:
            raise Invalid("billing.unknown_plan")
        if not settings.BILLING.sells or plan not in settings.BILLING.prices:
            raise Conflict("billing.not_here")
        row, _ = Subscription.objects.get_or_create(organization=organization)
        if row.state in PAYING:
            raise Conflict("billing.pays_already")
    customer = row.customer_id or _customer(organization.pk)
    url = gateway.open_checkout(
        organization_id=organization.pk,
        customer=customer,
        price=settings.BILLING.prices[plan],
        success=success,
        cancel=cancel,
        language=language,
        key=_key_of_checkout(row, plan, success, language),
    )
    record(by=by, action="plan.checkout-opened", target=organization, plan=plan)
    return url


def _customer(organization_id: UUID) -> str:
    """Make the organization Stripe's customer; whoever does so at the same moment gets the same one."""
    customer = gateway.make_customer(organization_id)
    Subscription.objects.filter(organization_id=organization_id, customer_id=None).update(customer_id=customer)
    return customer


def _key_of_checkout(row: Subscription, plan: str, success: str, language: str) -> str:
    """The same page for the same wish on the same day, until something was paid or ended."""
    since = row.asked_at.timestamp() if row.asked_at else 0
    return f"checkout-{row.organization_id}-{plan}-{hash_of(success + language)}-{timezone.now():%Y%m%d}-{since:.6f}"


def hash_of(text: str) -> str:
    """A few letters that differ where texts do."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def open_portal(*, by: Actor, organization: Organization, back: str) -> str:
    """The address of Stripe's page on which cards, invoices and the subscription are looked after."""
    with transaction.atomic():
        organization, by = held(by, organization.pk, Action.MANAGE_PLAN)
        row = Subscription.objects.filter(organization=organization).exclude(customer_id=None).first()
        if row is None or row.customer_id is None:
            raise Conflict("billing.no_customer")
        record(by=by, action="plan.portal-opened", target=organization)
    return gateway.open_portal(customer=row.customer_id, back=back)


def confirm(*, by: Actor, organization: Organization, session_id: str) -> Subscription:
    """Somebody comes back from Stripe's page and says that they paid: ask Stripe. Raises NotFound for a session of another customer."""
    with transaction.atomic():
        organization, by = held(by, organization.pk, Action.MANAGE_PLAN)
    row = Subscription.objects.filter(organization=organization).exclude(customer_id=None).first()
    if row is None or not session_id.startswith("cs_") or not session_id.replace("_", "").isalnum():
        raise NotFound("not_found")
    if id_of(gateway.session(session_id).get("customer")) != row.customer_id:
        raise NotFound("not_found")
    found = _ask_anew(str(row.customer_id))
    return found or row


def hear(event: dict[str, Any]) -> str:
    """Act on an event whose signature was good; answers its outcome, or `again` for one that was heard before.

    When Stripe cannot be asked, Unavailable is raised and the event is as if it had not come: Stripe sends it again.
    """
    happened = datetime.fromtimestamp(int(event["created"]), UTC)
    with transaction.atomic():
        row, fresh = StripeEvent.objects.get_or_create(
            id=event["id"][:255],
            defaults={"kind": event["type"][:128], "outcome": Outcome.UNKNOWN, "happened_at": happened},
        )
        if not fresh:
            return "again"
        act = _act_for(event["type"])
        if act is not None:
            subscription = act(event["data"]["object"], happened)
            row.outcome = Outcome.DONE if subscription else Outcome.FOREIGN
            row.organization_id = subscription.organization_id if subscription else None
            row.save(update_fields=["outcome", "organization"])
        log.info("stripe_event", kind=row.kind, outcome=row.outcome)
        return str(row.outcome)


Act = Callable[[dict[str, Any], datetime], Subscription | None]


def _act_for(kind: str) -> Act | None:
    if kind.startswith("customer.subscription.") or kind in (
        "invoice.payment_failed",
        "invoice.payment_action_required",
        "invoice.marked_uncollectible",
        "invoice.voided",
    ):
        return lambda thing, _: _ask_anew(id_of(thing.get("customer")))
    if kind.startswith("checkout.session."):
        return _checked_out
    if kind in ("invoice.paid", "invoice.payment_succeeded"):
        return _paid
    if kind == "charge.refunded":
        return _refunded
    return _disputed if kind.startswith("charge.dispute.") else None


def _checked_out(thing: dict[str, Any], _: datetime) -> Subscription | None:
    row = Subscription.objects.filter(customer_id=id_of(thing.get("customer")) or None).first()
    if row is None or thing.get("client_reference_id") not in (None, str(row.organization_id)):
        return None
    return _ask_anew(str(row.customer_id))


def _paid(thing: dict[str, Any], happened: datetime) -> Subscription | None:
    paid = thing.get("amount_paid") or 0

    def note(row: Subscription, _: Standing) -> None:
        if paid > 0:
            row.last_payment_at = max(filter(None, (row.last_payment_at, happened)))

    return _ask_anew(id_of(thing.get("customer")), note)


def _refunded(thing: dict[str, Any], happened: datetime) -> Subscription | None:
    return _money_back(gateway.charge(id_of(thing)), happened, lambda charge: bool(charge.get("refunded")))


def _disputed(thing: dict[str, Any], happened: datetime) -> Subscription | None:
    dispute = gateway.dispute(id_of(thing))
    status = dispute.get("status")

    def note(row: Subscription) -> None:
        row.disputed = status not in ("won", "lost", "warning_closed", "prevented")

    charge = gateway.charge(id_of(dispute.get("charge")))
    return _money_back(charge, happened, lambda _: status == "lost", note)


def _money_back(
    charge: dict[str, Any],
    happened: datetime,
    is_back: Callable[[dict[str, Any]], bool],
    also: Callable[[Subscription], None] = lambda _: None,
) -> Subscription | None:
    """All of a charge went back. It ends the plan when it paid for the present time; an earlier month that was forgiven does not."""
    paid_at = datetime.fromtimestamp(int(charge.get("created") or 0), UTC)

    def note(row: Subscription, standing: Standing) -> None:
        also(row)
        present = standing.paid_from is None or paid_at >= standing.paid_from - timedelta(days=2)
        if is_back(charge) and present:
            row.money_back_at = max(filter(None, (row.money_back_at, happened)))

    return _ask_anew(id_of(charge.get("customer")), note)


def _ask_anew(
    customer: str, note: Callable[[Subscription, Standing], None] = lambda row, standing: None
) -> Subscription | None:
    """Ask Stripe what a customer pays now and let it hold; None for a customer who is not ours. `note` adds what the event alone tells."""
    if not customer:
        return None
    with transaction.atomic():
        rows = Subscription.objects.select_related("organization").select_for_update(of=("self",))
        row: Subscription | None = rows.filter(customer_id=customer).first()
        if row is None:
            return None
        prices = settings.BILLING.prices
        plans = {prices[plan]: plan for plan in FOR_SALE if plan in prices}
        standing = standing_of(gateway.subscriptions(customer), plans)
        note(row, standing)
        _apply(row, standing)
        return row


def _apply(row: Subscription, standing: Standing) -> None:
    """Write down how things stand; the plan changes only when they changed, so that what staff decided since is not undone."""
    was = (row.state, row.plan, row.paid_until if row.state == State.ENDING else None)
    now = timezone.now()
    state = State(standing.kind)
    if state in PAYING and _money_is_back(row):
        state = State.MONEY_BACK
    if state == State.PAST_DUE:
        row.past_due_since = row.past_due_since or now
    else:
        row.past_due_since = None
    row.state, row.plan, row.price_id = state, standing.plan, standing.price
    row.subscription_id, row.living, row.asked_at = standing.subscription, standing.living, now
    row.paid_until = standing.until if state == State.ENDING else standing.paid_until
    row.save()
    if standing.living > 1:
        log.warning("paid_twice", organization=str(row.organization_id), living=standing.living)
    if (row.state, row.plan, row.paid_until if row.state == State.ENDING else None) != was:
        _follow(row, standing, was[0])


def _money_is_back(row: Subscription) -> bool:
    return row.money_back_at is not None and (row.last_payment_at is None or row.money_back_at >= row.last_payment_at)


def _follow(row: Subscription, standing: Standing, was: str) -> None:
    """The organization's plan, its owners and the funnel follow what is paid."""
    organization, plan = row.organization, standing.plan
    if row.state in (State.NONE, State.ENDED) and was not in (*PAYING, State.MONEY_BACK):
        return  # what never was paid here ends nothing
    if row.state in PAYING and not plan:
        log.error("price_not_ours", organization=str(organization.pk))
        return
    ends_at = _end(row, standing)
    if row.state == State.ENDED and is_over(organization.plan_ends_at):
        return  # it was known before, and its owners were told
    if row.state in (State.NONE, State.ENDED, State.MONEY_BACK):
        plan = organization.plan
        funnel.note(organization, "cancelled_at")
    elif row.state == State.ENDING:
        funnel.note(organization, "cancelled_at")
    else:
        funnel.note(organization, "paid_at", plan=plan)
    failed = row.state == State.PAST_DUE
    put_on_plan(by=SYSTEM, organization=organization, plan=plan, ends_at=ends_at, why="stripe", tell=not failed)
    if failed:
        for owner in owners_of(organization):
            mail_owner(owner, organization, "payment_failed", date=date_words(ends_at, owner.language or "en"))


def _end(row: Subscription, standing: Standing) -> datetime | None:
    if row.state == State.ACTIVE:
        return None
    if row.state == State.ENDING:
        return standing.until
    if row.state == State.PAST_DUE and row.past_due_since is not None:
        return row.past_due_since + timedelta(days=settings.BILLING.grace_days)
    if row.state == State.MONEY_BACK:
        return row.money_back_at
    return min(standing.until or timezone.now(), timezone.now())


def reconcile() -> int:
    """Ask Stripe about every customer who pays, or went to pay these days; answers how many were asked.

    A customer whom Stripe does not know (deleted there, or made with other keys) holds up no other. Stops when Stripe is away.
    """
    if not settings.BILLING.sells:
        return 0
    lately = timezone.now() - timedelta(days=3)
    rows = Subscription.objects.exclude(customer_id=None)
    asked = 0
    wanted = rows.exclude(state__in=(State.NONE, State.ENDED)) | rows.filter(created_at__gt=lately)
    for row in wanted.order_by("created_at", "pk"):
        try:
            _ask_anew(str(row.customer_id))
        except NotFound:
            log.warning("customer_not_known", organization=str(row.organization_id))
            continue
        except MizanError as error:
            log.warning("reconcile_stopped", code=error.code, asked=asked)
            break
        asked += 1
    return asked


def end_for_gone(organization_id: UUID) -> None:
    """The organization is being removed: nobody pays for it any more. Without an answer of Stripe it stays until there is one."""
    row = Subscription.objects.filter(organization_id=organization_id).exclude(customer_id=None).first()
    if row is None or not settings.BILLING.sells:
        return
    try:
        found = gateway.subscriptions(str(row.customer_id))
    except NotFound:  # the customer was deleted at Stripe
        return
    for one in found:
        if one.get("status") not in ("canceled", "incomplete_expired"):
            gateway.end(id_of(one))


def forget_events() -> int:
    """Remove events that are so old that Stripe sends them no more."""
    return int(StripeEvent.objects.filter(heard_at__lt=timezone.now() - EVENTS_KEPT).delete()[0])
