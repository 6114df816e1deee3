"""The sheet with the bill: headings, items with live amounts, section totals and the grand total as sums.

An amount is `=quantity*rate` (divided by the rate base, rounded as the bill rounds) wherever that gives the stated amount; else it is the
stated value, and the difference stands beside it. Every formula carries its value, for programs that do not calculate. The column "In the
total" holds 1 for items that count and 0 for options, alternatives and the like: sums over mixed items look at it, so that setting it
changes the totals. Figures are binary numbers of 15 digits, as every spreadsheet program has them: writing longer decimals as text would
keep all digits and break every formula.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_col_to_name

from boq.engine.checks.extensions import ZERO
from boq.engine.checks.facts import places
from boq.engine.errors import EngineError
from boq.engine.model import Boq, Item, Price, PricingState
from boq.engine.reports.amounts import Amount, amount_of, effective_rate
from boq.engine.reports.formats import Formats, money_decimals, rate_decimals
from boq.engine.reports.labels import Labels, word
from boq.engine.reports.lines import Line, LineKind, Outline, counts
from boq.engine.reports.safe import cell_text

ROWS = 1_048_576
MOST_TERMS = 30  # more parts than this are summed over the whole block
SAID = frozenset({PricingState.INCLUDED, PricingState.EXCLUDED, PricingState.RATE_ONLY})
WIDTHS = {
    "ref": 9,
    "description": 60,
    "unit": 8,
    "quantity": 12,
    "rate": 13,
    "amount": 16,
    "difference": 12,
    "note": 30,
}
OTHER_WIDTH = 13
REF, DESCRIPTION, UNIT, QUANTITY, RATE = range(5)


class Block(NamedTuple):
    """The 1-based rows of a section: its heading, its own items, its total (0: none)."""

    first: int
    last_item: int
    total: int


class Sheet(NamedTuple):
    """What the summary needs to know of the written sheet: where totals stand and what they are, by section; -1 is the
    whole bill.
    """

    amount_column: str
    total_rows: dict[int, int]
    totals: dict[int, Decimal]


class BillSheet:
    """Writes one bill to one worksheet, row by row."""

    def __init__(self, sheet: Any, boq: Boq, labels: Labels, formats: Formats) -> None:
        self.sheet, self.boq, self.labels, self.formats = sheet, boq, labels, formats
        self.outline = Outline(boq)
        self.lines = list(self.outline.lines())
        if len(self.lines) + 2 > ROWS:
            raise EngineError("too_many_rows", rows=len(self.lines) + 2, limit=ROWS)
        self.parties = boq.parties if len(boq.parties) > 1 else ("",)
        self.decimals = money_decimals(boq)
        self.columns = self._columns()
        self.at = {name: index for index, name in reversed(list(enumerate(self.columns)))}
        self.blocks: dict[int, Block] = {}
        self.sums: dict[tuple[int, int], Decimal] = {}
        self.all_count: dict[int, bool] = {}

    def write(self) -> Sheet:
        """The whole sheet. Returns where its totals are."""
        self._lay_out()
        self._add_up()
        self._set_up()
        for row, line in enumerate(self.lines, start=1):
            self._write_line(row, line)
        self._write_total(len(self.lines) + 1, -1, word(self.labels, "grand_total"), "grand")
        rows = {index: block.total for index, block in self.blocks.items() if block.total}
        totals = {index: self.sums[index, 0] for index in rows}
        return Sheet(xl_col_to_name(self._amount_column(0)), rows, totals)

    def _columns(self) -> list[str]:
        columns = ["ref", "description", "unit", "quantity"]
        for _ in self.parties:
            columns += ["rate", "amount", "difference"]
        if any(price.rate_base != 1 for item in self.boq.items for price in item.prices):
            columns.append("rate_base")
        return [*columns, "kind", "standing", "state", "counts", "note", "cell"]

    def _amount_column(self, party: int) -> int:
        return RATE + 3 * party + 1

    def _lay_out(self) -> None:
        """Where each section begins, its own items end, and its total stands. The header is row 1."""
        first: dict[int, int] = {-1: 1}
        last: dict[int, int] = {-1: 1}
        for row, line in enumerate(self.lines, start=2):
            if line.kind is LineKind.HEADING:
                first[line.of] = last[line.of] = row
            elif line.kind is LineKind.ITEM:
                section = self._section_of(self.boq.items[line.of])
                last[section] = row
                self.all_count[section] = self.all_count.get(section, True) and counts(self.boq.items[line.of])
            else:
                self.blocks[line.of] = Block(first[line.of], last[line.of], row)
        self.blocks[-1] = Block(1, last[-1], len(self.lines) + 2)

    def _section_of(self, item: Item) -> int:
        return item.section if item.section < len(self.boq.sections) else -1

    def _add_up(self) -> None:
        """The value of every total, exactly."""
        width = len(self.parties)
        for index in self.blocks:
            for party in range(width):
                self.sums[index, party] = ZERO
        for item in self.boq.items:
            if counts(item):
                for party, price in enumerate(self._prices(item)):
                    if price is not None and price.value is not None:
                        self.sums[self._section_of(item), party] += price.value
        sections = self.boq.sections
        for index in sorted((one for one in self.blocks if one >= 0), key=lambda one: -sections[one].level):
            parent = sections[index].parent if sections[index].parent >= 0 else -1
            for party in range(width):
                self.sums[parent, party] += self.sums[index, party]

    def _prices(self, item: Item) -> list[Price | None]:
        if self.parties == ("",):
            return [item.price]
        known = {price.party: price for price in item.prices}
        return [known.get(party) for party in self.parties]

    def _set_up(self) -> None:
        sheet = self.sheet
        for index, name in enumerate(self.columns):
            sheet.set_column(index, index, WIDTHS.get(name, OTHER_WIDTH))
        head = self.formats.style("head")
        for index, name in enumerate(self.columns):
            title = word(self.labels, name)
            party = (index - RATE) // 3
            if len(self.parties) > 1 and name in ("rate", "amount", "difference") and party < len(self.parties):
                title = f"{self.parties[party]}: {title}"
            sheet.write_string(0, index, cell_text(title), head)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, max(len(self.lines), 1), len(self.columns) - 1)

    def _write_line(self, row: int, line: Line) -> None:
        if line.kind is LineKind.ITEM:
            self._write_item(row, self.boq.items[line.of])
            return
        section = self.boq.sections[line.of]
        if line.kind is LineKind.HEADING:
            style = self.formats.style("heading")
            if section.ref:
                self.sheet.write_string(row, REF, cell_text(section.ref), style)
            indented = self.formats.style("heading", section.level)
            self.sheet.write_string(row, DESCRIPTION, cell_text(section.title), indented)
        else:
            title = f"{word(self.labels, 'total_of')} {section.title}"
            self._write_total(row, line.of, title, "total")

    def _write_item(self, row: int, item: Item) -> None:
        sheet, style = self.sheet, self.formats.style
        for column, text in ((REF, item.ref), (UNIT, item.unit)):
            if text:
                sheet.write_string(row, column, cell_text(text), style("plain"))
        if item.description:
            sheet.write_string(row, DESCRIPTION, cell_text(item.description), style("text"))
        if item.quantity is not None:
            number = self.formats.number(places(item.quantity))
            sheet.write_number(row, QUANTITY, float(item.quantity), number)
        for party, price in enumerate(self._prices(item)):
            if price is not None:
                self._write_price(row, party, item, price)
        self._write_rest(row, item)

    def _write_price(self, row: int, party: int, item: Item, price: Price) -> None:
        sheet = self.sheet
        rate_at, amount_at = RATE + 3 * party, self._amount_column(party)
        rate = effective_rate(price)
        if rate is not None:
            number = self.formats.number(rate_decimals(rate, self.decimals))
            if price.rate is None:
                parts = "+".join(f"{float(part.rate):.15g}" for part in price.components if part.rate is not None)
                sheet.write_formula(row, rate_at, f"={parts}", number, float(rate))
            else:
                sheet.write_number(row, rate_at, float(rate), number)
        amount = amount_of(item, price, self.boq.rounding)
        if amount.value is None:
            if price.state in SAID:
                said = word(self.labels, f"state.{price.state}")
                sheet.write_string(row, amount_at, cell_text(said), self.formats.style("plain"))
            return
        number = self.formats.number(self.decimals)
        product = self._product(row, rate_at)
        if amount.formula:
            formula = f"=ROUND({product},{amount.digits})" if amount.formula == "rounded" else f"={product}"
            sheet.write_formula(row, amount_at, formula, number, float(amount.value))
        else:
            sheet.write_number(row, amount_at, float(amount.value), number)
        if amount.difference is not None:
            self._write_difference(row, amount_at, product, amount)

    def _product(self, row: int, rate_at: int) -> str:
        place = f"{xl_col_to_name(QUANTITY)}{row + 1}*{xl_col_to_name(rate_at)}{row + 1}"
        base = self.at.get("rate_base")
        return place if base is None else f"{place}/{xl_col_to_name(base)}{row + 1}"

    def _write_difference(self, row: int, amount_at: int, product: str, amount: Amount) -> None:
        number = self.formats.number(max(self.decimals, 2), "off")
        formula = f"={xl_col_to_name(amount_at)}{row + 1}-{product}"
        self.sheet.write_formula(row, amount_at + 1, formula, number, float(amount.difference or ZERO))

    def _write_rest(self, row: int, item: Item) -> None:
        sheet, at, style = self.sheet, self.at, self.formats.style("plain")
        price = item.price
        if "rate_base" in at:
            base = price.rate_base if price is not None else Decimal(1)
            sheet.write_number(row, at["rate_base"], float(base), style)
        sheet.write_string(row, at["kind"], word(self.labels, f"kind.{item.kind}"), style)
        sheet.write_string(row, at["standing"], word(self.labels, f"standing.{item.standing}"), style)
        if price is not None:
            sheet.write_string(row, at["state"], word(self.labels, f"state.{price.state}"), style)
        sheet.write_number(row, at["counts"], int(counts(item)), style)
        if item.note:
            sheet.write_string(row, at["note"], cell_text(item.note), self.formats.style("text"))
        sheet.write_string(row, at["cell"], cell_text(item.source.cell), style)

    def _write_total(self, row: int, section: int, title: str, style: str) -> None:
        text = self.formats.style(style)
        self.sheet.write_string(row, DESCRIPTION, cell_text(title), text)
        for party in range(len(self.parties)):
            formula = self._sum(section, xl_col_to_name(self._amount_column(party)))
            number = self.formats.number(self.decimals, style)
            self.sheet.write_formula(row, self._amount_column(party), formula, number, float(self.sums[section, party]))

    def _sum(self, section: int, column: str) -> str:
        """The plainest formula that adds up a section: its items and the totals of its parts, or what counts in its
        rows.
        """
        block = self.blocks[section]
        parts = [self.blocks[part].total for part in self.outline.parts.get(section, ()) if part in self.blocks]
        if len(parts) <= MOST_TERMS and self.all_count.get(section, True):
            own = [f"{column}{block.first + 1}:{column}{block.last_item}"] if block.last_item > block.first else []
            terms = own + [f"{column}{row}" for row in parts]
            return f"=SUM({','.join(terms)})" if terms else "=0"
        flags = xl_col_to_name(self.at["counts"])
        first, last = block.first + 1, block.total - 1
        return f"=SUMIF({flags}{first}:{flags}{last},1,{column}{first}:{column}{last})"
