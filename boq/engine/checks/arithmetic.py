"""Quantity × rate against the stated amount, and what kind of slip lies behind a difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from boq.engine.checks.extensions import ZERO, Cause, Entry, Mismatch
from boq.engine.checks.facts import amount_cell, cells, derived, name_of, percent, plain, rate_cell
from boq.engine.checks.view import APART, FEW, View
from boq.engine.model import Finding, Price, RateComponent, Severity, Standing

LARGE_SHARE = Decimal("0.3")
ITEMS_FOR_SHARE = 20
COUNTS = Standing.COUNTS
OfPart = Callable[[RateComponent], Decimal | None]
OfPrice = Callable[[Price], Decimal | None]


class _Extension:
    """Reports the differences of one cause."""

    code: str
    severity: Severity
    cause: Cause

    def run(self, bill: View) -> Iterator[Finding]:
        for mismatch in bill.mismatches:
            if mismatch.cause is self.cause:
                place = amount_cell(mismatch.item, mismatch.price)
                yield Finding(self.code, self.severity, place, mismatch.item.key, self.facts(mismatch))

    def facts(self, mismatch: Mismatch) -> dict[str, str | int | None]:
        return {
            "stated": plain(mismatch.stated),
            "expected": derived(mismatch.expected),
            "difference": derived(mismatch.stated - mismatch.expected),
            "party": mismatch.price.party,
        }


class AmountMismatch(_Extension):
    """The stated amount of an item is not its quantity times its rate, and no simple slip explains the difference.

    Rates given in parts (labour, material, plant) are summed first; a rate per 100 or 1,000 is divided. The bill's own
    rounding is allowed for.
    """

    code = "arithmetic.amount-mismatch"
    severity = Severity.ERROR
    cause = Cause.PLAIN


class DecimalSlip(_Extension):
    """The stated amount is exactly 10, 100 or 1,000 times too large or too small: a decimal point has slipped in the
    quantity, the rate or the amount.
    """

    code = "arithmetic.decimal-slip"
    severity = Severity.ERROR
    cause = Cause.DECIMAL_SLIP

    def facts(self, mismatch: Mismatch) -> dict[str, str | int | None]:
        return {**super().facts(mismatch), "factor": mismatch.detail}


class AmountOfNeighbour(_Extension):
    """The stated amount is what the item above or below comes to: amounts have shifted by a row or were copied."""

    code = "arithmetic.amount-of-neighbour"
    severity = Severity.ERROR
    cause = Cause.NEIGHBOUR

    def facts(self, mismatch: Mismatch) -> dict[str, str | int | None]:
        return {**super().facts(mismatch), "neighbour": mismatch.detail}


class HiddenDecimals(_Extension):
    """The stated amount fits a rate (or quantity) with more decimals than the one that is shown."""

    code = "arithmetic.hidden-decimals"
    severity = Severity.WARNING
    cause = Cause.HIDDEN_DECIMALS

    def facts(self, mismatch: Mismatch) -> dict[str, str | int | None]:
        return {**super().facts(mismatch), "implied": mismatch.detail}


class RoundingDifference(_Extension):
    """The stated amount differs from quantity times rate by no more than the last digit, or is the next whole figure: it
    was cut off or rounded another way."""

    code = "arithmetic.rounding-difference"
    severity = Severity.INFO
    cause = Cause.ROUNDING


class _Parts(NamedTuple):
    """Prices whose parts do not add up, out of how many that have parts."""

    wrong: list[tuple[Entry, Decimal]]
    asked: int

    @property
    def general(self) -> bool:
        """True when so many are wrong that the columns must mean something else."""
        return len(self.wrong) > FEW and len(self.wrong) * 2 > self.asked


def _wrong_rates(bill: View) -> _Parts:
    return _wrong_parts(bill, lambda part: part.rate, lambda price: price.rate)


def _wrong_amounts(bill: View) -> _Parts:
    return _wrong_parts(bill, lambda part: part.amount, lambda price: price.amount)


def _in_parts(bill: View) -> list[Entry]:
    return [entry for entry in bill.entries if entry.price.components]


def _wrong_parts(bill: View, of_part: OfPart, of_price: OfPrice) -> _Parts:
    wrong, asked = [], 0
    for entry in bill.once(_in_parts):
        price = entry.price
        parts = [figure for part in price.components if (figure := of_part(part)) is not None]
        whole = of_price(price)
        if whole is None or len(parts) < 2 or not bill.agrees(entry.expected, price.amount):
            continue  # a wrong amount is reported by the extension checks
        asked += 1
        total = sum(parts, ZERO)
        if abs(total - whole) * 2 > bill.rounding.quantum * len(parts):
            wrong.append((entry, total))
    return _Parts(wrong, asked)


class RatePartsMismatch:
    """The parts of a rate (labour, material, plant) do not add up to the stated rate."""

    code = "arithmetic.rate-parts-mismatch"
    severity = Severity.ERROR

    def run(self, bill: View) -> Iterator[Finding]:
        parts = bill.once(_wrong_rates)
        for (item, price, _), total in parts.wrong if not parts.general else ():
            facts = {"stated": plain(price.rate or ZERO), "expected": derived(total), "party": price.party}
            yield Finding(self.code, self.severity, rate_cell(item, price), item.key, {**facts})


class AmountPartsMismatch:
    """The amounts of the parts (labour, material, plant) do not add up to the stated amount."""

    code = "arithmetic.amount-parts-mismatch"
    severity = Severity.ERROR

    def run(self, bill: View) -> Iterator[Finding]:
        parts = bill.once(_wrong_amounts)
        for (item, price, _), total in parts.wrong if not parts.general else ():
            facts = {"stated": plain(price.amount or ZERO), "expected": derived(total), "party": price.party}
            yield Finding(self.code, self.severity, amount_cell(item, price), item.key, {**facts})


class PartsUnclear:
    """In most items the parts of the rate do not add up to it: the columns of the parts mean something else than they
    seem to. Reported once."""

    code = "arithmetic.parts-unclear"
    severity = Severity.WARNING

    def run(self, bill: View) -> Iterator[Finding]:
        for parts in (bill.once(_wrong_rates), bill.once(_wrong_amounts)):
            if parts.general:
                items = [entry.item for entry, _ in parts.wrong]
                facts: dict[str, str | int | None] = {"count": len(items), "of": parts.asked, "cells": cells(items)}
                yield Finding(self.code, self.severity, items[0].source, "", facts)
                return


class LargeShare:
    """One item alone makes up 30% or more of a bill of at least 20 priced items. Often right, always worth a look."""

    code = "arithmetic.large-share"
    severity = Severity.INFO

    def run(self, bill: View) -> Iterator[Finding]:
        wrong = {mismatch.item.key for mismatch in bill.mismatches}  # reported already
        for party, entries in bill.bids.items():
            values = [
                (entry, value) for entry in entries if (value := entry.price.value) and value > ZERO and _counts(entry)
            ]
            if len(values) < ITEMS_FOR_SHARE:
                continue
            total = sum([value for _, value in values], ZERO)
            limit = total * LARGE_SHARE
            large = [(entry, value) for entry, value in values if value >= limit]
            for (item, price, _), value in large:
                if item.key not in wrong:
                    share = percent(value, total)
                    facts = {"item": name_of(item), "amount": plain(value), "share": share, "party": party}
                    yield Finding(self.code, self.severity, amount_cell(item, price), item.key, {**facts})


def _counts(entry: Entry) -> bool:
    item = entry.item
    return item.standing is COUNTS and item.kind not in APART


CHECKS = (
    AmountMismatch(),
    DecimalSlip(),
    AmountOfNeighbour(),
    HiddenDecimals(),
    RoundingDifference(),
    RatePartsMismatch(),
    AmountPartsMismatch(),
    PartsUnclear(),
    LargeShare(),
)
