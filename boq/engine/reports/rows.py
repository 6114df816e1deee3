"""Rows of a sheet as XML, made one at a time: far faster than any library that keeps or checks cells.

Texts are inline strings, figures are written with all their digits, formulas carry their value.
"""

from __future__ import annotations

import re
from decimal import Decimal

from boq.engine.reports.safe import cell_text

_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # the format's own escapes must not be read into people's text


class Row:
    """One row. Cells must be added from left to right; columns are letters."""

    __slots__ = ("_cells", "number")

    def __init__(self, number: int) -> None:
        self.number = number
        self._cells: list[str] = []

    def text(self, column: str, text: str, style: int) -> None:
        self._cells.append(f'<c r="{column}{self.number}" s="{style}" t="inlineStr"><is>{_t(text)}</is></c>')

    def figure(self, column: str, value: Decimal | int, style: int) -> None:
        self._cells.append(f'<c r="{column}{self.number}" s="{style}"><v>{value}</v></c>')

    def formula(self, column: str, formula: str, value: Decimal, style: int) -> None:
        """`formula` has no leading equals sign and holds nothing that people typed."""
        self._cells.append(f'<c r="{column}{self.number}" s="{style}"><f>{formula}</f><v>{value}</v></c>')

    def xml(self) -> str:
        return f'<row r="{self.number}">{"".join(self._cells)}</row>'


def _t(text: str) -> str:
    text = cell_text(text)
    if "_x" in text:
        text = _ESCAPED.sub("_x005F_", text)
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<t>{text}</t>" if text == text.strip() else f'<t xml:space="preserve">{text}</t>'
