"""What every sheet of a file is for: which hold the bill, which only add it up, which are something else."""

from __future__ import annotations

from collections import Counter
from functools import partial

from boq.engine.analyses import doubt_lists, drop_analyses
from boq.engine.book import Book, figures_of, is_entry, section_totals, sheet_totals, totals_of
from boq.engine.item_kinds import kind_in_title
from boq.engine.lone import extended, lists_goods, lone_list, lone_sums, multiplies, to_price
from boq.engine.repeats import drop_repeats
from boq.engine.tables import purpose as of
from boq.engine.tables.front import free_table, grand_totals_above, total_in_words
from boq.engine.tables.kinds import COLLECTION, ITEM, SUMMARY
from boq.engine.tables.proof import CHAIN
from boq.engine.tables.sheet import Sheet, Table
from boq.engine.tables.sums import same

SUMS_BY_NAME = ("provisional_sum", "prime_cost")  # what the name of a sheet says of the sums on it


def arrange(sheets: list[Sheet]) -> Book:
    """Decide what every sheet is for and prove all totals."""
    book = Book(sheets)
    for sheet in sheets:
        _first_word(sheet)
    _choose(book)
    for index, sheet in enumerate(sheets):
        book.totals[index], book.sums[index] = totals_of(sheet)
    for index, sheet in enumerate(sheets):
        if not sheet.tables and sheet.wanted and sheet.reason in ("other", "cover", "summary"):
            _free_summary(book, index, sheet)
    for index, sheet in enumerate(sheets):
        _opens_with_the_bills(book, index, sheet)
        _listed_bills(book, index, sheet)
    for index, sheet in enumerate(sheets):
        _bill_of_sums(book, index, sheet)
    for index in book.used:
        _carried_from_others(book, index)
    drop_analyses(book)
    drop_repeats(book)
    doubt_lists(book)
    _lists_of_materials(book)
    for index in book.used:
        above = grand_totals_above(book.sheets[index], partial(sheet_totals, book, index))
        everything = book.sums[index].between(0, len(book.sums[index]))
        for total in above:
            total.whole = bool(everything) and same(total.amount, everything, len(book.sums[index]))
        book.totals[index] += above
    return book


def _lists_of_materials(book: Book) -> None:
    """A sheet that lists materials beside bills of works: whether their price counts besides, only a total of both can tell."""
    materials = [index for index in book.used if all(map(_names_materials, book.sheets[index].tables))]
    if not materials or len(materials) == len(book.used):
        return
    everything = sum(book.sums[index].between(0, len(book.sums[index])) for index in book.used)
    stated = (total.amount for totals in book.totals.values() for total in totals)
    if any(same(amount, everything, len(book.used)) for amount in stated):
        return
    lists = [s for s in book.sheets if s.reason == "summary" and not s.used and not s.view.grid.hidden]
    listed = [abs(line.amount) for s in lists for line in s.lines if line.amount]
    for index in materials:
        known = any(same(amount, total) for amount in listed for total in sheet_totals(book, index))
        if book.sheets[index].total and not book.sheets[index].told and not known:
            book.doubts.append(("materials_listed", index, 0, {"sheet": book.sheets[index].name}))


def _names_materials(table: Table) -> bool:
    """The descriptions stand under a heading like `Material`."""
    headings = table.block.headings if table.block else {}
    named = (headings[c] for c in table.columns.description if c in headings)
    return any(heading.qualifiers == {"material"} and not heading.role for heading in named)


def _carried_from_others(book: Book, index: int) -> None:
    """A bare sum in a bill that is the total of another bill is that bill's line in a list of totals, and no work."""
    sheet = book.sheets[index]
    bare = [x for x in sheet.items if x.amount and not x.unit and x.quantity is None and x.rate is None]
    if not bare or sheet.told:
        return
    others = {
        amount
        for other in book.used
        if other != index and len(book.sheets[other].items) >= 2
        for amount in sheet_totals(book, other)
    }
    carried = [line for line in bare if any(same(line.amount or 0.0, other) for other in others)]
    for line in carried:
        line.kind, line.label = COLLECTION, line.text or line.ref
    if carried:
        book.totals[index], book.sums[index] = totals_of(sheet)


