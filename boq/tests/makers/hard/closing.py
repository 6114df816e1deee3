"""The chain of totals that ends a made bill or its summary."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from boq.tests.makers.hard.pen import Pen
from boq.tests.makers.hard.truth import CENT


def write_closing(pen: Pen, worth: Decimal, formula: str = "") -> Decimal:
    """The total, perhaps with contingency, discount and tax; returns the last."""
    style, tongue, last = pen.style, pen.tongue, worth
    pen.total(tongue.grand, worth, formula)
    if style.has("contingency"):
        extra = _share(worth, 5)
        pen.total(pen.speech.contingency, extra)
        last += extra
    if style.has("discount"):
        less = _share(worth, 2)
        pen.total(pen.speech.discount, -less)
        last -= less
    if last != worth:
        pen.total(tongue.grand, last)
    if style.vat:
        tax = _share(last, int("".join(ch for ch in tongue.vat if ch.isdigit())))
        pen.total(tongue.vat, tax)
        last += tax
        pen.total(tongue.with_vat, last)
    return last


def _share(value: Decimal, percent: int) -> Decimal:
    return (value * percent / 100).quantize(CENT, ROUND_HALF_UP)
