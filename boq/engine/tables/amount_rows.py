"""Rows that hold an amount and nothing else: totals above or below their items, lists of totals, sums for a whole work."""

from __future__ import annotations

import re
from collections.abc import Sequence

from boq.engine.model import TotalKind
from boq.engine.tables.columns import Columns
from boq.engine.tables.endings import ends_a_chain, is_share, recapitulated
from boq.engine.tables.kinds import COLLECTION, HEADING, ITEM, NOTE, SUBTOTAL, SUMMARY
from boq.engine.tables.lines import Line
from boq.engine.tables.numbering import depth_of
from boq.engine.tables.sums import Sums, same
from boq.engine.tables.view import View
from boq.engine.tables.words import is_note
from boq.engine.tables.worth import some_unextended, value_of
from boq.engine.text import fold

LEAST_SUMMED = 4  # items before a total that leaves one of them out is recognized
SAME_TITLE = 24  # letters by which two titles are the same
SUM_FORMULA = re.compile(r"^=?\+?(?:SUM|SUBTOTAL|СУММ|SOMA|SUMA|SOMME|SUMME|AGGREGATE)\s*\(", re.IGNORECASE)
_ROWS = re.compile(r"\$?[A-Z]{1,3}\$?(\d+)")


def restated(lines: list[Line]) -> None:
    """`1.10 Roof works ... 4,500.00` below the works of the section of that number and name is the section's total."""
    known: dict[str, str] = {}
    for line in lines:
        if line.kind is not HEADING or not line.text:
            continue
        ref, text = (line.ref, line.text) if line.ref else line.text.partition(" ")[::2]
        number = ref.rstrip(".")
        if line.ref and not line.amount_only:
            known[number] = fold(line.text)
        elif depth_of(ref) and (title := known.get(number)):
            words = fold(text)
            if words and (title.startswith(words) or words.startswith(title[:SAME_TITLE])):
                line.kind, line.total, line.label = SUBTOTAL, TotalKind.SUBTOTAL, line.text
                line.amount_only = False


def settle_amount_rows(view: View, columns: Columns, lines: list[Line]) -> None:
    """Rows that hold an amount and nothing else: totals above or below their items, or amounts without quantity."""
    pending = [index for index, line in enumerate(lines) if line.amount_only]
    if not pending:
        return
    counts, items = [0], []
    for line in lines:
        if line.kind is ITEM:
            items.append(line)
        counts.append(len(items))
    sums = _SeveralSums(items)
    carried, ends = _Carried(lines), _End(lines, counts, sums)
    again = recapitulated(lines, sum(map(value_of, items))) if len(items) > 1 else frozenset()
    for index in pending:
        line = lines[index]
        before = counts[index]
        amount = line.amount or 0.0
        if index in again or carried.again(index, amount):
            line.kind, line.label = COLLECTION, line.text or line.ref
            continue
        formula = view.grid.formulas.get((line.row, columns.amount if columns.amount is not None else -1), "")
        if SUM_FORMULA.match(formula):
            below = _points_below(formula, line.row)
            line.kind = HEADING if below and line.text else SUBTOTAL
            line.summed = True
            line.label = line.text
        elif ends_a_chain(lines, index, amount):
            line.kind, line.label = SUBTOTAL, line.text or line.ref
        elif line.text and is_share(lines, index, amount):
            line.kind, line.label, line.total = SUBTOTAL, line.text, TotalKind.ADDITION
        elif before < len(items) and sums.end_of(before, amount) is not None and (line.text or line.ref):
            line.kind = HEADING
        elif before and sums.start_of(before, amount) is not None:
            line.kind, line.label = SUBTOTAL, line.text
        elif not before and items and sums.end_of(0, amount) is not None:
            line.kind = SUBTOTAL
        elif before == len(items) > LEAST_SUMMED and sums.all_but_one(amount):
            line.kind, line.label, line.summed = SUBTOTAL, line.text, True
        elif not items and columns.quantity is None and columns.rate is None:
            line.kind = SUMMARY if line.text or line.ref else NOTE
        elif line.text and not is_note(line.text) and not ends.after(index, before):
            line.kind, line.weak = ITEM, "amount_only"
        else:
            line.kind, line.weak = NOTE, "stray_figure"


class _SeveralSums:
    """Running sums of the items' values; also of the stated amounts alone, where a few items have none."""

    def __init__(self, items: Sequence[Line]) -> None:
        self.ways = [Sums([value_of(line) for line in items])]
        if some_unextended(items):
            self.ways.append(Sums([line.amount or 0.0 for line in items]))

    def start_of(self, last: int, stated: float) -> int | None:
        """Where a stretch before item `last` that adds up to `stated` begins."""
        return next((start for sums in self.ways if (start := sums.start_of(last, stated)) is not None), None)

    def all_but_one(self, stated: float) -> bool:
        """True when `stated` is the sum of all items without the first or the last: a range that is one row short."""
        return any(
            same(sums.between(first, len(sums) - 1 + first), stated, len(sums))
            for sums in self.ways
            for first in (0, 1)
        )

    def end_of(self, first: int, stated: float) -> int | None:
        """Where a stretch from item `first` that adds up to `stated` ends."""
        return next((end for sums in self.ways if (end := sums.end_of(first, stated)) is not None), None)


class _End:
    """Where a table ends: with a total of all its items, after which no total follows."""

    def __init__(self, lines: Sequence[Line], counts: Sequence[int], sums: _SeveralSums) -> None:
        totals = [i for i, line in enumerate(lines) if line.kind is SUBTOTAL and line.amount and line.label]
        self.last = totals[-1] if totals else -1
        whole = [i for i in totals if counts[i] and sums.start_of(counts[i], lines[i].amount or 0.0) == 0]
        self.before = counts[whole[-1]] if whole else -1

    def after(self, index: int, before: int) -> bool:
        """True for a row below the last total of a table whose items another total proves in full."""
        return self.before == before and index > self.last >= 0


class _Carried:
    """Totals that were carried to a collection, each to be listed there once."""

    def __init__(self, lines: list[Line]) -> None:
        self.open = [
            (i, line.amount) for i, line in enumerate(lines) if line.kind is SUBTOTAL and line.amount and line.label
        ]

    def again(self, index: int, amount: float) -> bool:
        """True when a total before row `index` has this amount and was not listed yet."""
        for place, (row, total) in enumerate(self.open):
            if row < index and total is not None and abs(total - amount) < 0.006:
                del self.open[place]
                return True
        return False


def _points_below(formula: str, row: int) -> bool:
    rows = [int(found) for found in _ROWS.findall(formula.upper())]
    return bool(rows) and min(rows) > row + 1
