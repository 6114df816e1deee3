"""A column of figures under a heading that says nothing known: the amount, where its own totals prove it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from boq.engine.tables.sums import same
from boq.engine.tables.view import View

LEAST_ITEMS = 3  # works with a figure
LEAST_SUMMED = 2  # works that one total adds up


def summed_column(view: View, rows: Sequence[int], quantity: int, columns: Iterable[int]) -> int | None:
    """The one column that has a figure on most rows with a quantity, and totals of these on rows without; None where none or several.

    A total adds up the works since the total before, or all works above it.
    """
    found = [column for column in columns if column != quantity and _adds_up(view, rows, quantity, column)]
    return found[0] if len(found) == 1 else None


def _adds_up(view: View, rows: Sequence[int], quantity: int, column: int) -> bool:
    works = figures = totals = proven = part = 0
    running = everything = 0.0
    for row in rows:
        number = view.number(row, column)
        if view.number(row, quantity) is not None:
            works += 1
            figures += bool(number)
            part += 1
            running += number or 0.0
            everything += number or 0.0
        elif number:
            totals += 1
            proven += (part >= LEAST_SUMMED and same(running, number, part)) or (
                works >= LEAST_SUMMED and same(everything, number, works)
            )
            running, part = 0.0, 0
    return figures >= LEAST_ITEMS and figures * 10 >= works * 8 and proven > 0 and proven * 2 >= totals
