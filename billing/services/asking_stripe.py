"""What an organization pays, as Stripe says when it is asked. What it says now counts, so whatever makes us ask (an event, somebody
who comes back, the timetable) may come twice, late, in any order, or not at all.

The organization's row of payments is locked before Stripe is asked: of two answers the later one is written last.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.access import SYSTEM
from accounts.errors import MizanError, NotFound
from accounts.plans import FOR_SALE, is_over
from billing import gateway
from billing.models import Subscription
from billing.services import funnel
from billing.services.plans import date_words, mail_owner, owners_of, put_on_plan
from billing.standing import Standing, standing_of

log = structlog.get_logger(__name__)
State, PAYING = Subscription.State, Subscription.PAYING


def ask_anew(
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
            ask_anew(str(row.customer_id))
        except NotFound:
            log.warning("customer_not_known", organization=str(row.organization_id))
            continue
        except MizanError as error:
            log.warning("reconcile_stopped", code=error.code, asked=asked)
            break
        asked += 1
    return asked
