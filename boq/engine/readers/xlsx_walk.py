"""A worksheet read element by element: slower than the scan, but right for any prefix, order or missing reference.

Gives values and structure alike, so that it also stands in where calamine refuses a sheet.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from lxml import etree

from boq.engine.errors import EngineError
from boq.engine.grid import CellValue
from boq.engine.readers.clean import Row
from boq.engine.readers.limits import Limits
from boq.engine.readers.xlsx_sheet import LAST_COLUMN, LAST_ROW, Cell, SheetFacts, position, put
from boq.engine.readers.xlsx_styles import Look
from boq.engine.readers.xml import local, number, stream_xml, text_of, truth

ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def walk(
    xml: bytes, part: str, strings: Sequence[str], looks: Mapping[int, Look], limits: Limits
) -> tuple[list[Row], SheetFacts]:
    """Rows and facts of a worksheet part; EngineError `corrupt` when not well formed, `too_many_cells` when too wide."""
    walker = _Walker(strings, looks, limits)
    for event, element in stream_xml(xml, part):
        name = local(element)
        if event == "start":
            if name == "row":
                walker.start_row(element)
        elif name == "c":
            walker.end_cell(element)
            element.clear()
        elif name == "row":
            element.clear()
        elif name not in INSIDE_CELLS:
            walker.facts.note(element)
    return walker.rows, walker.facts


INSIDE_CELLS = frozenset({"v", "f", "is", "t", "r", "rPr", "rPh", "sheetData"})


class _Walker:
    """Keeps the position while elements go by; cells and rows without a reference follow the one before."""

    def __init__(self, strings: Sequence[str], looks: Mapping[int, Look], limits: Limits) -> None:
        self.strings, self.looks, self.limits = strings, looks, limits
        self.rows: list[Row] = []
        self.facts = SheetFacts()
        self.row, self.column, self.slots = -1, -1, 0

    def start_row(self, element: etree._Element) -> None:
        """A new row."""
        given = number(element.get("r"))
        self.row = min(given - 1 if given else self.row + 1, LAST_ROW - 1)
        self.column = -1
        if truth(element.get("hidden")) or element.get("ht") == "0":
            self.facts.hidden_rows.add(self.row)
        if level := number(element.get("outlineLevel")):
            self.facts.outline[self.row] = level

    def end_cell(self, element: etree._Element) -> None:
        """One cell: its value, formula, style."""
        cell = position(element.get("r") or "") or (max(self.row, 0), min(self.column + 1, LAST_COLUMN - 1))
        self.row, self.column = cell
        self.facts.cells += 1
        formula = value = inline = None
        for child in element:
            match local(child):
                case "f":
                    formula = child
                case "v":
                    value = text_of(child)
                case "is":
                    inline = child
        kind = element.get("t") or "n"
        if formula is not None:
            self.add_formula(cell, formula)
            if not value and kind != "str":
                self.facts.uncalculated.append(cell)
        self.store(cell, self.convert(cell, kind, value, inline))
        style = number(element.get("s"))
        if style in self.looks and len(element):
            self.facts.styled.append((cell, style))

    def store(self, cell: Cell, value: CellValue) -> None:
        """Put a value into the rows, watching how much room they take."""
        if value is None or value == "":
            return
        row, column = cell
        known = len(self.rows[row]) if row < len(self.rows) else 0
        self.slots += max(0, column + 1 - known) + max(0, row - len(self.rows)) // 8
        if self.slots > self.limits.cells:
            raise EngineError("too_many_cells", cells=self.slots, limit=self.limits.cells)
        put(self.rows, row, column, value)

    def add_formula(self, cell: Cell, element: etree._Element) -> None:
        """The same as the scan's, from an element."""
        text = text_of(element)
        if element.get("t") == "shared":
            key = element.get("si") or ""
            if not text:
                self.facts.sharing.append((cell, key))
                return
            self.facts.shared[key] = (cell, text)
        if text:
            self.facts.formulas[cell] = text

    def convert(self, cell: Cell, kind: str, value: str | None, inline: etree._Element | None) -> CellValue:
        """The value that a cell's text stands for, by its type; a number that is none stays text."""
        if inline is not None:
            return joined_text(inline)
        if value is None:
            return None
        match kind:
            case "s":
                index = number(value.strip(), -1)
                return self.strings[index] if 0 <= index < len(self.strings) else None
            case "b":
                return value.strip() in ("1", "true")
            case "e":
                self.facts.errors[cell] = value
                return value
            case "d":
                return iso_moment(value)
            case "n":
                return plain_number(value)
        return unescape_text(value)


def plain_number(text: str) -> CellValue:
    """A number cell's text as a float; the text itself when it is none; None when empty."""
    if not text.strip():
        return None
    try:
        return float(text)
    except ValueError:
        return text


def iso_moment(text: str) -> CellValue:
    """An ISO date or time; the text itself when it is none."""
    try:
        shown = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    shown = shown.replace(tzinfo=None)
    return shown.date() if "T" not in text else shown


def joined_text(element: etree._Element) -> str:
    """The text of a string item: its runs joined, phonetic hints left out."""
    parts = []
    for child in element:
        match local(child):
            case "t":
                parts.append(text_of(child))
            case "r":
                parts.extend(text_of(text) for text in child if local(text) == "t")
    return unescape_text("".join(parts))


def unescape_text(text: str) -> str:
    """`_x000D_` and its kin resolved, as spreadsheet programs do."""
    if "_x" not in text:
        return text
    return ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def read_strings(data: bytes | None, part: str) -> list[str]:
    """The table of shared strings; a missing part has none."""
    strings: list[str] = []
    if data is None:
        return strings
    for _, element in stream_xml(data, part, ("end",)):
        if local(element) == "si":
            strings.append(joined_text(element))
            element.clear()
    return strings
