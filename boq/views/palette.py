"""Going anywhere by name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.views import member_page
from boq.models import Boq
from projects.models import Project

SHOWN = 8


@require_safe
@member_page
def find(request: HttpRequest) -> HttpResponse:
    """Projects and bills whose names hold the words, newest first."""
    wanted = request.GET.get("q", "").replace("\x00", "")[:200].strip()
    projects = Project.objects.visible_to(request.actor).filter(name__icontains=wanted).order_by("-created_at")
    bills = Boq.objects.visible_to(request.actor).filter(name__icontains=wanted).order_by("-created_at")
    context = {
        "projects": projects.only("name")[:SHOWN],
        "bills": bills.only("name", "project__name").select_related("project")[:SHOWN],
    }
    return render(request, "components/found.html", context)
