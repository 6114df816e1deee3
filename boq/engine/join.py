"""An offer of prices alone (GAEB phase 84) put together with the enquiry that says what is asked, by ordinal number.

Identifiers of the two files need not agree, ordinal numbers must: they are compared part by part, without leading zeros.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import msgspec

from boq.engine.chain.lines import lines_of
from boq.engine.model import (
    Boq,
    Item,
    Price,
    Reading,
    Receipt,
    Section,
    Standing,
    StatedTotal,
    TotalKind,
    Verdict,
    Warning,
)

ELSEWHERE = "quantities_elsewhere"
ENOUGH = 0.8  # share of the offer's items that the enquiry must know
ZERO = Decimal(0)
CENT = Decimal("0.01")
CHANGES = frozenset({TotalKind.DISCOUNT, TotalKind.TAX, TotalKind.ADDITION})


def needs_join(receipt: Receipt) -> bool:
    """True for a reading of prices alone."""
    return any(warning.code == ELSEWHERE for warning in receipt.warnings)


def ordinal(ref: str) -> str:
    """One spelling of an ordinal number: "01.02.0010" is "1.2.10"."""
    parts = (part.strip().lstrip("0") or "0" for part in ref.split(".")) if ref.strip() else ()
    return ".".join(parts)


def by_ordinal(items: Iterable[Item]) -> dict[str, Item]:
    """Items by ordinal number, without the numbers that stand twice."""
    found: dict[str, Item] = {}
    twice: set[str] = set()
    for item in items:
        number = ordinal(item.ref)
        if number in found:
            twice.add(number)
        found[number] = item
    return {number: item for number, item in found.items() if number and number not in twice}


def fits(asked: Iterable[str], offered: Iterable[str]) -> bool:
    """True when the references of an enquiry cover enough of an offer's."""
    known = {ordinal(ref) for ref in asked}
    wanted = [ordinal(ref) for ref in offered]
    return bool(wanted) and sum(number in known for number in wanted) >= ENOUGH * len(wanted)


def join(asked: Boq, offer: Reading, items: Sequence[Item], enquiry: str) -> tuple[Reading, tuple[Item, ...]]:
    """The offer with what is asked from the enquiry (a file of that name): its reading, and its items in their order.

    Joined items have the enquiry's words, quantities, kinds, standings and keys, so that several offers of one enquiry compare item
    by item.
    """
    known = by_ordinal(asked.items)
    joined = tuple(_joined(item, known.get(ordinal(item.ref))) for item in items)
    numbers = {ordinal(item.ref) for item in items}
    count = sum(ordinal(item.ref) in known for item in items)
    missing = sum(number not in numbers for number in known)
    sections = tuple(_titled(section, asked) for section in offer.boq.sections)
    totals = restated(sections, joined, offer.boq.totals)
    bill = msgspec.structs.replace(offer.boq, sections=sections, totals=totals, items=())
    facts: dict[str, str | int | bool | None] = {
        "joined": count,
        "unjoined": len(items) - count,
        "missing": missing,
        "file": enquiry,
    }
    receipt = _receipt(offer.receipt, joined, totals, Warning("offer_joined", "", facts))
    return msgspec.structs.replace(offer, boq=bill, receipt=receipt), joined


def _joined(item: Item, asked: Item | None) -> Item:
    """An offered item with what is asked; its cells stay those of the offer."""
    if asked is None:
        return item
    prices = tuple(_extended(price, asked.quantity) for price in item.prices)
    return msgspec.structs.replace(
        item,
        key=asked.key,
        kind=asked.kind,
        standing=asked.standing,
        description=asked.description,
        unit=asked.unit,
        unit_code=asked.unit_code,
        unit_factor=asked.unit_factor,
        quantity=asked.quantity,
        raw_quantity=asked.raw_quantity,
        prices=prices,
        note=asked.note,
    )


