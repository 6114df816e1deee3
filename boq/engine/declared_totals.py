"""What the totals of a declared bill add up: section by section, from the innermost out, each linked to the lines behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

import msgspec

from boq.engine.layout import Layout, Record
from boq.engine.model import Role, Section, SourceRef, Standing, StatedTotal, TotalKind, Verdict

ZERO = Decimal(0)
CENT = Decimal("0.01")
CHANGES = frozenset({TotalKind.DISCOUNT, TotalKind.TAX, TotalKind.CONTINGENCY, TotalKind.ADDITION})


class Growing(Protocol):
    """The bill while it is read."""

    sections: list[Section]
    totals: list[StatedTotal]
    stated: StatedTotal | None


@dataclass(slots=True)
class Part:
    """A section while it is read (the first one stands for the whole bill): what its totals add up.

    `own` is the sum of what stands directly in it and counts, `adds` how many items that is; `links` are totals that it adds up, as
    positions; `final` is the position of the total that it brings to the part above.
    """

    section: int
    standing: Standing = Standing.COUNTS
    own: Decimal = ZERO
    priced: int = 0
    adds: int = 0
    ends: list[SourceRef] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    lines: list[tuple[int, Record]] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    final: int | None = None

    def add(self, value: Decimal | None, source: SourceRef, counts: bool = True, item: bool = True) -> None:
        """Count an amount that the totals of this section add up, or notice one that they leave out."""
        if value is None:
            return
        self.priced += 1
        if counts:
            self.own += value
            self.adds += item
            self.ends = [*self.ends[:1], source]


@dataclass(slots=True)
class Closing:
    """States the totals of one sheet. `cell` gives the text of a cell, `source` its place."""

    bill: Growing
    layout: Layout
    cell: Callable[[int, int | None], str]
    source: Callable[[int, int | None], SourceRef]

    def close(self, part: Part) -> Decimal | None:
        """State the totals of a part and of all parts in it; returns what the part brings to the one above, None for nothing."""
        worth, priced, claims = part.own, part.priced, list(part.ends)
        for inner in part.parts:
            brought = self.close(inner)
            if brought is None or inner.standing is not Standing.COUNTS:
                continue
            worth, priced = worth + brought, priced + 1
            claims.append(self.place_of(inner))
            if inner.final is not None:
                part.links.append(inner.final)
            else:
                part.links += inner.links
                part.adds += inner.adds
        last = self.lines(part, worth if priced else None, tuple(claims))
        if last is not None:
            return last
        return worth if priced else None

    def lines(self, part: Part, running: Decimal | None, claims: tuple[SourceRef, ...]) -> Decimal | None:
        """The total lines of a part in their order; returns its last sum, taxes aside."""
        last: Decimal | None = None
        chain: list[int] = []  # the last sum, and what has changed it since
        for row, record in part.lines:
            amount, kind = record.amount or ZERO, record.total or TotalKind.SUBTOTAL
            if record.adds:
                position = self.state(part, row, record, kind, record.expected)
                if record.standing is Standing.COUNTS:
                    part.links.append(position)
            elif kind in CHANGES:
                chain.append(self.state(part, row, record, kind, record.expected, parts=tuple(chain[:1])))
                if running is not None:
                    running += -abs(amount) if kind is TotalKind.DISCOUNT else amount
            else:
                expected = record.expected if record.expected is not None else None if record.unproven else running
                if chain:
                    position = self.state(part, row, record, kind, expected, parts=tuple(chain))
                else:
                    position = self.state(part, row, record, kind, expected, claims, tuple(part.links), part.adds)
                chain, running = [position], amount
                if kind is not TotalKind.GRAND or last is None:
                    last, part.final = amount, position
        return last

    def place_of(self, part: Part) -> SourceRef:
        """The cell of what a part brings: its last total, or its heading."""
        if part.lines:
            return self.source(part.lines[-1][0], self.layout.columns.get(Role.AMOUNT))
        return self.bill.sections[part.section].source

    def state(
        self,
        part: Part,
        row: int,
        record: Record,
        kind: TotalKind,
        expected: Decimal | None,
        claims: tuple[SourceRef, ...] = (),
        parts: tuple[int, ...] = (),
        adds: int = 0,
    ) -> int:
        """Add one stated total with its verdict; returns its position."""
        amount, source = record.amount or ZERO, self.source(row, self.layout.columns.get(Role.AMOUNT))
        verdict = Verdict.UNKNOWN
        if expected is not None:
            slack = CENT * max(1, adds + len(parts)) if self.layout.computed else CENT
            verdict = Verdict.EQUAL if abs(expected - amount) * 2 <= slack else Verdict.OFF
            if verdict is Verdict.OFF and self.layout.partial:
                verdict, expected = Verdict.UNKNOWN, None
        total = StatedTotal(
            kind=kind,
            label=self.cell(row, self.layout.columns.get(Role.DESCRIPTION)),
            amount=amount,
            source=source,
            section=part.section,
            party=self.layout.party,
            expected=expected,
            verdict=verdict,
            claims=claims or tuple(self.bill.totals[position].source for position in parts),
            parts=parts,
            adds=adds,
        )
        self.bill.totals.append(total)
        if row == self.layout.stated:
            self.bill.stated = total
        if part.section >= 0 and kind not in CHANGES and self.bill.sections[part.section].stated_total is None:
            section = self.bill.sections[part.section]
            self.bill.sections[part.section] = msgspec.structs.replace(
                section, stated_total=amount, stated_total_source=source
            )
        return len(self.bill.totals) - 1
