"""The sheet with the bill: headings, items with live amounts, section totals and the grand total as sums.

An amount is `=quantity*rate` (divided by the rate base, rounded as the bill rounds) wherever that gives the stated amount; else it is the
stated value, and the difference stands beside it. Every formula carries its value, for programs that do not calculate. The column "In the
total" holds 1 for items that count and 0 for options, alternatives and the like: sums over mixed items look at it, so that setting it
changes the totals. Figures are binary numbers of 15 digits, as every spreadsheet program has them: writing longer decimals as text would
keep all digits and break every formula.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from boq.engine.checks.extensions import ZERO
from boq.engine.checks.facts import places
from boq.engine.model import Boq, Item, Price, PricingState
from boq.engine.reports.amounts import Amount, amount_of, effective_rate
from boq.engine.reports.formats import Formats, Numbers, money_decimals
from boq.engine.reports.labels import Labels, word
from boq.engine.reports.lines import Line, LineKind, counts
from boq.engine.reports.plan import Plan, has_rate_base, of_party
from boq.engine.reports.rows import Row

MOST_TERMS = 30  # more parts than this are summed over the whole block
SAID = frozenset({PricingState.INCLUDED, PricingState.EXCLUDED, PricingState.RATE_ONLY})
WIDTHS = {
    "ref": 9,
    "description": 60,
    "unit": 8,
    "quantity": 12,
    "amount": 16,
    "note": 30,
    "resolved": 40,
    "preamble": 40,
    "cell": 16,
}
OTHER_WIDTH = 13
LEADING = ("ref", "description", "unit", "quantity")
PER_PARTY = ("rate", "amount", "difference")


class BillSheet:
    """One bill as rows. The header is row 1."""

    def __init__(self, boq: Boq, plan: Plan, labels: Labels) -> None:
        self.boq, self.plan, self.labels = boq, plan, labels
        self.decimals = money_decimals(boq)
        self.names = [*LEADING, *(name for _ in plan.parties for name in PER_PARTY), *self._trailing()]
        letters: list[str] = [xl_col_to_name(index) for index in range(len(self.names))]
        self.at: dict[str, str] = dict(
            zip(reversed(self.names), reversed(letters), strict=True)
        )  # of the first of each name
        self.prices_at: list[tuple[str, ...]] = [
            tuple(letters[start : start + 3]) for start in range(4, 4 + 3 * len(plan.parties), 3)
        ]
        self.based = "rate_base" in self.at

    @property
    def amount_column(self) -> str:
        """The letters of the first party's amounts."""
        return self.prices_at[0][1]

    def set_up(self, sheet: Any, formats: Formats) -> None:
        """Widths, frozen header, filter and print titles."""
        for index, name in enumerate(self.names):
            sheet.set_column(index, index, WIDTHS.get(name, OTHER_WIDTH), formats.get("plain"))
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, max(len(self.plan.lines), 1), len(self.names) - 1)

    def rows(self, number_of: Numbers) -> Iterator[str]:
        """The rows from header to grand total, as XML."""
        self.number_of = number_of
        yield self._header()
        for at, line in enumerate(self.plan.lines, start=2):
            row = Row(at)
            self._fill(row, line)
            yield row.xml()
        row = Row(self.plan.blocks[-1].total)
        self._total(row, -1, word(self.labels, "grand_total"), "grand")
        yield row.xml()

    def _trailing(self) -> tuple[str, ...]:
        return (
            *(("rate_base",) if has_rate_base(self.boq) else ()),
            "kind",
            "standing",
            "state",
            "counts",
            "note",
            *(name for name in ("resolved", "preamble") if any(getattr(item, name) for item in self.boq.items)),
            "cell",
        )

    def _header(self) -> str:
        row = Row(1)
        parties = self.plan.parties
        for index, name in enumerate(self.names):
            title = word(self.labels, name)
            if name in PER_PARTY:
                title = of_party(title, parties[(index - len(LEADING)) // len(PER_PARTY)])
            row.text(xl_col_to_name(index), title, self.number_of("head"))
        return row.xml()

    def _fill(self, row: Row, line: Line) -> None:
        if line.kind is LineKind.ITEM:
            self._item(row, self.boq.items[line.of])
            return
        section = self.boq.sections[line.of]
        if line.kind is LineKind.HEADING:
            if section.ref:
                row.text(self.at["ref"], section.ref, self.number_of("heading"))
            row.text(self.at["description"], section.title, self.number_of("heading", -1, section.level))
        else:
            self._total(row, line.of, f"{word(self.labels, 'total_of')} {section.title}", "total")

    def _item(self, row: Row, item: Item) -> None:
        at, plain = self.at, self.number_of("plain")
        if item.ref:
            row.text(at["ref"], item.ref, plain)
        if item.description:
            row.text(at["description"], item.description, self.number_of("text"))
        if item.unit:
            row.text(at["unit"], item.unit, plain)
        if item.quantity is not None:
            row.figure(at["quantity"], item.quantity, self.number_of("plain", places(item.quantity)))
        for letters, price in zip(self.prices_at, self.plan.prices(item), strict=True):
            if price is not None:
                self._price(row, letters, item, price)
        price = item.price
        if self.based:
            row.figure(at["rate_base"], price.rate_base if price is not None else 1, plain)
        row.text(at["kind"], word(self.labels, f"kind.{item.kind}"), plain)
        row.text(at["standing"], word(self.labels, f"standing.{item.standing}"), plain)
        if price is not None:
            row.text(at["state"], word(self.labels, f"state.{price.state}"), plain)
        row.figure(at["counts"], int(counts(item)), plain)
        if item.note:
            row.text(at["note"], item.note, self.number_of("text"))
        for name, words in (("resolved", item.resolved), ("preamble", item.preamble)):
            if words:
                row.text(at[name], words, self.number_of("text"))
        row.text(at["cell"], item.source.cell, plain)

    def _price(self, row: Row, letters: tuple[str, ...], item: Item, price: Price) -> None:
        rate_at, amount_at, difference_at = letters
        rate = effective_rate(price)
        if rate is not None:
            number = self.number_of("plain", max(self.decimals, places(rate)))
            if price.rate is None:
                parts = "+".join(str(part.rate) for part in price.components)
                row.formula(rate_at, parts, rate, number)
            else:
                row.figure(rate_at, rate, number)
        amount = amount_of(item, price, self.boq.rounding)
        if amount.value is None:
            if price.state in SAID:
                row.text(amount_at, word(self.labels, f"state.{price.state}"), self.number_of("plain"))
            return
        product = f"{self.at['quantity']}{row.number}*{rate_at}{row.number}"
        if self.based:
            product += f"/{self.at['rate_base']}{row.number}"
        self._amount(row, amount_at, product, amount)
        if amount.difference is not None:
            number = self.number_of("off", max(self.decimals, 2))
            row.formula(difference_at, f"{amount_at}{row.number}-{product}", amount.difference, number)

    def _amount(self, row: Row, column: str, product: str, amount: Amount) -> None:
        number = self.number_of("plain", self.decimals)
        value = amount.value or ZERO
        if amount.formula == "rounded":
            row.formula(column, f"ROUND({product},{amount.digits})", value, number)
        elif amount.formula:
            row.formula(column, product, value, number)
        else:
            row.figure(column, value, number)

    def _total(self, row: Row, section: int, title: str, look: str) -> None:
        row.text(self.at["description"], title, self.number_of(look))
        for party, (_, column, _) in enumerate(self.prices_at):
            value = self.plan.sums[section][party]
            row.formula(column, self._sum(section, column), value, self.number_of(look, self.decimals))

    def _sum(self, section: int, column: str) -> str:
        """The plainest formula that adds up a section: its items and the totals of its parts, or what counts in its
        rows.
        """
        plan, block = self.plan, self.plan.blocks[section]
        parts = plan.totals_of_parts(section)
        if len(parts) <= MOST_TERMS and plan.all_count(section):
            own = [f"{column}{block.first + 1}:{column}{block.last_item}"] if block.last_item > block.first else []
            terms = own + [f"{column}{row}" for row in parts]
            return f"SUM({','.join(terms)})" if terms else "0"
        flags = self.at["counts"]
        first, last = block.first + 1, block.total - 1
        return f"SUMIF({flags}{first}:{flags}{last},1,{column}{first}:{column}{last})"
