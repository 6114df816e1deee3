"""Chapters written like works: `1 × 10,645.87 = 10,645.87` over (or, closing them, under) the works that add up to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from boq.engine.tables.kinds import HEADING, ITEM, NOTE
from boq.engine.tables.lines import Line
from boq.engine.tables.sums import Sums

HABIT = 2  # chapters that add up at least two works before one over a single work is believed


def unroll(lines: Sequence[Line], value: Callable[[Line], float]) -> None:
    """Rows without a unit, once of a price that is the sum of the works around them, are headings and totals.

    `value` gives the worth of an item. All such rows must add up (one in five may not): else they are works.
    """
    items = [line for line in lines if line.kind is ITEM]
    rolled = [line for line in items if not line.unit and _may_be(line)]
    if len(rolled) < HABIT or len(rolled) * 4 > len(items) * 3:
        return
    apart = {line.row for line in rolled}
    leaves = [line for line in items if line.row not in apart]
    sums = Sums([value(line) for line in leaves])
    proven = [(line, count) for line, before in _places(items, apart) if (count := _count(sums, before, line.amount))]
    if sum(count >= 2 for _, count in proven) < HABIT or len(proven) * 5 < len(rolled) * 4:
        return
    for line, _ in proven:
        line.kind = HEADING if line.text or line.ref else NOTE
        line.quantity = line.rate = None
        line.amount_only, line.weak = True, ""


def _may_be(line: Line) -> bool:
    """Once of one price, said twice or not at all, and no unit to measure it by."""
    return bool(line.amount) and not line.unit and line.quantity == 1 and line.rate in (None, line.amount)


def _places(items: Sequence[Line], apart: set[int]) -> list[tuple[Line, int]]:
    """The rows in doubt, each with the number of works above it."""
    places, before = [], 0
    for line in items:
        if line.row in apart:
            places.append((line, before))
        else:
            before += 1
    return places


def _count(sums: Sums, before: int, amount: float | None) -> int:
    """How many works right under or right above add up to the amount; 0 for none."""
    if not amount:
        return 0
    end = sums.end_of(before, amount)
    if end is not None:
        return end - before
    start = sums.start_of(before, amount)
    return before - start if start is not None else 0
