"""The working screen of a bill: receipt, sections, items, inspector."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.errors import NotFound
from accounts.views import member_page
from boq.engine.model import ItemKind, PricingState, Standing, column_letters
from boq.models import Boq, Classification, Finding, Item, Section, Total
from boq.models.boqs import KIND_NAMES, STANDING_NAMES, STATE_NAMES
from boq.models.messages import message
from boq.services import items
from boq.services.items import ItemFilter, ItemRow
from boq.services.receipts import receipt_bytes
from boq.views.balance import balance_of
from boq.views.drawing import draw
from boq.views.filters import filter_query, read_filter, whole_number
from boq.views.words import ROLES, ROW_KINDS, SHEET_REASONS, TOTAL_KINDS, VERDICTS, word
from llm.standards.cost_groups import COST_GROUPS

WINDOW = 100
LARGEST_WINDOW = 200
LAST_ROW = 100_000_000
WHOLE_TREE = 400
TOTALS_SHOWN = 200


def bill_of(request: HttpRequest, boq_id: UUID) -> Boq:
    """The visible bill with its project and upload, or NotFound."""
    boqs = Boq.objects.visible_to(request.actor).select_related("project", "upload").defer("row_kinds")
    boq: Boq | None = boqs.filter(pk=boq_id).first()
    if boq is None:
        raise NotFound("not_found")
    return boq


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
    count = items.count_items(boq, wanted)
    chosen = Item.objects.filter(boq=boq, key=request.GET.get("item", "").replace("\x00", "")[:40]).first()
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
        "next": start + WINDOW if start + WINDOW < count else None,
        "previous": max(0, start - WINDOW) if start else None,
        "rows": grid_rows(boq, wanted, start, WINDOW),
        **_tree(boq),
        **_choices(boq),
        **receipt_context(boq),
        **(item_context(boq, chosen) if chosen else {}),
    }
    return render(request, "boq/detail.html", context)


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
    answer["X-Total-Count"] = str(items.count_items(boq, wanted))
    answer["Cache-Control"] = "private, max-age=60"
    return answer


def _tree(boq: Boq) -> dict[str, Any]:
    """The section tree; of a large one the bills alone, whose parts come when they are unfolded."""
    whole = boq.sections_count <= WHOLE_TREE
    rows = Section.objects.filter(boq=boq).order_by("position")
    if not whole:
        rows = rows.filter(parent=-1)
    return {"sections": list(rows), "whole_tree": whole}


@require_safe
@member_page
def sections(request: HttpRequest, boq_id: UUID) -> HttpResponse:
    """The parts of one section, for a tree that is unfolded."""
    boq = bill_of(request, boq_id)
    parent = whole_number(request.GET.get("parent", ""), -1, -1, LAST_ROW)
    rows = Section.objects.filter(boq=boq, parent=parent).order_by("position")
    return render(request, "boq/_sections.html", {"boq": boq, "sections": rows, "whole_tree": False})


def _choices(boq: Boq) -> dict[str, Any]:
    """What the filters offer: only what the bill has."""
    codes = Finding.objects.filter(boq=boq).exclude(item_key="").values_list("code").annotate(count=Count("pk"))
    by_severity = Finding.objects.filter(boq=boq).values_list("severity").annotate(count=Count("pk"))
    found = boq.receipt.get("by_kind", {})
    return {
        "kinds": [(kind.value, KIND_NAMES[kind], found[kind.value]) for kind in ItemKind if found.get(kind.value)],
        "standings": [(standing.value, STANDING_NAMES[standing]) for standing in Standing],
        "states": [(state.value, STATE_NAMES[state]) for state in PricingState],
        "codes": [(code, title_of(code), count) for code, count in sorted(codes)],
        "severities": dict(by_severity),
    }


def title_of(code: str) -> str:
    """A kind of finding in a few words: the last part of its code."""
    return code.rpartition(".")[2].replace("-", " ").capitalize()


def receipt_context(boq: Boq) -> dict[str, Any]:
    """The receipt with its codes in words."""
    receipt = boq.receipt
    sheets = [
        {
            **sheet,
            "words": word(SHEET_REASONS, sheet.get("reason")),
            "columns_read": [
                (word(ROLES, role), letters) for role, letters in sheet.get("columns", {}).items() if letters
            ],
            "sure": round(100 * float(sheet.get("confidence") or 0)),
        }
        for sheet in receipt.get("sheets", [])
    ]
    notes = [{**note, "words": message(note["code"], note.get("facts"))} for note in receipt.get("warnings", [])]
    totals = [
        (total, word(TOTAL_KINDS, total.kind), word(VERDICTS, total.verdict))
        for total in Total.objects.filter(boq=boq).order_by("position")[:TOTALS_SHOWN]
    ]
    return {
        "receipt": receipt,
        "balance": balance_of(boq),
        "row_counts": [(word(ROW_KINDS, kind), number) for kind, number in receipt.get("rows", {}).items() if number],
        "kind_counts": [
            (KIND_NAMES[kind], receipt["by_kind"][kind]) for kind in ItemKind if receipt["by_kind"].get(kind)
        ],
        "sheets": sheets,
        "sheets_used": sum(1 for sheet in sheets if sheet.get("used")),
        "notes": notes,
        "totals": totals,
    }


@require_safe
@member_page
def receipt(request: HttpRequest, boq_id: UUID) -> HttpResponse:
    """The receipt as the API and the command line give it, byte for byte."""
    return HttpResponse(receipt_bytes(bill_of(request, boq_id)), content_type="application/json")


@require_safe
@member_page
def item(request: HttpRequest, boq_id: UUID, key: str) -> HttpResponse:
    """One item: all that is known of it, and where it stands in the file."""
    boq = bill_of(request, boq_id)
    one = Item.objects.filter(boq=boq, key=key[:64].replace("\x00", "")).first()
    if one is None:
        raise NotFound("not_found")
    context = {"boq": boq, "tab": "items", **item_context(boq, one)}
    return render(request, "boq/_inspector.html" if request.htmx else "boq/item.html", context)


def item_context(boq: Boq, one: Item) -> dict[str, Any]:
    """What the inspector shows."""
    one.boq = boq  # spares the way back to the bill
    prices = items.all_prices(one)
    first = prices[0]["price"] if prices else None
    roles = {
        one.ref_column: "ref",
        one.description_column: "description",
        one.unit_column: "unit",
        one.quantity_column: "quantity",
    }
    if first is not None:
        roles |= {first.rate_column: "rate", first.amount_column: "amount"}
    around = items.neighbours(one)
    place = Classification.objects.filter(analysis__boq=boq, item_key=one.key).select_related("analysis")
    return {
        "item": one,
        "prices": prices,
        "price": first,
        "path": _path(boq, one.section),
        "drawing": draw(((row["row"], row["cells"]) for row in around), {**roles, 0: ""}, chosen=one.row),
        "item_findings": list(Finding.objects.filter(boq=boq, item_key=one.key).order_by("position", "pk")),
        "classified": _classified(place.order_by("-analysis__created_at").first()),
    }


def _path(boq: Boq, position: int) -> list[Section]:
    """The section and all above it, the bill first."""
    if position < 0:
        return []
    above = Section.objects.filter(boq=boq, position__lte=position, last__gte=position).order_by("level", "position")
    return list(above)


def _classified(one: Classification | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"group": group_name(one.group), "sure": round(100 * one.confidence), "analysis": one.analysis}


def group_name(code: str) -> str:
    """The name of a cost group in the active language."""
    try:
        return COST_GROUPS.group(code).name(get_language() or "en")
    except KeyError:
        return code
