"""What is known of a worksheet beside its values, and how both become a grid."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from lxml import etree

from boq.engine.grid import CellValue, Grid
from boq.engine.readers.clean import Row, clean_row, clean_rows, drop_empty_end, moment
from boq.engine.readers.formulas import column_index, move
from boq.engine.readers.limits import Limits
from boq.engine.readers.tints import TINTED_ROWS
from boq.engine.readers.xlsx_book import Book, SheetPart
from boq.engine.readers.xlsx_styles import Look
from boq.engine.readers.xml import local, number, truth

Cell = tuple[int, int]
LAST_ROW = 1_048_576
LAST_COLUMN = 16_384


class SheetFacts(msgspec.Struct):
    """Positions are 0-based. `styled` lists cells with content whose style is not plain; `broken` cells without a finite number, None
    while the values are not mended.
    """

    cells: int = 0
    right_to_left: bool = False
    hidden_rows: set[int] = msgspec.field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = msgspec.field(default_factory=list)
    outline: dict[int, int] = msgspec.field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = msgspec.field(default_factory=list)
    formulas: dict[Cell, str] = msgspec.field(default_factory=dict)
    shared: dict[str, tuple[Cell, str]] = msgspec.field(default_factory=dict)
    sharing: list[tuple[Cell, str]] = msgspec.field(default_factory=list)
    uncalculated: list[Cell] = msgspec.field(default_factory=list)
    errors: dict[Cell, str] = msgspec.field(default_factory=dict)
    styled: list[tuple[Cell, int]] = msgspec.field(default_factory=list)
    broken: set[Cell] | None = None

    def note(self, element: etree._Element) -> None:
        """Take in an element that stands outside the cells: view, columns, merged ranges."""
        match local(element):
            case "sheetView":
                self.right_to_left = self.right_to_left or truth(element.get("rightToLeft"))
            case "col" if truth(element.get("hidden")) or element.get("width") == "0":
                self.hidden_columns.append((number(element.get("min"), 1) - 1, number(element.get("max"), LAST_COLUMN)))
            case "mergeCell":
                corners = [position(corner) for corner in (element.get("ref") or "").split(":")]
                if len(corners) == 2 and corners[0] and corners[1]:
                    (top, left), (bottom, right) = corners[0], corners[1]
                    self.merged.append((top, left, min(bottom, LAST_ROW - 1), min(right, LAST_COLUMN - 1)))

    def share(self) -> None:
        """Give every cell of a shared formula its own text."""
        for cell, key in self.sharing:
            if key in self.shared:
                (row, column), text = self.shared[key]
                self.formulas[cell] = move(text, cell[0] - row, cell[1] - column)
        self.sharing = []


def position(reference: str) -> Cell | None:
    """`B12` (also `$B$12`) -> (11, 1); None when it names no cell of a sheet."""
    text = reference.replace("$", "").upper()
    letters = text.rstrip("0123456789")
    digits = text[len(letters) :]
    if not (0 < len(letters) <= 3 and letters.isascii() and letters.isalpha() and 0 < len(digits) <= 7):
        return None
    row, column = int(digits) - 1, column_index(letters)
    return (row, column) if 0 <= row < LAST_ROW and column < LAST_COLUMN else None


def finish(
    sheet: SheetPart, facts: SheetFacts, rows: list[Row], looks: Mapping[int, Look], book: Book, limits: Limits
) -> Grid:
    """The grid of a sheet: errors, dates and missing results put into `rows`, marks outside the used rows dropped."""
    facts.share()
    for (row, column), text in facts.errors.items():
        put(rows, row, column, text)
    for row, column in facts.uncalculated:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = None
    for (row, column), style in facts.styled:
        if looks[style].when and row < len(rows) and column < len(rows[row]):
            value = rows[row][column]
            if type(value) is float:
                rows[row][column] = moment(value, looks[style].when, book.date_1904)
    broken = cleaned(rows, facts, limits, sheet.name)
    height = len(rows)
    marks: dict[str, list[Cell]] = {"bold": [], "filled": [], "struck": [], "percent": []}
    indent: dict[Cell, int] = {}
    tints: dict[Cell, str] = {}
    for cell, style in facts.styled:
        if cell[0] < height:
            look = looks[style]
            for mark, cells in marks.items():
                if getattr(look, mark):
                    cells.append(cell)
            if look.indent:
                indent[cell] = look.indent
            if look.tint and cell[0] < TINTED_ROWS:
                tints[cell] = look.tint
    width = max(map(len, rows), default=0)
    return Grid(
        name=sheet.name,
        rows=rows,
        hidden=sheet.state != "visible",
        very_hidden=sheet.state == "veryHidden",
        hidden_rows=frozenset(row for row in facts.hidden_rows if row < height),
        hidden_columns=frozenset(
            column for first, end in facts.hidden_columns for column in range(max(first, 0), min(end, width))
        ),
        merged=tuple(box for box in facts.merged if box[0] < height),
        formulas=facts.formulas,
        errors=frozenset(facts.errors) | broken,
        indent=indent,
        outline={row: level for row, level in facts.outline.items() if row < height},
        right_to_left=facts.right_to_left,
        uncalculated=frozenset(facts.uncalculated),
        bold=frozenset(marks["bold"]),
        filled=frozenset(marks["filled"]),
        tints=tints,
        struck=frozenset(marks["struck"]),
        percent=frozenset(marks["percent"]),
    )


def cleaned(rows: list[Row], facts: SheetFacts, limits: Limits, sheet: str) -> set[Cell]:
    """Mend what is not mended yet, drop empty rows at the end; returns the cells without a finite number."""
    if facts.broken is None:
        return clean_rows(rows, limits, sheet)
    for row, _ in facts.errors:
        clean_row(rows[row], row, limits, sheet)
    drop_empty_end(rows)
    return facts.broken


def put(rows: list[Row], row: int, column: int, value: CellValue) -> None:
    """Set a cell, making the rows and columns that lead to it."""
    while len(rows) <= row:
        rows.append([])
    line = rows[row]
    if len(line) <= column:
        line.extend([None] * (column + 1 - len(line)))
    line[column] = value
