"""One item: what is asked, and what the parties answer, exactly as the cells hold it."""

from __future__ import annotations

import re
from decimal import Decimal

from boq.engine.keys import Keys
from boq.engine.model import Item, ItemKind, Price, PricingState, RateComponent, SourceRef, Standing
from boq.engine.money import exact
from boq.engine.numbers import parse
from boq.engine.tables.lines import Line
from boq.engine.tables.money import Pair
from boq.engine.tables.sheet import Sheet, Table
from boq.engine.tables.view import Cell, as_text
from boq.engine.tables.words import option_of
from boq.engine.text import fold
from boq.engine.units import UNKNOWN, Unit, parse_unit, resolve
from boq.engine.vocabulary.kinds import INSIDE, OPENING

ONE = Decimal(1)
STATES = {
    "rate_only": PricingState.RATE_ONLY,
    "included": PricingState.INCLUDED,
    "excluded": PricingState.EXCLUDED,
    "unpriced": PricingState.UNPRICED,
    "omitted": PricingState.EXCLUDED,
    "nil": PricingState.ZERO,
}


class ItemMaker:
    """Makes the items of one table."""

    def __init__(self, sheet: Sheet, table: Table, keys: Keys) -> None:
        self.sheet, self.columns, self.keys = sheet, table.columns, keys
        self.view, self.grid, self.rows = sheet.view, sheet.view.grid, sheet.view.rows
        money = table.columns.money
        self.money = money
        self.units: dict[str, Unit] = {}
        self.seen_units = {fold(line.unit) for line in table.lines if line.unit and len(line.unit) < 4}
        self.others: dict[tuple[str, str, str, float | None], list[Line]] = {}
        self.party_of = table.parties
        for line in table.lines if table.parties else ():
            if line.row in table.parties:
                self.others.setdefault(_work(line), []).append(line)
        columns = (money.quantity, money.rate, money.amount)
        pairs = [c for pair in (*money.parts, *money.parties) for c in (pair.rate, pair.amount)]
        self.marks = {c: self.view.mark(c) for c in (*columns, *pairs) if c is not None}
        self.desc_column = (table.columns.description[0] if table.columns.description else -1) + 1

    def cell(self, row: list[Cell], column: int | None) -> Cell:
        """A cell of the row."""
        return row[column] if column is not None and column < len(row) else None

    def number(self, row: list[Cell], column: int | None) -> Decimal | None:
        """The exact number in a column."""
        if column is None or column >= len(row):
            return None
        value = row[column]
        return None if value is None else exact(value, self.marks[column])

    def unit(self, text: str) -> Unit:
        """The unit in the light of the table's other units."""
        found = self.units.get(text)
        if found is None:
            found = resolve(parse_unit(text), text, self.seen_units) if text else UNKNOWN
            self.units[text] = found
        return found

    def item(self, line: Line, section: int, section_key: str, standing: Standing) -> Item:
        """The item of a line."""
        row, columns = self.rows[line.row], self.columns
        unit = self.unit(line.unit)
        text, ref = line.text, line.ref
        quantity = self.number(row, self.money.quantity)
        unit_text = line.unit
        raw_quantity = _raw(self.cell(row, self.money.quantity), quantity)
        if not unit_text and raw_quantity and not raw_quantity[-1].isdigit():
            unit_text = parse(raw_quantity, ".").unit
            unit = self.unit(unit_text)
        folded = fold(text)
        own = option_of(folded)
        if own and standing is Standing.COUNTS:
            standing = Standing.ALTERNATIVE if own == "alternative" else Standing.OPTIONAL
        if line.scope:
            standing = Standing(line.scope)
        return Item(
            key=self.keys.item(section_key, ref, folded, unit.code or unit_text),
            kind=_kind(folded, unit, quantity),
            standing=standing,
            section=section,
            source=SourceRef(self.sheet.name, line.row + 1),
            description=text,
            ref=ref,
            unit=unit_text,
            unit_code=unit.code,
            unit_factor=unit.factor,
            quantity=quantity,
            raw_quantity=raw_quantity,
            quantity_formula=self.grid.formulas.get((line.row, self.money.quantity), "")
            if self.money.quantity is not None
            else "",
            ref_column=_place(columns.ref),
            description_column=self.desc_column,
            unit_column=_place(columns.unit),
            quantity_column=_place(self.money.quantity),
            prices=self.prices(line, row, quantity, unit),
            hidden=line.row in self.grid.hidden_rows or self.grid.hidden,
        )

    def prices(self, line: Line, row: list[Cell], quantity: Decimal | None, unit: Unit) -> tuple[Price, ...]:
        """The file's own price, then the other parties'."""
        money = self.money
        if money.rate is None and money.amount is None and not money.parts:
            return (
                (Price(STATES.get(line.word, PricingState.UNPRICED)),)
                if line.word == "rate_only"
                else (Price(PricingState.UNPRICED),)
            )
        label = money.label if money.parties else self.party_of.get(line.row, "")
        own = self.price(line, row, quantity, Pair(label, money.rate, money.amount), money.parts, line.word)
        if self.others:
            return (own, *(self.stacked(other, quantity) for other in self.others[_work(line)] if other is not line))
        return (own, *(self.price(line, row, quantity, pair, [], "") for pair in money.parties))

    def stacked(self, line: Line, quantity: Decimal | None) -> Price:
        """Another party's price of the same work, which stands in a row of its own."""
        pair = Pair(self.party_of[line.row], self.money.rate, self.money.amount)
        return self.price(line, self.rows[line.row], quantity, pair, [], line.word, line.row + 1)

    def price(
        self,
        line: Line,
        row: list[Cell],
        quantity: Decimal | None,
        pair: Pair,
        parts: list[Pair],
        word: str,
        amount_row: int = 0,
    ) -> Price:
        """What one party says."""
        rate, amount = self.number(row, pair.rate), self.number(row, pair.amount)
        components = tuple(
            RateComponent(part.label, self.number(row, part.rate), self.number(row, part.amount)) for part in parts
        )
        if components and rate is None and pair.rate is None:
            rates = [part.rate for part in components if part.rate is not None]
            rate = sum(rates, Decimal(0)) if rates else None
        if components and amount is None and pair.amount is None:
            amounts = [part.amount for part in components if part.amount is not None]
            amount = sum(amounts, Decimal(0)) if amounts else None
        calculated = quantity * rate if quantity is not None and rate is not None else None
        base = _rate_base(calculated, amount)
        if calculated is not None and base != ONE:
            calculated /= base
        raw_rate, raw_amount = self.cell(row, pair.rate), self.cell(row, pair.amount)
        return Price(
            state=_state(rate, amount, word, raw_rate, raw_amount),
            party=pair.label,
            rate=rate,
            amount=amount,
            calculated=calculated,
            rate_base=base,
            components=components,
            raw_rate=_raw(raw_rate, rate),
            raw_amount=_raw(raw_amount, amount),
            rate_column=_place(pair.rate),
            amount_column=_place(pair.amount),
            amount_row=amount_row,
            amount_formula=self.grid.formulas.get((line.row, pair.amount), "") if pair.amount is not None else "",
        )


