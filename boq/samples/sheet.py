"""One table of a sample workbook: headings and items in, live formulas and cached values out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - the same bytes every time


@dataclass(frozen=True)
class Line:
    """An item; `amount` overrides quantity × rate with a typed value, as people do."""

    ref: str
    text: str
    unit: str
    quantity: str = ""
    rate: str = ""
    amount: str = ""


@dataclass(frozen=True)
class Heading:
    """A row that holds only a title."""

    text: str


@dataclass(frozen=True)
class Words:
    """The header and the total's label."""

    columns: tuple[str, str, str, str, str, str]
    total: str


Row = Line | Heading


class Book:
    """A workbook and the styles its sheets share."""

    def __init__(self, target: Any, *, right_to_left: bool = False) -> None:
        self.book = xlsxwriter.Workbook(target, {"in_memory": True})
        self.book.set_properties({"created": MADE})
        self.right_to_left = right_to_left
        self.title = self.book.add_format({"bold": True, "font_size": 14})
        self.head = self.book.add_format(
            {"bold": True, "bg_color": "#DCE6E4", "border": 1, "text_wrap": True, "valign": "vcenter"}
        )
        self.bold = self.book.add_format({"bold": True})
        self.wrap = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.money = self.book.add_format({"num_format": "#,##0.00", "valign": "top"})
        self.sum = self.book.add_format({"bold": True, "num_format": "#,##0.00", "top": 1})

    def sheet(self, name: str) -> Any:
        """A new sheet with the widths of a bill."""
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, 1, 58)
        sheet.set_column(2, 2, 9)
        sheet.set_column(3, 5, 14)
        if self.right_to_left:
            sheet.right_to_left()
        return sheet

    def table(self, sheet: Any, top: int, words: Words, rows: list[Row]) -> tuple[int, Decimal]:
        """Write header, rows and total from row `top` (0-based). Returns the total's row (0-based) and value."""
        for column, word in enumerate(words.columns):
            sheet.write_string(top, column, word, self.head)
        total = Decimal(0)
        for offset, row in enumerate(rows, start=top + 1):
            total += self._row(sheet, offset, row)
        end = top + len(rows) + 1
        sheet.write_string(end, 1, words.total, self.bold)
        sheet.write_formula(end, 5, f"=SUM(F{top + 2}:F{end})", self.sum, float(total))
        return end, total

    def _row(self, sheet: Any, at: int, row: Row) -> Decimal:
        if isinstance(row, Heading):
            sheet.write_string(at, 1, row.text, self.bold)
            return Decimal(0)
        sheet.write_string(at, 0, row.ref)
        sheet.write_string(at, 1, row.text, self.wrap)
        sheet.write_string(at, 2, row.unit)
        for column, value in ((3, row.quantity), (4, row.rate)):
            if value:
                sheet.write_number(at, column, float(value), self.money)
        if row.amount:
            sheet.write_number(at, 5, float(row.amount), self.money)
            return Decimal(row.amount)
        if row.quantity and row.rate:
            amount = Decimal(row.quantity) * Decimal(row.rate)
            sheet.write_formula(at, 5, f"=D{at + 1}*E{at + 1}", self.money, float(amount))
            return amount
        return Decimal(0)
