"""What stands under the last item: the works' sum once more by other parts, and shares of it that are added."""

from __future__ import annotations

import re
from collections.abc import Sequence

from boq.engine.model import RowKind, TotalKind
from boq.engine.tables.lines import Line
from boq.engine.tables.sums import same

ADDED = frozenset({TotalKind.TAX, TotalKind.CONTINGENCY, TotalKind.DISCOUNT, TotalKind.ADDITION})
CHAIN_ROWS = 12  # rows above a total in which what it adds up is looked for
PARTS, MOST_PARTS = (
    2000,
    800,
)  # shares are so many half thousandths; overheads, profit and the like are no more than these
LEAST_BASE = 10000  # of a smaller sum nearly every amount is some share
ROUND = 50  # amounts that are multiples of it may be agreed sums
_PERCENT = re.compile(r"(\d{1,2}(?:[.,]\d{1,4})?)\s*(?:%|٪|percent|per cent)", re.IGNORECASE)


def ends_a_chain(lines: Sequence[Line], index: int, amount: float) -> bool:
    """True when the rows right above are a total and what is added to it or taken off, and this row is their sum."""
    running, added = 0.0, 0
    for line in reversed(lines[max(0, index - CHAIN_ROWS) : index]):
        if line.amount is None:
            continue
        if line.kind is not RowKind.SUBTOTAL:
            return False
        if line.total in ADDED:
            running += -abs(line.amount) if line.total is TotalKind.DISCOUNT else line.amount
            added += 1
        else:
            return added > 0 and same(line.amount + running, amount, added + 1)
    return False


def is_share(lines: Sequence[Line], index: int, amount: float) -> bool:
    """True when the amount is a share of the total right above, or of it and what was added.

    The share is the percentage that the text gives; without one it is a share in half thousandths that comes out to the cent.
    """
    shares = [float(found.replace(",", ".")) / 100 for found in _PERCENT.findall(lines[index].text)]
    added = 0.0
    for line in reversed(lines[max(0, index - CHAIN_ROWS) : index]):
        if line.amount is None:
            continue
        if line.kind is not RowKind.SUBTOTAL:
            return False
        if line.total in ADDED:
            added += -abs(line.amount) if line.total is TotalKind.DISCOUNT else line.amount
            continue
        bases = (line.amount, line.amount + added)
        if shares:
            return any(same(base * share, abs(amount)) for base in bases for share in shares)
        return not lines[index].ref and any(_comes_out(base, abs(amount)) for base in bases)
    return False


def _comes_out(base: float, amount: float) -> bool:
    """True when an amount that nobody would have agreed is so many half thousandths of the base, to the cent."""
    if base < LEAST_BASE or not amount % ROUND:
        return False
    share = round(PARTS * amount / base)
    return 0 < share <= MOST_PARTS and abs(base * share / PARTS - amount) <= 0.0051


def recapitulated(lines: Sequence[Line], worth: float) -> set[int]:
    """The rows under the last item that hold nothing but amounts, where these add up to all items: the same sum, cut another way."""
    last = max((index for index, line in enumerate(lines) if line.kind is RowKind.ITEM), default=-1)
    found: list[int] = []
    running = 0.0
    for index in range(last + 1, len(lines)):
        line = lines[index]
        if line.amount_only and (line.text or line.ref):
            found.append(index)
            running += line.amount or 0.0
            if len(found) >= 2 and same(running, worth, 2):
                return set(found)
        elif line.amount is not None:
            found, running = [], 0.0
    return set()
