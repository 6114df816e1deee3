"""A page of a paged file, with the cells of one row marked where they stand."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.errors import NotFound
from accounts.views import member_page
from boq.services import pictures
from boq.views.shared import bill_of

HIGHEST = 10_000_000
KEPT = "private, max-age=3600"


@require_safe
@member_page
def page(request: HttpRequest, boq_id: UUID, number: int) -> HttpResponse:
    """The page with its row: `?sheet=...&row=...&column=...` say what is marked."""
    boq = bill_of(request, boq_id)
    drawn = pictures.picture(by=request.actor, upload=boq.upload, number=number)
    sheet, row, column = request.GET.get("sheet", ""), _number(request, "row"), _number(request, "column")
    known = bool(sheet and row and "\x00" not in sheet)
    marked = pictures.boxes_of(boq.upload, sheet, row, number) if known else []
    around = [(box, box.column == column) for box in marked]
    context = {"boq": boq, "tab": "items", "page": drawn, "sheet": sheet, "row": row, "marked": around}
    return render(request, "boq/page.html", context)


@require_safe
@member_page
def picture(request: HttpRequest, boq_id: UUID, number: int) -> HttpResponse:
    """The page's picture alone."""
    boq = bill_of(request, boq_id)
    drawn = pictures.picture(by=request.actor, upload=boq.upload, number=number)
    return HttpResponse(drawn.png, content_type="image/png", headers={"Cache-Control": KEPT})


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 9) or int(text) > HIGHEST:
        raise NotFound("not_found")
    return int(text)
