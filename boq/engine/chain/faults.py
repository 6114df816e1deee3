"""Formulas that add up the wrong rows: items that they miss, or count twice, and totals that nobody carries on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from boq.engine.chain.ledger import ZERO, Column, Ledger
from boq.engine.chain.lineage import Lineage
from boq.engine.model import ItemKind, Rounding, SourceRef, TotalKind

NAMED = 20  # places that one fault names
_SLACK = Decimal("1e-6")  # what the rounding of many lines may come to
SHARES = frozenset({TotalKind.CONTINGENCY, TotalKind.DISCOUNT, TotalKind.TAX, TotalKind.ADDITION})
APART = frozenset({ItemKind.CONTINGENCY, ItemKind.DISCOUNT, ItemKind.TAX, ItemKind.PERCENTAGE})


@dataclass(slots=True)
class WrongRows:
    """What one total misses and what it counts twice; `gap` is what it should be more (or less) by."""

    missing: list[SourceRef] = field(default_factory=list)
    extra: list[SourceRef] = field(default_factory=list)
    gap: Decimal = ZERO


def find_wrong_rows(ledger: Ledger, lineages: Sequence[Lineage | None], root: int | None) -> dict[int, WrongRows]:
    """Totals by position whose formulas add up the wrong rows. Only what formulas show beyond doubt."""
    found: dict[int, WrongRows] = {}
    leaves = _leaves(ledger, lineages)
    for column, rows in leaves.values():
        covered = _covered(ledger, lineages, column)
        for leaf in rows:
            _missed(ledger, column, leaf, covered, found)
        for before, leaf in pairwise(rows):
            _overlapping(ledger, column, before, leaf, found)
    for index, lineage in enumerate(lineages):
        if lineage is not None and lineage.by_formula:
            _twice(ledger, lineages, index, lineage, found)
    if root is not None:
        _left_behind(ledger, lineages, root, found)
    return found


@dataclass(slots=True)
class _Leaf:
    """A total that adds up items of one column by its formula: positions `first` to before `last`."""

    index: int
    row: int
    first: int
    last: int


def _leaves(ledger: Ledger, lineages: Sequence[Lineage | None]) -> dict[tuple[str, int], tuple[Column, list[_Leaf]]]:
    """Such totals by column, from top to bottom."""
    leaves: dict[tuple[str, int], tuple[Column, list[_Leaf]]] = {}
    for index, lineage in enumerate(lineages):
        if lineage is None or not lineage.by_formula or not lineage.stretches or lineage.parts:
            continue
        total, column = ledger.totals[index], lineage.stretches[0].column
        plain = all(s.column is column and s.times == 1 and not s.chosen for s in lineage.stretches)
        if plain and total.source.sheet == column.sheet and total.kind not in SHARES:
            first = min(stretch.first for stretch in lineage.stretches)
            last = max(stretch.last for stretch in lineage.stretches)
            place = leaves.setdefault((column.sheet, column.column), (column, []))
            place[1].append(_Leaf(index, total.source.row - 1, first, last))
    for _, rows in leaves.values():
        rows.sort(key=lambda leaf: leaf.row)
    return leaves


def _covered(ledger: Ledger, lineages: Sequence[Lineage | None], column: Column) -> list[int]:
    """For each amount of the column, how many totals add it up themselves."""
    steps = [0] * (len(column.rows) + 1)
    for lineage in lineages:
        for stretch in lineage.stretches if lineage is not None else ():
            if stretch.column is column:
                steps[stretch.first] += 1
                steps[stretch.last] -= 1
    running = 0
    return [running := running + step for step in steps[:-1]]


def _missed(ledger: Ledger, column: Column, leaf: _Leaf, covered: list[int], found: dict[int, WrongRows]) -> None:
    """Priced items of the same section, between the total before and this one, that no total adds up."""
    place = ledger.totals[leaf.index].source.column - 1
    rows = ledger.total_rows[column.sheet][place]  # row and position, sorted
    top, bottom = column.rows[leaf.first], column.rows[leaf.last - 1]
    if leaf.row > bottom:
        above = bisect_left(rows, (top, -1))
        first = bisect_left(column.rows, rows[above - 1][0]) if above else 0
        last = bisect_left(column.rows, leaf.row)
    elif leaf.row < top:
        under = bisect_left(rows, (bottom, -1))
        first = leaf.first
        last = bisect_left(column.rows, rows[under][0]) if under < len(rows) else len(column.rows)
    else:
        return
    sections = {ledger.items[column.items[k]].section for k in (leaf.first, leaf.last - 1)}
    lost = [k for k in range(first, last) if not covered[k] and _matters(ledger, column, k, sections)]
    if lost and len(lost) <= 3 * (leaf.last - leaf.first):
        fault = found.setdefault(leaf.index, WrongRows())
        fault.missing += [_cell(column, k) for k in lost[:NAMED]]
        fault.gap += sum((column.worth[k] for k in lost), ZERO)


def _matters(ledger: Ledger, column: Column, k: int, sections: set[int]) -> bool:
    item = ledger.items[column.items[k]]
    return bool(column.counts[k] and column.worth[k]) and item.section in sections and item.kind not in APART


def _cell(column: Column, k: int) -> SourceRef:
    return SourceRef(column.sheet, column.rows[k] + 1, column.column + 1)


def _overlapping(ledger: Ledger, column: Column, before: _Leaf, leaf: _Leaf, found: dict[int, WrongRows]) -> None:
    """A range that begins among the items of the total before: these are counted in both."""
    if before.row >= leaf.row or not before.first < leaf.first < before.last <= leaf.last:
        return
    if before.row <= column.rows[leaf.first]:
        return  # it stands above the items
    shared = [k for k in range(leaf.first, before.last) if column.worth[k]]
    if shared:
        fault = found.setdefault(leaf.index, WrongRows())
        fault.extra += [_cell(column, k) for k in shared[:NAMED]]
        fault.gap -= sum((column.worth[k] for k in shared), ZERO)


def _twice(
    ledger: Ledger,
    lineages: Sequence[Lineage | None],
    index: int,
    lineage: Lineage,
    found: dict[int, WrongRows],
) -> None:
    """A range that holds both items and the total of these items."""
    if not lineage.stretches or not lineage.parts:
        return
    for part, times in lineage.parts:
        below = lineages[part]
        if below is None or not below.by_formula or times <= 0 or not ledger.totals[part].amount:
            continue
        twice = any(
            mine.column is theirs.column
            and mine.first <= theirs.first
            and theirs.last <= mine.last
            and theirs.last - theirs.first >= 2
            and mine.times + times > 1
            and mine.times > 0
            for mine in lineage.stretches
            for theirs in below.stretches
        )
        if twice:
            fault = found.setdefault(index, WrongRows())
            fault.extra.append(ledger.totals[part].source)
            fault.gap -= times * ledger.totals[part].amount


def _left_behind(ledger: Ledger, lineages: Sequence[Lineage | None], root: int, found: dict[int, WrongRows]) -> None:
    """A total that is not carried on although its like are: the sum over these misses it."""
    reached, carried = _reached(lineages, root)
    coverage = _coverage(lineages, reached)
    heirs = [index for index in reached if (lineage := lineages[index]) is not None and len(lineage.parts) >= 2]
    looked = 0
    for index, lineage in enumerate(lineages):
        total = ledger.totals[index]
        if index in reached or index in carried or lineage is None or not total.amount or total.kind in SHARES:
            continue
        if not _holds_lost_money(ledger, lineage, coverage) or looked >= NAMED:
            continue
        looked += 1
        heir = next((one for one in heirs if _is_sibling(ledger, lineages, one, index)), None)
        if heir is not None:
            fault = found.setdefault(heir, WrongRows())
            if len(fault.missing) < NAMED:
                fault.missing.append(total.source)
            fault.gap += total.amount


def is_derived(
    ledger: Ledger, lineages: Sequence[Lineage | None], root: int, found: dict[int, WrongRows], rounding: Rounding
) -> bool:
    """True when the chain of formulas leads from the items to the root exactly: what the items enter it with comes to its amount,
    and those that enter it not at all are named as missing somewhere.
    """
    reached, _ = _reached(lineages, root)
    if any(not _is_open(ledger, lineages, index) for index in reached):
        return False
    coverage, total = _coverage(lineages, reached), ZERO
    named = {place for fault in found.values() for place in fault.missing}
    carried_nowhere = {index for index, total_line in enumerate(ledger.totals) if total_line.source in named}
    excused = _coverage(lineages, dict.fromkeys(carried_nowhere, Decimal(1)))
    for column in (one for sheet in ledger.columns for one in ledger.mains(sheet)):
        enters, excuse = coverage.get(id(column)), excused.get(id(column))
        for k, worth in enumerate(column.worth):
            times = enters[k] if enters is not None else ZERO
            total += times * worth
            lost = not times and worth and column.counts[k]
            if lost and not (excuse is not None and excuse[k]) and _cell(column, k) not in named:
                return False
    return bool(total) and abs(total - ledger.totals[root].amount) <= max(rounding.quantum, abs(total) * _SLACK)


def _is_open(ledger: Ledger, lineages: Sequence[Lineage | None], index: int) -> bool:
    """True when it is known in full what a total adds up."""
    lineage = lineages[index]
    if lineage is None:
        return not ledger.totals[index].amount
    return not lineage.loose and not lineage.constant


def _reached(lineages: Sequence[Lineage | None], root: int) -> tuple[dict[int, Decimal], set[int]]:
    """Totals under the root, each with how often it enters, and all totals that any other adds up."""
    order: list[int] = []
    state: dict[int, int] = {}
    waiting = [root]
    while waiting:
        index = waiting[-1]
        lineage = lineages[index]
        fresh = [part for part, _ in lineage.parts if part not in state] if lineage and index not in state else []
        state.setdefault(index, 1)
        if fresh:
            waiting += fresh
            continue
        waiting.pop()
        if state[index] == 1:
            state[index] = 2
            order.append(index)
    times: dict[int, Decimal] = dict.fromkeys(order, ZERO)
    times[root] = Decimal(1)
    for index in reversed(order):
        lineage = lineages[index]
        for part, often in lineage.parts if lineage else ():
            times[part] += often * times[index]
    return times, {part for lineage in lineages if lineage for part, _ in lineage.parts}


def _coverage(lineages: Sequence[Lineage | None], reached: dict[int, Decimal]) -> dict[int, list[Decimal]]:
    """By the identity of a column: how often each of its amounts enters the root."""
    steps: dict[int, list[Decimal]] = {}
    for index, times in reached.items():
        lineage = lineages[index]
        for stretch in lineage.stretches if lineage else ():
            of_column = steps.setdefault(id(stretch.column), [ZERO] * (len(stretch.column.rows) + 1))
            of_column[stretch.first] += times * stretch.times
            of_column[stretch.last] -= times * stretch.times
    for of_column in steps.values():
        running = ZERO
        for place, step in enumerate(of_column):
            if step:
                running += step
            of_column[place] = running  # one decimal for a whole stretch
    return steps


def _holds_lost_money(ledger: Ledger, lineage: Lineage, coverage: dict[int, list[Decimal]]) -> bool:
    """True when all that the total itself adds up counts, is priced, and enters the root nowhere."""
    seen = False
    for stretch in lineage.stretches:
        enters = coverage.get(id(stretch.column))
        for k in range(stretch.first, stretch.last):
            if not stretch.column.counts[k] or (enters is not None and enters[k]):
                return False
            seen = seen or bool(stretch.column.worth[k])
    return seen


def _is_sibling(ledger: Ledger, lineages: Sequence[Lineage | None], heir: int, index: int) -> bool:
    """True when total `heir` adds up at least two totals like `index`: of its column, or each the total of a sheet."""
    lineage, lost = lineages[heir], ledger.totals[index]
    if lineage is None or len(lineage.parts) < 2:
        return False
    feet = [ledger.totals[_foot(ledger, lineages, part)] for part, _ in lineage.parts]
    alike = [foot for foot in feet if foot.kind is lost.kind]
    beside = [f for f in alike if (f.source.sheet, f.source.column) == (lost.source.sheet, lost.source.column)]
    if len(beside) >= 2:
        return ledger.totals[heir].source.sheet != lost.source.sheet or lost.source.row < ledger.totals[heir].source.row
    sheets = {foot.source.sheet for foot in feet}
    return len({foot.source.sheet for foot in alike}) >= 2 and lost.source.sheet not in sheets


def _foot(ledger: Ledger, lineages: Sequence[Lineage | None], index: int) -> int:
    """The total that a line of a summary carries; else the line itself."""
    lineage = lineages[index]
    if ledger.totals[index].kind is TotalKind.ENTRY and lineage is not None and len(lineage.parts) == 1:
        return lineage.parts[0][0]
    return index
