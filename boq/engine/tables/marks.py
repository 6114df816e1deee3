"""Decimal marks that a column's own values do not tell, told by quantity × rate = amount."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from boq.engine.numbers import parse
from boq.engine.tables.figures import Money
from boq.engine.tables.profile import Series, agreement
from boq.engine.tables.view import View, as_float

LEAST_CHECKED = 3
PROVEN = 0.9  # share of rows that must multiply out
READINGS = (".", ",")


def told_by_arithmetic(view: View, rows: Sequence[int], money: Money) -> bool:
    """Set the marks of the figures' columns to the only ones by which they multiply out; False where nothing changes."""
    columns = [c for c in (money.quantity, money.rate, money.amount) if c is not None]
    if len(columns) < 3 or not any(view.mark(c) and c in view.untold for c in columns):
        return False
    ways = [READINGS if column in view.untold else (view.mark(column),) for column in columns]
    series = [
        {mark: _numbers(view, rows, column, mark) for mark in way} for column, way in zip(columns, ways, strict=True)
    ]
    now = tuple(view.mark(column) for column in columns)
    if _holds(series, now):
        return False
    fitting = [marks for marks in product(*ways) if _holds(series, marks)]
    if len(fitting) != 1:
        return False
    view.marks.update(zip(columns, fitting[0], strict=True))
    return True


def _numbers(view: View, rows: Sequence[int], column: int, mark: str) -> Series:
    """The numbers of a column when its texts are written with `mark`."""
    found: Series = []
    for row in rows:
        value = view.cell(row, column)
        if type(value) is str:
            number = parse(value, mark).value
            found.append(None if number is None else float(number))
        else:
            found.append(as_float(value))
    return found


def _holds(series: Sequence[dict[str, Series]], marks: tuple[str, ...]) -> bool:
    quantity, rate, amount = (numbers[mark] for numbers, mark in zip(series, marks, strict=True))
    agree, checked = agreement(quantity, rate, amount)
    return checked >= LEAST_CHECKED and agree >= PROVEN * checked
