"""Small bills typed as tables, for tests that need one certain shape."""

from __future__ import annotations

from boq.engine.grid import CellValue, Grid, Workbook
from boq.engine.model import Reading
from boq.engine.reading import read_grids


def cells(text: str) -> list[list[CellValue]]:
    """Rows of `a | b | c`; numbers become numbers, empty places empty cells."""
    rows: list[list[CellValue]] = []
    for line in text.strip("\n").splitlines():
        rows.append([_cell(part.strip()) for part in line.split("|")] if line.strip() else [])
    return rows


def _cell(part: str) -> CellValue:
    if not part:
        return None
    try:
        return float(part)
    except ValueError:
        return part.strip('"')


def sheet(text: str, name: str = "Bill", **properties: object) -> Grid:
    """A grid of a typed table."""
    return Grid(name, cells(text), **properties)  # type: ignore[arg-type]


def read_sheets(*grids: Grid) -> Reading:
    """The reading of a workbook of these sheets."""
    return read_grids(Workbook("xlsx", list(grids)), "bill.xlsx")


def read_table(text: str) -> Reading:
    """The reading of one typed sheet."""
    return read_sheets(sheet(text))
