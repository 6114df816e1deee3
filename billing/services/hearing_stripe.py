"""What Stripe tells by itself. An event is a reason to ask (`billing.services.asking_stripe`), never what is believed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from billing import gateway
from billing.models import StripeEvent, Subscription
from billing.services.asking_stripe import ask_anew
from billing.standing import Standing, id_of

log = structlog.get_logger(__name__)
Outcome = StripeEvent.Outcome
EVENTS_KEPT = timedelta(days=90)


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
        return lambda thing, _: ask_anew(id_of(thing.get("customer")))
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
    return ask_anew(str(row.customer_id))


def _paid(thing: dict[str, Any], happened: datetime) -> Subscription | None:
    paid = thing.get("amount_paid") or 0

    def note(row: Subscription, _: Standing) -> None:
        if paid > 0:
            row.last_payment_at = max(filter(None, (row.last_payment_at, happened)))

    return ask_anew(id_of(thing.get("customer")), note)


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

    return ask_anew(id_of(charge.get("customer")), note)


def forget_events() -> int:
    """Remove events that are so old that Stripe sends them no more."""
    return int(StripeEvent.objects.filter(heard_at__lt=timezone.now() - EVENTS_KEPT).delete()[0])
