"""Amounts that are not quantity × rate, each with the most telling explanation that its figures allow."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum, auto
from typing import NamedTuple

from boq.engine.checks.facts import name_of, places, plain
from boq.engine.model import Item, ItemKind, Price, Rounding, Standing

ZERO = Decimal(0)
_ONE = Decimal(1)
# Percentages of other totals are stated by the summary, not extended by quantity and rate.
OF_A_TOTAL = frozenset({ItemKind.PERCENTAGE, ItemKind.CONTINGENCY, ItemKind.DISCOUNT, ItemKind.TAX})
_FACTORS = tuple(Decimal(10) ** power for power in (1, 2, 3))
_LIKELY = Decimal("0.005")  # hidden decimals move an amount by half a per cent at most; more is another fault


class Entry(NamedTuple):
    """One price of one item, with the amount that quantity and rate give (None where one of them is not known)."""

    item: Item
    price: Price
    expected: Decimal | None


class Cause(Enum):
    """Why an amount may differ from quantity × rate."""

    PLAIN = auto()
    DECIMAL_SLIP = auto()
    NEIGHBOUR = auto()
    HIDDEN_DECIMALS = auto()
    ROUNDING = auto()


class Mismatch(NamedTuple):
    """An amount that does not agree. `detail` is the factor, the neighbour's name or the implied figure, by cause."""

    item: Item
    price: Price
    stated: Decimal
    expected: Decimal
    cause: Cause
    detail: str = ""


def expected_amount(item: Item, price: Price) -> Decimal | None:
    """Quantity × rate / rate base, unrounded; component rates are summed where the rate itself is not stated."""
    quantity = item.quantity
    if item.kind in OF_A_TOTAL:
        return None
    rate = price.rate
    if rate is None and price.components:
        rates = [part.rate for part in price.components if part.rate is not None]
        if len(rates) == len(price.components):
            rate = sum(rates, ZERO)
    if rate is None or quantity is None:
        return price.calculated
    amount = quantity * rate
    if price.rate_base != _ONE and price.rate_base:
        amount /= price.rate_base
    return price.calculated if amount == price.calculated else amount  # no second decimal for nearly every item


def mismatches_of(entries: list[Entry], rounding: Rounding) -> list[Mismatch]:
    """The amounts of one party that do not agree, in the order of the bill."""
    quantum = rounding.quantum
    found = []
    for index, entry in enumerate(entries):
        expected, stated = entry.expected, entry.price.amount
        if expected is None or stated is None or expected == stated or abs(expected - stated) * 2 <= quantum:
            continue
        if not entry.item.quantity and not expected:
            continue  # an amount without a quantity: values.* reports it
        if not stated and entry.item.standing is Standing.NOT_APPLICABLE:
            continue  # it has fallen away, and its price with it
        cause, detail = _cause(entries, index, expected, stated, rounding)
        found.append(Mismatch(entry.item, entry.price, stated, expected, cause, detail))
    return found


def _cause(
    entries: list[Entry], index: int, expected: Decimal, stated: Decimal, rounding: Rounding
) -> tuple[Cause, str]:
    if abs(expected - stated) <= rounding.quantum or _is_whole_of(expected, stated):
        return Cause.ROUNDING, ""
    if factor := _slip(expected, stated, rounding):
        return Cause.DECIMAL_SLIP, factor
    if neighbour := _neighbour(entries, index, stated, rounding):
        return Cause.NEIGHBOUR, neighbour
    if implied := _implied(entries[index], expected, stated):
        return Cause.HIDDEN_DECIMALS, implied
    return Cause.PLAIN, ""


def _is_whole_of(expected: Decimal, stated: Decimal) -> bool:
    """True when the amount was rounded up or cut off to a whole figure, as some bills do with all or some of theirs."""
    return stated % 1 == 0 and abs(expected - stated) < min(_ONE, abs(expected) * _LIKELY)


def _slip(expected: Decimal, stated: Decimal, rounding: Rounding) -> str:
    if not expected or not stated:
        return ""
    for factor in _FACTORS:
        if rounding.agrees(expected, stated / factor) or rounding.agrees(expected / factor, stated):
            return plain(factor)
    return ""


def _neighbour(entries: list[Entry], index: int, stated: Decimal, rounding: Rounding) -> str:
    for other in (index - 1, index + 1):
        if 0 <= other < len(entries):
            expected = entries[other].expected
            if expected and rounding.agrees(expected, stated):
                return name_of(entries[other].item)
    return ""


def _implied(entry: Entry, expected: Decimal, stated: Decimal) -> str:
    """The rate or quantity with more decimals that gives the stated amount and rounds to what is shown."""
    item, price = entry.item, entry.price
    if not expected or abs(stated - expected) > abs(expected) * _LIKELY:
        return ""
    if price.rate and item.quantity:
        implied = stated * price.rate_base / item.quantity
        if _rounds_to(implied, price.rate, max(2, places(price.rate))):
            return plain(round(implied, 6))
        implied = stated * price.rate_base / price.rate
        if places(item.quantity) and _rounds_to(implied, item.quantity, max(2, places(item.quantity))):
            return plain(round(implied, 6))
    return ""


def _rounds_to(implied: Decimal, shown: Decimal, decimals: int) -> bool:
    return abs(implied - shown) * 2 <= Decimal(1).scaleb(-decimals)
