"""Finding items of a bill: the one query behind the grid, the API and the exports of a view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from boq.engine.chunks import rows_of
from boq.models import Boq, Finding, Item, Price, PriceSet, Section

KEY = 40  # characters of the longest key


@dataclass(frozen=True)
class ItemFilter:
    """What a person narrows the items by. `section` is a position and takes its whole subtree; `finding` is a code, or "any"."""

    search: str = ""
    kind: str = ""
    standing: str = ""
    state: str = ""
    section: int | None = None
    finding: str = ""

    @property
    def empty(self) -> bool:
        """True when nothing is narrowed."""
        return self == ItemFilter()


@dataclass(frozen=True)
class ItemRow:
    """An item with its first price and the number and worst severity of its findings, ready to be shown."""

    item: Item
    price: Price | None
    findings: int
    worst: str


def find_items(boq: Boq, wanted: ItemFilter) -> QuerySet[Item]:
    """The items of `boq` that match, in the file's order."""
    items: QuerySet[Item] = Item.objects.filter(boq=boq).order_by("position")
    for word in wanted.search.split()[:8]:
        items = items.filter(
            Q(description__icontains=word)
            | Q(ref__icontains=word)
            | Q(note__icontains=word)
            | Q(resolved__icontains=word)
        )
    if wanted.kind:
        items = items.filter(kind=wanted.kind)
    if wanted.standing:
        items = items.filter(standing=wanted.standing)
    if wanted.state:
        items = items.filter(prices__price_set__position=0, prices__state=wanted.state)
    if wanted.section is not None:
        items = items.filter(section__range=_subtree(boq, wanted.section))
    if wanted.finding:
        found: QuerySet[Finding] = Finding.objects.filter(boq=boq).exclude(item_key="")
        if wanted.finding != "any":
            found = found.filter(code=wanted.finding)
        items = items.filter(key__in=found.values("item_key"))
    return items


def _subtree(boq: Boq, position: int) -> tuple[int, int]:
    last = Section.objects.filter(boq=boq, position=position).values_list("last", flat=True).first()
    return (position, position if last is None else last)


def count_items(boq: Boq, wanted: ItemFilter) -> int:
    """How many match; free for the whole bill."""
    return boq.items_count if wanted.empty else find_items(boq, wanted).count()


def window(boq: Boq, wanted: ItemFilter, start: int, size: int) -> list[ItemRow]:
    """Rows `start` (0-based) to `start + size` of what matches. The whole bill is read by position, without an offset."""
    if wanted.empty:
        items = list(find_items(boq, wanted).filter(position__gte=start)[:size])
    else:
        items = list(find_items(boq, wanted)[start : start + size])
    return with_prices(boq, items)


def with_prices(boq: Boq, items: list[Item]) -> list[ItemRow]:
    """The items with first price and findings: two queries, however many items."""
    prices = {
        price.item_id: price
        for price in Price.objects.filter(
            item__in=[item.pk for item in items], price_set__boq=boq, price_set__position=0
        )
    }
    found: dict[str, list[str]] = {}
    for key, severity in Finding.objects.filter(boq=boq, item_key__in=[item.key for item in items]).values_list(
        "item_key", "severity"
    ):
        found.setdefault(key, []).append(severity)
    return [
        ItemRow(item, prices.get(item.pk), len(found.get(item.key, ())), _worst(found.get(item.key, [])))
        for item in items
    ]


def _worst(severities: list[str]) -> str:
    return next((severity for severity in ("error", "warning", "info") if severity in severities), "")


def item_of(boq: Boq, key: str) -> Item | None:
    """The item with that key, if the bill has one."""
    if not key or len(key) > KEY or "\x00" in key:
        return None
    found: Item | None = Item.objects.filter(boq=boq, key=key).first()
    if found is not None:
        found.boq = boq
    return found


def all_prices(item: Item) -> list[dict[str, Any]]:
    """Every party's price of one item, with the party's name."""
    prices = Price.objects.filter(item=item).select_related("price_set").order_by("price_set__position")
    return [{"party": price.price_set.party, "version": price.price_set.version, "price": price} for price in prices]


def parties(boq: Boq) -> list[PriceSet]:
    """The price sets of a bill, the file's own first."""
    return list(PriceSet.objects.filter(boq=boq).order_by("position"))


def neighbours(item: Item, around: int = 4) -> list[dict[str, Any]]:
    """The rows of the file around an item, as texts: [{"row": number, "cells": [...], "chosen": bool}]."""
    first, last = max(1, item.row - around), item.row + around
    chunks = item.boq.upload.chunks.filter(sheet=item.sheet, first_row__lte=last).order_by("-first_row")[:2]
    rows: list[dict[str, Any]] = []
    for chunk in sorted(chunks, key=lambda chunk: chunk.first_row):
        for offset, cells in enumerate(rows_of(bytes(chunk.data))):
            number = chunk.first_row + offset
            if first <= number <= last:
                rows.append({"row": number, "cells": cells, "chosen": number == item.row})
    return rows
