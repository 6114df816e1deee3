"""Workbooks whose format declares every row: from grids with layouts to a bill and its receipt, with certainty."""

from __future__ import annotations

from boq.engine.book import Book
from boq.engine.chain.sections import link_sections
from boq.engine.declared import Declared
from boq.engine.doubts import Opinion
from boq.engine.grid import Workbook
from boq.engine.model import Boq, Finding, Mapping, Receipt, StatedTotal, TotalKind, Verdict, Warning
from boq.engine.money import language_of, rounding_of
from boq.engine.readers.limits import Progress
from boq.engine.receipt import make_receipt, plain
from boq.engine.tables.sheet import Sheet
from boq.engine.tables.structured import understand_structured
from boq.engine.tables.view import View

NEEDS_WORKS = frozenset({"completeness", "duplicates", "totals", "units"})  # checks that say nothing of prices alone


def read_declared(workbook: Workbook, name: str, mapping: Mapping | None, tell: Progress) -> tuple[Boq, Receipt]:
    """The bill and receipt of a file that leaves nothing to be inferred. Of a person's word only the sheets left out matter here."""
    left_out = {sheet for sheet, told in mapping.sheets.items() if not told.use} if mapping else set()
    sheets: list[Sheet] = []
    for number, grid in enumerate(workbook.grids):
        tell("understand", number, len(workbook.grids))
        if grid.layout is not None:
            sheets.append(understand_structured(View.of(grid), grid.layout, grid.name not in left_out))
    tell("assemble", 0, 1)
    book = Book(sheets)
    bill = Declared()
    for sheet in sheets:
        layout = sheet.view.grid.layout
        if sheet.used and layout is not None:
            bill.read(sheet, layout, several=len(book.used) > 1)
    boq = _boq(book, bill)
    warnings = [Warning(code, cell, dict(facts)) for code, cell, facts in workbook.warnings]
    opinion = _opinion(boq, bill.stated, book)
    return boq, make_receipt(book, boq, workbook, name, warnings, mapping is not None, (bill.stated, opinion))


def sensible(findings: tuple[Finding, ...], workbook: Workbook) -> tuple[Finding, ...]:
    """The findings without those that prices alone cannot bear out."""
    if not any(grid.layout is not None and grid.layout.partial for grid in workbook.grids):
        return findings
    return tuple(found for found in findings if found.code.partition(".")[0] not in NEEDS_WORKS)


def _boq(book: Book, bill: Declared) -> Boq:
    layouts = [layout for index in book.used if (layout := book.sheets[index].view.grid.layout) is not None]
    currency = next((layout.currency for layout in layouts if layout.currency), "")
    return Boq(
        sections=tuple(bill.sections),
        items=tuple(bill.items),
        totals=link_sections(bill.totals, bill.sections, bill.items),
        parties=tuple(bill.parties),
        currency=currency,
        language=next((layout.language for layout in layouts if layout.language), "") or language_of(book),
        rounding=rounding_of(bill.items, currency),
    )


def _opinion(boq: Boq, stated: StatedTotal | None, book: Book) -> Opinion:
    """Certain of what the rows are; whether the stated total follows from them is arithmetic."""
    sheets = {book.sheets[index].name: 1.0 for index in book.used}
    ties: bool | None = None
    warnings: tuple[Warning, ...] = ()
    if stated is not None:
        links = [total for total in boq.totals if total.kind is not TotalKind.TAX]
        partial = any(layout.partial for sheet in book.sheets if (layout := sheet.view.grid.layout) is not None)
        if stated.verdict is not Verdict.UNKNOWN and not partial:
            ties = stated.verdict is Verdict.EQUAL and all(total.verdict is not Verdict.OFF for total in links)
        if stated.verdict is Verdict.OFF and stated.expected is not None:
            gap = stated.amount - stated.expected
            figures = {"stated": plain(stated.amount), "items": plain(stated.expected), "difference": plain(gap)}
            warnings = (Warning("total_differs", stated.source.cell, {"sheet": stated.source.sheet, **figures}),)
    if not boq.items and book.sheets:
        warnings += (Warning("no_bill_found", book.sheets[0].name, {"sheet": book.sheets[0].name}),)
    return Opinion(1.0, ties, warnings, (), sheets)
