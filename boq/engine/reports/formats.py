"""The look of a workbook: one place for fonts, fills, number formats and print set-up."""

from __future__ import annotations

from itertools import chain
from typing import Any, NamedTuple

import xlsxwriter

from boq.engine.bidi import right_to_left
from boq.engine.checks.facts import places
from boq.engine.model import Boq
from boq.engine.reports.labels import Labels, word

PAPER, TEAL, TINT = "#f6f3ec", "#0f5257", "#e4eeed"
A4 = 9
MOST_DECIMALS = 6
MOST_INDENT = 15
SHEET_NAME = 31

_LOOKS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "bg_color": TEAL, "font_color": "#ffffff", "text_wrap": True, "valign": "vcenter"},
    "title": {"bold": True, "font_size": 16, "font_color": TEAL},
    "text": {"text_wrap": True, "valign": "top"},
    "plain": {"valign": "top"},
    "heading": {"bold": True, "bg_color": PAPER, "text_wrap": True, "valign": "top"},
    "total": {"bold": True, "top": 1, "text_wrap": True, "valign": "top"},
    "grand": {"bold": True, "top": 6, "bg_color": TINT, "text_wrap": True, "valign": "top"},
    "off": {"valign": "top", "font_color": "#9c2f1f"},
}


class Style(NamedTuple):
    """A look with a number of decimals (-1: none, for text) and an indent."""

    look: str
    decimals: int = -1
    indent: int = 0


# All that the streamed sheets use; their numbers in the file are learned from one sample cell each.
STREAMED: tuple[Style, ...] = tuple(
    chain(
        (Style(look) for look in ("head", "text", "plain", "total", "grand")),
        (Style("heading", -1, indent) for indent in range(MOST_INDENT + 1)),
        (Style(look, decimals) for look in ("plain", "total", "grand", "off") for decimals in range(MOST_DECIMALS + 1)),
    )
)


class Formats:
    """Formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[Style, str], Any] = {}

    def get(self, look: str, decimals: int = -1, indent: int = 0, number: str = "") -> Any:
        """The format for a look; `number` is a number format of its own, else `decimals` gives it."""
        style = Style(look, min(decimals, MOST_DECIMALS), min(indent, MOST_INDENT))
        if (style, number) not in self._made:
            extra: dict[str, Any] = {"indent": style.indent} if style.indent else {}
            if number or style.decimals >= 0:
                extra["num_format"] = number or _number_format(style.decimals)
            self._made[style, number] = self._book.add_format({**_LOOKS[look], **extra})
        return self._made[style, number]


class Numbers:
    """The numbers of the STREAMED styles in one file."""

    def __init__(self, numbers: dict[Style, int]) -> None:
        self._numbers = numbers

    def __call__(self, look: str, decimals: int = -1, indent: int = 0) -> int:
        return self._numbers[Style(look, min(decimals, MOST_DECIMALS), min(indent, MOST_INDENT))]


def _number_format(decimals: int) -> str:
    return "#,##0." + "0" * decimals if decimals else "#,##0"


def money_decimals(boq: Boq) -> int:
    """How many decimals the bill's amounts show."""
    return places(boq.rounding.quantum) if boq.rounding.quantum > 0 else 2


def add_sheet(book: xlsxwriter.Workbook, labels: Labels, key: str, boq: Boq) -> Any:
    """A sheet named in the reader's language, set up for A4 landscape; right to left where its bill, or else its words, are Arabic."""
    sheet = book.add_worksheet(_sheet_name(labels, key))
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer(f"&L{word(labels, key).replace('&', '&&')}&R&P / &N")
    if boq.language == "ar" if key == "sheet.bill" else right_to_left(word(labels, key)):
        sheet.right_to_left()
    return sheet


def _sheet_name(labels: Labels, key: str) -> str:
    """The sheet's name without the signs that a sheet name may not hold."""
    name = "".join(" " if sign in "[]:*?/\\'" else sign for sign in word(labels, key))
    return name[:SHEET_NAME].strip() or key
