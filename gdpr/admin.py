"""Data protection in the admin: the register, breaches, requests to answer, and the records that nobody changes."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.admin.base import AuditedAdmin, ReadOnlyAdmin, TabularInline
from gdpr.models import (
    Breach,
    BreachNotice,
    Consent,
    DataExport,
    ErasureLedger,
    ErasureRequest,
    PrivacyRequest,
    ProcessingActivity,
    RetentionRun,
)


@admin.register(ProcessingActivity)
class ProcessingActivityAdmin(AuditedAdmin):
    list_display = ["name", "basis", "people", "kept", "ended_at"]
    list_filter = ["basis"]
    search_fields = ["name", "purpose", "data"]


class BreachNoticeInline(TabularInline):
    model = BreachNotice
    extra = 0


@admin.register(Breach)
class BreachAdmin(AuditedAdmin):
    list_display = ["title", "discovered_at", "clock", "people", "authority_told_at", "closed_at"]
    readonly_fields = ["clock"]
    inlines = [BreachNoticeInline]

    @admin.display(description=gettext_lazy("72 hours"))
    def clock(self, breach: Breach) -> str:
        """How long there is left to tell the authority."""
        if breach.discovered_at is None:
            return "–"
        if not breach.open_clock:
            return _("told") if breach.authority_told_at else _("need not be told")
        left = breach.hours_left
        if left < 0:
            return ngettext("over for %(count)s hour", "over for %(count)s hours", -left) % {"count": -left}
        return ngettext("%(count)s hour left", "%(count)s hours left", left) % {"count": left}


@admin.register(PrivacyRequest)
class PrivacyRequestAdmin(AuditedAdmin):
    list_display = ["created_at", "kind", "user", "due_at", "answered_at"]
    list_filter = ["kind"]
    readonly_fields = ["user", "kind", "text", "created_at", "due_at", "answered_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if obj.answer and obj.answered_at is None:
            obj.answered_at = timezone.now()
        super().save_model(request, obj, form, change)


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    list_display = ["given_at", "document", "version", "language", "how"]
    list_filter = ["document", "version", "how"]


@admin.register(ErasureRequest)
class ErasureRequestAdmin(ReadOnlyAdmin):
    list_display = ["requested_at", "status", "due_at", "finished_at"]
    list_filter = ["status"]
    exclude = ["digest"]


@admin.register(ErasureLedger)
class ErasureLedgerAdmin(ReadOnlyAdmin):
    list_display = ["erased_at", "request_id"]


@admin.register(DataExport)
class DataExportAdmin(ReadOnlyAdmin):
    """That there is an export, never the export itself."""

    list_display = ["created_at", "expires_at", "size", "downloads"]
    exclude = ["file"]


@admin.register(RetentionRun)
class RetentionRunAdmin(ReadOnlyAdmin):
    list_display = ["started_at", "dry_run", "finished_at"]
    list_filter = ["dry_run"]
