"""Money written in two columns, pounds and pence side by side: put together in the column of the larger coin."""

from __future__ import annotations

from boq.engine.tables.headers import HeaderBlock
from boq.engine.tables.roles import is_currency
from boq.engine.tables.view import View
from boq.engine.text import fold
from boq.engine.vocabulary.coins import MAJOR, MINOR


def join_split_money(view: View, block: HeaderBlock, last: int) -> None:
    """Add the smaller coins to the larger, in place, wherever two columns of the heading are coins of one currency."""
    for column in sorted(block.headings):
        factor = _factor(view, block, column)
        if not factor:
            continue
        group = block.headings[column].group
        beside = [c for c in (column - 1, column + 1) if c in block.headings]
        for major in sorted(beside, key=lambda c: block.headings[c].group != group):
            if _is_major(view, block, major) and _fits(view, block, last, column, factor):
                _join(view, block.last + 1, last, major, column, factor)
                heading = block.headings.pop(column)
                kept = block.headings[major]
                if not kept.role and heading.role:
                    kept.role, kept.cover = heading.role, heading.cover
                break


def _own_text(view: View, block: HeaderBlock, column: int) -> str:
    """The lowest text of the heading that stands in the column itself."""
    for row in range(block.last, block.first - 1, -1):
        value = view.cell(row, column)
        if type(value) is str:
            return value
    return ""


def _factor(view: View, block: HeaderBlock, column: int) -> int:
    text = fold(_own_text(view, block, column))
    return next((factor for factor, names in MINOR.items() if text in names), 0)


def _is_major(view: View, block: HeaderBlock, column: int) -> bool:
    if column not in block.headings:
        return False
    text = _own_text(view, block, column)
    return bool(text) and len(text) <= 12 and (fold(text) in MAJOR or is_currency(text))


def _fits(view: View, block: HeaderBlock, last: int, column: int, factor: int) -> bool:
    """True when the column holds whole numbers below the factor, and nothing else but its heading again."""
    found = 0
    heading = {view.cell(row, column) for row in range(block.first, block.last + 1)}
    for row in range(block.last + 1, last):
        value = view.cell(row, column)
        if value is None:
            continue
        number = view.number(row, column)
        if number is None:
            if type(value) is str and value not in heading and any(ch.isalnum() for ch in value):
                return False
            continue
        if number != int(number) or not 0 <= number < factor:
            return False
        found += 1
    return found > 0


def _join(view: View, first: int, last: int, major: int, minor: int, factor: int) -> None:
    for row in range(first, last):
        cells = view.rows[row]
        part = view.number(row, minor) if minor < len(cells) and cells[minor] is not None else None
        if part is None:
            continue
        whole = view.number(row, major)
        if whole is None and not part:
            continue
        cells = view.rows[row] = [*cells, *[None] * (major + 1 - len(cells))]
        cells[major] = round((whole or 0.0) + part / factor, 6)
        cells[minor] = None