def _extended(price: Price, quantity: Decimal | None) -> Price:
    if quantity is None or price.rate is None:
        return price
    return msgspec.structs.replace(price, calculated=quantity * price.rate / price.rate_base)


def _titled(section: Section, asked: Boq) -> Section:
    """A group without words gets those of the enquiry's group of the same number."""
    number = ordinal(section.ref or section.title)
    if section.ref and section.title != section.ref:
        return section
    known = next((one for one in asked.sections if ordinal(one.ref) == number), None)
    if known is None:
        return section
    return msgspec.structs.replace(section, title=known.title, ref=known.ref, key=known.key)


@dataclass(slots=True)
class _Sum:
    own: Decimal = ZERO
    instead: Decimal = ZERO  # of alternatives, which a group of nothing else adds up
    priced: int = 0
    counting: int = 0
    items: int = 0
    totals: list[int] = field(default_factory=list)


def restated(
    sections: Sequence[Section], items: Sequence[Item], totals: Sequence[StatedTotal]
) -> tuple[StatedTotal, ...]:
    """The totals with new verdicts, now that it is known which items count. Sections stand before their parts."""
    sums = [_Sum() for _ in range(len(sections) + 1)]  # the last one is the whole bill
    for item in items:
        node = sums[item.section]
        node.items += 1
        if item.value is not None:
            node.priced += 1
            node.own += item.value if item.standing is Standing.COUNTS else ZERO
            node.instead += item.value if item.standing is Standing.ALTERNATIVE else ZERO
        node.counting += item.standing is Standing.COUNTS
    for place, total in enumerate(totals):
        sums[total.section].totals.append(place)
    result = list(totals)
    for index in (*range(len(sections) - 1, -1, -1), -1):
        node = sums[index]
        brought = _restate(node, result)
        if index >= 0 and brought is not None:
            above = sums[sections[index].parent]
            above.priced += 1
            above.items += node.items
            above.counting += node.counting
            counts = node.counting or not node.items
            above.own += brought if counts else ZERO
            above.instead += ZERO if counts else brought
    return tuple(result)


def _restate(node: _Sum, totals: list[StatedTotal]) -> Decimal | None:
    """Verdicts of one section's lines in their order; returns what it brings to the one above."""
    running, last, changed = node.own if node.counting or not node.items else node.instead, None, True
    for place in node.totals:
        line = totals[place]
        if line.kind in CHANGES:
            changed = True
            running += -abs(line.amount) if line.kind is TotalKind.DISCOUNT else line.amount
            continue
        if changed and (node.priced or last is not None):  # a sum that was agreed on follows from nothing
            verdict = Verdict.EQUAL if abs(running - line.amount) * 2 <= CENT else Verdict.OFF
            totals[place] = msgspec.structs.replace(line, expected=running, verdict=verdict)
        running, changed = line.amount, False
        last = line.amount if line.kind is not TotalKind.GRAND or last is None else last
    if last is not None:
        return last
    return running if node.priced else None


def _receipt(receipt: Receipt, items: Sequence[Item], totals: Sequence[StatedTotal], said: Warning) -> Receipt:
    """The receipt of the joined bill: counted anew, with what was joined in place of what was missing."""
    total = sum((item.value or ZERO for item in items if item.standing is Standing.COUNTS), ZERO)
    stated = next((line for line in totals if line.source.cell == receipt.stated_total_cell), None)
    ties = receipt.ties_out
    if stated is not None and stated.verdict is not Verdict.UNKNOWN:
        ties = all(line.verdict is not Verdict.OFF for line in totals if line.kind is not TotalKind.TAX)
    warnings = [warning for warning in receipt.warnings if warning.code not in (ELSEWHERE, "items_untitled")]
    return msgspec.structs.replace(
        receipt,
        by_kind=dict(sorted(Counter(item.kind.value for item in items).items())),
        total=total,
        totals=lines_of(totals),
        ties_out=ties,
        warnings=(*warnings, said),
    )
