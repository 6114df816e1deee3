"""The plans that an organization can be on. Self-hosted is the default: no quotas, and a pace that protects the server.

A limit of None is none at all. Without `PLANS=1` everybody is on self-hosted, whatever their row says; `DEFAULT_PLAN` is where new
ones begin. An organization's `plan_ends_at` is when its plan ends: from then on nothing new is begun, and all that is there stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec
from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, ActorKind, Role

KEY = ActorKind.API_KEY.value
ANONYMOUS_A_MINUTE = 120  # requests of one address to the API without a token, whatever the plans
MEGABYTE = 1024 * 1024


class Plan(msgspec.Struct, frozen=True):
    """`requests` are those to the API in a minute, of one person by their role, or of one key. The others count for the organization:
    `items` are lines of bills that it holds, `tokens_a_month` those of the model of this server (one's own key is not counted).
    """

    name: str
    label: Promise
    requests: Mapping[str, int]
    uploads_a_day: int | None = None
    bytes_a_day: int | None = None
    analyses_a_day: int | None = None
    seats: int | None = None
    items: int | None = None
    tokens_a_month: int | None = None

    def quota(self, meter: str) -> int | None:
        """How much of `uploads`, `bytes` or `analyses` a day holds."""
        found: int | None = getattr(self, f"{meter}_a_day")
        return found


def _pace(viewer: int, estimator: int, admin: int, key: int) -> dict[str, int]:
    return {Role.VIEWER: viewer, Role.ESTIMATOR: estimator, Role.ADMIN: admin, Role.OWNER: admin, KEY: key}


SELF_HOSTED = Plan("self_hosted", _("Self-hosted"), _pace(600, 1200, 1200, 2400))
TRIAL = "trial"
PLANS: tuple[Plan, ...] = (
    Plan(
        TRIAL,
        _("Trial"),
        _pace(60, 120, 120, 120),
        uploads_a_day=10,
        bytes_a_day=100 * MEGABYTE,
        analyses_a_day=5,
        seats=3,
        items=50_000,
        tokens_a_month=500_000,
    ),
    Plan(
        "team",
        _("Team"),
        _pace(120, 300, 300, 600),
        uploads_a_day=200,
        bytes_a_day=2000 * MEGABYTE,
        analyses_a_day=100,
        seats=15,
        items=1_000_000,
        tokens_a_month=10_000_000,
    ),
    Plan(
        "business",
        _("Business"),
        _pace(300, 600, 600, 1200),
        uploads_a_day=2000,
        bytes_a_day=20_000 * MEGABYTE,
        analyses_a_day=1000,
        seats=200,
        items=10_000_000,
        tokens_a_month=100_000_000,
    ),
    SELF_HOSTED,
)
BY_NAME = {plan.name: plan for plan in PLANS}
FOR_SALE = ("team", "business")  # what can be asked for and paid for; the wider one last
CHOICES = [(plan.name, plan.label) for plan in PLANS]


def plan_named(name: str) -> Plan:
    """The plan of that name as it counts here; one that is not known any more counts as the narrowest."""
    return BY_NAME.get(name, PLANS[0]) if settings.PLANS else SELF_HOSTED


def pace_of(actor: Actor) -> int:
    """How many requests to the API `actor` may make in a minute."""
    return plan_named(actor.plan).requests.get(actor.role, ANONYMOUS_A_MINUTE)


def end_of(name: str) -> datetime | None:
    """When a plan that begins now ends by itself: a trial after `MIZAN_TRIAL_DAYS`, the others never."""
    return timezone.now() + timedelta(days=settings.TRIAL_DAYS) if name == TRIAL else None


def is_over(ends_at: datetime | None) -> bool:
    """True when a plan with that end allows nothing new any more. Where there are no plans, none ends."""
    return bool(settings.PLANS and ends_at is not None and ends_at <= timezone.now())
