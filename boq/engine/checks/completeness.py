"""What an item should have and does not: description, quantity, unit, rate, amount, price."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator

from boq.engine.checks.extensions import OF_A_TOTAL, Entry
from boq.engine.checks.facts import amount_cell, cells, name_of, rate_cell
from boq.engine.checks.view import ANSWERED, View
from boq.engine.model import Finding, Item, ItemKind, Price, PricingState, Severity, SourceRef, Standing

BY_QUANTITY = frozenset({ItemKind.MEASURED, ItemKind.DAYWORK})
# The client often states these sums himself: they do not show that a bidder has priced the bill.
BY_CLIENT = OF_A_TOTAL | {ItemKind.PROVISIONAL_SUM, ItemKind.PRIME_COST}
NO_PRICE = Price(PricingState.UNPRICED)
FEW = 20


def is_general(missing: int, of: int) -> bool:
    """True when so many items lack something that it is a property of the bill: reported once, not line by line."""
    return missing > FEW and missing * 2 > of


def is_asked(item: Item) -> bool:
    """True for measured work that enters the total and is neither rate-only nor priced elsewhere."""
    price = item.price
    return (
        item.kind in BY_QUANTITY and item.standing is Standing.COUNTS and (price is None or price.state not in ANSWERED)
    )


class MissingDescription:
    """An item has no description: nobody can tell what is to be priced."""

    code = "completeness.missing-description"
    severity = Severity.ERROR

    def run(self, bill: View) -> Iterator[Finding]:
        for item, text in zip(bill.boq.items, bill.texts, strict=True):
            if not text:
                yield Finding(
                    self.code, self.severity, item.at(item.description_column), item.key, {"item": name_of(item)}
                )


class _MissingPart(ABC):
    """Items that lack one thing; silent when most items lack it (the bill as a whole is reported instead)."""

    code: str
    severity: Severity
    general: bool = False

    @abstractmethod
    def lacks(self, item: Item) -> bool | None:
        """None when the question does not arise for `item`."""

    def cell(self, item: Item) -> SourceRef:
        return item.source

    def run(self, bill: View) -> Iterator[Finding]:
        lacking, asked = [], 0
        for item in bill.boq.items:
            if (lacks := self.lacks(item)) is not None:
                asked += 1
                if lacks:
                    lacking.append(item)
        general = is_general(len(lacking), asked)
        if general and self.general:
            facts: dict[str, str | int | None] = {"count": len(lacking), "of": asked, "cells": cells(lacking)}
            yield Finding(self.code, self.severity, lacking[0].source, "", facts)
        elif not general and not self.general:
            for item in lacking:
                yield Finding(
                    self.code, self.severity, self.cell(item), item.key, {"item": name_of(item), "unit": item.unit}
                )


class _Quantity(_MissingPart):
    def lacks(self, item: Item) -> bool | None:
        if not is_asked(item) or item.raw_quantity.strip():
            return None if item.quantity is None else False
        return item.quantity is None

    def cell(self, item: Item) -> SourceRef:
        return item.at(item.quantity_column)


class MissingQuantity(_Quantity):
    """A measured item has no quantity and is not marked rate-only, included or excluded."""

    code = "completeness.missing-quantity"
    severity = Severity.ERROR


class NoQuantities(_Quantity):
    """Most items have no quantity: the bill may be a schedule of rates, or the quantity column was not recognized.
    Reported once.
    """

    code = "completeness.no-quantities"
    severity = Severity.WARNING
    general = True


class _Unit(_MissingPart):
    def lacks(self, item: Item) -> bool | None:
        if item.quantity is None or item.kind not in BY_QUANTITY:
            return None
        return not item.unit.strip()

    def cell(self, item: Item) -> SourceRef:
        return item.at(item.unit_column)


class MissingUnit(_Unit):
    """A measured item has a quantity and no unit: nobody can tell of what."""

    code = "completeness.missing-unit"
    severity = Severity.WARNING


class NoUnits(_Unit):
    """Most items with a quantity have no unit: the unit column was perhaps not recognized. Reported once."""

    code = "completeness.no-units"
    severity = Severity.WARNING
    general = True


class _Unpriced(ABC):
    """How many items of each party have no price."""

    code: str
    severity: Severity

    def run(self, bill: View) -> Iterator[Finding]:
        if not bill.bids and bill.boq.items:
            yield from self.report("", [Entry(item, NO_PRICE, None) for item in bill.boq.items], len(bill.boq.items))
        several = len(bill.bids) > 1
        for party, entries in bill.bids.items():
            asked = [entry for entry in entries if self.is_to_be_priced(entry)]
            unpriced = [entry for entry in asked if entry.price.state is PricingState.UNPRICED]
            if unpriced:
                yield from self.report(party if several else "", unpriced, len(asked))

    def is_to_be_priced(self, entry: Entry) -> bool:
        item, price = entry.item, entry.price
        return item.standing is Standing.COUNTS and item.kind not in BY_CLIENT and price.state not in ANSWERED

    @abstractmethod
    def report(self, party: str, unpriced: list[Entry], asked: int) -> Iterator[Finding]: ...


class UnpricedItem(_Unpriced):
    """An item has neither rate nor amount although most of the bill is priced. In most tenders it is then deemed
    included elsewhere.
    """

    code = "completeness.unpriced-item"
    severity = Severity.WARNING

    def report(self, party: str, unpriced: list[Entry], asked: int) -> Iterator[Finding]:
        if len(unpriced) * 2 > asked:
            return  # NotPriced says it once
        for item, price, _ in unpriced:
            yield Finding(
                self.code, self.severity, rate_cell(item, price), item.key, {"item": name_of(item), "party": party}
            )


class NotPriced(_Unpriced):
    """The bill is not priced, or for the smaller part only: a tender still to be filled in. Reported once."""

    code = "completeness.not-priced"
    severity = Severity.INFO

    def report(self, party: str, unpriced: list[Entry], asked: int) -> Iterator[Finding]:
        if len(unpriced) * 2 > asked:
            yield Finding(self.code, self.severity, None, "", {"count": len(unpriced), "of": asked, "party": party})


class _PartOfPrice(ABC):
    """Priced items of one party that state half of the price only; silent where the whole bill does so."""

    code: str
    severity: Severity

    def run(self, bill: View) -> Iterator[Finding]:
        for party, entries in bill.bids.items():
            asked = [entry for entry in entries if entry.item.quantity and entry.item.kind in BY_QUANTITY]
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
        if price.amount is not None or price.state in ANSWERED or entry.item.standing is not Standing.COUNTS:
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
