"""Bills that are right by construction, of any size, for tests to break in one place."""

from __future__ import annotations

import random
from decimal import Decimal

import msgspec

from boq.engine.model import (
    Boq,
    Item,
    ItemKind,
    Price,
    PricingState,
    RateComponent,
    Section,
    SourceRef,
    Standing,
    StatedTotal,
    TotalKind,
    Verdict,
)

CENT = Decimal("0.01")
UNITS = (("m2", "m2"), ("m3", "m3"), ("m", "m"), ("kg", "kg"), ("nr", "nr"))
WORKS = ("Excavation in trenches", "خرسانة مسلحة للقواعد", "Кладка стен из кирпича", "Plaster to walls", "Steel doors")
REF, DESCRIPTION, UNIT, QUANTITY, RATE, AMOUNT = range(1, 7)


def price(quantity: Decimal | None, rate: Decimal | None, **changes) -> Price:
    """The price of a quantity at a rate, its amount rounded to cents."""
    amount = None if quantity is None or rate is None else (quantity * rate).quantize(CENT)
    calculated = None if quantity is None or rate is None else quantity * rate
    state = PricingState.UNPRICED if rate is None else PricingState.PRICED
    values = {"state": state, "rate": rate, "amount": amount, "calculated": calculated}
    return Price(**{**values, "rate_column": RATE, "amount_column": AMOUNT, **changes})


def item(number: int = 1, quantity: str | None = "10", rate: str | None = "2.50", **changes) -> Item:
    """One right measured item in row `number` + 1. Any field may be changed; `price` changes fields of its price."""
    amount = None if quantity is None else Decimal(quantity)
    values = {
        "key": f"key-{number}",
        "kind": ItemKind.MEASURED,
        "standing": Standing.COUNTS,
        "section": 0,
        "source": SourceRef("Bill", number + 1),
        "description": f"{WORKS[number % len(WORKS)]} as drawing {number}",
        "ref": f"1.{number}",
        "unit": "m2",
        "unit_code": "m2",
        "quantity": amount,
        "raw_quantity": quantity or "",
        "ref_column": REF,
        "description_column": DESCRIPTION,
        "unit_column": UNIT,
        "quantity_column": QUANTITY,
        "prices": (price(amount, None if rate is None else Decimal(rate), **changes.pop("price", {})),),
    }
    return Item(**{**values, **changes})


def section(index: int = 0, parent: int = -1, level: int = 0, **changes) -> Section:
    values = {"key": f"section-{index}", "title": f"Part {index + 1}", "source": SourceRef("Bill", 1)}
    return Section(**{"parent": parent, "level": level, **values, **changes})


def bill(*items: Item, sections: tuple[Section, ...] | None = None, **changes) -> Boq:
    return Boq(sections=sections if sections is not None else (section(),), items=items, **changes)


def grand(amount: Decimal | str, row: int = 900, **changes) -> StatedTotal:
    """A grand total line that nobody has proven yet."""
    values = {"kind": TotalKind.GRAND, "label": "Grand total", "source": SourceRef("Bill", row, AMOUNT)}
    return StatedTotal(amount=Decimal(amount), **{**values, **changes})


def right_bill(seed: int = 1, items: int = 60, bills: int = 3, parts: int = 2) -> Boq:
    """A priced bill in which everything agrees: sections two deep with totals, grand total, 15% VAT and total with VAT."""
    chance = random.Random(seed)
    sections: list[Section] = []
    for _ in range(bills):
        at = len(sections)
        sections.append(section(at))
        sections.extend(section(at + 1 + part, parent=at, level=1) for part in range(parts))
    places = [index for index, one in enumerate(sections) if one.level == 1]
    per_place = -(-items // len(places))
    made = [_right_item(chance, number, places[number // per_place]) for number in range(items)]
    sums = _sums(sections, made)
    sections = [
        msgspec.structs.replace(one, stated_total=sums[index], stated_total_source=SourceRef("Sums", index + 1, AMOUNT))
        for index, one in enumerate(sections)
    ]
    return Boq(tuple(sections), tuple(made), totals=_summary(sections, items), language="en", currency="SAR")


def _right_item(chance: random.Random, number: int, place: int) -> Item:
    unit, code = UNITS[number % len(UNITS)]
    quantity = Decimal(chance.randrange(400, 900)) if code == "nr" else Decimal(chance.randrange(40000, 90000)) / 100
    rate = Decimal(chance.randrange(20000, 60000)) / 100
    changes = {"section": place, "unit": unit, "unit_code": code, "ref": f"{place}.{number}"}
    if number % 11 == 3:
        parts = (RateComponent("labour", rate / 4), RateComponent("material", rate - rate / 4))
        changes["price"] = {"components": parts}
    if number % 13 == 5:
        changes |= {"price": {"state": PricingState.RATE_ONLY, "amount": None, "calculated": None}}
        return item(number, None, str(rate), **changes)
    if number % 17 == 6:
        changes |= {"kind": ItemKind.PROVISIONAL_SUM, "unit": "sum", "unit_code": "sum"}
        changes |= {"description": f"Provisional sum for works not yet drawn, {number}"}
        changes |= {"price": {"amount": rate * 10, "state": PricingState.PRICED}}
        return item(number, None, None, **changes)
    return item(number, str(quantity), str(rate), **changes)


def _sums(sections: list[Section], items: list[Item]) -> list[Decimal]:
    sums = [Decimal(0)] * len(sections)
    for one in items:
        sums[one.section] += one.value or 0
    for index in range(len(sections) - 1, -1, -1):
        if sections[index].parent >= 0:
            sums[sections[index].parent] += sums[index]
    return sums


def _summary(sections: list[Section], items: int) -> tuple[StatedTotal, ...]:
    net = sum((one.stated_total or Decimal(0) for one in sections if one.level == 0), Decimal(0))
    tax = (net * 15 / 100).quantize(CENT)
    row = items + 100
    return (
        grand(net, row, kind=TotalKind.NET, label="Total of the works", expected=net, verdict=Verdict.EQUAL),
        grand(tax, row + 1, kind=TotalKind.TAX, label="VAT ١٥٪"),
        grand(net + tax, row + 2, label="Total with VAT"),
    )


def changed(boq: Boq, number: int, **changes) -> Boq:
    """`boq` with other fields in its item `number`; `price` holds other fields of its first price."""
    one = boq.items[number]
    if "price" in changes:
        first = msgspec.structs.replace(one.prices[0], **changes.pop("price"))
        changes["prices"] = (first, *one.prices[1:])
    items = list(boq.items)
    items[number] = msgspec.structs.replace(one, **changes)
    return msgspec.structs.replace(boq, items=tuple(items))
