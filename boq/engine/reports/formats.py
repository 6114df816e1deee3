"""The look of a workbook: one place for fonts, fills, number formats and print set-up."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any

import xlsxwriter

from boq.engine.checks.facts import places
from boq.engine.model import Boq
from boq.engine.reports.labels import Labels, word

INK, PAPER, TEAL, TINT = "#1f2430", "#f6f3ec", "#0f5257", "#e4eeed"
A4 = 9
MOST_DECIMALS = 6
SHEET_NAME = 31

_STYLES: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "bg_color": TEAL, "font_color": "#ffffff", "text_wrap": True, "valign": "vcenter"},
    "title": {"bold": True, "font_size": 16, "font_color": TEAL},
    "text": {"text_wrap": True, "valign": "top"},
    "plain": {"valign": "top"},
    "number": {"valign": "top"},
    "heading": {"bold": True, "bg_color": PAPER, "text_wrap": True, "valign": "top"},
    "total": {"bold": True, "top": 1, "text_wrap": True, "valign": "top"},
    "grand": {"bold": True, "top": 6, "bg_color": TINT, "text_wrap": True, "valign": "top"},
    "off": {"valign": "top", "font_color": "#9c2f1f"},
}


class Formats:
    """Formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, str, int], Any] = {}

    def style(self, name: str, indent: int = 0) -> Any:
        """A format for text, indented by up to 15 steps."""
        return self._get(name, "", min(indent, 15))

    def number(self, decimals: int, name: str = "number") -> Any:
        """A format for figures with grouping and `decimals` decimals."""
        return self._get(name, number_format(decimals), 0)

    def share(self, name: str = "number") -> Any:
        return self._get(name, "0.0%", 0)

    def _get(self, name: str, number: str, indent: int) -> Any:
        key = (name, number, indent)
        if key not in self._made:
            extra: dict[str, Any] = {"num_format": number} if number else {}
            if indent:
                extra["indent"] = indent
            self._made[key] = self._book.add_format({**_STYLES[name], **extra})
        return self._made[key]


@lru_cache
def number_format(decimals: int) -> str:
    """`#,##0.00` and the like."""
    decimals = min(max(decimals, 0), MOST_DECIMALS)
    return "#,##0." + "0" * decimals if decimals else "#,##0"


def money_decimals(boq: Boq) -> int:
    """How many decimals the bill's amounts show."""
    return places(boq.rounding.quantum) if boq.rounding.quantum > 0 else 2


def rate_decimals(rate: Decimal, least: int) -> int:
    """At least as many as amounts have, more where the rate needs them."""
    return max(least, places(rate))


def add_sheet(book: xlsxwriter.Workbook, labels: Labels, key: str, boq: Boq) -> Any:
    """A sheet named in the reader's language, set up for A4 landscape; right to left for an Arabic bill or reader's
    words.
    """
    sheet = book.add_worksheet(sheet_name(labels, key))
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer(f"&L{word(labels, key).replace('&', '&&')}&R&P / &N")
    if boq.language == "ar":
        sheet.right_to_left()
    return sheet


def sheet_name(labels: Labels, key: str) -> str:
    """The sheet's name without the signs that a sheet name may not hold."""
    name = "".join(" " if sign in "[]:*?/\\'" else sign for sign in word(labels, key))
    return name[:SHEET_NAME].strip() or key
