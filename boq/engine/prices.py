"""What the parties say about one item: rates, amounts, parts, and the state of the price, exactly as the cells hold them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from boq.engine.model import Price, PricingState, RateComponent
from boq.engine.money import exact
from boq.engine.numbers import from_float
from boq.engine.rate_bases import RateBases
from boq.engine.tables.adjustments import parts_of
from boq.engine.tables.figures import Pair
from boq.engine.tables.lines import Line
from boq.engine.tables.sheet import Table
from boq.engine.tables.view import Cell, View, as_text
from boq.engine.tables.worth import NOT_ADDED

PRICED = PricingState.PRICED
REMEMBERED = 1 << 16  # figures that are kept with their texts
ONE = Decimal(1)
ZERO = Decimal(0)
STATES = {
    "rate_only": PricingState.RATE_ONLY,
    "included": PricingState.INCLUDED,
    "excluded": PricingState.EXCLUDED,
    "unpriced": PricingState.UNPRICED,
    "omitted": PricingState.EXCLUDED,
}
RATE_ONLY = (Price(PricingState.RATE_ONLY),)
UNPRICED = (Price(PricingState.UNPRICED),)


class Figures:
    """Exact numbers of a table's columns, read by each column's decimal mark."""

    def __init__(self, view: View, columns: set[int]) -> None:
        self.marks = {column: view.mark(column) for column in columns}
        self.known: dict[float, tuple[Decimal | None, str]] = {}  # a bill says the same figures again and again

    def figure(self, value: Cell, column: int | None) -> tuple[Decimal | None, str]:
        """The exact number that a cell of a column holds, and what it holds as text."""
        if type(value) is float:
            return self.known.get(value) or self._learn(value)
        if value is None or column is None:
            return None, ""
        number = exact(value, self.marks[column])
        return number, raw_text(value, number)

    def _learn(self, value: float) -> tuple[Decimal | None, str]:
        if len(self.known) >= REMEMBERED:
            self.known.clear()
        number = from_float(value)
        found = self.known[value] = number, raw_text(value, number)
        return found


class PriceMaker:
    """Makes the prices of one table's items."""

    def __init__(self, view: View, table: Table) -> None:
        self.rows, self.formulas = view.rows, view.grid.formulas
        self.money = table.columns.money
        self.figures = Figures(view, self.money.used())
        self.plain = None if self.money.parts or self.money.adjusts or table.parties else self.places()
        self.none = self.money.rate is None and self.money.amount is None and not self.money.parts
        self.own = Pair(self.money.label if self.money.parties else "", self.money.rate, self.money.amount)
        headings = table.block.headings if table.block else {}
        self.rate_label = headings[self.money.rate].text if self.money.rate in headings else ""
        amounts = headings[self.money.amount].text if self.money.amount in headings else ""
        self.bases = RateBases(table.lines, self.rate_label, amounts)
        self.party_of = table.parties
        self.others: dict[tuple[str, str, str, float | None], list[Line]] = {}
        for line in table.lines if table.parties else ():
            if line.row in table.parties:
                self.others.setdefault(_work(line), []).append(line)

    def prices(self, line: Line, row: list[Cell], quantity: Decimal | None) -> tuple[Price, ...]:
        """The file's own price, then the other parties'."""
        if self.none:
            return RATE_ONLY if line.word == "rate_only" else UNPRICED
        if self.others:
            same = (line, *(other for other in self.others[_work(line)] if other is not line))
            return tuple(self.stacked(other, quantity) for other in same)
        if line.amount_row >= 0:
            row = self.closed(line, row)
        elif self.plain and (price := self.usual(line, row, quantity, self.plain)) is not None:
            if not self.money.parties:
                return (price,)
            return (price, *(self.price(line, row, quantity, pair, []) for pair in self.money.parties))
        own = self.price(line, row, quantity, self.own, self.money.parts)
        if not self.money.parties:
            return (own,)
        return (own, *(self.price(line, row, quantity, pair, []) for pair in self.money.parties))

    def places(self) -> tuple[int, int] | None:
        """The columns of the rate and the amount, of tables that have both."""
        rate, amount = self.money.rate, self.money.amount
        return None if rate is None or amount is None else (rate, amount)

    def usual(self, line: Line, row: list[Cell], quantity: Decimal | None, places: tuple[int, int]) -> Price | None:
        """The own price of most works: two numbers above zero. None for all others, which `price` reads.

        Says what `price` would say, at half of its price.
        """
        rate_at, amount_at = places
        if quantity is None or len(row) <= amount_at or len(row) <= rate_at:
            return None
        raw_rate, raw_amount = row[rate_at], row[amount_at]
        if not (type(raw_rate) is float and type(raw_amount) is float and raw_rate > 0.0 and raw_amount > 0.0):
            return None
        known = self.figures.known
        rate, rate_text = known.get(raw_rate) or self.figures.figure(raw_rate, rate_at)
        amount, amount_text = known.get(raw_amount) or self.figures.figure(raw_amount, amount_at)
        if not rate or not amount:
            return None
        calculated = quantity * rate
        if calculated != amount and abs(calculated) > amount * 5:
            return None
        formula = self.formulas.get((line.row, amount_at), "") if self.formulas else ""
        return Price(
            PRICED, self.own.label, "", rate, amount, calculated, ONE, (), rate_text, amount_text,
            rate_at + 1, amount_at + 1, 0, formula,
        )  # fmt: skip

    def closed(self, line: Line, row: list[Cell]) -> list[Cell]:
        """The item's cells with the figures of the row that closes it, where its own have none."""
        below = self.rows[line.amount_row]
        places = {column for column in (self.own.rate, self.own.amount) if column is not None}
        return [
            _cell(below, column) if column in places and _cell(row, column) is None else _cell(row, column)
            for column in range(max(len(row), len(below)))
        ]

    def formula(self, line: Line, column: int | None) -> str:
        """The formula of an item's amount, be it its own or that of the row that closes it."""
        if column is None:
            return ""
        return self.formulas.get((line.row, column)) or self.formulas.get((line.amount_row, column), "")

    def stacked(self, line: Line, quantity: Decimal | None) -> Price:
        """A party's price of a work, where every party has a row of its own."""
        pair = Pair(self.party_of[line.row], self.money.rate, self.money.amount)
        return self.price(line, self.rows[line.row], quantity, pair, [])

    def price(self, line: Line, row: list[Cell], quantity: Decimal | None, pair: Pair, parts: list[Pair]) -> Price:
        """What one party says in a row."""
        raw_rate, raw_amount = _cell(row, pair.rate), _cell(row, pair.amount)
        rate, rate_text = self.figures.figure(raw_rate, pair.rate)
        amount, amount_text = self.figures.figure(raw_amount, pair.amount)
        components: tuple[RateComponent, ...] = ()
        if parts:
            components = tuple(self.part(row, part) for part in parts)
            if pair.rate is None:
                rate = _sum(part.rate for part in components)
            if pair.amount is None:
                amount = _sum(part.amount for part in components)
        if self.money.adjusts and quantity and rate is not None and pair is self.own:
            components = self.adjusted(row, rate, quantity)
            rate = sum((part.rate or ZERO for part in components), ZERO)
        formula = self.formula(line, pair.amount) if self.formulas else ""
        calculated, base = None, ONE
        if amount is not None and amount < 0 and _in_brackets(raw_amount):
            amount = -amount if quantity is not None and rate is not None and quantity * rate > 0 else amount
        if quantity is not None and rate is not None and (amount is not None or line.word not in NOT_ADDED):
            calculated = quantity * rate
            if amount and calculated != amount and abs(calculated) > abs(amount) * 5:
                base = self.bases.of(line, calculated, amount, formula)
                calculated /= base
        return Price(
            PRICED if amount else _state(rate, amount, line.word, raw_rate, raw_amount),
            pair.label,
            "",
            rate,
            amount,
            calculated,
            base,
            components,
            rate_text,
            amount_text,
            0 if pair.rate is None else pair.rate + 1,
            0 if pair.amount is None else pair.amount + 1,
            line.row + 1 if self.party_of else line.amount_row + 1,
            formula,
        )

    def adjusted(self, row: list[Cell], rate: Decimal, quantity: Decimal) -> tuple[RateComponent, ...]:
        """The rate as it is written, with the discounts and taxes of the row by the unit."""
        way = self.money.adjusts
        figures = [self.figures.figure(_cell(row, one.column), one.column)[0] or ZERO for one in way]
        named = zip(way, parts_of(rate, quantity, way, figures), strict=True)
        return RateComponent(self.rate_label, rate), *(RateComponent(one.label, part) for one, part in named)

    def part(self, row: list[Cell], part: Pair) -> RateComponent:
        """One part of the rate."""
        rate, _ = self.figures.figure(_cell(row, part.rate), part.rate)
        amount, _ = self.figures.figure(_cell(row, part.amount), part.amount)
        return RateComponent(part.label, rate, amount)


