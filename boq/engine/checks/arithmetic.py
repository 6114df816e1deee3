"""Quantity × rate against the stated amount, and what kind of slip lies behind a difference."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from boq.engine.checks.extensions import ZERO, Cause, Entry, Mismatch
from boq.engine.checks.facts import amount_cell, name_of, percent, plain, rate_cell
from boq.engine.checks.view import APART, View
from boq.engine.model import Finding, Severity, Standing

LARGE_SHARE = Decimal("0.3")
ITEMS_FOR_SHARE = 20


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
            "expected": plain(mismatch.expected),
            "difference": plain(mismatch.stated - mismatch.expected),
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
    """The stated amount differs from quantity times rate by no more than the last digit: it was cut off or rounded
    another way.
    """

    code = "arithmetic.rounding-difference"
    severity = Severity.INFO
    cause = Cause.ROUNDING


class RatePartsMismatch:
    """The parts of a rate (labour, material, plant) do not add up to the stated rate."""

    code = "arithmetic.rate-parts-mismatch"
    severity = Severity.ERROR

    def run(self, bill: View) -> Iterator[Finding]:
        for item, price, expected in bill.entries:
            if not price.components:
                continue
            parts = [part.rate for part in price.components if part.rate is not None]
            if price.rate is None or len(parts) < 2 or not bill.agrees(expected, price.amount):
                continue  # a wrong amount is reported by the extension checks
            total = sum(parts, ZERO)
            if abs(total - price.rate) * 2 > bill.rounding.quantum * len(parts):
                facts = {"stated": plain(price.rate), "expected": plain(total), "party": price.party}
                yield Finding(self.code, self.severity, rate_cell(item, price), item.key, {**facts})


class AmountPartsMismatch:
    """The amounts of the parts (labour, material, plant) do not add up to the stated amount."""

    code = "arithmetic.amount-parts-mismatch"
    severity = Severity.ERROR

    def run(self, bill: View) -> Iterator[Finding]:
        for item, price, expected in bill.entries:
            if not price.components:
                continue
            parts = [part.amount for part in price.components if part.amount is not None]
            if price.amount is None or len(parts) < 2 or not bill.agrees(expected, price.amount):
                continue
            total = sum(parts, ZERO)
            if abs(total - price.amount) * 2 > bill.rounding.quantum * len(parts):
                facts = {"stated": plain(price.amount), "expected": plain(total), "party": price.party}
                yield Finding(self.code, self.severity, amount_cell(item, price), item.key, {**facts})


class LargeShare:
    """One item alone makes up 30% or more of a bill of at least 20 priced items. Often right, always worth a look."""

    code = "arithmetic.large-share"
    severity = Severity.INFO

    def run(self, bill: View) -> Iterator[Finding]:
        wrong = {mismatch.item.key for mismatch in bill.mismatches}  # reported already
        for party, entries in bill.bids.items():
            values = [
                (entry, value) for entry in entries if (value := entry.price.value) and value > 0 and _counts(entry)
            ]
            if len(values) < ITEMS_FOR_SHARE:
                continue
            total = sum((value for _, value in values), ZERO)
            limit = total * LARGE_SHARE
            for (item, price, _), value in values:
                if value >= limit and item.key not in wrong:
                    share = percent(value, total)
                    facts = {"item": name_of(item), "amount": plain(value), "share": share, "party": party}
                    yield Finding(self.code, self.severity, amount_cell(item, price), item.key, {**facts})


def _counts(entry: Entry) -> bool:
    return entry.item.standing is Standing.COUNTS and entry.item.kind not in APART


CHECKS = (
    AmountMismatch(),
    DecimalSlip(),
    AmountOfNeighbour(),
    HiddenDecimals(),
    RoundingDifference(),
    RatePartsMismatch(),
    AmountPartsMismatch(),
    LargeShare(),
)
