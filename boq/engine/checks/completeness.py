"""What an item should have and does not: description, quantity, unit, rate, amount, price."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import NamedTuple

from boq.engine.checks.extensions import OF_A_TOTAL, Entry
from boq.engine.checks.facts import amount_cell, cells, name_of, rate_cell
from boq.engine.checks.view import ANSWERED, BY_QUANTITY, COUNTS, FEW, View
from boq.engine.model import Finding, Item, ItemKind, Price, PricingState, Severity, SourceRef

# The client often states these sums himself: they do not show that a bidder has priced the bill.
BY_CLIENT = OF_A_TOTAL | {ItemKind.PROVISIONAL_SUM, ItemKind.PRIME_COST}
NO_PRICE = Price(PricingState.UNPRICED)


def is_asked(item: Item) -> bool:
    """True for measured work that enters the total and is neither rate-only nor priced elsewhere."""
    price = item.price
    return item.kind in BY_QUANTITY and item.standing is COUNTS and (price is None or price.state not in ANSWERED)


def is_to_be_priced(entry: Entry) -> bool:
    """True for work that enters the total, that the bidder prices, and that is not said to be priced elsewhere."""
    item, price = entry.item, entry.price
    return item.standing is COUNTS and item.kind not in BY_CLIENT and price.state not in ANSWERED


class MissingDescription:
    """An item has no description: nobody can tell what is to be priced."""

    code = "completeness.missing-description"
    severity = Severity.ERROR

    def run(self, bill: View) -> Iterator[Finding]:
        for item, text in zip(bill.boq.items, bill.texts, strict=True):
            if not text and (item.quantity is not None or not item.raw_quantity):  # else the whole row is unreadable
                yield Finding(
                    self.code, self.severity, item.at(item.description_column), item.key, {"item": name_of(item)}
                )


class Lacking(NamedTuple):
    """The items that lack something, out of how many that should have it."""

    items: list[Item]
    asked: int

    @property
    def general(self) -> bool:
        """True when so many lack it that it is a property of the bill: reported once, not line by line."""
        return len(self.items) > FEW and len(self.items) * 2 > self.asked


def _without_quantity(bill: View) -> Lacking:
    lacking, asked = [], 0
    for item in bill.boq.items:
        if item.quantity is not None:
            asked += 1
        elif is_asked(item) and not item.raw_quantity.strip():  # values.* reports what cannot be read
            asked += 1
            lacking.append(item)
    return Lacking(lacking, asked)


def _without_unit(bill: View) -> Lacking:
    asked = [item for item in bill.boq.items if item.quantity is not None and item.kind in BY_QUANTITY]
    return Lacking([item for item in asked if not item.unit.strip()], len(asked))


class _Missing:
    """Reports each item that lacks something, unless it is general."""

    code: str
    severity: Severity

    def each(self, lacking: Lacking, column: str) -> Iterator[Finding]:
        for item in lacking.items if not lacking.general else ():
            place = item.at(getattr(item, column))
            yield Finding(self.code, self.severity, place, item.key, {"item": name_of(item), "unit": item.unit})

    def once(self, lacking: Lacking) -> Iterator[Finding]:
        if lacking.general:
            facts: dict[str, str | int | None] = {
                "count": len(lacking.items),
                "of": lacking.asked,
                "cells": cells(lacking.items),
            }
            yield Finding(self.code, self.severity, lacking.items[0].source, "", facts)


class MissingQuantity(_Missing):
    """A measured item has no quantity and is not marked rate-only, included or excluded."""

    code = "completeness.missing-quantity"
    severity = Severity.ERROR

    def run(self, bill: View) -> Iterator[Finding]:
        return self.each(bill.once(_without_quantity), "quantity_column")


class NoQuantities(_Missing):
    """Most items have no quantity: the bill may be a schedule of rates, or the quantity column was not recognized.
    Reported once."""

    code = "completeness.no-quantities"
    severity = Severity.WARNING

    def run(self, bill: View) -> Iterator[Finding]:
        return self.once(bill.once(_without_quantity))


class MissingUnit(_Missing):
    """A measured item has a quantity and no unit: nobody can tell of what."""

    code = "completeness.missing-unit"
    severity = Severity.WARNING

    def run(self, bill: View) -> Iterator[Finding]:
        return self.each(bill.once(_without_unit), "unit_column")


class NoUnits(_Missing):
    """Most items with a quantity have no unit: the unit column was perhaps not recognized. Reported once."""

    code = "completeness.no-units"
    severity = Severity.WARNING

    def run(self, bill: View) -> Iterator[Finding]:
        return self.once(bill.once(_without_unit))


class Unpriced(NamedTuple):
    """The items that one party left without a price, out of how many to be priced. `party` "" when there is only one."""

    party: str
    entries: list[Entry]
    asked: int

    @property
    def general(self) -> bool:
        """True when most of the bill is not priced: a tender still to be filled in, not a gap."""
        return len(self.entries) * 2 > self.asked


def _unpriced(bill: View) -> list[Unpriced]:
    if not bill.bids:
        nothing = [Entry(item, NO_PRICE, None) for item in bill.boq.items]
        return [Unpriced("", nothing, len(nothing))] if nothing else []
    found = []
    for party, entries in bill.bids.items():
        asked = [entry for entry in entries if is_to_be_priced(entry)]
        unpriced = [entry for entry in asked if entry.price.state is PricingState.UNPRICED]
        if unpriced:
            found.append(Unpriced(party if len(bill.bids) > 1 else "", unpriced, len(asked)))
    return found


class UnpricedItem:
    """An item has neither rate nor amount although most of the bill is priced. In most tenders it is then deemed
    included elsewhere."""

    code = "completeness.unpriced-item"
    severity = Severity.WARNING

    def run(self, bill: View) -> Iterator[Finding]:
        for unpriced in bill.once(_unpriced):
            for item, price, _ in unpriced.entries if not unpriced.general else ():
                facts: dict[str, str | int | None] = {"item": name_of(item), "party": unpriced.party}
                yield Finding(self.code, self.severity, rate_cell(item, price), item.key, facts)


class NotPriced:
    """The bill is not priced, or for the smaller part only: a tender still to be filled in. Reported once."""

    code = "completeness.not-priced"
    severity = Severity.INFO

    def run(self, bill: View) -> Iterator[Finding]:
        for unpriced in bill.once(_unpriced):
            if unpriced.general:
                count, asked = len(unpriced.entries), unpriced.asked
                facts: dict[str, str | int | None] = {"count": count, "of": asked, "party": unpriced.party}
                yield Finding(self.code, self.severity, None, "", facts)


def _with_quantity(bill: View) -> dict[str, list[Entry]]:
    """The prices of each party for works that are measured."""
    return {
        party: [entry for entry in entries if entry.item.quantity and entry.item.kind in BY_QUANTITY]
        for party, entries in bill.bids.items()
    }


class _PartOfPrice(ABC):
    """Priced items of one party that state half of the price only; silent where the whole bill does so."""

    code: str
    severity: Severity

    def run(self, bill: View) -> Iterator[Finding]:
        for party, asked in bill.once(_with_quantity).items():
            lacking = [entry for entry in asked if self.lacks(entry)]
            if len(lacking) * 2 > len(asked):
                continue
            for entry in lacking:
                facts: dict[str, str | int | None] = {"item": name_of(entry.item), "party": party}
                yield Finding(self.code, self.severity, self.cell(entry), entry.item.key, facts)

    @abstractmethod
    def lacks(self, entry: Entry) -> bool: ...

    @abstractmethod
    def cell(self, entry: Entry) -> SourceRef: ...


class MissingRate(_PartOfPrice):
    """An item has a quantity and an amount but no rate, where others have one: the amount cannot be proven."""

    code = "completeness.missing-rate"
    severity = Severity.WARNING

    def lacks(self, entry: Entry) -> bool:
        price = entry.price
        return price.rate is None and bool(price.amount) and not price.components and not price.raw_rate.strip()

    def cell(self, entry: Entry) -> SourceRef:
        return rate_cell(entry.item, entry.price)


class MissingAmount(_PartOfPrice):
    """An item has a quantity and a rate but no amount, where others have one: the totals of the file leave it out."""

    code = "completeness.missing-amount"
    severity = Severity.ERROR

    def lacks(self, entry: Entry) -> bool:
        price = entry.price
        if price.amount is not None or price.state in ANSWERED or entry.item.standing is not COUNTS:
            return False
        return bool(price.rate) and not price.raw_amount.strip()

    def cell(self, entry: Entry) -> SourceRef:
        return amount_cell(entry.item, entry.price)


CHECKS = (
    MissingDescription(),
    MissingQuantity(),
    NoQuantities(),
    MissingUnit(),
    NoUnits(),
    UnpricedItem(),
    NotPriced(),
    MissingRate(),
    MissingAmount(),
)
