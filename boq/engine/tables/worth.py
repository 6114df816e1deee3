"""What a line is worth, and what of it counts."""

from __future__ import annotations

from collections.abc import Sequence

from boq.engine.tables.lines import Line
from boq.engine.tables.options import scope_in

APART = frozenset({"alternative", "optional", "not_applicable"})  # standings that stay out of the total
NOT_ADDED = frozenset({"rate_only", "included", "excluded", "omitted"})  # words instead of an amount


def value_of(line: Line) -> float:
    """What an item is worth: its amount, or quantity × rate; nothing where a word says that nothing is added."""
    if line.amount is not None:
        return line.amount
    if line.word in NOT_ADDED:
        return 0.0
    return line.quantity * line.rate if line.quantity and line.rate else 0.0


def counting_value(line: Line) -> float:
    """What an item adds to the total: nothing when it is an option or an alternative."""
    return 0.0 if (line.scope or scope_in(line.text)) in APART else value_of(line)


def some_unextended(items: Sequence[Line]) -> bool:
    """True where a few items lack the amount that the others have: the file's own totals cannot count them."""
    priced = [line for line in items if value_of(line)]
    bare = sum(line.amount is None for line in priced)
    return 0 < bare * 5 <= len(priced)
