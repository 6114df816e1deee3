"""A sheet made ready for understanding: trimmed values, and numbers read by each column's own convention."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from boq.engine.decimals import convention_of
from boq.engine.grid import CellValue, Grid
from boq.engine.numbers import LARGEST, parse

_SUM = re.compile(r"\d[.,\s']\d|\d{4}|[٠-٩۰-۹]{2}")

Cell = str | float | int | dt.date | None

SAMPLE = 600
MARK_SAMPLE = 2000
ROWS_AT_ONCE = 2000


def clean(value: CellValue) -> Cell:
    """The value without surrounding space; None for an empty cell; truth values and times become text."""
    if type(value) is str:
        return value.strip() or None
    if value is None or type(value) is float or type(value) is int:
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value.strip() or None
    return str(value)


@dataclass(slots=True)
class View:
    """One sheet. `rows` are ragged lists of cleaned cells without trailing empties; `marks` the decimal mark of text columns.

    A row with nothing to clean is the grid's own list: copy it before changing it.
    """

    grid: Grid
    rows: list[list[Cell]]
    width: int
    default_mark: str = "."
    marks: dict[int, str] = field(default_factory=dict)
    mark_told: bool = False  # the file's other values tell `default_mark`
    untold: dict[int, int] = field(default_factory=dict)  # columns whose values do not tell their mark, with how many

    @classmethod
    def of(cls, grid: Grid, default_mark: str = ".") -> View:
        """Clean all cells of a grid."""
        rows: list[list[Cell]] = []
        for raw in grid.rows:
            row = [
                value if type(value) is float else (value.strip() or None) if type(value) is str else clean(value)
                for value in raw
            ]
            while row and row[-1] is None:
                row.pop()
            rows.append(raw if row == raw else row)  # type: ignore[arg-type]
        while rows and not rows[-1]:
            rows.pop()
        for number in grid.furniture:
            if number < len(rows):
                rows[number] = []  # it stands on the page, not in the table
        return cls(grid, rows, max(map(len, rows), default=0), default_mark)

    def cell(self, row: int, column: int) -> Cell:
        """The cell, None outside the sheet."""
        cells = self.rows[row]
        return cells[column] if 0 <= column < len(cells) else None

    def text(self, row: int, column: int) -> str:
        """The cell as text, "" when empty; whole floats without a point."""
        return as_text(self.cell(row, column))

    def mark(self, column: int) -> str:
        """The decimal mark of a column's text numbers."""
        found = self.marks.get(column)
        if found is None:
            short = (text for text in self.texts(column) if len(text) < 40)
            found, told, lone = convention_of(islice(short, MARK_SAMPLE), self.default_mark, known=self.mark_told)
            self.marks[column] = found
            if lone and not told:
                self.untold[column] = lone
        return found

    def texts(self, column: int) -> Iterator[str]:
        """The texts of a column, from top to bottom. Columns of figures have none, which is known by the thousand rows."""
        for first in range(0, len(self.rows), ROWS_AT_ONCE):
            cells = [row[column] for row in self.rows[first : first + ROWS_AT_ONCE] if column < len(row)]
            if str in set(map(type, cells)):
                yield from (cell for cell in cells if type(cell) is str)

    def number(self, row: int, column: int) -> float | None:
        """The cell as a float, None when it is no number."""
        value = self.cell(row, column)
        if type(value) is str:
            found = parse(value, self.mark(column)).value
            return None if found is None else float(found)
        return as_float(value)

    def figure(self, row: int, column: int) -> float | None:
        """The cell as a sum of money: a number, or a text that is written as one ("1,250.00", not "12")."""
        value = self.cell(row, column)
        if type(value) is str and not _SUM.search(value):
            return None
        return self.number(row, column)

    def sample(self, first: int, last: int) -> Sequence[int]:
        """Row numbers from `first` to before `last`, all or evenly spread."""
        step = max(1, (last - first) // SAMPLE)
        return range(first, last, step)

    def filled(self, row: int) -> Iterator[tuple[int, Cell]]:
        """Column and value of the row's non-empty cells."""
        for column, value in enumerate(self.rows[row]):
            if value is not None:
                yield column, value


def as_float(value: Cell) -> float | None:
    """A numeric cell as a finite, sane float."""
    if type(value) is float or type(value) is int:
        number = float(value)
        return number if -LARGEST < number < LARGEST else None
    return None


def as_text(value: Cell) -> str:
    """A cell as text: 12.0 is "12"."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    if type(value) is float:
        return (
            str(int(value)) if value == value and abs(value) < 1e15 and value == int(value) else format(value, ".15g")
        )
    return str(value)
