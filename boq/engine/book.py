"""All sheets of a file together, with their totals: the value that the file is assembled from."""

from __future__ import annotations

from dataclasses import dataclass, field

from boq.engine.model import RowKind, TotalKind
from boq.engine.tables.lines import Line
from boq.engine.tables.proof import Total, prove
from boq.engine.tables.settle import some_unextended, value_of
from boq.engine.tables.sheet import Sheet
from boq.engine.tables.sums import Sums


@dataclass(slots=True)
class Book:
    """The sheets in file order. `totals` are the proven total lines by sheet position; `doubts` what a person should settle."""

    sheets: list[Sheet]
    totals: dict[int, list[Total]] = field(default_factory=dict)
    sums: dict[int, Sums] = field(default_factory=dict)
    doubts: list[tuple[str, int, int, dict[str, str | int]]] = field(default_factory=list)  # code, sheet, row, facts

    @property
    def used(self) -> list[int]:
        """Positions of the sheets whose items are the bill."""
        return [index for index, sheet in enumerate(self.sheets) if sheet.used]


def is_item(line: Line) -> bool:
    """Items of a bill."""
    return line.kind is RowKind.ITEM


def is_entry(line: Line) -> bool:
    """Lines of a summary that a total may add up."""
    return line.kind in (RowKind.SUMMARY, RowKind.ITEM)


def totals_of(sheet: Sheet) -> tuple[list[Total], Sums]:
    lines = [line for table in sheet.tables if table.role == "bill" for line in table.lines]
    if any(is_item(line) for line in lines):
        totals, sums = prove(lines, is_item, value_of)
        if not any(total.whole for total in totals) and some_unextended(list(filter(is_item, lines))):
            without, stated_only = prove(lines, is_item, lambda line: line.amount or 0.0)
            if any(total.whole for total in without):
                totals, sums = without, stated_only
        constant = next((table.constant for table in sheet.tables if table.constant is not None), None)
        if constant is not None and constant.amount is not None and not any(total.whole for total in totals):
            worth = sums.between(0, len(sums))
            totals.append(
                Total(constant, TotalKind.GRAND, constant.amount, len(sums), "items", 0, len(sums), (), worth, True)
            )
        return totals, sums
    return prove(sheet.lines, is_entry, lambda line: line.amount or 0.0, so_far=True)


def sheet_totals(book: Book, index: int) -> set[float]:
    """Sum of items and whole totals of a sheet, to the cent."""
    found = {round(total.amount, 2) for total in book.totals[index] if total.whole and total.amount}
    worth = round(book.sums[index].between(0, len(book.sums[index])), 2)
    counting = round(sum(value_of(line) for line in book.sheets[index].items if line.scope in ("", "counts")), 2)
    return found | {amount for amount in (worth, counting) if amount}
