"""Columns of texts like `1.234` whose values do not tell whether a thousand or one and a bit is meant."""

from __future__ import annotations

from boq.engine.decimals import reads_two_ways
from boq.engine.inquiry import Inquiry
from boq.engine.tables.lines import Line
from boq.engine.tables.profile import close
from boq.engine.tables.sheet import Sheet, Table

SAMPLE = 400


def about_marks(inquiry: Inquiry, sheet: Sheet) -> None:
    """Ask about a column of figures that neither its values, nor arithmetic, nor the rest of the file explain."""
    for table in sheet.tables:
        if table.role != "bill" or not sheet.view.untold:
            continue
        proven = _proven(sheet, table)
        for column in (table.columns.quantity, table.columns.rate, table.columns.amount):
            if column is None or column not in sheet.view.untold or column in proven:
                continue
            row = next((line.row for line in table.items if _lone(sheet, line, column)), -1)
            if row < 0:
                continue
            facts = {"value": sheet.view.text(row, column), "mark": sheet.view.mark(column)}
            if sheet.view.mark_told:
                inquiry.warn("decimal_mark_from_file", sheet, dict(facts), row=row)
            else:
                inquiry.ask("decimal_mark_unsure", sheet, dict(facts), row=row, column=column)


def _lone(sheet: Sheet, line: Line, column: int | None) -> bool:
    """True when the figure of a line is a text that can be read two ways."""
    if column is None or column not in sheet.view.untold:
        return False
    value = sheet.view.cell(line.row, column)
    return type(value) is str and reads_two_ways(value)


def _proven(sheet: Sheet, table: Table) -> set[int]:
    """The columns whose mark quantity × rate = amount proves: in some row the figure alone can be read two ways, and read otherwise it
    would be off. What a proven column says helps to prove the next.
    """
    columns = [c for c in (table.columns.quantity, table.columns.rate, table.columns.amount) if c is not None]
    proven: set[int] = set()
    if len(columns) < 3:
        return proven
    fits = [
        lone
        for line in table.items[:SAMPLE]
        if line.quantity and line.rate and line.amount and close(line.quantity * line.rate, line.amount)
        if (lone := {column for column in columns if _lone(sheet, line, column)})
    ]
    while new := {next(iter(rest)) for lone in fits if len(rest := lone - proven) == 1}:
        proven |= new
    return proven
