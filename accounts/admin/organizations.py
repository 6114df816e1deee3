"""Organizations, memberships, invitations and keys in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.admin.base import AuditedAdmin, ReadOnlyAdmin, TabularInline
from accounts.models import ApiKey, Invitation, Membership, Organization
from accounts.plans import CHOICES, end_of


class MembershipInline(TabularInline):
    """Who belongs to it: changed on the organization's own pages, where an owner always stays."""

    model = Membership
    extra = 0
    fields = ["user", "role", "created_at"]
    readonly_fields = fields
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        rows: QuerySet[Membership] = super().get_queryset(request).select_related("user")
        return rows

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Organization)
class OrganizationAdmin(AuditedAdmin):
    """Name and plan are staff's to change; the rest is the organization's own word, said and audited on its pages."""

    list_display = [
        "name",
        "plan_name",
        "plan_ends_at",
        "require_second_factor",
        "llm_opt_out",
        "created_at",
        "deleted_at",
    ]
    list_filter = ["plan", "require_second_factor", "llm_opt_out"]
    search_fields = ["name", "id"]
    readonly_fields = ["require_second_factor", "llm_opt_out", "llm_use_environment", "deleted_at", "created_at"]
    inlines = [MembershipInline]

    @admin.display(description=_("plan"), ordering="plan")
    def plan_name(self, organization: Organization) -> str:
        """The plan in words; its code where it is one of an older release."""
        return str(dict(CHOICES).get(organization.plan, organization.plan))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "plan":
            return forms.ChoiceField(choices=CHOICES, widget=UnfoldAdminSelectWidget)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Another plan without a word about its end begins now and ends as such plans do."""
        if "plan" in form.changed_data and "plan_ends_at" not in form.changed_data:
            obj.plan_ends_at = end_of(obj.plan)
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # its owner deletes it, with its files


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    list_display = ["user", "organization", "role", "created_at"]
    list_filter = ["role"]
    search_fields = ["user__email", "organization__name"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ["email", "organization", "role", "created_at", "expires_at", "accepted_at", "revoked_at"]
    list_filter = ["role"]
    search_fields = ["email", "organization__name"]
    exclude = ["digest"]


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnlyAdmin):
    list_display = ["name", "prefix", "organization", "scopes", "last_used_at", "expires_at", "revoked_at"]
    search_fields = ["name", "prefix", "organization__name"]
    exclude = ["digest"]
