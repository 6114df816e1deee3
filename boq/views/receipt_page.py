"""The receipt as a page of its own: the file, the chain of totals, every row; signed, to be checked by anyone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.errors import NotFound
from accounts.views import member_page
from boq.engine.model import RowKind
from boq.engine.readers.formulas import column_index
from boq.models import Boq
from boq.services import rows, signing
from boq.services.receipts import take_signed
from boq.views.chain import chain_of
from boq.views.drawing import draw
from boq.views.filters import whole_number
from boq.views.receipts import receipt_context
from boq.views.shared import bill_of
from boq.views.words import ROW_KINDS, ROW_REASONS, ROW_WORDS, SHEET_REASONS, word

PAGE = 100
TEXT = 300
OTHERS_SHOWN = 60
ONE_ROW = ROW_WORDS | {RowKind.BLANK: ROW_KINDS[RowKind.BLANK]}


@require_safe
@member_page
def page(request: HttpRequest, boq_id: UUID) -> HttpResponse:
    """What was read, how the totals hang together, and where every row went."""
    boq = bill_of(request, boq_id)
    context = receipt_context(boq)
    tree, others = chain_of(boq.receipt.get("totals", []), boq.receipt["stated_total_cell"])
    context |= {
        "boq": boq,
        "tab": "receipt",
        "tree": tree,
        "others": others[:OTHERS_SHOWN],
        "others_more": max(0, len(others) - OTHERS_SHOWN),
        "key": signing.current_key_id(),
        "told": bool(boq.mapping),
    }
    return render(request, "boq/receipt.html", context)


@require_safe
@member_page
def row_list(request: HttpRequest, boq_id: UUID) -> HttpResponse:
    """The rows of one sheet with their kinds, a hundred at a time; `?kind=` narrows them."""
    boq = bill_of(request, boq_id)
    sheets = {sheet["name"]: sheet for sheet in boq.receipt["sheets"]}
    name = request.GET.get("sheet", "")
    if name not in sheets:
        name = next((one for one, sheet in sheets.items() if sheet["used"]), next(iter(sheets), ""))
    counts = rows.kinds_of(boq, name)
    kind = request.GET.get("kind", "")
    kinds = rows.NOT_READ_KINDS if kind == rows.NOT_READ else tuple(one for one in RowKind if one.value == kind)
    start = whole_number(request.GET.get("start", ""), 0, 0, 100_000_000)
    count, found = rows.find_rows(boq, name, kinds, start - start % PAGE, PAGE)
    sheet = sheets.get(name, {"used": False, "reason": "other"})
    context = {
        "boq": boq,
        "tab": "receipt",
        "sheets": list(sheets),
        "sheet": name,
        "reason": word(SHEET_REASONS, sheet["reason"]),
        "used": sheet["used"],
        "kind": kind if kinds else "",
        "kinds": [(one.value, word(ROW_KINDS, one), counts[one]) for one in RowKind if counts[one]],
        "not_read": sum(counts[one] for one in rows.NOT_READ_KINDS),
        "rows": [(row, word(ONE_ROW, row.kind), _why(row, sheet), _preview(row)) for row in found],
        "count": count,
        "first": start - start % PAGE + 1,
        "last": start - start % PAGE + len(found),
        "next": start - start % PAGE + PAGE if start - start % PAGE + PAGE < count else None,
        "previous": max(0, start - start % PAGE - PAGE) if start >= PAGE else None,
    }
    return render(request, "boq/receipt_rows.html", context)


def _why(row: rows.Row, sheet: dict[str, Any]) -> str:
    """Why a row is what it is: for rows of a sheet that is no bill, what the sheet is."""
    if row.kind is RowKind.NOT_BILL and not sheet["used"]:
        return word(SHEET_REASONS, sheet["reason"])
    return word(ROW_REASONS, row.kind)


def _preview(row: rows.Row) -> str:
    return " · ".join(text for text in (" ".join(cell.split()) for cell in row.cells) if text)[:TEXT]


@require_safe
@member_page
def cells(request: HttpRequest, boq_id: UUID) -> HttpResponse:
    """The rows around a cell, drawn as in the file: `?at=Sheet1!F12`."""
    boq = bill_of(request, boq_id)
    at = request.GET.get("at", "").replace("\x00", "")[:300]
    sheet, _, place = at.rpartition("!")
    letters = place.rstrip("0123456789")
    row = whole_number(place[len(letters) :], 0, 0, 100_000_000)
    around = rows.around(boq, sheet, row) if row else []
    if at and not around:
        raise NotFound("not_found")
    column = column_index(letters) + 1 if letters.isascii() and letters.isalpha() and len(letters) <= 3 else 0
    context = {
        "boq": boq,
        "tab": "receipt",
        "at": at,
        "sheet": sheet,
        "row": row,
        "drawing": draw(around, {column: "amount"} if column else {}, chosen=row),
    }
    return render(request, "boq/cells.html", context)


@require_safe
@member_page
def signed(request: HttpRequest, boq_id: UUID) -> HttpResponse:
    """The signed receipt as a file."""
    boq: Boq = bill_of(request, boq_id)
    answer = HttpResponse(take_signed(by=request.actor, boq=boq), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="receipt-{boq.pk}.json"'
    return answer
