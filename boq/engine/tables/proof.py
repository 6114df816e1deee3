"""What a stated total adds up to: a stretch of items, earlier totals, or an earlier total with something added."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import compress

from boq.engine.model import TotalKind
from boq.engine.tables.kinds import COLLECTION, HEADING, SUBTOTAL
from boq.engine.tables.lines import Line
from boq.engine.tables.sums import Sums, same

LOOK_BACK = 80  # totals that a later one may refer to
_TOTALS = (SUBTOTAL, COLLECTION)
CHAIN = frozenset({TotalKind.TAX, TotalKind.CONTINGENCY, TotalKind.DISCOUNT, TotalKind.ADDITION})
_PERCENT = re.compile(r"(\d{1,2}(?:[.,]\d{1,4})?)\s*(?:%|٪|percent|per cent)")


@dataclass(slots=True)
class Total:
    """A total line. `first` and `last` are the entries it adds up (before `last`), `sources` other totals it is made of.

    `basis` is one of "items", "totals", "chain", "same", "percent" or "" (nothing found). `covers` is the sum of the entries behind it,
    `whole` whether these are all entries of the sheet.
    """

    line: Line
    kind: TotalKind
    amount: float
    before: int
    basis: str = ""
    first: int = 0
    last: int = 0
    sources: tuple[int, ...] = ()
    covers: float = 0.0
    whole: bool = False
    used: bool = False


def prove(
    lines: Sequence[Line], is_entry: Callable[[Line], bool], value: Callable[[Line], float], so_far: bool = False
) -> tuple[list[Total], Sums]:
    """All total lines of a sheet with what they add up to, and the running sums of its entries.

    In a list of sums (`so_far`) a total is whole when it adds up all entries above it; other lists may follow.
    """
    among = list(map(is_entry, lines))
    sums = Sums(list(map(value, compress(lines, among))))
    totals: list[Total] = []
    before = 0
    for line, entry in zip(lines, among, strict=True):
        if entry:
            before += 1
        elif line.amount is not None and (line.kind in _TOTALS or (line.kind is HEADING and line.amount_only)):
            listed = TotalKind.COLLECTION if line.kind is COLLECTION else TotalKind.SUBTOTAL
            total = Total(line, line.total or listed, line.amount, before)
            if line.amount:
                _find(total, totals, sums, so_far)
            totals.append(total)
    return totals, sums


def _find(total: Total, earlier: list[Total], sums: Sums, so_far: bool) -> None:
    steps = (
        (_addition, _stretch, _sum_of_totals, _chain, _same)
        if total.kind in CHAIN
        else (_stretch, _sum_of_totals, _chain, _same, _below)
    )
    for step in steps:
        if step(total, earlier, sums):
            break
    everything = sums.between(0, total.before if so_far else len(sums))
    total.whole = bool(total.basis) and bool(everything) and same(total.covers, everything, len(sums))


def _stretch(total: Total, earlier: list[Total], sums: Sums) -> bool:
    """Items right above, back to some start."""
    if total.line.kind is HEADING and _below(total, earlier, sums):
        return True
    everything = sums.between(0, total.before)
    if total.before and same(everything, total.amount, total.before):
        start: int | None = 0
    else:
        start = sums.start_of(total.before, total.amount)
    if start is None:
        return False
    total.basis, total.first, total.last = "items", start, total.before
    total.covers = sums.between(start, total.before)
    return True


def _below(total: Total, earlier: list[Total], sums: Sums) -> bool:
    """A total that stands above its items."""
    end = sums.end_of(total.before, total.amount)
    if end is None:
        return False
    rest = sums.between(total.before, len(sums))
    if same(rest, total.amount, len(sums)):
        end = len(sums)
    total.basis, total.first, total.last = "items", total.before, end
    total.covers = sums.between(total.before, end)
    return True


def _sum_of_totals(total: Total, earlier: list[Total], sums: Sums) -> bool:
    """The lines of a collection, or the last few totals that no other total has added up."""
    near = [(i, earlier[i]) for i in range(max(0, len(earlier) - LOOK_BACK), len(earlier)) if not earlier[i].used]
    listed = [i for i, other in near if other.kind is TotalKind.COLLECTION]
    plain = [i for i, other in near if other.amount and other.basis != "same"]
    return _adds(total, earlier, listed) or _adds(total, earlier, plain)


def _adds(total: Total, earlier: list[Total], open_ones: list[int]) -> bool:
    running, taken = 0.0, []
    for index in reversed(open_ones):
        running += _signed(earlier[index])
        taken.append(index)
        if len(taken) >= 2 and same(running, total.amount, len(taken)):
            for found in taken:
                earlier[found].used = True
            total.basis, total.sources = "totals", tuple(reversed(taken))
            total.covers = sum(earlier[found].covers for found in taken if earlier[found].kind not in CHAIN)
            return True
    return False


def _signed(total: Total) -> float:
    return -abs(total.amount) if total.kind is TotalKind.DISCOUNT else total.amount


def _chain(total: Total, earlier: list[Total], sums: Sums) -> bool:
    """An earlier total plus the entries and the lines of tax and the like between them."""
    for base in range(len(earlier) - 1, max(-1, len(earlier) - 12), -1):
        start = earlier[base]
        if not start.amount or (start.kind in CHAIN and start.basis == "percent"):
            continue
        between = [index for index in range(base + 1, len(earlier)) if earlier[index].kind in CHAIN]
        added = sum(_signed(earlier[index]) for index in between)
        entries = sums.between(start.before, total.before)
        if (between or entries) and same(start.amount + added + entries, total.amount, len(between) + 1):
            total.basis, total.sources = "chain", (base, *between)
            total.first, total.last, total.covers = start.before, total.before, start.covers + entries
            return True
    return _without_subtotal(total, earlier, sums)


def _without_subtotal(total: Total, earlier: list[Total], sums: Sums) -> bool:
    """All entries and the lines of tax and the like under them, with no total between."""
    everything = sums.between(0, total.before)
    if not earlier or not everything or any(other.kind not in CHAIN for other in earlier):
        return False
    if not same(everything + sum(map(_signed, earlier)), total.amount, total.before + len(earlier)):
        return False
    total.basis, total.sources = "chain", tuple(range(len(earlier)))
    total.first, total.last, total.covers = 0, total.before, everything
    return True


def _same(total: Total, earlier: list[Total], sums: Sums) -> bool:
    """A total carried over from an earlier one."""
    for index in range(len(earlier) - 1, max(-1, len(earlier) - LOOK_BACK), -1):
        if same(earlier[index].amount, total.amount):
            total.basis, total.sources, total.covers = "same", (index,), earlier[index].covers
            return True
    return False


def _addition(total: Total, earlier: list[Total], sums: Sums) -> bool:
    """A percentage of an earlier total, as its label, quantity or rate says."""
    shares = [
        float(found.replace(",", ".")) / 100 for found in _PERCENT.findall(total.line.text + " " + total.line.label)
    ]
    for figure in (total.line.quantity, total.line.rate):
        if figure:
            shares += [figure, figure / 100]
    for index in range(len(earlier) - 1, max(-1, len(earlier) - LOOK_BACK), -1):
        for share in shares:
            if earlier[index].amount and same(earlier[index].amount * share, abs(total.amount)):
                total.basis, total.sources = "percent", (index,)
                return True
    return False
