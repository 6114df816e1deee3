"""Figures that cannot be meant so: zero, negative, unreadable."""

from __future__ import annotations

from collections.abc import Iterator

from boq.engine.checks.extensions import OF_A_TOTAL, ZERO, Entry
from boq.engine.checks.facts import amount_cell, cells, derived, name_of, plain, rate_cell
from boq.engine.checks.view import ANSWERED, FEW, View
from boq.engine.checks.words import speaks_of_credit
from boq.engine.formulas.values import ERRORS
from boq.engine.model import Finding, Item, ItemKind, PricingState, Severity

_BLANKS = frozenset({"", "-", "--", "–", "—", ".", "nil", "n/a", "0"})


def _negatives(bill: View) -> list[Entry]:
    """Prices with a negative figure that nothing announces as a credit, omission or discount."""
    credit_sections: dict[int, bool] = {}
    found = []
    for entry in bill.odd:
        item = entry.item
        if not _is_negative(entry) or item.kind in OF_A_TOTAL:
            continue
        if item.section not in credit_sections:
            credit_sections[item.section] = any(map(speaks_of_credit, bill.titles(item.section)))
        if not (credit_sections[item.section] or speaks_of_credit(f"{item.description} {item.note}")):
            found.append(entry)
    return found


def _is_negative(entry: Entry) -> bool:
    item, price, _ = entry
    if (quantity := item.quantity) is not None and quantity < ZERO:
        return True
    if (rate := price.rate) is not None and rate < ZERO:
        return True
    return (amount := price.amount) is not None and amount < ZERO


class NegativeQuantity:
    """A quantity is negative and neither the item nor its section speaks of a credit, omission or discount."""

    code = "values.negative-quantity"
    severity = Severity.ERROR

    def run(self, bill: View) -> Iterator[Finding]:
        seen = set()
        for item, _, _ in bill.once(_negatives):
            if item.quantity is not None and item.quantity < 0 and item.key not in seen:
                seen.add(item.key)
                facts = {"item": name_of(item), "value": plain(item.quantity)}
                yield Finding(self.code, self.severity, item.at(item.quantity_column), item.key, {**facts})


class NegativeRate:
    """A rate is negative and neither the item nor its section speaks of a credit, omission or discount."""

    code = "values.negative-rate"
    severity = Severity.ERROR

    def run(self, bill: View) -> Iterator[Finding]:
        for item, price, _ in bill.once(_negatives):
            if price.rate is not None and price.rate < 0:
                facts = {"item": name_of(item), "value": plain(price.rate), "party": price.party}
                yield Finding(self.code, self.severity, rate_cell(item, price), item.key, {**facts})


class NegativeAmount:
    """An amount is negative, quantity and rate are not, and nothing speaks of a credit, omission or discount."""

    code = "values.negative-amount"
    severity = Severity.ERROR

    def run(self, bill: View) -> Iterator[Finding]:
        for item, price, _ in bill.once(_negatives):
            positive = all(figure is None or figure >= 0 for figure in (item.quantity, price.rate))
            if price.amount is not None and price.amount < 0 and positive:
                facts = {"item": name_of(item), "value": plain(price.amount), "party": price.party}
                yield Finding(self.code, self.severity, amount_cell(item, price), item.key, {**facts})


class ZeroRate:
    """A measured item is priced at zero. Zero is not the same as included or not priced: somebody should say which is
    meant.
    """

    code = "values.zero-rate"
    severity = Severity.WARNING

    def run(self, bill: View) -> Iterator[Finding]:
        for item, price, _ in bill.odd:
            zero = price.state is PricingState.ZERO or (price.rate is not None and not price.rate)
            if (
                zero
                and item.quantity
                and not price.amount
                and price.state not in ANSWERED
                and item.kind not in OF_A_TOTAL
            ):
                facts = {"item": name_of(item), "party": price.party}
                yield Finding(self.code, self.severity, rate_cell(item, price), item.key, {**facts})


def _zero_quantities(bill: View) -> list[Item]:
    """Items with the quantity zero that are neither priced by amount nor marked rate-only, included or excluded."""
    found = []
    for item in bill.boq.items:
        if item.quantity is None or item.quantity:
            continue
        price = item.price
        if price is None or not (price.amount or price.state in ANSWERED):
            found.append(item)
    return found


