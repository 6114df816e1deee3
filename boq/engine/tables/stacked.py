"""One row a party: the same works again and again, once for each bidder named in a column."""

from __future__ import annotations

from collections import Counter

from boq.engine.model import TotalKind
from boq.engine.tables.columns import Columns
from boq.engine.tables.kinds import COMPONENT, ITEM, SUBTOTAL
from boq.engine.tables.lines import Line
from boq.engine.tables.sums import same
from boq.engine.tables.view import View
from boq.engine.tables.worth import value_of

LEAST_ROWS = 5


def unstack(view: View, columns: Columns, lines: list[Line]) -> dict[int, str]:
    """Keep the first party's rows as items; the others' become components. Returns row -> party for all of them."""
    if columns.bidder is None:
        return {}
    items = [line for line in lines if line.kind is ITEM]
    party = {line.row: view.text(line.row, columns.bidder) for line in items}
    names = [name for name in dict.fromkeys(party.values()) if name]
    if len(names) < 2:
        return {}
    works = {(line.text, line.unit, line.quantity, party[line.row]) for line in items}
    shared = Counter(work[:3] for work in works)
    if sum(count == len(names) for count in shared.values()) < 0.8 * len(shared):
        return {}
    for line in items:
        if party[line.row] != names[0]:
            line.kind = COMPONENT
    return party


def constant_total(view: View, columns: Columns, lines: list[Line], headings: dict[int, str]) -> Line | None:
    """A sum repeated on every row under its own heading, when the items prove it."""
    items = [line for line in lines if line.kind is ITEM]
    if len(items) < LEAST_ROWS:
        return None
    worth: float | None = None
    taken = columns.money.used()
    for column, heading in headings.items():
        first = view.number(items[0].row, column) if column not in taken else None
        if not first:
            continue
        worth = sum(map(value_of, items)) if worth is None else worth
        if worth and same(first, worth, len(items)) and all(view.number(line.row, column) == first for line in items):
            return Line(items[0].row, SUBTOTAL, label=heading, amount=first, amount_at=column, total=TotalKind.GRAND)
    return None
