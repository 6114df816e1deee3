"""Sheets that work out what stands as a rate in the bill: analyses, unit costs, data sheets. They are no works of their own."""

from __future__ import annotations

from boq.engine.book import Book, figures_of
from boq.engine.item_kinds import kind_in_title
from boq.engine.tables import purpose as of
from boq.engine.tables.kinds import ITEM, SUBTOTAL
from boq.engine.tables.sheet import Sheet
from boq.engine.tables.sums import same
from boq.engine.text import fold
from boq.engine.vocabulary.titles import ANALYSIS_TITLES, MATERIAL_TITLES, QUANTITY_TITLES, SPECIFICATION_TITLES

LEAST_ENDS = 2  # ends of blocks that are rates of the bill before they prove anything


def drop_analyses(book: Book) -> None:
    """Leave out bills whose blocks end in the rates of another bill, and lists of materials that a stated total leaves out."""
    used = [index for index in book.used if not book.sheets[index].told]
    if len(used) < 2:
        return
    rates = {index: _rates(book.sheets[index]) for index in used}
    worth = {index: abs(book.sums[index].between(0, len(book.sums[index]))) for index in used}
    for index in used:
        sheet = book.sheets[index]
        others = {rate for other in used if other != index and worth[other] > worth[index] for rate in rates[other]}
        if _ends_in(sheet, others) or (others and _says_analysis(sheet) and not _is_listed(book, worth[index])):
            sheet.used, sheet.reason = False, "rates"
        elif worth[index] == 0 and any(worth.values()) and _specifies(sheet):
            sheet.used, sheet.reason = False, "other"
    _drop_materials(book, [index for index in used if book.sheets[index].used])


def doubt_lists(book: Book) -> None:
    """A list without prices that is no copy of the priced bill beside it may be works, or goods for these works: a person is asked."""
    priced = [index for index in book.used if book.sums[index].between(0, len(book.sums[index]))]
    for index in book.used if priced else ():
        sheet = book.sheets[index]
        if index not in priced and not sheet.told and _asks_no_price(sheet):
            book.doubts.append(("sheet_purpose_unsure", index, 0, {"sheet": sheet.name}))


def _listed(book: Book) -> list[float]:
    """All sums in the lists of totals of the file."""
    return [
        figure
        for sheet in book.sheets
        if not sheet.used and sheet.reason == "summary" and not sheet.view.grid.hidden
        for line in sheet.lines
        for figure in figures_of(sheet.view, line)
    ]


def _is_listed(book: Book, worth: float) -> bool:
    return bool(worth) and any(same(figure, worth) for figure in _listed(book))


def _says_analysis(sheet: Sheet) -> bool:
    """A title above the table that opens with the words of an analysis: `Rate analysis - PCC 1:3:6`."""
    opens = tuple(phrase for phrase in map(fold, ANALYSIS_TITLES) if " " in phrase)  # a word alone may title a bill
    return any(fold(title).startswith(opens) for title in of.titles(sheet))


def _specifies(sheet: Sheet) -> bool:
    """A sheet called a specification without a column for prices, beside a bill with prices."""
    return _asks_no_price(sheet) and of.says(of.titles(sheet), SPECIFICATION_TITLES)


def _asks_no_price(sheet: Sheet) -> bool:
    """A list of works or goods without a column for prices, which no title calls a bill."""
    money = any(table.columns.rate is not None or table.columns.amount is not None for table in sheet.tables)
    headed = any({"rate", "amt", "price"} & table.columns.headed for table in sheet.tables)
    return not (money or headed or sheet.standing or of.says(of.titles(sheet), QUANTITY_TITLES))


def _rates(sheet: Sheet) -> set[float]:
    """The rates, whole and in parts, of works of which more than one is wanted."""
    found: set[float] = set()
    for table in sheet.tables:
        parts = [pair.rate for pair in table.columns.money.parts if pair.rate is not None]
        for line in table.items:
            if line.quantity in (None, 0.0, 1.0) or table.role != "bill":
                continue
            known = [line.rate, *(sheet.view.number(line.row, column) for column in parts)]
            found.update(round(rate, 2) for rate in known if rate and rate >= 1)
    return found


def _ends_in(sheet: Sheet, rates: set[float]) -> bool:
    """True where most totals of the sheet, and sums without quantity that close a block of its works, are such rates."""
    if not rates:
        return False
    ends = [
        line
        for table in sheet.tables
        for line in table.lines
        if line.kind is SUBTOTAL or (line.kind is ITEM and line.weak == "amount_only")
    ]
    hits = [line for line in ends if any(round(figure, 2) in rates for figure in figures_of(sheet.view, line))]
    several = {round(line.amount or 0.0, 2) for line in hits}
    return len(several) >= LEAST_ENDS and len(hits) * 10 >= len(ends) * 6


def _drop_materials(book: Book, used: list[int]) -> None:
    """A sheet called a list of materials, labour or machines counts nothing where a list of totals names the other bills' sum alone.

    Where no list of totals says, a person is asked.
    """
    names = {index: book.sheets[index].name for index in used}
    called = [i for i, name in names.items() if of.says([name], MATERIAL_TITLES) and not kind_in_title(name)]
    works = [index for index in used if index not in called]
    if not called or not works:
        return
    rest = sum(book.sums[index].between(0, len(book.sums[index])) for index in works)
    listed = _listed(book)
    own = {index: book.sums[index].between(0, len(book.sums[index])) for index in called}
    if not rest:
        return
    left_out = any(same(figure, rest, len(works)) for figure in listed)
    counted = any(same(figure, rest + sum(own.values()), len(used)) for figure in listed)
    for index in called:
        sheet = book.sheets[index]
        if any(same(figure, own[index]) for figure in listed) or counted or not own[index]:
            continue
        if left_out:
            sheet.used, sheet.reason = False, "rates"
        else:
            book.doubts.append(("materials_listed", index, 0, {"sheet": sheet.name}))
