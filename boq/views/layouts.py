"""The layouts that an organization keeps: what they are, and renaming, switching and deleting them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import Invalid
from accounts.views import member_page
from boq.models import Layout
from boq.services import layouts
from boq.views.words import ROLES, ROW_WORDS, word
from config.errors import error_message

PAGE = 50


@require_safe
@member_page
def layout_list(request: HttpRequest) -> HttpResponse:
    """All layouts, the latest first."""
    rows = Layout.objects.visible_to(request.actor).select_related("made_by", "upload").order_by("-made_at", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "boq/layouts.html", {"page": page, "shown": [(row, _sheets(row)) for row in page]})


def _sheets(layout: Layout) -> list[dict[str, Any]]:
    """What was said of each sheet, in words."""
    return [
        {
            "headings": list(sheet.get("heading", {}).values())[:8],
            "name": sheet["name"],
            "use": sheet.get("use", True),
            "said": sheet.get("said", True),
            "columns": [
                (word(ROLES, role), sheet["columns"][role]) for role in ROLES if role in sheet.get("columns", {})
            ],
            "marks": sorted(sheet.get("marks", {}).items()),
            "rows": [(words, word(ROW_WORDS, kind)) for words, kind in sheet.get("kinds", {}).items()],
        }
        for sheet in layout.sheets
    ]


@require_POST
@member_page
def change(request: HttpRequest, layout_id: UUID) -> HttpResponse:
    """Rename it ("name"), switch it ("enabled" is 1 or 0), or delete it ("delete")."""
    layout = Layout.objects.get_visible(request.actor, pk=layout_id)
    if "delete" in request.POST:
        layouts.delete(by=request.actor, layout=layout)
        messages.success(request, _("The layout “%(name)s” has been deleted.") % {"name": layout.name})
    elif "enabled" in request.POST:
        layouts.switch(by=request.actor, layout=layout, enabled=request.POST["enabled"] == "1")
    else:
        try:
            layouts.rename(by=request.actor, layout=layout, name=request.POST.get("name", ""))
        except Invalid as error:
            messages.error(request, error_message(error.code, error.facts))
    return redirect("boq:layouts")