def _free_summary(book: Book, index: int, sheet: Sheet) -> None:
    """A sheet without a heading that lists the totals of the bills is their summary."""
    table = free_table(sheet.view)
    known = {amount for i in book.used for amount in sheet_totals(book, i)}
    known.add(sum(book.sums[i].between(0, len(book.sums[i])) for i in book.used if not book.sheets[i].standing))
    if table is None:
        table = total_in_words(sheet.view, (amount for amount in known if amount >= 100))
    if table is None:
        return
    parts = {amount for i in book.used for amount in section_totals(book, i)}
    amounts = [line.amount for line in table.lines if line.amount]
    listed = sum(any(same(amount, other) for other in parts) for amount in amounts)
    if listed >= 2 or any(same(amount, other) for amount in amounts for other in known):
        sheet.tables, sheet.reason = [table], "summary"
        book.totals[index], book.sums[index] = totals_of(sheet)


def _opens_with_the_bills(book: Book, index: int, sheet: Sheet) -> None:
    """The first line of a list of sums, `Cost of works as per bill`, is an entry although it sounds like a total: more is added below."""
    totals = book.totals[index]
    if sheet.reason != "summary" or sheet.told or len(totals) < 3 or totals[0].basis or totals[0].before:
        return
    first = totals[0]
    if first.kind in CHAIN or not any(total.kind in CHAIN for total in totals[1:]):
        return
    known = {amount for i in book.used if i != index for amount in sheet_totals(book, i)}
    known.add(sum(book.sums[i].between(0, len(book.sums[i])) for i in book.used if not book.sheets[i].standing))
    above = any(line.amount and line.row < first.line.row for line in sheet.lines)
    if above or not first.amount or not any(same(first.amount, amount) for amount in known):
        return
    first.line.kind, first.line.total, first.line.label = SUMMARY, None, ""
    book.totals[index], book.sums[index] = totals_of(sheet)


def _listed_bills(book: Book, index: int, sheet: Sheet) -> None:
    """A sheet of sums, or one called a summary, whose rows are the totals of the other sheets is their summary."""
    lines = [line for line in sheet.items if line.amount]
    sums = all(line.weak == "amount_only" for line in sheet.items)
    called = of.purpose_by_title(sheet) == "summary" and len(lines) >= 2
    if sheet.told or not lines or not (sums or called) or sheet.reason == "summary":
        return
    known = {amount for i in book.used if i != index for amount in sheet_totals(book, i)}
    if sum(any(same(line.amount or 0.0, amount) for amount in known) for line in lines) * 10 < len(lines) * 6:
        return
    for line in sheet.items:
        line.kind = SUMMARY
    for table in sheet.tables:
        table.role = "summary"
    sheet.used, sheet.reason = False, "summary"
    book.totals[index], book.sums[index] = totals_of(sheet)


def _bill_of_sums(book: Book, index: int, sheet: Sheet) -> None:
    """A list of sums that is no list of the bills' totals, but is itself listed in a summary, is a bill of lump sums."""
    if sheet.reason != "summary" or sheet.told or sheet.view.grid.hidden or not any(t.block for t in sheet.tables):
        return
    rows = [line for line in sheet.lines if line.amount and (is_entry(line) or (line.total in CHAIN and line.ref))]
    bills = {amount for i in book.used for amount in sheet_totals(book, i)}
    known = (figure for line in rows for figure in figures_of(sheet.view, line))
    if len(rows) < 2 or any(same(figure, amount) for figure in known for amount in bills):
        return
    worth = sum(line.amount or 0.0 for line in rows)
    if any(same(worth, amount, len(rows)) for amount in bills):
        return  # the same works once more, with something else about them
    lists = [s for s in book.sheets if s is not sheet and s.reason == "summary"]
    listed = any(
        line.amount and is_entry(line) and same(worth, line.amount, len(rows)) for s in lists for line in s.lines
    )
    if not listed and kind_in_title(sheet.name) not in SUMS_BY_NAME:
        return
    for line in rows:
        line.kind, line.total, line.label, line.weak = ITEM, None, "", ""
    for table in sheet.tables:
        table.role = "bill"
    sheet.used, sheet.reason = True, "bill"
    book.totals[index], book.sums[index] = totals_of(sheet)


