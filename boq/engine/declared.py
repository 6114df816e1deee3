"""Bills of formats that declare themselves: sections, items, prices and totals exactly as the records say."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from boq.engine.items import COUNTS, KIND_OF_UNIT, MEASURED
from boq.engine.keys import Keys
from boq.engine.layout import Layout, Record
from boq.engine.model import (
    Item,
    ItemKind,
    Price,
    PricingState,
    Role,
    RowKind,
    Section,
    SourceRef,
    Standing,
    StatedTotal,
    TotalKind,
    Verdict,
)
from boq.engine.tables.sheet import Sheet
from boq.engine.tables.view import as_text
from boq.engine.text import fold
from boq.engine.units import UNKNOWN, Unit, parse_unit

ZERO = Decimal(0)
CENT = Decimal("0.01")
CHANGES = frozenset({TotalKind.DISCOUNT, TotalKind.TAX, TotalKind.CONTINGENCY, TotalKind.ADDITION})
TAKEN_AWAY = frozenset({TotalKind.DISCOUNT})


@dataclass(slots=True)
class Part:
    """A section while it is read (the first one stands for the whole bill): what its totals add up."""

    section: int
    standing: Standing = COUNTS
    own: Decimal = ZERO
    priced: int = 0
    ends: list[SourceRef] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    lines: list[tuple[int, Record]] = field(default_factory=list)
    stated: Decimal | None = None

    def add(self, value: Decimal | None, source: SourceRef, counts: bool = True) -> None:
        """Count an amount that the totals of this section add up, or notice one that they leave out."""
        if value is None:
            return
        self.priced += 1
        if counts:
            self.own += value
            self.ends = [*self.ends[:1], source]


class Declared:
    """Reads one sheet after another; `keys` are shared so that equal works of several sheets stay apart."""

    def __init__(self) -> None:
        self.keys = Keys()
        self.sections: list[Section] = []
        self.items: list[Item] = []
        self.totals: list[StatedTotal] = []
        self.parties: list[str] = []
        self.stated: StatedTotal | None = None
        self._units: dict[str, Unit] = {"": UNKNOWN}

    def read(self, sheet: Sheet, layout: Layout, several: bool) -> None:
        """Take in one sheet; where there are several, each is a section of its own."""
        _Reader(self, sheet, layout).read(several)
        if layout.party and layout.party not in self.parties:
            self.parties.append(layout.party)

    def unit(self, text: str) -> Unit:
        """The meaning of a unit's spelling."""
        found = self._units.get(text)
        if found is None:
            found = self._units[text] = parse_unit(text)
        return found


