"""The receipt: every row of the file accounted for, and the one public JSON form of it.

`items` counts the works of the used sheets, `total` is what they are worth (stated amounts, calculated where none is stated) as far as
they count, `rows` gives each row exactly one kind.
"""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from typing import Any

from boq.engine.book import Book
from boq.engine.chain.lines import lines_of
from boq.engine.doubts import Opinion, weigh
from boq.engine.grid import Workbook
from boq.engine.model import (
    Boq,
    Receipt,
    SheetReading,
    Standing,
    StatedTotal,
    TotalLine,
    Warning,
    column_letters,
)
from boq.engine.stated import Stated, find_stated
from boq.engine.tables.kinds import ITEM, MEASUREMENT, NOTE, SUMMARY
from boq.engine.tables.sheet import Sheet, Table

ROW_KINDS = (
    "item",
    "heading",
    "description",
    "note",
    "subtotal",
    "collection",
    "summary",
    "header",
    "component",
    "measurement",
    "not_bill",
    "blank",
    "unread",
)
COUNTS, ZERO = Standing.COUNTS, Decimal(0)
ROW_LETTERS = dict(zip(ROW_KINDS, "ihdnscSHpmxb?", strict=True))


def make_receipt(
    book: Book,
    boq: Boq,
    workbook: Workbook,
    name: str,
    warnings: list[Warning],
    settled: bool = False,
    declared: tuple[StatedTotal | None, Opinion] | None = None,
) -> Receipt:
    """Account for the whole file. `settled`: a person has spoken, so questions are left as warnings. `declared`: the stated total
    and what is to be said about it, of a format that declares its rows.
    """
    letters = [row_letters(sheet) for sheet in book.sheets]
    counts = Counter("".join(letters))
    rows = {kind: counts.get(ROW_LETTERS[kind], 0) for kind in ROW_KINDS}
    total = sum([item.value or ZERO for item in boq.items if item.standing is COUNTS], ZERO)
    if declared is not None:
        stated, opinion = declared
    else:
        found = find_stated(book)
        stated = _find_stated(book, boq, found)
        opinion = weigh(book, boq, found)
    if settled:
        opinion.warnings, opinion.questions = (*opinion.warnings, *opinion.questions), ()
    by_kind = Counter([item.kind for item in boq.items])
    return Receipt(
        file=name,
        format=workbook.format,
        language=boq.language,
        currency=boq.currency,
        items=len(boq.items),
        by_kind={kind.value: count for kind, count in sorted(by_kind.items())},
        sections=_sections(boq),
        total=total,
        stated_total=stated.amount if stated else None,
        stated_total_cell=stated.source.cell if stated else None,
        ties_out=opinion.ties_out if stated else None,
        rows=rows,
        rows_total=sum(len(sheet.view.rows) for sheet in book.sheets),
        hidden_rows=sum(_hidden_rows(sheet) for sheet in book.sheets),
        cells_unused=sum(_unused(sheet) for sheet in book.sheets if sheet.used),
        sheets=tuple(_sheet(sheet, text, opinion) for sheet, text in zip(book.sheets, letters, strict=True)),
        warnings=tuple(warnings) + opinion.warnings,
        needs_confirmation=bool(opinion.questions),
        confidence=opinion.confidence,
        questions=opinion.questions,
        totals=lines_of(boq.totals),
    )


def _find_stated(book: Book, boq: Boq, found: Stated | None) -> StatedTotal | None:
    if found is None:
        return None
    sheet, row = book.sheets[found.sheet].name, found.total.line.row + 1
    return next((total for total in boq.totals if total.source.sheet == sheet and total.source.row == row), None)


def _sections(boq: Boq) -> int:
    holding: set[int] = set()
    for item in boq.items:
        index = item.section
        while index >= 0 and index not in holding:
            holding.add(index)
            index = boq.sections[index].parent
    return len(holding)


def row_letters(sheet: Sheet) -> str:
    """One letter a row, see ROW_LETTERS."""
    rows = sheet.view.rows
    inside = sheet.used or sheet.reason in ("summary", "measurement")
    furniture = sheet.view.grid.furniture
    filled, blank = ROW_LETTERS["not_bill"], ROW_LETTERS["blank"]
    letters = [filled if cells else blank for cells in rows]
    for number in furniture:
        if number < len(letters):
            letters[number] = filled
    if not inside:
        return "".join(letters)
    for table in sheet.tables:
        _table_letters(sheet, table, letters)
    return "".join(letters)


def _table_letters(sheet: Sheet, table: Table, letters: list[str]) -> None:
    if table.block is not None:
        for row in [*range(table.block.first, table.block.last + 1), *table.block.repeats]:
            if sheet.view.rows[row]:
                letters[row] = ROW_LETTERS["header"]
    works = table.role == "bill" and sheet.used
    item = ROW_LETTERS["item"]
    for line in table.lines:
        kind = line.kind
        if kind is ITEM and works:
            letters[line.row] = item
            continue
        if kind is ITEM:
            kind = {"measurement": MEASUREMENT, "summary": SUMMARY}.get(
                sheet.reason if not sheet.used else table.role, NOTE
            )
        # of tables side by side, the row is an item if any of them says so
        if letters[line.row] != item:
            letters[line.row] = ROW_LETTERS[kind]


