"""Bills of formats that declare themselves: sections, items, prices and totals exactly as the records say."""

from __future__ import annotations

from boq.engine.declared_totals import Closing, Part
from boq.engine.item_kinds import KIND_OF_UNIT, MEASURED
from boq.engine.items import COUNTS
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
)
from boq.engine.preambles import MOST
from boq.engine.tables.sheet import Sheet
from boq.engine.tables.view import as_text
from boq.engine.text import fold
from boq.engine.units import UNKNOWN, Unit, parse_unit


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
        Closing(self.bill, self.layout, self.cell, self.source).close(self.root)

    def cell(self, row: int, column: int | None) -> str:
        """The text of a cell."""
        cells = self.rows[row]
        return as_text(cells[column]) if column is not None and column < len(cells) else ""

    def source(self, row: int, column: int | None = None) -> SourceRef:
        """The place of a cell, or of a whole row."""
        return SourceRef(self.sheet.name, row + 1, 0 if column is None else column + 1)

    def _open(self, row: int, record: Record) -> None:
        """A heading closes the open ones of its depth and below."""
        del self.stack[max(1, record.level) :]
        above, _, said = self.stack[-1]
        title, ref = self.cell(row, self.text), self.cell(row, self.ref)
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
        bill.sections.append(Section(key, parent, level, title, self.source(row, self.text), ref))
        return len(bill.sections) - 1

    def _part_at(self, level: int) -> tuple[Part, str, Standing]:
        return self.stack[min(level, len(self.stack) - 1)]

    def _item(self, row: int, record: Record) -> None:
        part, section_key, standing = self._part_at(record.level)
        text, ref, unit_text = self.cell(row, self.text), self.cell(row, self.ref), self.cell(row, self.unit)
        unit = self.bill.unit(unit_text)
        price = self._price(row, record)
        part.add(price.value, self.source(row, self.amount), record.standing is COUNTS)
        if record.standing is not COUNTS:
            standing = record.standing
        self.bill.items.append(
            Item(
                key=self.bill.keys.item(section_key, ref, fold(text), unit.code or unit_text),
                kind=_kind(record, unit),
                standing=standing,
                section=part.section,
                source=self.source(row),
                description=text,
                ref=ref,
                unit=unit_text,
                unit_code=unit.code,
                unit_factor=unit.factor,
                quantity=record.quantity,
                raw_quantity=self.cell(row, self.quantity),
                ref_column=_column(self.ref),
                description_column=_column(self.text),
                unit_column=_column(self.unit),
                quantity_column=_column(self.quantity),
                prices=(price,),
                note=self.cell(row, self.layout.note),
                preamble=self.ruling(record.ruled),
                preamble_row=0 if record.ruled is None else record.ruled + 1,
            )
        )

    def ruling(self, row: int | None) -> str:
        """The text of a row that rules an item, short and long."""
        if row is None:
            return ""
        return "\n".join(filter(None, (self.cell(row, self.text), self.cell(row, self.layout.note))))[:MOST]

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
            raw_rate=self.cell(row, self.rate),
            raw_amount=self.cell(row, self.amount),
            rate_column=_column(self.rate),
            amount_column=_column(self.amount),
        )

    def _total(self, row: int, record: Record) -> None:
        part = self._part_at(record.level)[0]
        if record.adds and record.standing is COUNTS:
            part.add(record.amount, self.source(row, self.amount), item=False)
        if record.amount is not None:
            part.lines.append((row, record))


def _column(place: int | None) -> int:
    return 0 if place is None else place + 1


def _kind(record: Record, unit: Unit) -> ItemKind:
    return record.item if record.item is not None else KIND_OF_UNIT.get(unit.code, MEASURED)


def _state(record: Record) -> PricingState:
    if record.rate or record.amount:
        return PricingState.PRICED
    return PricingState.UNPRICED if record.rate is None and record.amount is None else PricingState.ZERO
