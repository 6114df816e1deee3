"""The plans as the page of prices shows them: what they hold comes from `accounts/plans.py`, what they cost from the operator."""

from __future__ import annotations

import msgspec
from django.conf import settings
from django.utils.functional import Promise

from accounts.plans import MEGABYTE, PLANS, SELF_HOSTED


class Offer(msgspec.Struct, frozen=True):
    """One plan. `price` is the operator's own words, such as "49 EUR", for a month; "" when they are to be asked."""

    name: str
    label: Promise
    price: str
    uploads: int | None
    megabytes: int | None
    analyses: int | None
    items: int | None
    tokens: int | None
    seats: int | None


def offers() -> list[Offer]:
    """The plans that can be had on this server; none where it has no plans."""
    if not settings.PLANS:
        return []
    return [
        Offer(
            plan.name,
            plan.label,
            settings.PLAN_PRICES.get(plan.name, ""),
            plan.uploads_a_day,
            None if plan.bytes_a_day is None else plan.bytes_a_day // MEGABYTE,
            plan.analyses_a_day,
            plan.items,
            plan.tokens_a_month,
            plan.seats,
        )
        for plan in PLANS
        if plan is not SELF_HOSTED
    ]
