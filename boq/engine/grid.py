"""The grid: what every reader makes of a sheet, before anything is understood."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from boq.engine.layout import Layout  # which needs the model, which needs this module

CellValue = str | float | int | bool | dt.date | dt.time | dt.timedelta | None


class Grid(msgspec.Struct):
    """One sheet as values. Rows and columns of the list are 0-based; the sets and mappings below use 0-based positions too.

    `rows` holds every row up to the last that holds a value, each a list of values (None or "" for an empty cell), ragged lists allowed.
    Text cells that show an error (`#REF!`) are kept as that text and listed in `errors`. A reader that cannot see a property leaves its
    set empty and names the property in `blind` ("formulas", "hidden", "styles").
    """

    name: str
    rows: list[list[CellValue]]
    hidden: bool = False
    very_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()  # first row, first column, last row, last column
    formulas: dict[tuple[int, int], str] = {}
    errors: frozenset[tuple[int, int]] = frozenset()
    bold: frozenset[tuple[int, int]] = frozenset()
    filled: frozenset[tuple[int, int]] = frozenset()
    tints: dict[tuple[int, int], str] = {}  # filled cells whose colour is known, by the names of `readers.tints`
    struck: frozenset[tuple[int, int]] = frozenset()
    indent: dict[tuple[int, int], int] = {}
    percent: frozenset[tuple[int, int]] = frozenset()  # cells whose number format shows a percentage
    outline: dict[int, int] = {}  # row -> outline level
    right_to_left: bool = False
    uncalculated: frozenset[tuple[int, int]] = frozenset()  # formulas without a cached value
    blind: frozenset[str] = frozenset()
    furniture: frozenset[int] = frozenset()  # rows that are printed on every page: titles, page numbers
    pages: list[int] = []  # the page of every row (1-based), empty where there are no pages
    # cell -> page, left, top, right, bottom in points
    boxes: dict[tuple[int, int], tuple[int, float, float, float, float]] = {}
    layout: Layout | None = None  # set by formats that say themselves what each row is

    def page_of(self, row: int) -> int:
        """The page (1-based) of a row (0-based), 0 where there are no pages."""
        return self.pages[row] if row < len(self.pages) else 0


class Workbook(msgspec.Struct):
    """All grids of a file, in the file's order. `format` is what the content is, not what the name says."""

    format: str
    grids: list[Grid]
    encoding: str = ""
    warnings: tuple[tuple[str, str, dict[str, str]], ...] = ()  # code, cell, facts
    # code, sheet, row (0: the sheet), facts: a person must confirm
    doubts: tuple[tuple[str, str, int, dict[str, str | int]], ...] = ()
    names: dict[str, str] = {}  # defined names and the formulas they stand for
