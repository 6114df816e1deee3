"""All sheets of a file together, with their totals: the value that the file is assembled from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from boq.engine.model import TotalKind
from boq.engine.tables.kinds import COLLECTION, HEADING, ITEM, SUBTOTAL, SUMMARY
from boq.engine.tables.lines import Line
from boq.engine.tables.proof import CHAIN, Total, prove
from boq.engine.tables.sheet import Sheet
from boq.engine.tables.sums import Sums, same
from boq.engine.tables.view import View
from boq.engine.tables.words import option_kind
from boq.engine.tables.worth import counting_value, some_unextended, value_of


@dataclass(slots=True)
class Book:
    """The sheets in file order. `totals` are the proven total lines by sheet position; `doubts` what a person should settle."""

    sheets: list[Sheet]
    totals: dict[int, list[Total]] = field(default_factory=dict)
    sums: dict[int, Sums] = field(default_factory=dict)
    doubts: list[tuple[str, int, int, dict[str, str | int]]] = field(default_factory=list)  # code, sheet, row, facts

    counting: dict[int, tuple[int, float]] = field(
        default_factory=dict
    )  # sheet -> items, and what those that count are worth

    @property
    def used(self) -> list[int]:
        """Positions of the sheets whose items are the bill."""
        return [index for index, sheet in enumerate(self.sheets) if sheet.used]


def is_item(line: Line) -> bool:
    """Items of a bill."""
    return line.kind is ITEM


def is_entry(line: Line) -> bool:
    """Lines of a summary that a total may add up."""
    return line.kind in (SUMMARY, ITEM)


def figures_of(view: View, line: Line) -> list[float]:
    """All sums in the row of a line: beside what it is worth a summary may state what that was made of."""
    return [figure for column, _ in view.filled(line.row) if (figure := view.figure(line.row, column))]


def totals_of(sheet: Sheet) -> tuple[list[Total], Sums]:
    lines = [line for table in sheet.tables if table.role == "bill" for line in table.lines]
    if any(is_item(line) for line in lines):
        for table in sheet.tables:
            if table.role == "summary":
                lines += _own_summary(lines, table.lines)
        totals, sums = _best_proof(sheet, lines)
        constant = next((table.constant for table in sheet.tables if table.constant is not None), None)
        if constant is not None and constant.amount is not None and not any(total.whole for total in totals):
            worth = sums.between(0, len(sums))
            totals.append(
                Total(constant, TotalKind.GRAND, constant.amount, len(sums), "items", 0, len(sums), (), worth, True)
            )
        return totals, sums
    return prove(sheet.lines, is_entry, lambda line: line.amount or 0.0, so_far=True)


def _own_summary(bill: list[Line], listed: list[Line]) -> list[Line]:
    """The rows of a list of sums on the bill's own sheet: totals of its parts, listed again and added up."""
    totals = [line.amount for line in bill if line.kind is SUBTOTAL and line.amount]
    totals += [line.amount for line in bill if line.kind is HEADING and line.amount]
    entries = [line for line in listed if line.amount and line.kind in (SUMMARY, ITEM)]
    if not entries or not all(any(same(line.amount or 0.0, total) for total in totals) for line in entries):
        return []
    for line in entries:
        line.kind, line.label = COLLECTION, line.text
    return listed


def _best_proof(sheet: Sheet, lines: list[Line]) -> tuple[list[Total], Sums]:
    """The totals with what they add up to: all items; else those with a stated amount; else those that are no options."""
    totals, sums = prove(lines, is_item, value_of)
    sheet.counts_all = any(total.whole and total.basis == "items" for total in totals)
    if not totals or (all(total.basis for total in totals) and any(total.whole for total in totals)):
        return totals, sums
    ways: list[Callable[[Line], float]] = []
    items = list(filter(is_item, lines))
    if some_unextended(items):
        ways.append(lambda line: line.amount or 0.0)
    if any(counting_value(line) != value_of(line) for line in items):
        ways.append(counting_value)
    best = totals, sums
    for way in ways:
        other = prove(lines, is_item, way)
        if _proven(other[0]) > _proven(best[0]):
            best = other
    return best


def _proven(totals: list[Total]) -> tuple[bool, int]:
    """Whether a total proves all items, and how many totals are explained."""
    return any(total.whole for total in totals), sum(bool(total.basis) for total in totals)


def section_totals(book: Book, index: int) -> set[float]:
    """The labelled and proven totals of the parts of a bill, to the cent."""
    return {
        round(total.amount, 2)
        for total in book.totals[index]
        if total.basis and total.line.label and total.kind not in CHAIN and abs(total.amount) >= 1
    }


def sheet_totals(book: Book, index: int) -> set[float]:
    """Sum of items and whole totals of a sheet, to the cent."""
    found = {round(total.amount, 2) for total in book.totals[index] if total.whole and total.amount}
    worth = round(book.sums[index].between(0, len(book.sums[index])), 2)
    items = book.sheets[index].items
    known = book.counting.get(index)
    if known is None or known[0] != len(items):
        known = book.counting[index] = len(items), round(sum(value_of(line) for line in items if _counts(line)), 2)
    return found | {amount for amount in (worth, known[1]) if amount}


def _counts(line: Line) -> bool:
    """False for works that are marked, by a column or by their own words, as an option."""
    return line.scope in ("", "counts") and not option_kind(line.text)
