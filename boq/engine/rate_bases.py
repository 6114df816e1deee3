"""Rates for 10, 100 or 1,000 units: believed where the bill says so, or shows it again and again.

One amount that is a tenth of quantity × rate is a slipped decimal, not a rate per ten: a check has to see it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from boq.engine.tables.lines import Line
from boq.engine.units import parse_unit

ONE = Decimal(1)
HUNDRED = Decimal(100)
BASES = (HUNDRED, Decimal(1000), Decimal(10))
OFTEN = 3  # so many works of a unit, and most of them, show what their rates are for
_PER = r"(?:\bper|/|\bза|\bна|\bلكل|\bpor|\bpro|\bje)\s*"
_SAID = {
    Decimal(10): re.compile(_PER + r"10\b(?![.,]\d)"),
    HUNDRED: re.compile(_PER + r"(?:100\b(?![.,]\d)|hundred|cent\b|сотн|مئة|مائة)|[%٪]"),
    Decimal(1000): re.compile(_PER + r"(?:1[, ]?000\b|thousand|mil\b|mille\b|тыс|ألف|الف)"),
}


def rate_base(calculated: Decimal, amount: Decimal) -> Decimal:
    """100 where the amount is a hundredth of quantity × rate to within a thousandth: the rate may be per 100. One where nothing fits."""
    for base in BASES:
        if abs(calculated / base - amount) <= abs(amount) / 1000:
            return base
    return ONE


class RateBases:
    """What the rates of one table are for. `heading` is the text over its rates."""

    def __init__(self, lines: Sequence[Line], heading: str) -> None:
        self.lines, self.heading = lines, heading
        self.shown: frozenset[tuple[str, Decimal]] | None = None

    def of(self, line: Line, calculated: Decimal, amount: Decimal) -> Decimal:
        """The base by which the amount of a line fits quantity × rate, where there is more to it than the fit."""
        base = rate_base(calculated, amount)
        if base == ONE or self._said(line, base):
            return base
        if self.shown is None:
            self.shown = _shown(self.lines)
        return base if (line.unit, base) in self.shown or ("", base) in self.shown else ONE

    def _said(self, line: Line, base: Decimal) -> bool:
        """True where the unit names the base, or the heading or the text does after a "per"; a percentage is per 100 wherever it stands."""
        unit = parse_unit(line.unit)
        if unit.factor == base or (unit.code == "%" and base == HUNDRED):
            return True
        return any(_SAID[base].search(text.casefold()) for text in (self.heading, line.unit, line.text))


def _shown(lines: Sequence[Line]) -> frozenset[tuple[str, Decimal]]:
    """(unit, base) of units most of whose works show a base; the unit "" where most works of the whole table do."""
    works: Counter[str] = Counter()
    based: Counter[tuple[str, Decimal]] = Counter()
    for line in lines:
        if not (line.quantity and line.rate and line.amount):
            continue
        product = line.quantity * line.rate
        works.update({line.unit, ""})
        if abs(product) > abs(line.amount) * 5:
            base = rate_base(Decimal(repr(product)), Decimal(repr(line.amount)))
            based.update({(line.unit, base), ("", base)})
    return frozenset(
        (unit, base)
        for (unit, base), count in based.items()
        if base != ONE and count >= OFTEN and count * 2 > works[unit]
    )
