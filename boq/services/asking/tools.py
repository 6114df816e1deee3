"""The tools: each reads one thing, within the bills of one bill or project, and says in rows what it found.

Numbers are exact decimals as text, rows are bounded and say how many there are in all. Every name of a fact or a column has its
word for people in `boq.views.words.FOUND`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from boq.engine.model import Severity, Standing
from boq.models import Boq, Finding, Item, Price, PriceSet, Section, Total
from boq.models.fields import exact
from boq.services.asking.where import (
    NUMBER,
    Asked,
    Where,
    address,
    classes_of,
    in_words,
    items_of,
    known_value,
    section_of,
)

MOST_ROWS = 50
TEXT = 220
ZERO = Decimal(0)
BY = ("section", "group", "unit", "kind", "standing", "state", "party")
ORDERS = ("bill", "amount", "rate", "quantity")
SEVERITIES = tuple(severity.value for severity in Severity)


class Found(msgspec.Struct, frozen=True):
    """What a tool found: facts and rows for the model; `url` shows the same on a page."""

    facts: dict[str, Any]
    rows: list[dict[str, Any]]
    url: str
    said: dict[str, Any]


class FindItems(Where, frozen=True, forbid_unknown_fields=True):
    order: str | None = None
    limit: int | None = None


class SumAmounts(Where, frozen=True, forbid_unknown_fields=True):
    by: str | None = None


class OfBill(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    bill: str | None = None


class OneItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    item: str
    bill: str | None = None


class Findings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    bill: str | None = None
    severity: str | None = None
    code: str | None = None
    section: str | None = None


class Compare(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    bill: str
    other: str


def find_items(boq: Boq, asked: FindItems) -> Found:
    """Items that match, with their count and their sum."""
    items = items_of(boq, asked)
    order = asked.order or "bill"
    if order not in ORDERS:
        raise Asked("ask.no-order", f"order is one of {', '.join(ORDERS)}.", order)
    limit = max(1, min(asked.limit or 20, MOST_ROWS))
    facts = items.aggregate(count=Count("pk"), total=Sum("value", output_field=NUMBER))
    if order != "bill":
        items = items.order_by(F("value" if order == "amount" else order).desc(nulls_last=True), "position")
    titles = _titles(boq)
    rows = [_row(item, titles) for item in items[:limit]]
    told = {
        "count": facts["count"],
        "sum of amounts": exact(facts["total"]),
        "currency": boq.currency,
        "shown": len(rows),
    }
    return Found(told, rows, address(boq, asked), in_words(_where(asked), order=asked.order, limit=asked.limit))


def sum_amounts(boq: Boq, asked: SumAmounts) -> Found:
    """Counts and sums of amounts, in all or by one property, the largest first, each with its share.

    Where no standing is asked for or summed by, only items that count are summed. Bidders have no shares: their prices are
    for the same items.
    """
    by = asked.by or ""
    if by and by not in BY:
        raise Asked("ask.no-sums-by", f"by is one of {', '.join(BY)}, or null.", by)
    if not asked.standing and by != "standing":
        asked = msgspec.structs.replace(asked, standing=Standing.COUNTS.value)
    items = items_of(boq, asked)
    facts = items.aggregate(count=Count("pk"), total=Sum("value", output_field=NUMBER))
    total = facts["total"] or ZERO
    rows = _by_party(boq, items) if by == "party" else _summed(boq, items, by) if by else []
    shown = sorted(rows, key=lambda row: (-(row["sum"] or ZERO), str(row["name"])))
    told = [
        {**row, "sum": exact(row["sum"]), "share in percent": None if by == "party" else _share(row["sum"], total)}
        for row in shown[:MOST_ROWS]
    ]
    whole = {
        "count": facts["count"],
        "sum of amounts": exact(total),
        "currency": boq.currency,
        "rows in all": len(rows),
    }
    return Found(whole, told, address(boq, asked), in_words(_where(asked), by=by))


def _summed(boq: Boq, items: QuerySet[Any], by: str) -> list[dict[str, Any]]:
    if by in ("section", "group"):
        rows = items.values_list("key", "section", "value")
        groups = dict(classes_of(boq).values_list("item_key", "group")) if by == "group" else {}
        tops = _tops(boq)
        sums: dict[str, tuple[int, Decimal]] = {}
        for key, section, value in rows.iterator(5_000):
            name = groups.get(key, "") if by == "group" else tops.get(section, "")
            count, so_far = sums.get(name, (0, ZERO))
            sums[name] = count + 1, so_far + (value or ZERO)
        return [{"name": name, "count": count, "sum": value} for name, (count, value) in sums.items()]
    grouped = items.order_by().values(name=F(by)).annotate(count=Count("pk"), sum=Sum("value", output_field=NUMBER))
    return [dict(row) for row in grouped]


def _by_party(boq: Boq, items: QuerySet[Any]) -> list[dict[str, Any]]:
    parties = dict(PriceSet.objects.filter(boq=boq).values_list("pk", "party"))
    prices = Price.objects.filter(price_set__boq=boq, item__in=items.order_by().values("pk"))
    value = Coalesce(F("amount"), F("calculated"))
    sums = prices.values("price_set").annotate(count=Count("pk"), sum=Sum(value, output_field=NUMBER)).order_by()
    return [{"name": parties[one["price_set"]] or boq.name, "count": one["count"], "sum": one["sum"]} for one in sums]


def sections(boq: Boq, asked: OfBill) -> Found:
    """The tree of sections with items and totals."""
    rows = Section.objects.filter(boq=boq).order_by("position")
    told = [
        {
            "section": f"{'  ' * one.level}{one.ref} {one.title}".rstrip(),
            "items": one.items_count,
            "sum": exact(one.total),
            "stated total": exact(one.stated_total),
        }
        for one in rows.filter(level__lte=2)[:MOST_ROWS]
    ]
    facts = {"sections in all": boq.sections_count, "sum of amounts": exact(boq.total), "currency": boq.currency}
    return Found(facts, told, reverse("boq:detail", args=[boq.pk]), {})


def findings(boq: Boq, asked: Findings) -> Found:
    """What is wrong or worth a look: counts by code, and the first of them in words."""
    found = findings_of(boq, asked)
    rows = finding_rows(boq, list(found.order_by("position", "pk")[:20]))
    said = in_words(Where(), severity=asked.severity, code=asked.code, section=asked.section)
    return Found(finding_counts(found), rows, reverse("boq:findings", args=[boq.pk]), said)


def findings_of(boq: Boq, asked: Findings) -> QuerySet[Finding]:
    """The findings of a bill that are asked for, in no order."""
    known_value("severity", asked.severity, SEVERITIES)
    found = Finding.objects.filter(boq=boq)
    if asked.severity:
        found = found.filter(severity=asked.severity)
    if asked.code:
        found = found.filter(code__startswith=asked.code)
    if asked.section:
        one = section_of(boq, asked.section)
        keys = Item.objects.filter(boq=boq, section__range=(one.position, one.last)).values("key")
        found = found.filter(item_key__in=keys)
    return found


def finding_counts(found: QuerySet[Finding]) -> dict[str, Any]:
    """How many there are, and of which codes most."""
    counts = found.order_by().values("code", "severity").annotate(findings=Count("pk")).order_by("-findings", "code")
    return {"findings": found.count(), "by code": [dict(row) for row in counts[:30]]}


def finding_rows(boq: Boq, found: list[Finding]) -> list[dict[str, Any]]:
    """Findings of a bill in words, with the numbers of their items."""
    refs = dict(Item.objects.filter(boq=boq, key__in={one.item_key for one in found}).values_list("key", "ref"))
    return [
        {
            "item": refs.get(one.item_key, ""),
            "key": one.item_key,
            "severity": one.severity,
            "code": one.code,
            "says": one.message[:TEXT],
            "cell": one.cell,
        }
        for one in found
    ]


def item(boq: Boq, asked: OneItem) -> Found:
    """Everything about one item, by its key or its number in the bill."""
    items = items_of(boq, Where())
    one = items.filter(key=asked.item).first() or items.filter(ref=asked.item).first()
    if one is None:
        text = f"There is no item “{asked.item}”. Call find_items for those that there are."
        raise Asked("ask.no-item", text, asked.item)
    found = Finding.objects.filter(boq=boq, item_key=one.key).order_by("position", "pk")
    row = _row(one, _titles(boq)) | {
        "text": (one.resolved or one.description)[:2_000],
        "preamble": one.preamble[:TEXT],
        "standing": one.standing,
        "sheet": one.sheet,
        "row": one.row,
        "findings": [each.message for each in found[:10]],
        "prices": [
            {
                "party": price.price_set.party,
                "rate": exact(price.rate),
                "amount": exact(price.amount),
                "state": price.state,
            }
            for price in one.prices.select_related("price_set").order_by("price_set__position")[:20]
        ],
    }
    return Found({}, [row], reverse("boq:item", args=[boq.pk, one.key]), {"item": asked.item})


def totals(boq: Boq, asked: OfBill) -> Found:
    """What the file claims against what its items come to."""
    rows = [
        {
            "line": line.label[:TEXT],
            "stated": exact(line.amount),
            "adds up to": exact(line.expected),
            "verdict": line.verdict,
            "cell": line.cell,
        }
        for line in Total.objects.filter(boq=boq).order_by("position")[:MOST_ROWS]
    ]
    facts = {
        "sum of the items": exact(boq.total),
        "stated total": exact(boq.stated_total),
        "they agree": boq.ties_out,
        "currency": boq.currency,
    }
    return Found(facts, rows, reverse("boq:receipt-page", args=[boq.pk]), {})


def bills(boqs: list[Boq]) -> Found:
    """The bills that can be asked about."""
    rows = [
        {
            "id": str(one.pk),
            "name": one.name,
            "items": one.items_count,
            "sum": exact(one.total),
            "currency": one.currency,
        }
        for one in boqs[:MOST_ROWS]
    ]
    url = reverse("projects:detail", args=[boqs[0].project_id]) if boqs else reverse("projects:list")
    return Found({"bills": len(boqs)}, rows, url, {})


def _where(asked: Where) -> Where:
    return Where(**{name: getattr(asked, name) for name in Where.__struct_fields__})


def _row(one: Any, titles: dict[int, str]) -> dict[str, Any]:
    return {
        "item": one.ref,
        "key": one.key,
        "text": (one.resolved or one.description)[:TEXT],
        "section": titles.get(one.section, ""),
        "kind": one.kind,
        "unit": one.unit,
        "quantity": exact(one.quantity),
        "rate": exact(one.rate),
        "amount": exact(one.value),
        "state": one.state,
    }


def _titles(boq: Boq) -> dict[int, str]:
    return dict(Section.objects.filter(boq=boq).values_list("position", "title"))


def _tops(boq: Boq) -> dict[int, str]:
    """Section position -> the title of the top section that it stands in."""
    tops: dict[int, str] = {}
    for position, parent, title in (
        Section.objects.filter(boq=boq).order_by("position").values_list("position", "parent", "title")
    ):
        tops[position] = tops.get(parent, title) if parent >= 0 else title
    return tops


def _share(value: Decimal | None, total: Decimal) -> str | None:
    return f"{100 * (value or ZERO) / total:.1f}" if total else None
