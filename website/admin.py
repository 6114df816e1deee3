"""Visits, flags and experiments in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from waffle.models import Sample, Switch

from accounts.admin import AuditedAdmin, ReadOnlyAdmin
from config.figures import admin as figures_admin
from website.experiments import EXPERIMENTS
from website.models import DailyCount, Exposure, Flag
from website.services.experiments import result

__all__ = ["DailyCountAdmin", "ExposureAdmin", "FlagAdmin", "figures_admin"]

admin.site.unregister([Sample, Switch])  # django-waffle brings them; they are not used here


@admin.register(DailyCount)
class DailyCountAdmin(ReadOnlyAdmin):
    list_display = ["day", "page", "language", "referrer", "opened"]
    list_filter = ["page", "language"]
    search_fields = ["referrer"]
    date_hierarchy = "day"
    ordering = ["-day", "-opened"]


@admin.register(Flag)
class FlagAdmin(AuditedAdmin):
    """Each change is written down. Rows are saved and removed one by one, so that their copies in the cache go too."""

    list_display = ["name", "everyone", "percent", "staff", "authenticated", "languages", "note", "modified"]
    list_filter = ["everyone"]
    search_fields = ["name", "note"]
    autocomplete_fields = ["users", "organizations"]
    fields = [
        "name", "note", "everyone", "percent", "users", "organizations", "groups", "staff", "superusers", "authenticated", "languages",
    ]  # fmt: skip

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.instance.flush()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for one in queryset:
            self.delete_model(request, one)


@admin.register(Exposure)
class ExposureAdmin(ReadOnlyAdmin):
    list_display = ["seen_at", "experiment", "variant", "converted_at"]
    list_filter = ["experiment", "variant"]
    date_hierarchy = "seen_at"
    actions_list = ["to_results"]

    @action(description=gettext_lazy("Results"), url_path="to-results")
    def to_results(self, request: HttpRequest) -> HttpResponse:
        """What came of the experiments."""
        return self.results_view(request)

    def get_urls(self) -> list[URLPattern]:
        own = path("results/", self.admin_site.admin_view(self.results_view), name="website_experiments")
        return [own, *super().get_urls()]

    def results_view(self, request: HttpRequest) -> HttpResponse:
        """Each experiment with what is known so far, and what may be concluded."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        flags = dict(Flag.objects.values_list("name", "everyone"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Experiments"),
            "results": [result(one) for one in EXPERIMENTS],
            "flags": flags,
        }
        return render(request, "admin/website/experiments.html", context)