def _sum(parts: Iterable[Decimal | None]) -> Decimal | None:
    known = [part for part in parts if part is not None]
    return sum(known, ZERO) if known else None


def _cell(row: list[Cell], column: int | None) -> Cell:
    return row[column] if column is not None and column < len(row) else None


def _work(line: Line) -> tuple[str, str, str, float | None]:
    return line.ref, line.text, line.unit, line.quantity


def raw_text(value: Cell, number: Decimal | None) -> str:
    """What the cell holds, as text."""
    if value is None or type(value) is str:
        return value or ""
    if number is None:
        return as_text(value)
    return str(number)


def _in_brackets(value: Cell) -> bool:
    """An amount in brackets beside a positive quantity and rate is set apart from the total, not negative."""
    return type(value) is str and value.startswith("(")


def _state(rate: Decimal | None, amount: Decimal | None, word: str, raw_rate: Cell, raw_amount: Cell) -> PricingState:
    if amount or (rate and (amount is not None or word not in NOT_ADDED)):
        return PRICED
    if word in STATES:
        return STATES[word]
    if any(type(raw) is str and raw.startswith("#") for raw in (raw_rate, raw_amount)):
        return PricingState.UNREADABLE
    return PricingState.ZERO if rate is not None else PricingState.UNPRICED