def _hidden_rows(sheet: Sheet) -> int:
    if sheet.view.grid.hidden:
        return len(sheet.view.rows)
    return sum(row < len(sheet.view.rows) for row in sheet.view.grid.hidden_rows)


def _unused(sheet: Sheet) -> int:
    """Cells of table rows in columns that have no role."""
    count = 0
    rows = sheet.view.rows
    for table in sheet.tables:
        used = table.columns.used()
        free = [column for column in range(sheet.view.width) if column not in used]
        for line in table.lines if free else ():
            cells = rows[line.row]
            size = len(cells)
            for column in free:
                if column < size and cells[column] is not None:
                    count += 1
    return count


def _sheet(sheet: Sheet, letters: str, opinion: Opinion) -> SheetReading:
    main = max(sheet.tables, key=lambda table: len(table.items), default=None)
    columns: dict[str, str | None] = dict.fromkeys(("ref", "description", "unit", "quantity", "rate", "amount"))
    header_row = None
    if main is not None:
        c = main.columns
        header_row = main.block.first + 1 if main.block else None
        places = {"ref": c.ref, "description": c.description[0] if c.description else None, "unit": c.unit}
        places |= {"quantity": c.quantity, "rate": c.rate, "amount": c.amount}
        columns |= {role: column_letters(place + 1) if place is not None else None for role, place in places.items()}
    counted = sheet.reason in ("bill", "copy", "superseded", "hidden", "rates") or sheet.used
    items = sheet.items if counted and sheet.reason != "rates" else []
    return SheetReading(
        name=sheet.name,
        used=sheet.used,
        reason=sheet.reason,
        header_row=header_row,
        columns=columns,
        confidence=opinion.sheets.get(sheet.name, 0.0),
        items=len(items),
        total=_sheet_total(sheet) if items else None,
        hidden=sheet.view.grid.hidden,
        row_kinds=letters,
        parties=tuple(pair.label for pair in main.columns.money.parties if pair.label) if main else (),
    )


def _sheet_total(sheet: Sheet) -> Decimal:
    return Decimal(format(sheet.total, ".15g")).quantize(Decimal("0.000001")).normalize() + Decimal(0)


def plain(value: Decimal | None) -> str | None:
    """A decimal as plain digits, without exponent or trailing zeros after the point."""
    if value is None:
        return None
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def to_json(receipt: Receipt) -> dict[str, Any]:
    """The public form that command line, pages and API share."""
    return {
        "file": receipt.file,
        "format": receipt.format,
        "language": receipt.language,
        "currency": receipt.currency,
        "items": receipt.items,
        "by_kind": dict(receipt.by_kind),
        "sections": receipt.sections,
        "total": plain(receipt.total),
        "stated_total": plain(receipt.stated_total),
        "stated_total_cell": receipt.stated_total_cell,
        "ties_out": receipt.ties_out,
        "rows": dict(receipt.rows),
        "rows_total": receipt.rows_total,
        "hidden_rows": receipt.hidden_rows,
        "cells_unused": receipt.cells_unused,
        "sheets": [_sheet_json(sheet) for sheet in receipt.sheets],
        "warnings": [
            {"code": w.code, "cell": w.cell, "facts": dict(w.facts)} for w in (*receipt.warnings, *receipt.questions)
        ],
        "needs_confirmation": receipt.needs_confirmation,
        "totals": [_total_json(line) for line in receipt.totals],
    }


def to_text(receipt: Receipt, **more: Any) -> str:
    """The receipt's one JSON text, with `more` behind it: command line, page and API give these bytes."""
    return json.dumps({**to_json(receipt), **more}, ensure_ascii=False, indent=1) + "\n"


def _total_json(line: TotalLine) -> dict[str, Any]:
    """One total of the chain; `parts` are positions in the list."""
    return {
        "cell": line.cell,
        "kind": line.kind.value,
        "label": line.label,
        "amount": plain(line.amount),
        "expected": plain(line.expected),
        "difference": plain(line.difference),
        "verdict": line.verdict.value,
        "formula": line.formula,
        "parts": list(line.parts),
        "adds": line.adds,
        "claims": list(line.claims),
        "missing": list(line.missing),
        "extra": list(line.extra),
        "typed": line.typed,
        "party": line.party,
    }


def _sheet_json(sheet: SheetReading) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "used": sheet.used,
        "reason": sheet.reason,
        "header_row": sheet.header_row,
        "columns": dict(sheet.columns),
        "confidence": sheet.confidence,
        "items": sheet.items,
        "total": plain(sheet.total),
    }
