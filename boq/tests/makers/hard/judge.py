"""What a reading of a made bill got wrong."""

from __future__ import annotations

from decimal import Decimal

from boq.engine.model import Item, Reading
from boq.engine.text import fold
from boq.engine.units import parse_unit
from boq.tests.makers.hard.make import Hard
from boq.tests.makers.hard.truth import Work

NEAR = Decimal("0.005")


def faults(made: Hard, reading: Reading) -> list[str]:
    """Every difference between the reading and the truth."""
    receipt, truth = reading.receipt, made.truth
    works, items = truth.works, list(reading.boq.items)
    found = []
    if sum(receipt.rows.values()) != receipt.rows_total or receipt.rows["unread"]:
        found.append(f"rows {receipt.rows}")
    if len(items) != len(works):
        return [*found, f"items {len(items)}, not {len(works)}"]
    if made.style.has("side_by_side"):
        items.sort(key=_place)
        works = sorted(works, key=_order)
    for item, work in zip(items, works, strict=True):
        if wrong := differences(item, work):
            found.append(f"{item.source.cell} {work.text[:30]!r}: {wrong}")
    if abs(receipt.total - truth.total) >= NEAR:
        found.append(f"total {receipt.total}, not {truth.total}")
    if (receipt.stated_total is None) != (not truth.stated) or (
        receipt.stated_total is not None
        and truth.stated is not None
        and abs(receipt.stated_total - truth.stated) >= NEAR
    ):
        found.append(f"stated {receipt.stated_total}, not {truth.stated}")
    return found


def _place(item: Item) -> tuple[str, Decimal, str]:
    return fold(item.words), item.quantity or Decimal(0), item.source.sheet


def _order(work: Work) -> tuple[str, Decimal, str]:
    return fold(work.text), work.quantity or Decimal(0), ""


def differences(item: Item, work: Work) -> dict[str, tuple[object, object]]:
    """Field -> what was read and what is true."""
    price = item.price
    unit = parse_unit(work.unit)
    amount = price.amount if price else None
    pairs: dict[str, tuple[object, object]] = {
        "text": (fold(item.words), fold(work.text)),
        "quantity": (item.quantity, work.quantity),
        "unit": (item.unit_code, unit.code),
        "factor": (item.unit_factor, unit.factor),
        "rate": (price.rate if price else None, work.rate),
        "amount": (amount, work.amount),
        "kind": (str(item.kind), work.kind),
        "standing": (str(item.standing), work.standing),
        "state": (str(price.state) if price else "unpriced", work.state),
        "ref": (item.ref, work.ref),
        "preamble": (bool(item.preamble), work.ruled),
        "hidden": (item.hidden, work.hidden),
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
