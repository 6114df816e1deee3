"""What a plan allows in a day, spent atomically in the transaction of what spends it; and seats."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from accounts.errors import Conflict, QuotaUsedUp
from accounts.models import Invitation, Membership, Organization
from accounts.plans import plan_named

UPLOADS, BYTES, ANALYSES = "uploads", "bytes", "analyses"

# Adds to the day's count unless that would pass the limit; answers no row then.
_SPEND = """
INSERT INTO accounts_quotause (organization_id, day, meter, used) VALUES (%s, %s, %s, %s)
ON CONFLICT (organization_id, day, meter) DO UPDATE SET used = accounts_quotause.used + EXCLUDED.used
WHERE %s::bigint IS NULL OR accounts_quotause.used + EXCLUDED.used <= %s::bigint
RETURNING used
"""


def spend(*, organization_id: UUID, meter: str, amount: int = 1) -> None:
    """Take `amount` of the day's `meter`. What is rolled back is not spent. Raises QuotaUsedUp, with when the next day begins.

    Call it last in the transaction: it holds the organization's count of the day until the end.
    """
    plan = plan_named(Organization.objects.values_list("plan", flat=True).get(pk=organization_id))
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
    """Raise Conflict when members and open invitations fill the plan's seats. `taken`: seats that the caller's own row counts already."""
    seats = plan_named(organization.plan).seats
    if seats is None:
        return
    members = Membership.objects.filter(organization=organization).count()
    asked = Invitation.objects.filter(
        organization=organization, accepted_at=None, revoked_at=None, expires_at__gt=timezone.now()
    ).count()
    if members + asked - taken >= seats:
        raise Conflict("quota.seats", limit=seats, plan=plan_named(organization.plan).name)
