"""Rows back into the engine's values, for writers and analysts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec

from boq.engine import model as engine
from boq.models import Boq, Finding, Item, Price, PriceSet, Section, Total
from boq.models.fields import tidy

BATCH = 5_000


def load_boq(boq: Boq) -> engine.Boq:
    """The bill as a value: what `BillSaving` was given, less the claims' rows of totals."""
    sets = {one.pk: one for one in PriceSet.objects.filter(boq=boq).order_by("position")}
    return engine.Boq(
        sections=tuple(_section(row) for row in Section.objects.filter(boq=boq).order_by("position")),
        items=tuple(_items(boq, sets)),
        totals=tuple(_total(row) for row in Total.objects.filter(boq=boq).order_by("position")),
        parties=tuple(one.party for one in sets.values()),
        currency=boq.currency,
        language=boq.language,
        rounding=engine.Rounding(tidy(boq.rounding) or Decimal(0), boq.rounding_basis),
    )


def load_receipt(boq: Boq) -> engine.Receipt:
    """The receipt as a value."""
    return msgspec.json.decode(boq.receipt_text.encode(), type=engine.Receipt)


def load_findings(boq: Boq) -> tuple[engine.Finding, ...]:
    """All findings of the bill, of rules and analyses, as values."""
    rows = Finding.objects.filter(boq=boq).order_by("analysis__created_at", "position")
    return tuple(
        engine.Finding(
            code=row.code,
            severity=engine.Severity(row.severity),
            source=parse_cell(row.cell) if row.cell else None,
            item=row.item_key,
            facts=row.facts,
        )
        for row in rows.iterator(BATCH)
    )


def parse_cell(cell: str) -> engine.SourceRef:
    """`Sheet1!B12` back into a place; a whole row has no letters."""
    sheet, _, place = cell.rpartition("!")
    letters = place.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return engine.SourceRef(sheet, int(place[len(letters) :] or 0), column)


def _section(row: Section) -> engine.Section:
    return engine.Section(
        key=row.key,
        parent=row.parent,
        level=row.level,
        title=row.title,
        source=engine.SourceRef(row.sheet, row.row),
        ref=row.ref,
        stated_total=tidy(row.stated_total),
        stated_total_source=parse_cell(row.stated_total_cell) if row.stated_total_cell else None,
    )


def _total(row: Total) -> engine.StatedTotal:
    return engine.StatedTotal(
        kind=engine.TotalKind(row.kind),
        label=row.label,
        amount=tidy(row.amount) or Decimal(0),
        source=parse_cell(row.cell),
        section=row.section,
        party=row.party,
        expected=tidy(row.expected),
        verdict=engine.Verdict(row.verdict),
        claims=tuple(parse_cell(cell) for cell in row.claims),
        formula=row.formula,
        parts=tuple(row.parts),
        adds=row.adds,
        missing=tuple(parse_cell(cell) for cell in row.missing),
        extra=tuple(parse_cell(cell) for cell in row.extra),
        typed=row.typed,
    )


def _items(boq: Boq, sets: dict[Any, PriceSet]) -> Iterator[engine.Item]:
    start = 0
    while True:
        rows = list(Item.objects.filter(boq=boq, position__gte=start).order_by("position")[:BATCH])
        if not rows:
            return
        prices: dict[int, list[Price]] = {}
        for price in Price.objects.filter(price_set__in=list(sets), item__in=[row.pk for row in rows]):
            prices.setdefault(price.item_id, []).append(price)
        for row in rows:
            own = sorted(prices.get(row.pk, []), key=lambda price: sets[price.price_set_id].position)
            yield _item(row, tuple(_price(price, sets[price.price_set_id]) for price in own))
        start = rows[-1].position + 1


def _item(row: Item, prices: tuple[engine.Price, ...]) -> engine.Item:
    return engine.Item(
        key=row.key,
        kind=engine.ItemKind(row.kind),
        standing=engine.Standing(row.standing),
        section=row.section,
        source=engine.SourceRef(row.sheet, row.row, 0, row.page),
        description=row.description,
        ref=row.ref,
        unit=row.unit,
        unit_code=row.unit_code,
        unit_factor=tidy(row.unit_factor) or Decimal(1),
        quantity=tidy(row.quantity),
        raw_quantity=row.raw_quantity,
        quantity_formula=row.quantity_formula,
        ref_column=row.ref_column,
        description_column=row.description_column,
        unit_column=row.unit_column,
        quantity_column=row.quantity_column,
        prices=prices,
        hidden=row.hidden,
        note=row.note,
        resolved=row.resolved,
        resolved_row=row.resolved_row,
        preamble=row.preamble,
        preamble_row=row.preamble_row,
    )


def _price(row: Price, owner: PriceSet) -> engine.Price:
    return engine.Price(
        state=engine.PricingState(row.state),
        party=owner.party,
        version=owner.version,
        rate=tidy(row.rate),
        amount=tidy(row.amount),
        calculated=tidy(row.calculated),
        rate_base=tidy(row.rate_base) or Decimal(1),
        components=msgspec.convert(row.components, tuple[engine.RateComponent, ...], strict=False),
        raw_rate=row.raw_rate,
        raw_amount=row.raw_amount,
        rate_column=row.rate_column,
        amount_column=row.amount_column,
        amount_row=row.amount_row,
        amount_formula=row.amount_formula,
    )
