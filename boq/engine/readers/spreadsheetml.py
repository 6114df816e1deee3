"""The single-file XML workbooks that Excel 2002 and 2003 wrote and that many programs still export as .xls."""

from __future__ import annotations

import re
from typing import ClassVar

from lxml import etree

from boq.engine.errors import EngineError
from boq.engine.grid import CellValue, Grid, Workbook
from boq.engine.model import column_letters
from boq.engine.readers.clean import Row, clean_rows
from boq.engine.readers.limits import Limits, Progress
from boq.engine.readers.package import refuse_dtd
from boq.engine.readers.sniff import beginning, is_xml_spreadsheet
from boq.engine.readers.xlsx_sheet import LAST_COLUMN, LAST_ROW, put
from boq.engine.readers.xlsx_walk import iso_moment, plain_number
from boq.engine.readers.xml import attribute, local, number, stream_xml, text_of

RELATIVE = re.compile(r"(?<![\w\"])R(?:(\d+)|\[(-?\d+)\])?C(?:(\d+)|\[(-?\d+)\])?(?![\w(])")
TEXTS = re.compile(r'("(?:[^"]|"")*")')
BLIND = frozenset({"styles"})


class XmlSpreadsheetReader:
    """XML whose root is a Workbook of that time."""

    format: ClassVar[str] = "xml"

    def score(self, head: bytes, name: str) -> int:
        """By the namespace, which stands at the top."""
        return 70 if is_xml_spreadsheet(beginning(head)) else 0

    def read(self, data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Workbook:
        """All worksheets."""
        if progress:
            progress("reading", 0, 1)
        refuse_dtd(data, name)
        reading = _Reading(limits)
        for event, element in stream_xml(data, name):
            if event == "start":
                reading.start(element)
            else:
                reading.end(element)
        if not reading.grids:
            raise EngineError("corrupt", part=name[:200])
        return Workbook("xml", reading.grids)


class _Reading:
    """Keeps the position while elements go by. Indexes are 1-based in the file and may skip."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.grids: list[Grid] = []
        self.row = self.column = -1
        self.slots = 0
        self.rows: list[Row] = []
        self.formulas: dict[tuple[int, int], str] = {}
        self.errors: set[tuple[int, int]] = set()
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merged: list[tuple[int, int, int, int]] = []

    def start(self, element: etree._Element) -> None:
        """A sheet, row or cell begins."""
        match local(element):
            case "Worksheet":
                self.rows, self.formulas, self.errors, self.merged = [], {}, set(), []
                self.hidden_rows, self.hidden_columns, self.row, self.column = set(), set(), -1, -1
            case "Column":
                first = max(0, number(attribute(element, "Index"), self.column + 2) - 1)
                self.column = min(first + number(attribute(element, "Span")), LAST_COLUMN - 1)
                if attribute(element, "Hidden") == "1":
                    self.hidden_columns.update(range(first, self.column + 1))
            case "Row":
                self.row = max(0, min(number(attribute(element, "Index"), self.row + 2), LAST_ROW) - 1)
                self.column = -1
                span = number(attribute(element, "Span"))
                if attribute(element, "Hidden") == "1":
                    self.hidden_rows.update(range(self.row, min(self.row + span, LAST_ROW - 1) + 1))
            case "Cell":
                self.row = max(self.row, 0)  # a cell without a row stands in the first
                self.column = max(0, min(number(attribute(element, "Index"), self.column + 2), LAST_COLUMN) - 1)

    def end(self, element: etree._Element) -> None:
        """A cell, row or sheet ends."""
        match local(element):
            case "Cell":
                self.end_cell(element)
                element.clear()
            case "Row":
                self.row += number(attribute(element, "Span"))
                element.clear()
            case "Worksheet":
                broken = clean_rows(self.rows, self.limits, attribute(element, "Name") or "")
                self.end_sheet(element, broken)
                element.clear()

    def end_cell(self, element: etree._Element) -> None:
        """One cell with its value, formula and span."""
        cell = (self.row, self.column)
        across, down = number(attribute(element, "MergeAcross")), number(attribute(element, "MergeDown"))
        if across or down:
            self.merged.append((*cell, min(self.row + down, LAST_ROW - 1), min(self.column + across, LAST_COLUMN - 1)))
        if formula := attribute(element, "Formula"):
            self.formulas[cell] = from_r1c1(formula.removeprefix("="), *cell)
        data = next((child for child in element if local(child) == "Data"), None)
        if data is not None:
            self.store(cell, self.value(cell, attribute(data, "Type") or "String", text_of(data)))
        self.column += across

    def store(self, cell: tuple[int, int], value: CellValue) -> None:
        """Put a value into the rows, watching how much room they take."""
        if value is None or value == "":
            return
        known = len(self.rows[cell[0]]) if cell[0] < len(self.rows) else 0
        self.slots += max(0, cell[1] + 1 - known) + max(0, cell[0] - len(self.rows)) // 8
        if self.slots > self.limits.cells:
            raise EngineError("too_many_cells", cells=self.slots, limit=self.limits.cells)
        put(self.rows, *cell, value)

    def value(self, cell: tuple[int, int], kind: str, text: str) -> CellValue:
        """The value that a text stands for, by its type."""
        match kind:
            case "Number":
                return plain_number(text)
            case "Boolean":
                return text.strip() == "1"
            case "DateTime":
                return iso_moment(text.removesuffix("T00:00:00.000"))
            case "Error":
                self.errors.add(cell)
        return text

    def end_sheet(self, element: etree._Element, broken: set[tuple[int, int]]) -> None:
        """Make the grid."""
        texts = {local(child): child.text for child in element.iter() if local(child) in ("Visible",)}
        rtl = attribute(element, "RightToLeft") == "1"
        height, width = len(self.rows), max(map(len, self.rows), default=0)
        state = texts.get("Visible") or ""
        self.grids.append(
            Grid(
                name=attribute(element, "Name") or f"Sheet{len(self.grids) + 1}",
                rows=self.rows,
                hidden=state in ("SheetHidden", "SheetVeryHidden"),
                very_hidden=state == "SheetVeryHidden",
                hidden_rows=frozenset(row for row in self.hidden_rows if row < height),
                hidden_columns=frozenset(column for column in self.hidden_columns if column < width),
                merged=tuple(self.merged),
                formulas=self.formulas,
                errors=frozenset(self.errors | broken),
                right_to_left=rtl,
                blind=BLIND,
            )
        )


def from_r1c1(formula: str, row: int, column: int) -> str:
    """`RC[-2]*RC[-1]` in F7 -> `D7*E7`. Texts in quotes stay."""

    def reference(match: re.Match[str]) -> str:
        absolute_row, row_step, absolute_column, column_step = match.groups()
        to_row = int(absolute_row) if absolute_row else row + 1 + int(row_step or 0)
        to_column = int(absolute_column) if absolute_column else column + 1 + int(column_step or 0)
        if not (1 <= to_row <= LAST_ROW and 1 <= to_column <= LAST_COLUMN):
            return "#REF!"
        dollar_column, dollar_row = "$" if absolute_column else "", "$" if absolute_row else ""
        return f"{dollar_column}{column_letters(to_column)}{dollar_row}{to_row}"

    parts = TEXTS.split(formula)
    return "".join(part if index % 2 else RELATIVE.sub(reference, part) for index, part in enumerate(parts))
