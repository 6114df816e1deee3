"""What a plan allows, asked in one place: whether it runs at all, what a day holds, seats, lines of bills, tokens of a month.

What is used up in a day is spent atomically in the transaction of what spends it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts.errors import Conflict, QuotaUsedUp
from accounts.models import Invitation, Membership, Organization
from accounts.plans import SELF_HOSTED, Plan, is_over, plan_named

UPLOADS, BYTES, ANALYSES = "uploads", "bytes", "analyses"

# Adds to the day's count unless that would pass the limit; answers no row then.
_SPEND = """
INSERT INTO accounts_quotause (organization_id, day, meter, used) VALUES (%s, %s, %s, %s)
ON CONFLICT (organization_id, day, meter) DO UPDATE SET used = accounts_quotause.used + EXCLUDED.used
WHERE %s::bigint IS NULL OR accounts_quotause.used + EXCLUDED.used <= %s::bigint
RETURNING used
"""


def plan_of(organization_id: UUID) -> Plan:
    """The plan that counts for an organization at this moment."""
    if not settings.PLANS:
        return SELF_HOSTED
    return plan_named(Organization.objects.values_list("plan", flat=True).get(pk=organization_id))


def require_running(organization_id: UUID) -> None:
    """Raise Conflict when the organization's plan has ended: nothing new is begun then; reading, exports and downloads stay."""
    if not settings.PLANS:
        return
    name, ends_at = Organization.objects.values_list("plan", "plan_ends_at").get(pk=organization_id)
    if ends_at is not None and is_over(ends_at):
        raise Conflict("plan.over", plan=plan_named(name).name, ended=ends_at.date().isoformat())


def require_items(organization_id: UUID, held: Callable[[], int], more: int = 1) -> None:
    """Raise Conflict unless `more` lines of bills fit the plan beside those that `held` counts.

    Who asks last in a transaction is safe: others of the organization wait here until it ends.
    """
    plan = plan_of(organization_id)
    if plan.items is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"items of {organization_id}"])
    there = held()
    if there + more > plan.items:
        raise Conflict("quota.items", limit=plan.items, held=there, more=more, plan=plan.name)


def spend(*, organization_id: UUID, meter: str, amount: int = 1) -> None:
    """Take `amount` of the day's `meter`. What is rolled back is not spent. Raises QuotaUsedUp, with when the next day begins.

    Call it last in the transaction: it holds the organization's count of the day until the end.
    """
    plan = plan_of(organization_id)
    limit = plan.quota(meter)
    now = timezone.now()
    if limit is None or amount <= limit:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_SPEND, [organization_id, now.date(), meter, amount, limit, limit])
            if cursor.fetchone() is not None:
                return
    tomorrow = datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
    raise QuotaUsedUp(
        f"quota.{meter}",
        limit=limit,
        plan=plan.name,
        resets_at=tomorrow.isoformat(),
        seconds=int((tomorrow - now).total_seconds()) + 1,
    )


def require_seat(organization: Organization, *, taken: int = 0) -> None:
    """Raise Conflict when members and open invitations fill the plan's seats. `taken`: seats that the caller's own row counts already.

    Members beyond the seats of a narrower plan stay; nobody new comes until there is room.
    """
    seats = plan_named(organization.plan).seats
    if seats is not None and members_of(organization) + invited_to(organization) - taken >= seats:
        raise Conflict("quota.seats", limit=seats, plan=plan_named(organization.plan).name)


def require_place(organization: Organization) -> None:
    """Raise Conflict when members alone fill the seats: for whoever accepts an invitation, which was counted when it was made."""
    seats = plan_named(organization.plan).seats
    if seats is not None and members_of(organization) >= seats:
        raise Conflict("quota.no_place", limit=seats)


def members_of(organization: Organization) -> int:
    """How many people belong to it."""
    return Membership.objects.filter(organization=organization).count()


def invited_to(organization: Organization) -> int:
    """How many invitations wait for an answer and have time left: they take seats."""
    return Invitation.objects.filter(
        organization=organization, accepted_at=None, revoked_at=None, expires_at__gt=timezone.now()
    ).count()
