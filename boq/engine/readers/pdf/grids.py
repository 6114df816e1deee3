"""Tables to grids: cells as texts, with the page of every row and the box of every cell."""

from __future__ import annotations

from collections.abc import Sequence

from boq.engine.grid import CellValue, Grid
from boq.engine.readers.pdf.bidi import RIGHT
from boq.engine.readers.pdf.cells import cell_text
from boq.engine.readers.pdf.layout import Table
from boq.engine.readers.pdf.parts import Box, Cell, Row

BLIND = frozenset({"formulas", "hidden"})


def grid_of(table: Table, name: str) -> Grid:
    """One grid. Columns count from the right where most letters are written from right to left."""
    rows = table.rows
    mirrored = _is_mirrored(rows)
    values: list[list[CellValue]] = []
    boxes: dict[tuple[int, int], Box] = {}
    bold, struck, furniture, merged = set(), set(), set(), []
    for number, row in enumerate(rows):
        line: list[CellValue] = [None] * table.columns
        for column, cell in row.cells.items():
            place = table.columns - 1 - column if mirrored else column
            text = cell_text(cell.lines)
            if not text.value:
                continue
            line[place] = text.value
            boxes[number, place] = box_of(cell, row.page)
            if text.bold:
                bold.add((number, place))
            if text.struck:
                struck.add((number, place))
        for first, last, down in row.spans:
            left, right = (table.columns - 1 - last, table.columns - 1 - first) if mirrored else (first, last)
            merged.append((number, left, number + down, right))
        if row.furniture:
            furniture.add(number)
        values.append(line)
    return Grid(
        name,
        values,
        merged=tuple(merged),
        bold=frozenset(bold),
        struck=frozenset(struck),
        right_to_left=mirrored,
        blind=BLIND,
        furniture=frozenset(furniture),
        pages=[row.page for row in rows],
        boxes=boxes,
    )


def box_of(cell: Cell, page: int) -> Box:
    """The box around what stands in a cell; where it goes on over a page, the part on the page of its beginning."""
    runs = [run.words for line in cell.lines for run in line]
    first = [words[0] for words in runs]
    return (
        cell.page or page,
        round(min([word.x0 for word in first]), 1),
        round(min([word.base - 0.85 * word.size for word in first]), 1),
        round(max([words[-1].x1 for words in runs]), 1),
        round(max([word.base + 0.25 * word.size for word in first]), 1),
    )


def _is_mirrored(rows: Sequence[Row]) -> bool:
    letters = right = 0
    for row in rows:
        for cell in row.cells.values():
            for line in cell.lines:
                for run in line:
                    text = run.text
                    letters += sum(map(str.isalpha, text))
                    right += 0 if text.isascii() else len(RIGHT.findall(text))
    return right * 2 > letters


def names_of(tables: Sequence[Table]) -> list[str]:
    """What each table is called: its pages, and a number where several share them."""
    names: list[str] = []
    for table in tables:
        pages = table.pages
        name = f"Page {pages[0]}" if pages[0] == pages[-1] else f"Pages {pages[0]}-{pages[-1]}"
        again = sum(other == name or other.startswith(f"{name} (") for other in names)
        names.append(f"{name} ({again + 1})" if again else name)
    return names
