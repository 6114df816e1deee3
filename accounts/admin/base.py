"""The two kinds of admin: history that is only looked at, and rows whose changes are written into the audit trail."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from accounts.access import Actor, ActorKind
from accounts.services.staff import STAFF
from accounts.services.trail import record

__all__ = ["AuditedAdmin", "ReadOnlyAdmin", "TabularInline", "staff_of"]


def staff_of(request: HttpRequest) -> Actor:
    """Whoever works in the admin, as the audit trail knows them."""
    return Actor(ActorKind.USER, None, request.user.pk, STAFF)


class ReadOnlyAdmin(ModelAdmin):
    """History: looked at, never changed."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AuditedAdmin(ModelAdmin):
    """Each change is an entry of the trail: which fields, never what was in them."""

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        action = "admin.changed" if change else "admin.added"
        record(by=staff_of(request), action=action, target=obj, fields=sorted(form.changed_data))

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        record(by=staff_of(request), action="admin.deleted", target=obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for one in queryset:
            record(by=staff_of(request), action="admin.deleted", target=one)
        super().delete_queryset(request, queryset)