class _Reader:
    """One sheet: its open sections and what they add up to."""

    def __init__(self, bill: Declared, sheet: Sheet, layout: Layout) -> None:
        self.bill, self.sheet, self.layout = bill, sheet, layout
        self.rows = sheet.view.rows
        self.stack: list[tuple[Part, str, Standing]] = []
        place = layout.columns
        self.ref, self.text, self.unit = place.get(Role.REF), place.get(Role.DESCRIPTION), place.get(Role.UNIT)
        self.quantity, self.rate, self.amount = (place.get(role) for role in (Role.QUANTITY, Role.RATE, Role.AMOUNT))
        self.root = Part(-1)
        self.base = 0

    def read(self, several: bool) -> None:
        """All records, then the totals, which may stand above what they add up."""
        self.stack = [(self.root, "", COUNTS)]
        if several:
            self.root.section = self._section(self.sheet.name, "", 0, self.root)
            self.stack = [(self.root, self.bill.sections[-1].key, COUNTS)]
            self.base = 1
        for row, record in enumerate(self.layout.records[: len(self.rows)]):
            if record is None:
                continue
            if record.kind is RowKind.HEADING:
                self._open(row, record)
            elif record.kind is RowKind.ITEM:
                self._item(row, record)
            elif record.total is not None:
                self._total(row, record)
        self._close(self.root)

    def _cell(self, row: int, column: int | None) -> str:
        cells = self.rows[row]
        return as_text(cells[column]) if column is not None and column < len(cells) else ""

    def _source(self, row: int, column: int | None = None) -> SourceRef:
        return SourceRef(self.sheet.name, row + 1, 0 if column is None else column + 1)

    def _open(self, row: int, record: Record) -> None:
        """A heading closes the open ones of its depth and below."""
        del self.stack[max(1, record.level) :]
        above, _, said = self.stack[-1]
        title, ref = self._cell(row, self.text), self._cell(row, self.ref)
        part = Part(-1, record.standing)
        part.section = self._section(title or ref, ref if title else "", row, above)
        above.parts.append(part)
        standing = said if record.standing is COUNTS else record.standing
        self.stack.append((part, self.bill.sections[-1].key, standing))
        if record.amount is not None:
            part.lines.append((row, record))

    def _section(self, title: str, ref: str, row: int, above: Part) -> int:
        bill = self.bill
        parent = above.section if self.stack and above.section >= 0 else -1
        key = bill.keys.section(bill.sections[parent].key if parent >= 0 else "", ref, title)
        level = bill.sections[parent].level + 1 if parent >= 0 else 0
        bill.sections.append(Section(key, parent, level, title, self._source(row, self.text), ref))
        return len(bill.sections) - 1

    def _part_at(self, level: int) -> tuple[Part, str, Standing]:
        return self.stack[min(level, len(self.stack) - 1)]

    def _item(self, row: int, record: Record) -> None:
        part, section_key, standing = self._part_at(record.level)
        text, ref, unit_text = self._cell(row, self.text), self._cell(row, self.ref), self._cell(row, self.unit)
        unit = self.bill.unit(unit_text)
        price = self._price(row, record)
        part.add(price.value, self._source(row, self.amount), record.standing is COUNTS)
        if record.standing is not COUNTS:
            standing = record.standing
        self.bill.items.append(
            Item(
                key=self.bill.keys.item(section_key, ref, fold(text), unit.code or unit_text),
                kind=_kind(record, unit),
                standing=standing,
                section=part.section,
                source=self._source(row),
                description=text,
                ref=ref,
                unit=unit_text,
                unit_code=unit.code,
                unit_factor=unit.factor,
                quantity=record.quantity,
                raw_quantity=self._cell(row, self.quantity),
                ref_column=_column(self.ref),
                description_column=_column(self.text),
                unit_column=_column(self.unit),
                quantity_column=_column(self.quantity),
                prices=(price,),
                note=self._cell(row, self.layout.note),
            )
        )

    def _price(self, row: int, record: Record) -> Price:
        calculated = None
        if record.quantity is not None and record.rate is not None:
            calculated = record.quantity * record.rate / record.base
        return Price(
            state=record.state or _state(record),
            party=self.layout.party,
            rate=record.rate,
            amount=record.amount,
            calculated=calculated,
            rate_base=record.base,
            components=record.parts,
            raw_rate=self._cell(row, self.rate),
            raw_amount=self._cell(row, self.amount),
            rate_column=_column(self.rate),
            amount_column=_column(self.amount),
        )

    def _total(self, row: int, record: Record) -> None:
        part = self._part_at(record.level)[0]
        if record.adds and record.standing is COUNTS:
            part.add(record.amount, self._source(row, self.amount))
        if record.amount is not None:
            part.lines.append((row, record))

    def _close(self, part: Part) -> Decimal | None:
        """State the totals of a part and of all parts in it; returns what the part brings to the one above, None for nothing."""
        worth, priced = part.own, part.priced
        claims = list(part.ends)
        for inner in part.parts:
            brought = self._close(inner)
            if brought is not None and inner.standing is COUNTS:
                worth += brought
                priced += 1
                claims.append(self._place_of(inner))
        running: Decimal | None = worth if priced else None
        last: Decimal | None = None
        before: list[SourceRef] = []
        for row, record in part.lines:
            amount = record.amount or ZERO
            source = self._source(row, self.amount)
            kind = record.total or TotalKind.SUBTOTAL
            if record.adds:
                self._state(row, record, kind, record.expected, part, ())
                continue
            if kind in CHANGES:
                self._state(row, record, kind, record.expected, part, tuple(before[-1:]))
                running = None if running is None else running + (-abs(amount) if kind in TAKEN_AWAY else amount)
            else:
                expected = record.expected if record.expected is not None else None if record.unproven else running
                self._state(row, record, kind, expected, part, tuple(before) or tuple(claims))
                running, before = amount, []
                if kind is not TotalKind.GRAND or last is None:
                    last = amount
            before.append(source)
        part.stated = last
        if last is not None:
            return last
        return worth if priced else None

    def _place_of(self, part: Part) -> SourceRef:
        """The cell of what a part brings: its last total, or its heading."""
        if part.lines:
            return self._source(part.lines[-1][0], self.amount)
        return self.bill.sections[part.section].source

    def _state(
        self,
        row: int,
        record: Record,
        kind: TotalKind,
        expected: Decimal | None,
        part: Part,
        claims: tuple[SourceRef, ...],
    ) -> None:
        amount, source = record.amount or ZERO, self._source(row, self.amount)
        verdict = Verdict.UNKNOWN
        if expected is not None:
            verdict = Verdict.EQUAL if abs(expected - amount) * 2 <= CENT else Verdict.OFF
            if verdict is Verdict.OFF and self.layout.partial:
                verdict, expected = Verdict.UNKNOWN, None
        total = StatedTotal(
            kind=kind,
            label=self._cell(row, self.text),
            amount=amount,
            source=source,
            section=part.section,
            party=self.layout.party,
            expected=expected,
            verdict=verdict,
            claims=claims,
        )
        self.bill.totals.append(total)
        if row == self.layout.stated:
            self.bill.stated = total
        if part.section >= 0 and kind not in CHANGES:
            section = self.bill.sections[part.section]
            if section.stated_total is None:
                values = {name: getattr(section, name) for name in Section.__struct_fields__}
                values |= {"stated_total": amount, "stated_total_source": source}
                self.bill.sections[part.section] = Section(**values)


def _column(place: int | None) -> int:
    return 0 if place is None else place + 1


def _kind(record: Record, unit: Unit) -> ItemKind:
    return record.item if record.item is not None else KIND_OF_UNIT.get(unit.code, MEASURED)


def _state(record: Record) -> PricingState:
    if record.rate or record.amount:
        return PricingState.PRICED
    return PricingState.UNPRICED if record.rate is None and record.amount is None else PricingState.ZERO
