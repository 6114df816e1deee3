"""Several parties' prices side by side: bidders over the same quantities."""

from __future__ import annotations

from itertools import pairwise

from boq.engine.tables.figures import Money, Pair, Sample, part_of
from boq.engine.tables.headings import Heading
from boq.engine.tables.profile import agreement
from boq.engine.tables.view import View

LABEL_ROWS = 9  # how far above a heading the names of parties are looked for


def add_parties(view: View, money: Money, headings: dict[int, Heading], data: Sample, top: int) -> None:
    """Further (rate, amount) pairs over the same quantity are other parties' prices."""
    if money.quantity is None or money.rate is None or money.amount is None:
        return
    used = money.used()
    for column, following in pairwise(_columns(headings)):
        rate, amount = headings[column], headings[following]
        priced = rate.role in ("rate", "price") and amount.role in ("amt", "price")
        if column in used or following in used or not priced or "later" in rate.qualifiers | amount.qualifiers:
            continue
        agree, checked = agreement(data[money.quantity], data[column], data[following])
        if checked >= 2 and agree >= checked * 0.8:
            money.parties.append(Pair(rate.group or amount.group or _label_above(view, column, top), column, following))
            used |= {column, following}
    if money.parties:
        money.label = (
            headings[money.rate].group or _label_above(view, money.rate, top) if money.rate in headings else ""
        )


def _columns(headings: dict[int, Heading]) -> list[int]:
    """The columns from left to right, without those of the parts of a price that stand between a rate and its amount."""
    return [column for column in sorted(headings) if not part_of(headings[column])]


def _label_above(view: View, column: int, top: int) -> str:
    """The nearest text over a column above the heading: a bidder's name, set apart from the heading by other rows."""
    for row in range(top - 1, max(-1, top - LABEL_ROWS), -1):
        value = view.cell(row, column)
        if type(value) is str:
            return " ".join(value.split())
    return ""
