"""Which column holds the units, and the columns whose figures depend on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from boq.engine.numbers import parse
from boq.engine.tables.columns import Columns
from boq.engine.tables.headings import Heading, with_role
from boq.engine.tables.profile import Profile
from boq.engine.tables.roles import is_currency
from boq.engine.tables.view import View
from boq.engine.units import parse_unit

COIN_LETTERS = frozenset("RPK")  # rand, pula, kwacha: where nothing but units stands besides


def with_units(
    view: View, rows: Sequence[int], headings: dict[int, Heading], profiles: list[Profile]
) -> dict[int, Heading]:
    """`Qty / unit` over `100 m3`: the column is the quantity, and gives the unit."""
    units = [c for c, heading in headings.items() if heading.role == "unit"]
    if len(units) != 1 or any(heading.role == "qty" for heading in headings.values()) or profiles[units[0]].units:
        return headings
    texts = [value for row in rows if type(value := view.cell(row, units[0])) is str]
    measured = sum(bool((number := parse(text, view.mark(units[0]))).value and number.unit) for text in texts)
    if measured < 2 or measured * 10 < len(texts) * 6:
        return headings
    return {c: replace(h, role="qty") if c == units[0] else h for c, h in headings.items()}


def best_unit(headings: dict[int, Heading], profiles: list[Profile], taken: set[int]) -> int | None:
    named = [c for c in with_role(headings, "unit") if c not in taken and profiles[c].filled]
    if named:
        metric = [c for c in named if "imperial" not in headings[c].qualifiers] or named
        return max(metric, key=lambda c: (profiles[c].units > 0, profiles[c].unit_share, -c))
    guess = [c for c, p in enumerate(profiles) if c not in taken and p.units >= 2 and p.unit_share >= 0.6]
    guess += [c for c in _beside_quantity(headings) if c not in taken and c not in guess and _only_units(profiles[c])]
    guess = [c for c in guess if c not in headings or headings[c].role in ("", "cat", "note")]
    return max(guess, key=lambda c: (profiles[c].units, -c)) if guess else None


def _beside_quantity(headings: dict[int, Heading]) -> list[int]:
    """The column without a heading right before the only quantity."""
    found = [column - 1 for column in with_role(headings, "qty")]
    return found if len(found) == 1 and found[0] > 0 and found[0] not in headings else []


def _only_units(entry: Profile) -> bool:
    """Units and nothing else but the sign of a currency, which stands there in rows of totals."""
    texts = [value for value in entry.values if isinstance(value, str)]
    return (
        entry.units >= 2
        and len(texts) == len(entry.values)
        and all(text.strip(" .") in COIN_LETTERS or is_currency(text) or parse_unit(text).code for text in texts)
    )


def settle_units(columns: Columns, headings: dict[int, Heading], profiles: list[Profile]) -> None:
    """A second, usually unheaded unit column: the unit of the quantity stands beside the quantity."""
    known = {columns.ref, columns.unit, columns.quantity, columns.rate, columns.amount, *columns.description}
    others = [
        c
        for c, p in enumerate(profiles)
        if c not in known and p.units >= 2 and p.unit_share >= 0.7 and c not in columns.dimensions
    ]
    others = [c for c in others if c not in headings or headings[c].role in ("", "unit")]
    if not others or columns.unit is None:
        return
    near = columns.quantity if columns.quantity is not None else columns.unit
    pair = sorted((columns.unit, *others), key=lambda c: (abs(c - near), c))
    columns.unit, columns.unit_again = pair[0], pair[1]
