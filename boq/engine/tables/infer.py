"""Columns of a table that has no heading, from the cells alone."""

from __future__ import annotations

from boq.engine.tables.binding import resolve
from boq.engine.tables.columns import Columns
from boq.engine.tables.view import View

LEAST_ROWS = 3


def infer_columns(view: View, first: int, last: int) -> Columns | None:
    """Columns where a text column stands beside a unit column or arithmetic holds; None when it is no bill."""
    if last - first < LEAST_ROWS:
        return None
    columns = resolve(view, None, first, last)
    if not columns.description:
        return None
    money = columns.money
    proven = money.checked >= LEAST_ROWS and money.agree >= money.checked * 0.8
    united = columns.unit is not None and columns.unit_share >= 0.7
    if not (proven or (united and columns.quantity is not None)):
        return None
    return columns
