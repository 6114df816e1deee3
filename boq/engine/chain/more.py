"""Arithmetic beyond one table: shares of any line above, sums of a summary's lines, columns with sums of their own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal

from boq.engine.chain.faults import SHARES
from boq.engine.chain.ledger import ZERO, Ledger
from boq.engine.chain.lineage import ONE, Lineage
from boq.engine.checks.percentages import stated_percent
from boq.engine.model import Rounding, Section, SourceRef, StatedTotal, TotalKind
from boq.engine.money import decimal_of
from boq.engine.tables.sheet import Sheet

LOOK_BACK = 80
COLUMN_ROWS = 2_000
HUNDRED = Decimal(100)
_SPACES = re.compile(r"\s+")


def prove_more(ledger: Ledger, index: int, rounding: Rounding) -> Lineage | None:
    """What a total without formula and proof may add up on its own sheet: a share of one line, or the lines above it."""
    total = ledger.totals[index]
    if not total.amount:
        return None
    above = _above(ledger, total)
    percent = stated_percent(total.label)
    if total.kind in SHARES or (total.kind is TotalKind.ENTRY and percent):
        for other in above if percent else ():
            base = ledger.totals[other].amount
            if base and rounding.agrees(abs(base) * (percent or ZERO) / HUNDRED, abs(total.amount)):
                return Lineage(parts=((other, (percent or ZERO) / HUNDRED),))
        return None
    running, parts = ZERO, []
    for other in above:
        running += _signed(ledger.totals[other])
        parts.append((other, ONE))
        if len(parts) >= 2 and rounding.agrees(running, total.amount):
            return Lineage(parts=tuple(reversed(parts)))
    return None


def _above(ledger: Ledger, total: StatedTotal) -> list[int]:
    """The lines over a total on its sheet, the nearest first."""
    rows = ledger.lines_of(total.source.sheet)
    end = bisect_left(rows, (total.source.row - 1, -1))
    return [index for _, index in reversed(rows[max(0, end - LOOK_BACK) : end])]


def _signed(line: StatedTotal) -> Decimal:
    return -abs(line.amount) if line.kind is TotalKind.DISCOUNT else line.amount


def own_column(ledger: Ledger, sheet: Sheet, total: StatedTotal, rounding: Rounding) -> tuple[SourceRef, ...]:
    """First and last of the figures right above in a column without item amounts that add up to the total; else nothing."""
    column, last = total.source.column - 1, total.source.row - 2
    if column in ledger.columns.get(sheet.name, {}) or not total.amount:
        return ()
    running, cells = ZERO, 0
    totals = {row for row, _ in ledger.total_rows.get(sheet.name, {}).get(column, [])}
    for row in range(last, max(-1, last - COLUMN_ROWS), -1):
        value = decimal_of(sheet.view, row, column) if row not in totals else None
        if value is None:
            continue
        running, cells = running + value, cells + 1
        if cells >= 2 and rounding.agrees(running, total.amount):
            return SourceRef(sheet.name, row + 1, column + 1), SourceRef(sheet.name, last + 1, column + 1)
    return ()


def splits(totals: Sequence[StatedTotal], rounding: Rounding) -> set[int]:
    """Pairs of neighbouring lines that together are a total stated elsewhere: they divide it in another way."""
    stated = {round(total.amount, 2) for total in totals if total.amount}
    found: set[int] = set()
    for index in range(len(totals) - 1):
        one, other = totals[index], totals[index + 1]
        together = one.amount + other.amount
        beside = one.source.sheet == other.source.sheet and abs(one.source.row - other.source.row) == 1
        if beside and one.amount and other.amount and round(together, 2) in stated:
            found |= {index, index + 1}
    return found


class SectionSums:
    """What sections with all their parts are worth, to find the one that a summary's line carries."""

    def __init__(self, ledger: Ledger, sections: Sequence[Section]) -> None:
        self.sections = sections
        size = len(sections)
        worth, first, last, count = [ZERO] * size, [-1] * size, [-1] * size, [0] * size
        for index, item in enumerate(ledger.items):
            if item.section >= 0:
                worth[item.section] += item.value or ZERO
                first[item.section] = index if first[item.section] < 0 else first[item.section]
                last[item.section], count[item.section] = index, count[item.section] + 1
        for index in range(size - 1, -1, -1):
            parent = sections[index].parent
            if parent >= 0 and first[index] >= 0:
                worth[parent] += worth[index]
                first[parent] = first[index] if first[parent] < 0 else min(first[parent], first[index])
                last[parent], count[parent] = max(last[parent], last[index]), count[parent] + count[index]
        self.at: dict[Decimal, list[int]] = {}
        for index in range(size):
            if worth[index]:
                self.at.setdefault(round(worth[index], 2), []).append(index)
        self.first, self.last, self.count = first, last, count

    def find(self, amount: Decimal, label: str) -> tuple[int, int] | None:
        """Items `first` to before `last` of the one section of that worth (and, of several, that title)."""
        found = self.at.get(round(amount, 2), [])
        if len(found) > 1:
            found = [index for index in found if _alike(self.sections[index].title, label)] or found[:0]
        if len(found) != 1 or self.last[found[0]] - self.first[found[0]] + 1 != self.count[found[0]]:
            return None
        return self.first[found[0]], self.last[found[0]] + 1


def _alike(title: str, label: str) -> bool:
    one, other = (_SPACES.sub(" ", text).strip().casefold() for text in (title, label))
    return bool(one and other) and (one in other or other in one)


def equal_total(ledger: Ledger, entry: StatedTotal, used: set[str]) -> int | None:
    """The one total of the bills that a summary's line repeats; of several equal ones the one with the same words."""
    equal = [
        index
        for index, total in enumerate(ledger.totals)
        if total.amount == entry.amount and total.source.sheet in used and total.kind not in SHARES
    ]
    if len(equal) > 1:
        named = [index for index in equal if _alike(ledger.totals[index].label, entry.label)]
        equal = (
            named if len(named) == 1 else equal[-1:] if len({ledger.totals[i].source.sheet for i in equal}) == 1 else []
        )
    return equal[0] if len(equal) == 1 else None
