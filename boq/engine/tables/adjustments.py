"""Discounts and taxes in columns of their own, between the rate and the amount of every row.

Quantity × rate is not the amount there; less the discount and with the taxes of the row it is. Only what holds on nearly all rows
is believed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import TypeVar

from boq.engine.tables.figures import Adjustment, Money, Sample
from boq.engine.tables.headings import Heading
from boq.engine.tables.profile import Series, close

LEAST_CHECKED = 3
SHARE = 0.9  # of the rows that must come out
MOST = 6  # columns of one kind that are tried
Number = TypeVar("Number", float, Decimal)
DIVISORS = (100, 1, 0)  # a percentage, a share of one, a sum of money


@dataclass(slots=True)
class _Column:
    place: int
    label: str
    series: Series


def add_adjustments(money: Money, headings: dict[int, Heading], data: Sample) -> None:
    """Find the discounts and taxes that lead from quantity × rate to the amount, or to an amount after discount beside it."""
    if money.quantity is None or money.rate is None or money.parts or money.parties:
        return
    off = [_column(c, h, data) for c, h in headings.items() if _takes_off(h) and c not in money.used()][:MOST]
    on = [_column(c, h, data) for c, h in headings.items() if _adds(h) and c not in money.used()][:MOST]
    base = data[money.quantity], data[money.rate]
    if money.proven:
        net = _net_amounts(money, headings) if off else []
        found = ((c, way) for c in net for way in _ways(off, []) if way and _fits(base, data[c], way, data))
        money.amount, money.adjusts = next(found, (money.amount, ()))
    elif off or on:
        wholes = [money.amount] if money.amount is not None else _taxed_amounts(money, headings)
        found = ((c, way) for c in wholes for way in _ways(off, on) if way and _fits(base, data[c], way, data))
        money.amount, money.adjusts = next(found, (money.amount, ()))
        if money.adjusts:
            money.agree = money.checked = max(money.checked, LEAST_CHECKED)


def _column(column: int, heading: Heading, data: Sample) -> _Column:
    return _Column(column, heading.text, data[column])


def _takes_off(heading: Heading) -> bool:
    return "discount" in heading.qualifiers and "net" not in heading.qualifiers


def _adds(heading: Heading) -> bool:
    return "tax" in heading.qualifiers and heading.role in ("pct", "amt", "price", "")


def _net_amounts(money: Money, headings: dict[int, Heading]) -> list[int]:
    """Columns of amounts that say they are after discount."""
    return [
        c for c, h in headings.items() if c != money.amount and h.role in ("amt", "price") and "net" in h.qualifiers
    ]


def _taxed_amounts(money: Money, headings: dict[int, Heading]) -> list[int]:
    """Columns of amounts that may hold more than quantity × rate."""
    return [c for c, h in headings.items() if h.role in ("amt", "price") and c not in money.used()][-MOST:]


def _ways(off: Sequence[_Column], on: Sequence[_Column]) -> Iterator[tuple[Adjustment, ...]]:
    """Combinations of one discount or none with one tax, all of them or none, each read as percentage, share or money."""
    discounts: list[tuple[Adjustment, ...]] = [()]
    discounts += [(Adjustment(c.place, c.label, -1, divisor),) for c in off for divisor in DIVISORS]
    groups = [[c] for c in on] + ([list(on)] if len(on) > 1 else [])
    groups += (
        [[c for c in on if _is_small(c.series)], [c for c in on if not _is_small(c.series)]] if len(on) > 2 else []
    )
    taxes: list[tuple[Adjustment, ...]] = [()]
    taxes += [
        tuple(Adjustment(c.place, c.label, 1, divisor) for c in group)
        for group in groups
        for divisor in (0, 100, 1)
        if group
    ]
    for discount, tax in product(discounts, taxes):
        yield discount + tax


def _is_small(numbers: Series) -> bool:
    """Percentages, not money."""
    found = [abs(number) for number in numbers if number]
    return all(number <= 40 for number in found)


def _fits(base: tuple[Series, Series], amounts: Series, way: tuple[Adjustment, ...], data: Sample) -> bool:
    agree = checked = told = 0
    columns = [data[adjustment.column] for adjustment in way]
    for index, (quantity, rate, amount) in enumerate(zip(*base, amounts, strict=True)):
        if quantity and rate and amount:
            figures = [numbers[index] or 0.0 for numbers in columns]
            unit = rate + sum(parts_of(rate, quantity, way, figures))
            checked += 1
            told += any(figures)
            agree += close(quantity * unit, amount)
    return checked >= LEAST_CHECKED and agree >= SHARE * checked and told * 2 >= checked


def parts_of(rate: Number, quantity: Number, way: Sequence[Adjustment], figures: Sequence[Number]) -> list[Number]:
    """What each adjustment adds to the rate of one unit: discounts one after the other, then taxes on what is left."""
    parts: list[Number] = []
    left = rate
    for adjustment, figure in zip(way, figures, strict=True):
        part = left * figure / adjustment.divisor if adjustment.divisor else figure / quantity
        if adjustment.sign < 0:
            part = -abs(part)
            left += part
        parts.append(part)
    return parts
