"""The plans that an organization can be on. Self-hosted is the default: no quotas, and a pace that protects the server.

A limit of None is none at all. `PLANS=0` puts everybody on self-hosted, whatever their row says; `DEFAULT_PLAN` is where new ones begin.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, ActorKind, Role

KEY = ActorKind.API_KEY.value
ANONYMOUS_A_MINUTE = 120  # requests of one address to the API without a token, whatever the plans
MEGABYTE = 1024 * 1024


class Plan(msgspec.Struct, frozen=True):
    """`requests` are those to the API in a minute, of one person by their role, or of one key. The others count for the organization."""

    name: str
    label: Promise
    requests: Mapping[str, int]
    uploads_a_day: int | None = None
    bytes_a_day: int | None = None
    analyses_a_day: int | None = None
    seats: int | None = None

    def quota(self, meter: str) -> int | None:
        """How much of `uploads`, `bytes` or `analyses` a day holds."""
        found: int | None = getattr(self, f"{meter}_a_day")
        return found


def _pace(viewer: int, estimator: int, admin: int, key: int) -> dict[str, int]:
    return {Role.VIEWER: viewer, Role.ESTIMATOR: estimator, Role.ADMIN: admin, Role.OWNER: admin, KEY: key}


SELF_HOSTED = Plan("self_hosted", _("Self-hosted"), _pace(600, 1200, 1200, 2400))
PLANS: tuple[Plan, ...] = (
    Plan(
        "trial",
        _("Trial"),
        _pace(60, 120, 120, 120),
        uploads_a_day=10,
        bytes_a_day=100 * MEGABYTE,
        analyses_a_day=5,
        seats=3,
    ),
    Plan(
        "team",
        _("Team"),
        _pace(120, 300, 300, 600),
        uploads_a_day=200,
        bytes_a_day=2000 * MEGABYTE,
        analyses_a_day=100,
        seats=15,
    ),
    Plan(
        "business",
        _("Business"),
        _pace(300, 600, 600, 1200),
        uploads_a_day=2000,
        bytes_a_day=20_000 * MEGABYTE,
        analyses_a_day=1000,
        seats=200,
    ),
    SELF_HOSTED,
)
BY_NAME = {plan.name: plan for plan in PLANS}
CHOICES = [(plan.name, plan.label) for plan in PLANS]


def plan_named(name: str) -> Plan:
    """The plan of that name as it counts here; one that is not known any more counts as the narrowest."""
    return BY_NAME.get(name, PLANS[0]) if settings.PLANS else SELF_HOSTED


def pace_of(actor: Actor) -> int:
    """How many requests to the API `actor` may make in a minute."""
    return plan_named(actor.plan).requests.get(actor.role, ANONYMOUS_A_MINUTE)
