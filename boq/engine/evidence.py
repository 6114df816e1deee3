"""The witnesses for one sheet's reading: words, units, quantity × rate = amount, and totals that the items add up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boq.engine.rate_bases import base_of
from boq.engine.tables.proof import CHAIN, Total
from boq.engine.tables.sheet import Sheet
from boq.engine.tables.sums import Sums, same


@dataclass(slots=True)
class Evidence:
    """The witnesses for one sheet. `agree` of `checked` items multiply out; `tied` when a total proves all items."""

    items: int
    agree: int
    checked: int
    tied: bool
    covered: bool
    named: int
    unit_known: int
    with_unit: int
    telling: int = 0  # items that multiply out with neither quantity nor rate being one
    worthless: int = 0  # items with quantity and rate whose stated amount is zero

    @property
    def multiplies(self) -> bool:
        """Arithmetic speaks for the columns."""
        return self.checked >= 3 and self.agree >= 0.9 * self.checked


def evidence_of(sheet: Sheet, totals: Sequence[Total], sums: Sums, named: int) -> Evidence:
    """Count the witnesses over all items of a sheet."""
    agree = checked = known = united = worthless = telling = 0
    items = sheet.items
    most = 1 if sheet.view.untold else 1000  # 12 × 420 = 5.040 is no rate per 1,000 where the decimal mark is not known
    for line in items:
        united += bool(line.unit)
        known += line.known_unit
        worthless += bool(line.quantity and line.rate and line.amount == 0)
        if line.quantity and line.rate and line.amount:
            checked += 1
            product = line.quantity * line.rate
            fits = product == line.amount or 0 < base_of(product, line.amount) <= most
            agree += fits
            telling += fits and line.quantity != 1 and line.rate != 1
    tied = any(total.whole and total.kind not in CHAIN for total in totals)
    return Evidence(len(items), agree, checked, tied, _covered(totals, sums), named, known, united, telling, worthless)


def _covered(totals: Sequence[Total], sums: Sums) -> bool:
    """True when proven totals, each over its own stretch of items, leave out nothing of value."""
    everything = sums.between(0, len(sums))
    reached, value = 0, 0.0
    for total in sorted((t for t in totals if t.basis == "items"), key=lambda t: (t.first, -t.last)):
        if total.first >= reached:
            value += sums.between(total.first, total.last)
            reached = total.last
    return bool(everything) and same(value, everything, len(sums))


def confidence_of(witness: Evidence) -> float:
    """Agreement of the witnesses of a sheet as one figure between 0 and 1."""
    if not witness.items:
        return 0.0
    arithmetic = witness.agree / witness.checked if witness.checked else 0.85
    units = witness.unit_known / witness.with_unit if witness.with_unit else 0.9
    words = witness.named / witness.items
    proof = 1.0 if witness.tied else 0.95
    return 0.5 * arithmetic * proof + 0.25 * words + 0.25 * max(units, 0.6 * arithmetic)
