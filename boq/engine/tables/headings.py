"""Headings by column: the texts of all heading rows put together, wide ones spread over the columns they stand above."""

from __future__ import annotations

from dataclasses import dataclass

from boq.engine.tables.roles import CORE, FIGURES, NO_ROLE, Found, is_currency, qualifiers_of, role_of
from boq.engine.tables.view import View


@dataclass(slots=True)
class Heading:
    """The heading of one column: its own text, the text above it that spans several columns, and what both say."""

    column: int
    text: str
    group: str = ""
    role: str = ""
    cover: float = 0.0
    qualifiers: frozenset[str] = frozenset()


_NOT_GROUPED = frozenset({"ref", "desc", "item", "unit", "spec", "note", "code"})


def over_cells(view: View, row: int, seed: int) -> dict[int, tuple[str, bool]]:
    """The cells of a row above the seed that belong to the heading: wide labels over figures, and words over empty cells."""
    below = {column: role_of(value).role for column, value in view.filled(seed) if type(value) is str}
    accepted: dict[int, tuple[str, bool]] = {}
    layer = _layer(view, row, seed, loose=not view.grid.merged)
    spread: dict[str, list[int]] = {}
    for column, (text, wide) in layer.items():
        if wide:
            spread.setdefault(text, []).append(column)
        elif column not in below and role_of(text).role in CORE and role_of(text).cover >= 0.6:
            accepted[column] = (text, False)
    for text, columns in spread.items():
        figures = [
            column for column in columns if below.get(column) in FIGURES or qualifiers_of(view.text(seed, column))
        ]
        role = role_of(text)
        if any(below.get(column, "") in _NOT_GROUPED for column in columns):
            continue
        if len(figures) >= 2 or (role.role in FIGURES and role.cover >= 0.6 and len(columns) < 8 and figures):
            accepted.update(dict.fromkeys(columns, (text, True)))
        elif role.role in CORE and role.cover >= 0.6 and not any(column in below for column in columns):
            accepted.update({column: (text, len(columns) > 1) for column in columns})
    return accepted


def spans(view: View, first: int, last: int) -> set[int]:
    """Columns under headings that are merged over several columns."""
    return {
        column
        for top, left, bottom, right in view.grid.merged
        if top >= first and bottom <= last + 1 and right > left and right - left < 60
        for column in range(left, right + 1)
    }


def read_headings(view: View, first: int, last: int, seed: int) -> dict[int, Heading]:
    """The headings by column: texts of all rows, wide ones spread over the columns they stand above."""
    layers = [over_cells(view, row, seed) if row < seed else _layer(view, row, last) for row in range(first, last + 1)]
    headings: dict[int, Heading] = {}
    for column in sorted({column for layer in layers for column in layer}):
        parts = [layer[column] for layer in layers if column in layer]
        own = [text for text, wide in parts if not wide]
        wide = [text for text, wide in parts if wide]
        headings[column] = _heading(column, own, wide)
    return {column: heading for column, heading in headings.items() if heading.text or heading.group}


def _layer(view: View, row: int, last: int, loose: bool = True) -> dict[int, tuple[str, bool]]:
    """Column -> (text, whether it spans several columns) of one heading row."""
    layer = {column: (str(value), False) for column, value in view.filled(row) if type(value) is str}
    merged = {
        (top, left): right
        for top, left, _, right in view.grid.merged
        if top == row and right > left and right - left < 200
    }
    for column in sorted(layer):
        text = layer[column][0]
        right = merged.get((row, column))
        if right is None and row < last and loose:
            right = column
            while (
                right + 1 < view.width
                and right + 1 not in layer
                and view.cell(last, right + 1) is not None
                and right - column < 12
            ):
                right += 1
            if view.cell(last, column) is None or right == column:
                continue
        if right is not None and right > column:
            for other in range(column, min(right, view.width - 1) + 1):
                layer[other] = (text, True)
    return layer


def _heading(column: int, own: list[str], wide: list[str]) -> Heading:
    group = " / ".join(dict.fromkeys(wide))
    best = NO_ROLE
    for text in reversed(own):
        found = role_of(text)
        if found.role and (not best.role or (best.role in ("note", "dim", "pct") and found.role in CORE)):
            best = found
    joined = " ".join(own)
    if len(own) > 1 and role_of(joined).cover > best.cover:
        best = role_of(joined)
    if not best.role and own and is_currency(own[-1]):
        best = Found("price", 0.5)
    above = next((role_of(text) for text in reversed(wide) if role_of(text).role in CORE), NO_ROLE)
    if not best.role or (best.role not in CORE and best.role != "coef" and above.role in FIGURES):
        best = above if above.role else best
    elif best.role == "price" and above.role in FIGURES:
        best = Found(above.role, above.cover)
    elif above.role in FIGURES and best.role in ("desc", "item", "ref"):
        best = above  # "Works" beside "Materials" under "Unit price" is a part of the price
    elif above.role == "rate" and best.role == "amt" and "total" in qualifiers_of(joined):
        best = Found("rate", best.cover)  # "Total" beside "Materials" under "Unit price"
    elif above.role == "qty" and best.role == "rate":
        best = Found("coef", best.cover)  # "per unit" of a quantity is a norm
    elif above.role == "qty" and best.role == "amt":
        best = Found("qty", best.cover)
    qualifiers = qualifiers_of(joined) | qualifiers_of(group)
    return Heading(column, joined or group, group, best.role, best.cover, qualifiers)


def with_role(headings: dict[int, Heading], *roles: str) -> list[int]:
    return [column for column, heading in headings.items() if heading.role in roles]
