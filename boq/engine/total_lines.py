"""The total lines of all sheets as stated, with what arithmetic found that they add up to; the chain judges them (`chain`)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from boq.engine.book import is_entry
from boq.engine.chain import Proof
from boq.engine.model import Item, SourceRef, Standing, StatedTotal, TotalKind, Verdict
from boq.engine.money import decimal_of
from boq.engine.numbers import from_float
from boq.engine.tables.lines import Line
from boq.engine.tables.proof import Total
from boq.engine.tables.sheet import Sheet

ZERO = Decimal(0)
LAST = (TotalKind.GRAND, TotalKind.NET, TotalKind.SUBTOTAL)


class TotalLines:
    """Collects totals in file order, bills before summaries, each with its proof."""

    def __init__(self) -> None:
        self.totals: list[StatedTotal] = []
        self.proofs: list[Proof] = []

    def add_bill(
        self, sheet: Sheet, found: Sequence[Total], items: Sequence[Item], first: int, sections: dict[int, int]
    ) -> None:
        """The totals of a sheet whose `items` begin at position `first` of the bill; `sections`: row -> open section."""
        prefix = _Running([item.value or ZERO for item in items], found)
        counting: _Running | None = None  # seldom asked for
        base = len(self.totals)
        for total in found:
            expected = _expected(total, self.totals[base:], prefix, bill=bool(items))
            if total.basis and not _near(expected, total.amount):
                counting = counting or _Running([_counted(item) for item in items], found)
                without = _expected(total, self.totals[base:], counting, bill=bool(items))
                expected = without if _near(without, total.amount) else None
            claims = _claims(total, items, self.totals[base:])
            self._add(sheet, total, expected, claims, sections.get(total.line.row, -1))
            inside = total.basis in ("items", "chain", "totals") and total.last <= prefix.count
            stretch = (first + total.first, first + total.last) if inside and items else (0, 0)
            self.proofs.append(Proof(*stretch, tuple(base + source for source in total.sources)))

    def add_summary(self, sheet: Sheet, found: Sequence[Total]) -> None:
        """The lines of a summary, then its totals, which add these lines up."""
        lines = [line for line in sheet.lines if is_entry(line)]
        entries: dict[int, int] = {}
        amounts = []
        for position, line in enumerate(lines):
            amount = _amount(sheet, line)
            amounts.append(amount or ZERO)
            if amount:
                entries[position] = len(self.totals)
                self.totals.append(_entry(sheet, line, amount))
                self.proofs.append(Proof())
        prefix, base = _Running(amounts, found), len(self.totals)
        for total in found:
            expected = _expected(total, self.totals[base:], prefix, bill=False)
            self._add(sheet, total, expected, _claims(total, (), self.totals[base:]), -1)
            own = range(total.first, total.last) if total.basis in ("items", "chain", "totals") else range(0)
            parts = [entries[position] for position in own if position in entries]
            self.proofs.append(Proof(0, 0, (*parts, *(base + source for source in total.sources))))

    def _add(
        self, sheet: Sheet, total: Total, expected: Decimal | None, claims: tuple[SourceRef, ...], section: int
    ) -> None:
        row, column = total.line.row, total.line.amount_at
        amount = decimal_of(sheet.view, row, column)
        self.totals.append(
            StatedTotal(
                kind=total.kind if not (total.whole and total.kind is TotalKind.SUBTOTAL) else TotalKind.NET,
                label=total.line.label or total.line.text,
                amount=amount if amount is not None else from_float(total.amount) or ZERO,
                source=SourceRef(sheet.name, row + 1, column + 1, sheet.view.grid.page_of(row)),
                section=section,
                expected=expected,
                verdict=_verdict(total, expected),
                claims=claims,
                formula=sheet.view.grid.formulas.get((row, column), ""),
            )
        )


def _counted(item: Item) -> Decimal:
    return (item.value or ZERO) if item.standing is Standing.COUNTS else ZERO


def _near(expected: Decimal | None, amount: float) -> bool:
    """True when a figure is the amount to the unit: the proof itself was stricter."""
    return expected is not None and abs(float(expected) - amount) <= 1


class _Running:
    """What the first amounts add up to, at the places where totals look for it. `count` is how many amounts there are."""

    def __init__(self, amounts: Sequence[Decimal], totals: Sequence[Total]) -> None:
        wanted = {place for total in totals for place in (total.first, total.last, total.before)}
        self.count, running, before = len(amounts), ZERO, 0
        self.sums = {0: ZERO}
        for place in sorted(place for place in wanted if 0 < place <= self.count):
            running = sum(amounts[before:place], running)
            self.sums[place] = running
            before = place

    def between(self, first: int, last: int) -> Decimal:
        """The amounts from position `first` to before `last`."""
        return self.sums[last] - self.sums[first]


def _amount(sheet: Sheet, line: Line) -> Decimal | None:
    if line.amount is None:
        return None
    exact = decimal_of(sheet.view, line.row, line.amount_at) if line.amount_at >= 0 else None
    return exact if exact is not None else from_float(line.amount)


def _entry(sheet: Sheet, line: Line, amount: Decimal) -> StatedTotal:
    return StatedTotal(
        kind=TotalKind.ENTRY,
        label=line.text or line.label or line.ref,
        amount=amount,
        source=SourceRef(sheet.name, line.row + 1, line.amount_at + 1, sheet.view.grid.page_of(line.row)),
        formula=sheet.view.grid.formulas.get((line.row, line.amount_at), ""),
    )


def _expected(total: Total, stated: Sequence[StatedTotal], prefix: _Running, bill: bool) -> Decimal | None:
    inside = total.last <= prefix.count
    if total.basis == "items" and inside and prefix.count:
        return prefix.between(total.first, total.last)
    if total.basis in ("totals", "chain"):
        entries = prefix.between(total.first, total.last) if inside else ZERO
        return entries + sum((signed(stated[source]) for source in total.sources), ZERO)
    if total.basis == "same":
        return stated[total.sources[0]].amount
    if not total.basis and bill and total.kind in LAST and total.before <= prefix.count:
        return prefix.sums[total.before]
    return None


def signed(line: StatedTotal) -> Decimal:
    """What an addition adds: a discount takes away however its sign is written."""
    return -abs(line.amount) if line.kind is TotalKind.DISCOUNT else line.amount


def _verdict(total: Total, expected: Decimal | None) -> Verdict:
    if total.basis:
        return Verdict.EQUAL
    return Verdict.UNKNOWN if expected is None or not expected else Verdict.OFF


def _claims(total: Total, items: Sequence[Item], stated: Sequence[StatedTotal]) -> tuple[SourceRef, ...]:
    """First and last row of the stretch, or the totals that were added."""
    if total.basis == "items" and items and total.last <= len(items) and total.last > total.first:
        return tuple(items[i].source for i in dict.fromkeys((total.first, total.last - 1)))
    return tuple(stated[source].source for source in total.sources)
