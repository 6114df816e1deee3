"""How an amount is written: as a live formula where that gives what the file states, else as the stated value."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from boq.engine.checks.extensions import OF_A_TOTAL, ZERO, expected_amount
from boq.engine.model import Item, Price, Rounding

_CENT = Decimal("0.01")


class Amount(NamedTuple):
    """`value` is what the cell shows, `formula` how it comes about: "" for a stated value, "product", or "rounded" to `digits`.

    `difference` is stated less calculated where the formula would not give the stated amount.
    """

    value: Decimal | None
    formula: str = ""
    digits: int = 0
    difference: Decimal | None = None


NONE = Amount(None)


def amount_of(item: Item, price: Price, rounding: Rounding) -> Amount:
    """The amount of `item` at `price`. Percentages of other totals and sums stated without quantity and rate stay
    values.
    """
    stated = price.amount
    exact = expected_amount(item, price) if item.quantity is not None and effective_rate(price) is not None else None
    if exact is None or item.kind in OF_A_TOTAL:
        return Amount(price.value)
    if stated is None:
        return Amount(price.value, "product") if price.calculated is not None else NONE
    if stated == exact or f"{float(stated):.15g}" == f"{float(exact):.15g}":
        return Amount(stated, "product")
    for quantum in (rounding.quantum, _CENT):
        digits = digits_of(quantum)
        if digits is not None and stated == exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):
            return Amount(stated, "rounded", digits)
    return Amount(stated, "", 0, stated - exact)


def effective_rate(price: Price) -> Decimal | None:
    """The stated rate, else the sum of its parts where all are known."""
    if price.rate is not None or not price.components:
        return price.rate
    rates = [part.rate for part in price.components if part.rate is not None]
    return sum(rates, ZERO) if len(rates) == len(price.components) else None


def digits_of(quantum: Decimal) -> int | None:
    """The decimals of a rounding unit: 2 for 0.01, 0 for 1, -3 for 1000; None for other units (5, 0.05, 0)."""
    if quantum <= 0:
        return None
    _, digits, exponent = quantum.normalize().as_tuple()
    return -exponent if digits == (1,) and isinstance(exponent, int) else None
