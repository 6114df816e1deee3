"""Bills straight into rows, for tests of what comes after reading."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from boq.engine.model import ItemKind, PricingState, Standing
from boq.models import Boq, Finding, Item, Price, PriceSet, Section, Upload
from llm.tests.works import TEXTS

SECTIONS = ("Substructure", "Masonry", "Finishes", "الأعمال الكهربائية", "Отделка", "Drainage")


def saved_bill(project: Any, items: int, *, texts: tuple[str, ...] = ()) -> Boq:
    """A priced bill of `items` items at 10 × 2.50 with one rule finding; `texts` replace the first descriptions."""
    tenant = {"organization_id": project.organization_id}
    upload = Upload.objects.create(project=project, name="made.xlsx", size=1, sha256=f"{items:064d}", **tenant)
    boq = Boq.objects.create(
        project=project,
        upload=upload,
        name="made",
        engine_version="test",
        format="xlsx",
        language="en",
        currency="USD",
        rounding=Decimal("0.01"),
        rounding_basis="default",
        items_count=items,
        sections_count=len(SECTIONS),
        findings_count=1,
        total=Decimal(25) * items,
        receipt_text="{}",
        **tenant,
    )
    Section.objects.bulk_create(_section(boq, position, title) for position, title in enumerate(SECTIONS))
    rows = Item.objects.bulk_create(_item(boq, position, texts) for position in range(items))
    prices = PriceSet.objects.create(boq=boq, position=0, total=boq.total, **tenant)
    Price.objects.bulk_create(_price(prices, row) for row in rows)
    Finding.objects.create(
        boq=boq,
        position=0,
        origin=Finding.Origin.RULES,
        code="arithmetic.amount-mismatch",
        severity="error",
        item_key="k0",
        **tenant,
    )
    return boq


def _section(boq: Boq, position: int, title: str) -> Section:
    return Section(
        organization_id=boq.organization_id, boq=boq, position=position, parent=-1, last=position, level=0, key=f"s{position}",
        title=title, sheet="Bill", row=position + 1, items_count=0, total=0,
    )  # fmt: skip


def _item(boq: Boq, position: int, texts: tuple[str, ...]) -> Item:
    text, unit, title = TEXTS[position % len(TEXTS)]
    return Item(
        organization_id=boq.organization_id, boq=boq, position=position, key=f"k{position}", section=SECTIONS.index(title),
        kind=ItemKind.MEASURED.value, standing=Standing.COUNTS.value, ref=str(position + 1),
        description=texts[position] if position < len(texts) else text.format(n=position), unit=unit, unit_factor=1,
        quantity=10, sheet="Bill", row=position + 10,
    )  # fmt: skip


def _price(prices: PriceSet, item: Item) -> Price:
    return Price(
        organization_id=item.organization_id, price_set=prices, item=item, state=PricingState.PRICED.value, rate=Decimal("2.5"),
        amount=Decimal(25), calculated=Decimal(25), rate_base=1,
    )  # fmt: skip
