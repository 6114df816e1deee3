"""Rows that a page's end has cut in two: the texts that go on at the top of the next page join the row where they began."""

from __future__ import annotations

from collections.abc import Sequence

from boq.engine.readers.pdf.bidi import is_right_to_left
from boq.engine.readers.pdf.lines import is_figure
from boq.engine.readers.pdf.parts import Cell, Row, Run, Word
from boq.engine.tables.profile import is_ref

SPACE = 0.3  # of the size
SLACK = 0.8  # of the size: lines are rarely filled to the last point


def join_broken(rows: Sequence[Row]) -> set[int]:
    """Join the rows that go on over a page; returns the ids of the rows that are no longer needed."""
    limits = _limits([row for row in rows if not row.furniture])
    heads = {_words(row) for row in rows if _is_heading(row)}
    gone: set[int] = set()
    before: Row | None = None
    for row in rows:
        if row.furniture or not row.cells or _words(row) in heads:
            continue
        if before is not None and row.page == before.page + 1 and _goes_on(before, row, limits):
            for column, cell in row.cells.items():
                before.cells[column].lines += cell.lines
            gone.add(id(row))
        else:
            before = row
    return gone


def _words(row: Row) -> str:
    return "|".join(f"{column}:{_text(cell)}" for column, cell in sorted(row.cells.items()))


def _text(cell: Cell) -> str:
    return " ".join(run.text for line in cell.lines for run in line)


def _is_heading(row: Row) -> bool:
    """A row of several cells without a digit in any of them."""
    return len(row.cells) >= 3 and not any(ch.isdigit() for cell in row.cells.values() for ch in _text(cell))


def _limits(rows: Sequence[Row]) -> dict[int, tuple[float, float]]:
    """How far to the left and to the right the texts of each column reach."""
    starts: dict[int, list[float]] = {}
    ends: dict[int, list[float]] = {}
    for row in rows:
        for column, cell in row.cells.items():
            starts.setdefault(column, []).extend(min(run.x0 for run in line) for line in cell.lines if line)
            ends.setdefault(column, []).extend(max(run.x1 for run in line) for line in cell.lines if line)
    return {
        column: (sorted(starts[column])[int(len(found) * 0.02)], sorted(found)[int(len(found) * 0.98)])
        for column, found in ends.items()
        if found
    }


def _goes_on(before: Row, row: Row, limits: dict[int, tuple[float, float]]) -> bool:
    """True when a row holds only the ends of texts whose last line before the page's end was full."""
    if len(before.cells) < 2 or not all(column in before.cells for column in row.cells):
        return False
    for column, cell in row.cells.items():
        text = _text(cell)
        if is_figure(text) or (is_ref(text) and len(text) < 10):
            return False
        if not _is_full(before.cells[column].lines[-1], cell.lines[0], limits[column]):
            return False
    return True


def _is_full(line: Sequence[Run], following: Sequence[Run], limits: tuple[float, float]) -> bool:
    """True when the next line's first word had no room at the end of the line."""
    left, right = limits
    if is_right_to_left(" ".join(run.text for run in following)):
        word = max((run for run in following), key=lambda run: run.x1).words[-1]
        return min(run.x0 for run in line) - _need(word) < left + SLACK * word.size
    word = min((run for run in following), key=lambda run: run.x0).words[0]
    return max(run.x1 for run in line) + _need(word) > right - SLACK * word.size


def _need(word: Word) -> float:
    """The room that a word takes after another."""
    return SPACE * word.size + (word.x1 - word.x0)
