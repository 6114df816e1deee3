"""How much of its plan an organization has used, meter by meter, and what happens when one is full."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

import msgspec
from django.db.models import Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, QuotaUse
from accounts.plans import MEGABYTE, Plan, plan_named
from accounts.services import quotas
from boq.services.uploads import items_held
from llm.budget import OPERATOR_TOKENS, this_month
from llm.models import Purse

NEAR = Decimal("0.8")  # from here on a meter is worth a look


class Meter(msgspec.Struct, frozen=True):
    """`limit` is None where the plan has none. `resets_at` is when the count begins anew; None for what is held, not used up."""

    name: str
    label: Promise
    used: int
    limit: int | None
    resets_at: datetime | None
    when_full: Promise

    @property
    def state(self) -> str:
        """`free`, `near`, `full`, or `over` (after a change to a narrower plan)."""
        if self.limit is None or self.used < NEAR * self.limit:
            return "free"
        if self.used < self.limit:
            return "near"
        return "full" if self.used == self.limit else "over"

    @property
    def tone(self) -> str:
        """How the meter looks: `error` when nothing is left, `warning` when little is."""
        return {"free": "", "near": "warning"}.get(self.state, "error")

    @property
    def shown_used(self) -> Decimal | int:
        """What people read: bytes as megabytes."""
        return self._shown(self.used)

    @property
    def shown_limit(self) -> Decimal | int | None:
        """The limit in the unit of `shown_used`."""
        return None if self.limit is None else self._shown(self.limit)

    def _shown(self, number: int) -> Decimal | int:
        return (Decimal(number) / MEGABYTE).quantize(Decimal("0.1")) if self.name == quotas.BYTES else number


LABELS: dict[str, Promise] = {
    "items": _("Items in bills"),
    "seats": _("Seats: members and open invitations"),
    "uploads": _("Uploads today"),
    "bytes": _("Megabytes uploaded today"),
    "analyses": _("Analyses today"),
    "tokens": _("Tokens of the language model this month"),
}
WHEN_FULL: dict[str, Promise] = {
    "items": _(
        "New files are not read until bills or projects are deleted, or the plan is widened. What is read stays."
    ),
    "seats": _("Nobody else can be invited or join. Nobody is thrown out."),
    "uploads": _("New files wait until tomorrow (midnight UTC)."),
    "bytes": _("New files wait until tomorrow (midnight UTC)."),
    "analyses": _("New analyses wait until tomorrow (midnight UTC)."),
    "tokens": _(
        "Analyses go on by rules and stay resumable; the model is asked again next month. Your own keys are not counted."
    ),
}


def meters_of(organization: Organization) -> list[Meter]:
    """Every meter of an organization, in the order in which people see them."""
    plan, now = plan_named(organization.plan), timezone.now()
    tomorrow = datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
    used = {**_of_today(organization.pk, now.date()), **_held(organization)}
    limits = _limits(plan)
    resets = {"uploads": tomorrow, "bytes": tomorrow, "analyses": tomorrow, "tokens": _next_month(now)}
    return [Meter(name, LABELS[name], used[name], limits[name], resets.get(name), WHEN_FULL[name]) for name in LABELS]


def _limits(plan: Plan) -> dict[str, int | None]:
    return {
        "items": plan.items,
        "seats": plan.seats,
        "tokens": plan.tokens_a_month,
        **{name: plan.quota(name) for name in (quotas.UPLOADS, quotas.BYTES, quotas.ANALYSES)},
    }


def _of_today(organization_id: UUID, day: date) -> dict[str, int]:
    found = dict(QuotaUse.objects.filter(organization_id=organization_id, day=day).values_list("meter", "used"))
    return {name: found.get(name, 0) for name in (quotas.UPLOADS, quotas.BYTES, quotas.ANALYSES)}


def _held(organization: Organization) -> dict[str, int]:
    purses = Purse.objects.filter(organization=organization, month=this_month(), name=OPERATOR_TOKENS)
    spent = purses.aggregate(spent=Sum("spent"))["spent"] or 0
    return {
        "items": items_held(organization.pk),
        "seats": quotas.members_of(organization) + quotas.invited_to(organization),
        "tokens": int(spent),
    }


def _next_month(now: datetime) -> datetime:
    first = (now.date().replace(day=28) + timedelta(days=4)).replace(day=1)
    return datetime.combine(first, time(), now.tzinfo)
