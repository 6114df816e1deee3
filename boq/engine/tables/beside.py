"""Tables side by side: one heading row that names the same columns twice or more, in whatever words, each with works of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from boq.engine.model import RowKind
from boq.engine.tables.headers import HeaderBlock
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
    """Where each table begins, [] when the columns around the repeated heading do not repeat with it."""
    step = again[1] - again[0]
    if any(b - a != step for a, b in pairwise(again)):
        return []
    back = 0
    while again[0] - back - 1 >= 0 and _all_same(texts, [c - back - 1 for c in again]):
        back += 1
    starts = [c - back for c in again]
    for start in starts:
        roles = [block.headings[c].role for c in columns if start <= c < start + step]
        if sum(role in FIGURES or role == "unit" for role in roles) < LEAST_FIGURES:
            return []
    pattern = [texts.get(starts[0] + offset, "") for offset in range(step)]
    filled = [offset for offset, text in enumerate(pattern) if text]
    for start in starts[1:]:
        if sum(texts.get(start + offset, "") == pattern[offset] for offset in filled) * 10 < len(filled) * 8:
            return []
    return starts


def _all_same(texts: dict[int, str], columns: Sequence[int]) -> bool:
    found = {texts.get(column, "") for column in columns}
    return len(found) == 1 and "" not in found


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
        return [Line(row, RowKind.HEADING, text=texts[0])]
    return []
