"""One item: all that is known of it, and where it stands in the file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.errors import NotFound
from accounts.views import member_page
from boq.models import Boq, Classification, Finding, Item, Section
from boq.services import items
from boq.views.drawing import draw
from boq.views.shared import bill_of, group_name
from llm.offline.words import step_words
from llm.standards.cost_groups import COST_GROUPS


@require_safe
@member_page
def item(request: HttpRequest, boq_id: UUID, key: str) -> HttpResponse:
    """The pane beside the grid; a page of its own when it is opened by its address."""
    boq = bill_of(request, boq_id)
    one = items.item_of(boq, key)
    if one is None:
        raise NotFound("not_found")
    context = {"boq": boq, "tab": "items", **item_context(boq, one)}
    return render(request, "boq/_inspector.html" if request.htmx else "boq/item.html", context)


def item_context(boq: Boq, one: Item) -> dict[str, Any]:
    """What the inspector shows."""
    prices = items.all_prices(one)
    first = prices[0]["price"] if prices else None
    columns = {
        one.ref_column: "ref",
        one.description_column: "description",
        one.unit_column: "unit",
        one.quantity_column: "quantity",
    }
    if first is not None:
        columns |= {first.rate_column: "rate", first.amount_column: "amount"}
    columns.pop(0, None)
    around = items.neighbours(one)
    return {
        "item": one,
        "prices": prices,
        "price": first,
        "path": _path(boq, one.section),
        "drawing": draw(((row["row"], row["cells"]) for row in around), columns, chosen=one.row),
        "item_findings": list(Finding.objects.filter(boq=boq, item_key=one.key).order_by("position", "pk")),
        "classified": _classified(boq, one),
    }


def _path(boq: Boq, position: int) -> list[Section]:
    """The section and all above it, the bill first."""
    if position < 0:
        return []
    return list(
        Section.objects.filter(boq=boq, position__lte=position, last__gte=position).order_by("level", "position")
    )


def _classified(boq: Boq, item: Item) -> dict[str, Any] | None:
    """The cost group that the latest analysis gave the item."""
    found = Classification.objects.filter(analysis__boq=boq, item_key=item.key).select_related("analysis")
    one = found.order_by("-analysis__created_at").first()
    if one is None:
        return None
    return {
        "group": group_name(one.group, one.analysis.options.get("standard", COST_GROUPS.code)),
        "sure": round(100 * one.confidence),
        "step": step_words(one.step),
        "analysis": one.analysis,
    }
