"""Tables side by side: one heading row that names the same columns twice or more, in whatever words, each with works of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from boq.engine.tables.headers import HeaderBlock
from boq.engine.tables.kinds import HEADING
from boq.engine.tables.lines import Line
from boq.engine.tables.roles import FIGURES
from boq.engine.tables.view import View
from boq.engine.text import fold

LEAST_FIGURES = 2  # columns of figures or units that each of the tables must have
DESCRIPTIONS = ("desc", "item")


def groups_of(view: View, block: HeaderBlock) -> list[range]:
    """The column ranges of the tables that one heading names; a single range where there is one table."""
    columns = sorted(block.headings)
    whole = [range(max(view.width, 1))]
    texts = {column: block.headings[column].role or fold(block.headings[column].text) for column in columns}
    if "desc" in texts.values():  # then "Item" is a number
        texts = {column: "ref" if name == "item" else name for column, name in texts.items()}
    named = [c for c in columns if block.headings[c].role in DESCRIPTIONS and texts[c]]
    for first in named:
        again = [c for c in named if texts[c] == texts[first]]
        if len(again) < 2:
            continue
        starts = _starts(block, texts, columns, again)
        if starts:
            return [range(a, b) for a, b in zip(starts, [*starts[1:], max(view.width, 1)], strict=True)]
    return whole


def _starts(block: HeaderBlock, texts: dict[int, str], columns: Sequence[int], again: Sequence[int]) -> list[int]:
    """Where each table begins, [] when the columns around the repeated heading do not repeat with it.

    Columns without words between them do not matter, and one column may be missing or stand elsewhere.
    """
    named = [c for c in columns if texts[c]]
    places = [named.index(c) for c in again]
    back = 0
    while places[0] - back - 1 >= 0 and len({texts[named[place - back - 1]] for place in places}) == 1:
        back += 1
    bounds = [*(place - back for place in places), len(named)]
    parts = [named[first:last] for first, last in pairwise(bounds)]
    size = len(named) // len(again)
    halves = [named[first : first + size] for first in range(0, size * len(again), size)]
    if len(named) == size * len(again) and len({tuple(sorted(texts[c] for c in half)) for half in halves}) == 1:
        parts = halves  # the same columns, in whatever order
    pattern = Counter(texts[c] for c in parts[0])
    for part in parts:
        figures = sum(block.headings[c].role in FIGURES or block.headings[c].role == "unit" for c in part)
        same = (Counter(texts[c] for c in part) & pattern).total()
        if figures < LEAST_FIGURES or same * 10 < len(parts[0]) * 8:
            return []
    return [part[0] for part in parts]


def part_of_view(view: View, columns: range) -> View:
    """The sheet with nothing but these columns, at their own places."""
    rows = []
    for cells in view.rows:
        row = [value if column in columns else None for column, value in enumerate(cells[: columns.stop])]
        while row and row[-1] is None:
            row.pop()
        rows.append(row)
    return replace(view, rows=rows)


def part_of_block(block: HeaderBlock, columns: range) -> HeaderBlock:
    """The heading of one of the tables."""
    headings = {column: heading for column, heading in block.headings.items() if column in columns}
    return HeaderBlock(block.first, block.last, headings, block.single_cell, list(block.repeats))


def title_above(view: View, block: HeaderBlock) -> list[Line]:
    """The text right above the heading of one of the tables, as the heading of its works."""
    row = block.first - 1
    texts = [value for _, value in view.filled(row)] if row >= 0 else []
    if len(texts) == 1 and isinstance(texts[0], str):
        return [Line(row, HEADING, text=texts[0])]
    return []
