"""The pages of staff: business figures and slow queries, and the lists of what they are made from."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.admin import AuditedAdmin, ReadOnlyAdmin
from config.figures.queries import slowest
from config.figures.reading import all_shown
from website.models import MarketingCost, PersonDay, RequestCount

SPANS = (30, 90, 365)
MAY_SEE = "website.view_figures"


@admin.register(RequestCount)
class RequestCountAdmin(ReadOnlyAdmin):
    list_display = ["day", "door", "requests", "broken", "milliseconds"]
    list_filter = ["door"]
    date_hierarchy = "day"
    ordering = ["-day", "door"]

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [
            path("figures/", guarded(self.figures_view), name="website_figures"),
            path("queries/", guarded(self.queries_view), name="website_queries"),
            *super().get_urls(),
        ]

    def figures_view(self, request: HttpRequest) -> HttpResponse:
        """Every business figure with its definition, drawing and statement."""
        self._require(request)
        said = request.GET.get("days", "")
        days = int(said) if said in map(str, SPANS) else SPANS[0]
        found = all_shown(today=timezone.now().date(), days=days)
        return self._page(request, "figures.html", _("Business figures"), figures=found, days=days, spans=SPANS)

    def queries_view(self, request: HttpRequest) -> HttpResponse:
        """What the database spends its time on."""
        self._require(request)
        return self._page(request, "queries.html", _("Slow queries"), slowest=slowest())

    def _require(self, request: HttpRequest) -> None:
        if not request.user.has_perm(MAY_SEE):
            raise PermissionDenied

    def _page(self, request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "title": title, **context}
        return render(request, f"admin/website/{template}", context)


@admin.register(PersonDay)
class PersonDayAdmin(ReadOnlyAdmin):
    list_display = ["day", "user", "door", "requests"]
    list_filter = ["door"]
    search_fields = ["user__email"]
    date_hierarchy = "day"
    ordering = ["-day", "-requests"]
    list_select_related = ["user"]


@admin.register(MarketingCost)
class MarketingCostAdmin(AuditedAdmin):
    list_display = ["month", "what", "amount", "currency"]
    list_filter = ["currency"]
    date_hierarchy = "month"
    ordering = ["-month"]
