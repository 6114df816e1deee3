"""What may be wrong with which sheets are bills: those that were left out, and lists of totals that name others."""

from __future__ import annotations

from collections import Counter

from boq.engine.book import Book, figures_of, is_entry, section_totals, sheet_totals
from boq.engine.inquiry import Inquiry
from boq.engine.tables.kinds import SUBTOTAL
from boq.engine.tables.profile import is_ref
from boq.engine.tables.sheet import Sheet
from boq.engine.tables.sums import same
from boq.engine.tables.view import Cell
from boq.engine.tables.worth import APART, value_of
from boq.engine.units import parse_unit

LEFT_OUT = ("other", "rates", "measurement", "cover")
LEAST_TOTALS = 2  # totals that make more than a list of prices of a sheet
NO_MEASURE = frozenset({"", "sum", "%", "page", "nr", "set", "lot"})  # units that lists of sums and people use as well


def about_sheets(inquiry: Inquiry, book: Book) -> None:
    """Sheets that were left out and look as if they should not have been."""
    if not book.used and not any(_is_price_list(sheet) for sheet in book.sheets):
        first = next((sheet for sheet in book.sheets if sheet.view.rows), None)
        if first is not None:
            inquiry.ask("no_bill_found", first)
    most = max((len(book.sheets[i].items) for i in book.used), default=0)
    unpriced = not any(book.sheets[i].total for i in book.used)
    for sheet in book.sheets:
        if sheet.used or sheet.view.grid.hidden or not sheet.wanted:
            continue
        items = sheet.items
        if sheet.reason in ("copy", "superseded"):
            inquiry.warn("sheet_repeats", sheet, {"other": sheet.twin, "items": len(items)})
        elif sheet.reason in ("rates", "measurement"):
            if any(line.amount for line in items):
                inquiry.warn("sheet_not_bill", sheet, {"reason": sheet.reason, "items": len(items)})
        elif len(items) >= max(5, 0.1 * most) and any(value_of(line) or (unpriced and line.quantity) for line in items):
            inquiry.ask("sheet_left_out", sheet, {"items": len(items)})
        elif not items and sheet.reason != "summary" and (rows := _rows_like_items(sheet)) >= max(3, 0.02 * most):
            inquiry.ask("sheet_left_out", sheet, {"items": rows})


def about_summaries(inquiry: Inquiry, book: Book) -> None:
    """An entry of a summary that is no bill's total, but stands on a sheet that was left out."""
    if all(sheet.used for sheet in book.sheets):
        return
    known = [amount for index in book.used for amount in sheet_totals(book, index) | section_totals(book, index)]
    asked = {question.cell for question in inquiry.questions}
    left_out = [
        s
        for s in book.sheets
        if not s.used and not s.view.grid.hidden and s.name not in asked and (s.reason in LEFT_OUT or _is_own(s, known))
    ]
    entries = {
        (sheet.name, round(line.amount, 2))
        for sheet in book.sheets
        if sheet.reason == "summary" and not sheet.view.grid.hidden
        for line in sheet.lines
        if line.amount
        and line.amount >= 100
        and is_entry(line)
        and not any(same(figure, amount) for figure in figures_of(sheet.view, line) for amount in known)
    }
    for sheet in left_out if entries else ():
        figures = {round(value, 2) for cells in sheet.view.rows for value in cells if type(value) is float}
        if figures & {amount for name, amount in entries if name != sheet.name}:
            inquiry.ask("sheet_left_out", sheet, {"items": len(sheet.items) or _rows_like_items(sheet)})


def about_unlisted(inquiry: Inquiry, book: Book) -> None:
    """A bill without a total that is in no list of totals, though one lists the other bills and adds up exactly these."""
    worth = {index: book.sums[index].between(0, len(book.sums[index])) for index in book.used}
    bills = [index for index, amount in worth.items() if amount]
    for sheet in book.sheets if len(bills) > 1 else ():
        if sheet.reason != "summary" or sheet.used or sheet.view.grid.hidden:
            continue
        figures = {round(figure, 2) for line in sheet.lines for figure in figures_of(sheet.view, line)}
        listed = [index for index in bills if _is_in(book, index, figures)]
        complete = any(same(figure, sum(worth[index] for index in listed), len(listed)) for figure in figures)
        missing = [i for i in bills if i not in listed and not _has_a_say(book, i)]
        if listed and complete and missing:
            unlisted = book.sheets[missing[0]]
            inquiry.ask("sheet_purpose_unsure", unlisted)
            return


def _has_a_say(book: Book, index: int) -> bool:
    """True for a bill with totals of its own, an option, or one that a person wants."""
    sheet = book.sheets[index]
    options = any(line.scope in APART for line in sheet.items)
    return bool(book.totals[index] or sheet.standing or sheet.told or options)


def _is_in(book: Book, index: int, figures: set[float]) -> bool:
    """True when a list of figures names the total of a bill, or several of its parts."""
    whole = any(same(figure, amount) for figure in figures for amount in sheet_totals(book, index))
    parts = sum(any(same(figure, amount) for figure in figures) for amount in section_totals(book, index))
    return whole or parts >= 2


def _is_own(sheet: Sheet, known: list[float]) -> bool:
    """True for a list of sums under a heading that lists no bill of the file: it may be a bill itself."""
    lines = [line for line in sheet.lines if line.amount and is_entry(line)]
    entries = [figure for line in lines for figure in figures_of(sheet.view, line)]
    headed = any(table.block is not None for table in sheet.tables)
    return (
        sheet.reason == "summary"
        and headed
        and len(lines) >= 2
        and not any(same(entry, amount) for entry in entries for amount in known)
    )


def _is_price_list(sheet: Sheet) -> bool:
    """Rates of works or goods; nothing is added up there."""
    totals = (line.amount or line.rate for line in sheet.lines if line.kind is SUBTOTAL and line.label)
    return sheet.reason == "rates" and sum(map(bool, totals)) < LEAST_TOTALS


def _rows_like_items(sheet: Sheet) -> int:
    """Rows of an unused sheet that hold a text, a number, and a known unit in one and the same column."""
    found: Counter[int] = Counter()
    listed: Counter[int] = Counter()
    for cells in sheet.view.rows:
        if len(cells) >= 3 and is_ref(cells[0]) and any(type(value) is str and len(value) > 5 for value in cells[1:]):
            listed.update(
                c for c, value in enumerate(cells) if c and type(value) is str and len(value) <= 8 and _is_sum(value)
            )
        numbered = any(type(value) is float or type(value) is int for value in cells)
        if numbered and any(type(value) is str and len(value) > 12 for value in cells):
            found.update(column for column, value in enumerate(cells) if _is_measure(value))
    return max(found.values(), default=0) or max(listed.values(), default=0)


def _is_sum(value: str) -> bool:
    """A unit of works that are one sum or a percentage, and of nothing else that sheets list."""
    return parse_unit(value).code in ("sum", "ps", "pc", "%")


def _is_measure(value: Cell) -> bool:
    """A unit of measure that is no single Latin letter but m or t: those number lists as well."""
    if type(value) is not str or len(value) > 12:
        return False
    return (len(value) > 1 or value in "mtмтم") and parse_unit(value).code not in NO_MEASURE
