"""What a customer's subscriptions at Stripe come to: pure values, without database, network or clock.

Statuses of a subscription: https://docs.stripe.com/api/subscriptions/object#subscription_object-status
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

RUNS = ("active", "trialing")
FAILED = ("past_due",)
OVER = ("canceled", "unpaid", "paused")  # `incomplete` and `incomplete_expired` never began: as if they were not there
Thing = Mapping[str, Any]


class Standing(msgspec.Struct, frozen=True):
    """`kind` is `none`, `active`, `ending`, `past_due` or `ended`; `until` when it ends or ended, `paid_until` the end of the paid time.

    `plan` is empty for a price that is not ours. `living` counts those that run or failed: more than one is paid twice.
    """

    kind: str = "none"
    plan: str = ""
    price: str = ""
    subscription: str = ""
    paid_from: datetime | None = None
    paid_until: datetime | None = None
    until: datetime | None = None
    living: int = 0


def standing_of(subscriptions: Iterable[Thing], plans: Mapping[str, str]) -> Standing:
    """The one subscription that counts: one that runs before one whose payment failed before one that is over; then the wider plan, then
    the newer. `plans` is price -> plan, in the order of width.
    """
    known = [one for one in subscriptions if one.get("status") in (*RUNS, *FAILED, *OVER)]
    if not known:
        return Standing()
    width = {price: place for place, price in enumerate(plans, 1)}
    best = max(known, key=lambda one: (_rank(one), width.get(_price(one), 0), one.get("created") or 0))
    paid_until = _when(_of_period(best, "current_period_end"))
    ends = _when(best.get("cancel_at")) or (paid_until if best.get("cancel_at_period_end") else None)
    kind, until = "active", None
    if best["status"] in OVER:
        kind, until = "ended", _when(best.get("ended_at") or best.get("canceled_at"))
    elif best["status"] in FAILED:
        kind = "past_due"
    elif ends is not None:
        kind, until = "ending", ends
    return Standing(
        kind=kind,
        plan=plans.get(_price(best), ""),
        price=_price(best),
        subscription=str(best.get("id", "")),
        paid_from=_when(_of_period(best, "current_period_start")),
        paid_until=paid_until,
        until=until,
        living=sum(one["status"] not in OVER for one in known),
    )


def id_of(thing: Any) -> str:
    """The id of what Stripe names by its id or, expanded, whole; empty for nothing."""
    if isinstance(thing, Mapping):
        thing = thing.get("id")
    return thing if isinstance(thing, str) else ""


def _rank(one: Thing) -> int:
    return 2 if one["status"] in RUNS else 1 if one["status"] in FAILED else 0


def _items(one: Thing) -> list[Thing]:
    items = one.get("items") or {}
    return [item for item in items.get("data") or () if isinstance(item, Mapping)]


def _price(one: Thing) -> str:
    items = _items(one)
    return id_of(items[0].get("price")) if items else ""


def _of_period(one: Thing, name: str) -> Any:
    """Since 2025 a period belongs to the items of a subscription; before, to itself."""
    items = _items(one)
    return (items[0].get(name) if items else None) or one.get(name)


def _when(seconds: Any) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) and seconds > 0 else None
