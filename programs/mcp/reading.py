"""The tools that read. They ask what "Ask the bill" asks, and say of each row in which cells of the file it stands."""

from __future__ import annotations

from typing import Any

import msgspec
from django.db.models import F, Sum

from accounts.access import Actor
from boq.api.serializers import cells_of
from boq.models import Boq, Item, Section
from boq.models.fields import exact
from boq.services.asking import tools as asking
from boq.services.asking.where import NUMBER, Asked, Where, items_of
from boq.services.items import with_prices
from programs.mcp.data import MOST_ROWS, Found, bill_of, bounded, id_of, organization_of
from programs.paging import BY_POSITION, BY_POSITION_AND_ID, NEWEST, page
from projects.models import Project

USUAL = 20


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    limit: int | None = None
    after: str | None = None


class Bills(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    project: str | None = None
    limit: int | None = None
    after: str | None = None


class OfBill(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    bill: str


class OneItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    bill: str
    item: str


class Items(Where, frozen=True, forbid_unknown_fields=True):
    order: str | None = None
    limit: int | None = None
    after: str | None = None


class Sums(Where, frozen=True, forbid_unknown_fields=True):
    by: str | None = None


class Findings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    bill: str
    severity: str | None = None
    code: str | None = None
    section: str | None = None
    limit: int | None = None
    after: str | None = None


def size_of(limit: int | None) -> int:
    """How many rows are shown."""
    return max(1, min(USUAL if limit is None else limit, MOST_ROWS))


def list_projects(by: Actor, asked: Page) -> Found:
    organization = organization_of(by)
    found = page(Project.objects.visible_to(by), NEWEST, size_of(asked.limit), asked.after)
    rows = [
        {
            "id": str(one.row.pk),
            "name": one.row.name,
            "client": one.row.client,
            "place": one.row.location,
            "currency": one.row.currency,
        }
        for one in found.nodes
    ]
    return Found({"projects": rows, "next": found.next}, organization)


def list_bills(by: Actor, asked: Bills) -> Found:
    about: Any = organization_of(by)
    bills = Boq.objects.visible_to(by).select_related("upload").defer("receipt_text", "row_kinds")
    if asked.project:
        about = Project.objects.get_visible(by, pk=id_of(asked.project))
        bills = bills.filter(project=about)
    found = page(bills, NEWEST, size_of(asked.limit), asked.after)
    rows = [
        {
            "id": str(one.row.pk),
            "name": one.row.name,
            "project": str(one.row.project_id),
            "items": one.row.items_count,
            "sections": one.row.sections_count,
            "findings": one.row.findings_count,
            "total": exact(one.row.total),
            "stated total": exact(one.row.stated_total),
            "they agree": one.row.ties_out,
            "currency": one.row.currency,
            "read": one.row.created_at.isoformat(timespec="seconds"),
            "kept from language models": one.row.upload.llm_opt_out,
        }
        for one in found.nodes
    ]
    return Found({"bills": rows, "next": found.next}, about)


def get_receipt(by: Actor, asked: OfBill) -> Found:
    bill = bill_of(by, asked.bill)
    return Found({"receipt": bounded(bill.receipt)}, bill)


def list_sections(by: Actor, asked: OfBill) -> Found:
    bill = bill_of(by, asked.bill)
    return _told(bill, asking.sections(bill, asking.OfBill()))


def sum_items(by: Actor, asked: Sums) -> Found:
    bill = bill_of(by, asked.bill)
    wanted = {name: getattr(asked, name) for name in asking.SumAmounts.__struct_fields__}
    return _told(bill, asking.sum_amounts(bill, asking.SumAmounts(**wanted)))


def get_item(by: Actor, asked: OneItem) -> Found:
    bill = bill_of(by, asked.bill)
    found = asking.item(bill, asking.OneItem(item=asked.item))
    item = Item.objects.get(boq=bill, key=found.rows[0]["key"])
    row = found.rows[0] | {"cells": _cells(bill, [item])[item.pk]}
    return Found({"item": row, "currency": bill.currency}, bill)


def check_totals(by: Actor, asked: OfBill) -> Found:
    bill = bill_of(by, asked.bill)
    return _told(bill, asking.totals(bill, asking.OfBill()))


def _told(bill: Boq, found: asking.Found) -> Found:
    return Found({**found.facts, "rows": found.rows}, bill)


def query_items(by: Actor, asked: Items) -> Found:
    """Items that match: a page of them in the bill's order, or the largest."""
    bill = bill_of(by, asked.bill)
    order = asked.order or "bill"
    if order not in asking.ORDERS:
        raise Asked("ask.no-order", f"order is one of {', '.join(asking.ORDERS)}.", order)
    if order != "bill" and asked.after:
        raise Asked(
            "ask.bad-arguments", "Pages follow each other in the bill's order alone: leave `after` or `order` out."
        )
    items = items_of(bill, Where(**{name: getattr(asked, name) for name in Where.__struct_fields__}))
    facts = items.aggregate(total=Sum("value", output_field=NUMBER))
    size, following = size_of(asked.limit), None
    if order == "bill":
        shown = page(items, BY_POSITION, size, asked.after)
        rows, following = [one.row for one in shown.nodes], shown.next
    else:
        column = "value" if order == "amount" else order
        rows = list(items.order_by(F(column).desc(nulls_last=True), "position")[:size])
    told = {
        "count": items.count(),
        "sum of amounts": exact(facts["total"]),
        "currency": bill.currency,
        "items": _rows(bill, rows),
        "next": following,
    }
    return Found(told, bill)


def _rows(bill: Boq, items: list[Any]) -> list[dict[str, Any]]:
    sections = {one.section for one in items}
    titles = dict(Section.objects.filter(boq=bill, position__in=sections).values_list("position", "title"))
    cells = _cells(bill, items)
    return [
        {
            "item": one.ref,
            "key": one.key,
            "text": (one.resolved or one.description)[: asking.TEXT],
            "section": titles.get(one.section, "")[: asking.TEXT],
            "kind": one.kind,
            "standing": one.standing,
            "unit": one.unit,
            "quantity": exact(one.quantity),
            "rate": exact(one.rate),
            "amount": exact(one.value),
            "state": one.state,
            "cells": cells[one.pk],
        }
        for one in items
    ]


def _cells(bill: Boq, items: list[Any]) -> dict[int, dict[str, str | None]]:
    """Item -> the cell of each of its values; what the file has no cell for is left out."""
    return {
        row.item.pk: {name: cell for name, cell in cells_of(row.item, row.price).items() if cell}
        for row in with_prices(bill, items)
    }


def list_findings(by: Actor, asked: Findings) -> Found:
    bill = bill_of(by, asked.bill)
    wanted = asking.findings_of(bill, asking.Findings(severity=asked.severity, code=asked.code, section=asked.section))
    found = page(wanted, BY_POSITION_AND_ID, size_of(asked.limit), asked.after)
    rows = [one.row for one in found.nodes]
    told = [{**said, "by": row.origin} for said, row in zip(asking.finding_rows(bill, rows), rows, strict=True)]
    return Found({**asking.finding_counts(wanted), "rows": told, "next": found.next}, bill)