def _work(line: Line) -> tuple[str, str, str, float | None]:
    return line.ref, line.text, line.unit, line.quantity


def _raw(value: Cell, number: Decimal | None) -> str:
    """What the cell holds, as text."""
    if value is None or type(value) is str:
        return value or ""
    return str(number) if number is not None else as_text(value)


def _place(column: int | None) -> int:
    return 0 if column is None else column + 1


BASES = (Decimal(100), Decimal(1000), Decimal(10))


def _rate_base(calculated: Decimal | None, amount: Decimal | None) -> Decimal:
    """100 where the amount is a hundredth of quantity × rate to within a thousandth: the rate is per 100."""
    if not calculated or not amount or abs(calculated) <= abs(amount) * 5:
        return ONE
    for base in BASES:
        if abs(calculated / base - amount) <= abs(amount) / 1000:
            return base
    return ONE


def _state(rate: Decimal | None, amount: Decimal | None, word: str, raw_rate: Cell, raw_amount: Cell) -> PricingState:
    if rate or amount:
        return PricingState.PRICED
    if word in STATES and word != "nil":
        return STATES[word]
    if any(type(raw) is str and raw.startswith("#") for raw in (raw_rate, raw_amount)):
        return PricingState.UNREADABLE
    if rate is not None:
        return PricingState.ZERO
    return PricingState.UNPRICED


def _pattern(table: dict[str, tuple[str, ...]]) -> re.Pattern[str]:
    groups = (
        f"(?P<{kind}>" + "|".join(re.escape(fold(phrase)) for phrase in phrases) + ")"
        for kind, phrases in table.items()
    )
    return re.compile(r"\b(?:" + "|".join(groups) + r")\b")


_INSIDE, _OPENING = _pattern(INSIDE), _pattern(OPENING)


def _kind(folded: str, unit: Unit, quantity: Decimal | None) -> ItemKind:
    """What is asked, by words first, then by the unit."""
    match = _OPENING.match(folded) or _INSIDE.search(folded, 0, 240)
    if match is not None and match.lastgroup:
        return ItemKind(match.lastgroup)
    return KIND_OF_UNIT.get(unit.code, ItemKind.MEASURED)


KIND_OF_UNIT = {
    "ps": ItemKind.PROVISIONAL_SUM,
    "pc": ItemKind.PRIME_COST,
    "%": ItemKind.PERCENTAGE,
    "sum": ItemKind.LUMP_SUM,
}