def _first_word(sheet: Sheet) -> None:
    if not sheet.view.rows:
        sheet.reason = "empty"
        return
    if not sheet.wanted:
        sheet.reason = "other"
        return
    if sheet.told:
        sheet.reason = "summary" if sheet.adds_up else "bill"
        return
    for table in sheet.tables:
        table.role = of.purpose(table)
        if table.role == "bill" and len(sheet.tables) > 1 and of.is_analysis(sheet, table):
            table.role = "rates"
    roles = Counter(table.role for table in sheet.tables for _ in range(1 + len(table.items)))
    named = of.purpose_by_title(sheet)
    if roles["bill"] and roles["bill"] > roles["measurement"]:
        headed = [table for table in sheet.tables if table.block is not None and table.role == "bill"]
        priced = named == "measurement" and any(multiplies(table) or to_price(table) for table in headed)
        sheet.reason = named if named in ("rates", "measurement") and not priced else "bill"
    elif roles["rates"] or roles["list"]:
        sheet.reason = "rates" if roles["rates"] else "list"
    elif roles["measurement"]:
        sheet.reason = "measurement"
    elif roles["summary"]:
        sheet.reason = "summary"
    else:
        sheet.reason = named or "other"


def _choose(book: Book) -> None:
    """Bills are used; hidden ones, and tables without headings beside headed ones, only where there is nothing else."""
    sheets = book.sheets
    bills = [sheet for sheet in sheets if sheet.reason == "bill"]
    if not bills and (lone := lone_list(sheets)) is not None:
        lone.reason = "bill"
        bills = [lone]
    if not bills and (priced := lone_sums(sheets)) is not None:
        priced.reason = "bill"
        bills = [priced]
    if not bills:
        bills = [
            s
            for s in sheets
            if s.reason in ("measurement", "rates")
            and any(t.role == "bill" and (multiplies(t) or extended(t)) for t in s.tables)
        ]
        lists = [s for s in sheets if s.reason == "list" and not s.view.grid.hidden]
        sure = not bills and bool(lists) and all(map(lists_goods, lists))
        bills = bills or lists
        for sheet in bills:
            _make_bill(sheet)
        if bills and not sure:
            book.doubts.append(("sheet_purpose_unsure", sheets.index(bills[0]), 0, {"sheet": bills[0].name}))
    elif sum(map(_counts_only, bills)) * 2 >= len(bills):
        for sheet in sheets:
            if sheet.reason == "list" and lists_goods(sheet) and not sheet.view.grid.hidden:
                _make_bill(sheet)
        bills = [sheet for sheet in sheets if sheet.reason == "bill"]
    headed = [s for s in bills if any(t.block for t in s.tables if t.role == "bill")]
    visible = [s for s in bills if not s.view.grid.hidden]
    used: list[Sheet] = []
    for sheet in bills:
        if sheet.told:
            sheet.used = True
        elif sheet.view.grid.hidden and visible:
            sheet.reason = "hidden"
        elif headed and sheet not in headed and not any(_goes_on(above, sheet) for above in used[-1:]):
            sheet.reason = "other"
        else:
            sheet.used = True
            sheet.standing = of.option_of(sheet)
        used += [sheet] if sheet.used else []
    for sheet in sheets:
        if sheet.reason == "list":
            sheet.reason = "other"


def _make_bill(sheet: Sheet) -> None:
    sheet.reason = "bill"
    for table in sheet.tables:
        table.role = "bill" if table.role == "list" else table.role


def _counts_only(sheet: Sheet) -> bool:
    """True for works that have neither units nor prices, only numbers."""
    return not any(line.unit or line.rate or line.amount for line in sheet.items)


def _goes_on(above: Sheet, sheet: Sheet) -> bool:
    """True where the items of a sheet are numbered on from those of the one above: a page of its table, the heading not repeated."""
    last = next((line.ref for line in reversed(above.items) if line.ref), "")
    first = next((line.ref for line in sheet.items), "")
    return last.isdigit() and first.isdigit() and int(first) == int(last) + 1 and len(sheet.items) >= 2
