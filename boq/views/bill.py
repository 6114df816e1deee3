"""The working screen of a bill: receipt, sections, items, inspector."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.cache import caches
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.views import member_page
from boq.engine.model import ItemKind, PricingState, Severity, column_letters
from boq.models import Boq, Finding, Section
from boq.models.boqs import KIND_NAMES, STATE_NAMES
from boq.services import items
from boq.services.items import ItemFilter, ItemRow
from boq.services.receipts import receipt_bytes
from boq.views.filters import filter_query, read_filter, whole_number
from boq.views.inspector import item_context
from boq.views.receipts import receipt_context
from boq.views.shared import bill_of
from boq.views.titles import title_of

WINDOW = 100
LARGEST_WINDOW = 200
LAST_ROW = 100_000_000
WHOLE_TREE = 400
DEAR = 100_000_000  # amounts of such a bill need a wider column


@dataclass(frozen=True)
class GridRow:
    """One line of the grid. `first` is true where a section begins."""

    row: ItemRow
    index: int
    first: bool
    section: str
    cell: str


@require_safe
@member_page
def detail(request: HttpRequest, boq_id: UUID) -> HttpResponse:
    """The bill with the first window of its items; the rest comes as it is scrolled to."""
    boq = bill_of(request, boq_id)
    wanted = read_filter(request.GET)
    start = whole_number(request.GET.get("start", ""), 0, 0, LAST_ROW)
    count = counted(boq, wanted)
    chosen = items.item_of(boq, request.GET.get("item", ""))
    if chosen is not None and wanted.empty and not start:
        start = max(0, chosen.position - WINDOW // 4)
    start -= start % WINDOW
    context = {
        "boq": boq,
        "tab": "items",
        "wanted": wanted,
        "query": filter_query(wanted),
        "count": count,
        "start": start,
        "window": WINDOW,
        "dear": abs(boq.total) >= DEAR,
        "next": start + WINDOW if start + WINDOW < count else None,
        "previous": max(0, start - WINDOW) if start else None,
        "rows": grid_rows(boq, wanted, start, WINDOW),
        **_tree(boq),
        **_choices(boq),
        **receipt_context(boq),
        **(item_context(boq, chosen) if chosen else {}),
    }
    return render(request, "boq/detail.html", context)


def counted(boq: Boq, wanted: ItemFilter) -> int:
    """How many items match, remembered while somebody scrolls: only findings of a bill change once it is read."""
    if wanted.empty:
        return boq.items_count
    query = sha256(filter_query(wanted).encode()).hexdigest()
    return int(
        caches["handy"].get_or_set(
            f"count:{boq.pk}:{boq.findings_count}:{query}", lambda: items.count_items(boq, wanted), 60
        )
    )


def grid_rows(boq: Boq, wanted: ItemFilter, start: int, size: int) -> list[GridRow]:
    """The rows of one window. One row before it is read too, so that it is known whether a section begins with the first."""
    before = min(1, start)
    found = items.window(boq, wanted, start - before, size + before)
    positions = {row.item.section for row in found}
    titles = dict(Section.objects.filter(boq=boq, position__in=positions).values_list("position", "title"))
    rows: list[GridRow] = []
    last: int | None = None
    for offset, row in enumerate(found):
        item = row.item
        if offset >= before:
            title = titles.get(item.section, "")[:120]
            cell = f"{column_letters(item.description_column)}{item.row}"
            rows.append(GridRow(row, start + offset - before, item.section != last, title, cell))
        last = item.section
    return rows


@require_safe
@member_page
def rows(request: HttpRequest, boq_id: UUID) -> HttpResponse:
    """One window of rows as `<tr>`s, the number of all that match in `X-Total-Count`."""
    boq = bill_of(request, boq_id)
    wanted = read_filter(request.GET)
    start = whole_number(request.GET.get("start", ""), 0, 0, LAST_ROW)
    size = whole_number(request.GET.get("size", ""), WINDOW, 1, LARGEST_WINDOW)
    context = {"boq": boq, "rows": grid_rows(boq, wanted, start, size)}
    answer = render(request, "boq/_rows.html", context)
    answer["X-Total-Count"] = str(counted(boq, wanted))
    answer["Cache-Control"] = "private, max-age=60"
    return answer


def _tree(boq: Boq) -> dict[str, Any]:
    """The section tree; of a large one the bills alone, whose parts come when they are unfolded."""
    if boq.sections_count <= WHOLE_TREE:
        return {"sections": Section.objects.filter(boq=boq).order_by("position"), "whole_tree": True}
    return _branch(boq, -1, -1)


def _branch(boq: Boq, parent: int, after: int) -> dict[str, Any]:
    """The parts of one section behind position `after`, WHOLE_TREE of them; `more` says that others follow."""
    rows = list(
        Section.objects.filter(boq=boq, parent=parent, position__gt=after).order_by("position")[: WHOLE_TREE + 1]
    )
    return {"sections": rows[:WHOLE_TREE], "more": len(rows) > WHOLE_TREE, "parent": parent, "whole_tree": False}


@require_safe
@member_page
def sections(request: HttpRequest, boq_id: UUID) -> HttpResponse:
    """The parts of one section, for a tree that is unfolded or scrolled on."""
    boq = bill_of(request, boq_id)
    parent = whole_number(request.GET.get("parent", ""), -1, -1, LAST_ROW)
    after = whole_number(request.GET.get("after", ""), -1, -1, LAST_ROW)
    return render(request, "boq/_sections.html", {"boq": boq, **_branch(boq, parent, after)})


def _choices(boq: Boq) -> dict[str, Any]:
    """What the filters offer: only what the bill has."""
    codes = Finding.objects.filter(boq=boq).exclude(item_key="").values_list("code").annotate(count=Count("pk"))
    counts = dict(Finding.objects.filter(boq=boq).values_list("severity").annotate(count=Count("pk")))
    found = boq.receipt.get("by_kind", {})
    return {
        "kinds": [(kind.value, KIND_NAMES[kind], found[kind.value]) for kind in ItemKind if found.get(kind.value)],
        "states": [(state.value, STATE_NAMES[state]) for state in PricingState],
        "codes": [(code, title_of(code), count) for code, count in sorted(codes)],
        "severities": {severity.value: number for severity in Severity if (number := counts.get(severity.value))},
    }


@require_safe
@member_page
def receipt(request: HttpRequest, boq_id: UUID) -> HttpResponse:
    """The receipt as the API and the command line give it, byte for byte."""
    return HttpResponse(receipt_bytes(bill_of(request, boq_id)), content_type="application/json")
