"""Money that nobody sees: hidden rows and sheets."""

from __future__ import annotations

from collections.abc import Iterator

from boq.engine.checks.extensions import ZERO
from boq.engine.checks.facts import amount_cell, name_of, plain
from boq.engine.checks.view import View
from boq.engine.model import Finding, Item, Price, Severity, Standing

Hidden = tuple[Item, Price]
MANY = 20


def _hidden(bill: View) -> dict[str, list[Hidden]]:
    """Sheet -> its hidden items that carry money into the total."""
    sheets: dict[str, list[Hidden]] = {}
    for item in bill.boq.items:
        price = item.price
        if item.hidden and item.standing is Standing.COUNTS and price is not None and price.value:
            sheets.setdefault(item.source.sheet, []).append((item, price))
    return sheets


class HiddenMoney:
    """A hidden row (or a row of a hidden sheet) carries an amount that enters the total."""

    code = "hidden.money"
    severity = Severity.WARNING

    def run(self, bill: View) -> Iterator[Finding]:
        for rows in bill.once(_hidden).values():
            for item, price in rows if len(rows) <= MANY else []:
                facts = {"item": name_of(item), "amount": plain(price.value or ZERO)}
                yield Finding(self.code, self.severity, amount_cell(item, price), item.key, {**facts})


class HiddenSheetMoney:
    """Many hidden rows of one sheet carry amounts that enter the total. Reported once for the sheet."""

    code = "hidden.much-money"
    severity = Severity.WARNING

    def run(self, bill: View) -> Iterator[Finding]:
        for sheet, rows in bill.once(_hidden).items():
            if len(rows) > MANY:
                total = sum((price.value or ZERO for _, price in rows), ZERO)
                facts: dict[str, str | int | None] = {"sheet": sheet, "count": len(rows), "amount": plain(total)}
                yield Finding(self.code, self.severity, rows[0][0].source, "", facts)


CHECKS = (HiddenMoney(), HiddenSheetMoney())