def _mostly_zero(bill: View) -> bool:
    zero = len(bill.once(_zero_quantities))
    return zero > FEW and zero * 2 > len(bill.boq.items)


class ZeroQuantity:
    """An item has the quantity zero and is not marked as rate-only: either the quantity was forgotten or only the rate
    is asked."""

    code = "values.zero-quantity"
    severity = Severity.INFO

    def run(self, bill: View) -> Iterator[Finding]:
        for item in bill.once(_zero_quantities) if not bill.once(_mostly_zero) else ():
            yield Finding(self.code, self.severity, item.at(item.quantity_column), item.key, {"item": name_of(item)})


class ZeroQuantities:
    """Most items have the quantity zero: an empty template, or a schedule of rates. Reported once."""

    code = "values.zero-quantities"
    severity = Severity.WARNING

    def run(self, bill: View) -> Iterator[Finding]:
        if bill.once(_mostly_zero):
            items = bill.once(_zero_quantities)
            facts: dict[str, str | int | None] = {
                "count": len(items),
                "of": len(bill.boq.items),
                "cells": cells(items),
            }
            yield Finding(self.code, self.severity, items[0].source, "", facts)


class AmountWithoutQuantity:
    """An item has the quantity zero and yet an amount: money without work."""

    code = "values.amount-without-quantity"
    severity = Severity.ERROR

    def run(self, bill: View) -> Iterator[Finding]:
        for item, price, _ in bill.odd:
            if item.quantity is not None and not item.quantity and price.amount and item.kind not in OF_A_TOTAL:
                facts = {"item": name_of(item), "amount": plain(price.amount), "party": price.party}
                yield Finding(self.code, self.severity, amount_cell(item, price), item.key, {**facts})


class UnreadableQuantity:
    """The quantity cell of a measured item holds something that is not a figure: an error value, a word, a broken
    formula.
    """

    code = "values.unreadable-quantity"
    severity = Severity.ERROR

    def run(self, bill: View) -> Iterator[Finding]:
        for item in bill.boq.items:
            if item.quantity is None and item.raw_quantity and _is_unread_quantity(item):
                facts = {"item": name_of(item), "raw": item.raw_quantity[:80]}
                yield Finding(self.code, self.severity, item.at(item.quantity_column), item.key, {**facts})


class UnreadablePrice:
    """The rate or amount cell of an item holds something that is not a figure: it was not counted as a price."""

    code = "values.unreadable-price"
    severity = Severity.ERROR

    def run(self, bill: View) -> Iterator[Finding]:
        for item, price, _ in bill.odd:
            if price.state is PricingState.UNREADABLE:
                unread_rate = price.rate is None and bool(price.raw_rate.strip())
                place = rate_cell(item, price) if unread_rate else amount_cell(item, price)
                raw = price.raw_rate if unread_rate else price.raw_amount
                facts = {"item": name_of(item), "raw": raw[:80], "party": price.party}
                yield Finding(self.code, self.severity, place, item.key, {**facts})


class ErrorValue:
    """The rate or amount cell of an item shows an error such as `#REF!`; the item is reckoned by its other figures."""

    code = "values.error-value"
    severity = Severity.ERROR

    def run(self, bill: View) -> Iterator[Finding]:
        for item, price, _ in bill.odd:
            in_amount = price.raw_amount in ERRORS
            if price.state is PricingState.UNREADABLE or not (in_amount or price.raw_rate in ERRORS):
                continue
            facts = {
                "item": name_of(item),
                "raw": price.raw_amount if in_amount else price.raw_rate,
                "value": derived(price.value) if price.value is not None else None,
                "party": price.party,
            }
            place = amount_cell(item, price) if in_amount else rate_cell(item, price)
            yield Finding(self.code, self.severity, place, item.key, {**facts})


def _is_unread_quantity(item: Item) -> bool:
    price = item.price
    measured = item.kind in {ItemKind.MEASURED, ItemKind.DAYWORK}
    answered = price is not None and price.state in ANSWERED
    return measured and not answered and item.raw_quantity.strip().casefold() not in _BLANKS


CHECKS = (
    NegativeQuantity(),
    NegativeRate(),
    NegativeAmount(),
    ZeroRate(),
    ZeroQuantity(),
    ZeroQuantities(),
    AmountWithoutQuantity(),
    UnreadableQuantity(),
    UnreadablePrice(),
    ErrorValue(),
)
