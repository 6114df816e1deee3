"""What stands under the last item: the works' sum once more by other parts, and shares of it that are added."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from boq.engine.model import TotalKind
from boq.engine.tables.kinds import HEADING, ITEM, SUBTOTAL
from boq.engine.tables.lines import Line, last_of
from boq.engine.tables.profile import close
from boq.engine.tables.sums import same

ADDED = frozenset({TotalKind.TAX, TotalKind.CONTINGENCY, TotalKind.DISCOUNT, TotalKind.ADDITION})
CHAIN_ROWS = 12  # rows above a total in which what it adds up is looked for
# shares are so many half thousandths; overheads, profit and the like are no more than these
PARTS, MOST_PARTS = 2000, 800
PERCENT = ("%", "٪")
LEAST_BASE = 10000  # of a smaller sum nearly every amount is some share
ROUND = 50  # amounts that are multiples of it may be agreed sums
_PERCENT = re.compile(r"(\d{1,2}(?:[.,]\d{1,4})?)\s*(?:%|٪|percent|per cent)", re.IGNORECASE)


class _Above(NamedTuple):
    """A total over a row and what stands between: how much is added to it, in how many rows."""

    total: float
    added: float
    rows: int


def _above(lines: Sequence[Line], index: int) -> _Above | None:
    """The nearest total above row `index`, if only additions to it lie between."""
    added, rows = 0.0, 0
    for line in reversed(lines[max(0, index - CHAIN_ROWS) : index]):
        if line.amount is None:
            continue
        if line.kind is not SUBTOTAL:
            return None
        if line.total not in ADDED:
            return _Above(line.amount, added, rows)
        added += -abs(line.amount) if line.total is TotalKind.DISCOUNT else line.amount
        rows += 1
    return None


def ends_a_chain(lines: Sequence[Line], index: int, amount: float) -> bool:
    """True when the rows right above are a total and what is added to it or taken off, and this row is their sum."""
    above = _above(lines, index)
    if above is None or not above.rows:
        return False
    sums = (above.total + above.added, above.total - above.added if above.rows == 1 else above.total + above.added)
    return any(same(expected, amount, above.rows + 1) for expected in sums)


def taken_off(lines: Sequence[Line]) -> None:
    """A share right under a total that the next total is less by, is a discount whatever it is called."""
    named = [line for line in lines if line.kind is SUBTOTAL and line.amount]
    for base, share, closing in zip(named, named[1:], named[2:], strict=False):
        if share.total is TotalKind.ADDITION and base.total not in ADDED and closing.total not in ADDED:
            less = (base.amount or 0.0) - (share.amount or 0.0)
            if (share.amount or 0.0) > 0 and same(less, closing.amount or 0.0, 2):
                share.total = TotalKind.DISCOUNT


def added_below(lines: Sequence[Line]) -> None:
    """Unnumbered rows of amounts alone, under the total of all works and up to the total that they lead to, are added to it.

    `Freight`, `Commissioning`: what stands below the works in no row of theirs, with no heading between.
    """
    last = last_of(lines, (ITEM,))
    base, between = 0.0, list[Line]()
    for line in lines[last + 1 :]:
        if line.amount is None or line.ref or not line.text:
            if line.kind is HEADING:
                base, between = 0.0, []
            continue
        closes = line.kind is SUBTOTAL and line.total not in ADDED
        if closes and base and same(base + sum(map(_worth, between)), line.amount, len(between) + 1):
            for found in between:
                if found.amount_only:
                    found.kind, found.total, found.label = SUBTOTAL, TotalKind.ADDITION, found.text
                    found.amount_only = False
        if closes:
            base, between = line.amount, []
        elif base:
            between.append(line)


def _worth(line: Line) -> float:
    amount = line.amount or 0.0
    return -abs(amount) if line.total is TotalKind.DISCOUNT else amount


def is_share(lines: Sequence[Line], index: int, amount: float) -> bool:
    """True when the amount is a share of the total right above, or of it and what was added.

    The share is the percentage that the text gives; without one it is a share in half thousandths that comes out to the cent.
    """
    above = _above(lines, index)
    if above is None:
        return False
    bases = (above.total, above.total + above.added)
    shares = [float(found.replace(",", ".")) / 100 for found in _PERCENT.findall(lines[index].text)]
    if shares:
        return any(same(base * share, abs(amount)) for base in bases for share in shares)
    return not lines[index].ref and any(_comes_out(base, abs(amount)) for base in bases)


def shares_of_totals(lines: Sequence[Line]) -> None:
    """An unnumbered row in percent right under a total, worth that share of it, is added to the total and no work."""
    for index, line in enumerate(lines):
        if line.kind is not ITEM or line.ref or line.unit.strip() not in PERCENT or not line.amount:
            continue
        share = line.rate if line.rate is not None else line.quantity
        above = _above(lines, index)
        if share and above is not None and close(above.total * share / 100, line.amount):
            line.kind, line.total, line.label = SUBTOTAL, TotalKind.ADDITION, line.text


def _comes_out(base: float, amount: float) -> bool:
    """True when an amount that nobody would have agreed is so many half thousandths of the base, to the cent."""
    if base < LEAST_BASE or not amount % ROUND:
        return False
    share = round(PARTS * amount / base)
    return 0 < share <= MOST_PARTS and abs(base * share / PARTS - amount) <= 0.0051


def recapitulated(lines: Sequence[Line], worth: float) -> set[int]:
    """The rows under the last item that hold nothing but amounts, where these add up to all items: the same sum, cut another way."""
    last = last_of(lines, (ITEM,))
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
