"""The audit trail and the outbox in the admin. Who did it stands in the erasable row."""

from __future__ import annotations

from django.contrib import admin

from accounts.admin.base import ReadOnlyAdmin
from accounts.models import AuditEntry, AuditOrigin, Event, TokenFamily


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = [
        "created_at", "organization_id", "actor_kind", "actor_id", "impersonator_id", "action", "target_type", "target_id",
    ]  # fmt: skip
    list_filter = ["action", "actor_kind"]
    search_fields = ["target_id", "request_id", "actor_id", "organization_id"]
    date_hierarchy = "created_at"


@admin.register(AuditOrigin)
class AuditOriginAdmin(ReadOnlyAdmin):
    list_display = ["actor_id", "actor_kind", "name", "email", "address", "user_agent", "created_at"]
    search_fields = ["actor_id", "email", "address"]


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["id", "created_at", "organization", "kind"]
    list_filter = ["kind"]


@admin.register(TokenFamily)
class TokenFamilyAdmin(ReadOnlyAdmin):
    list_display = ["user", "organization", "created_at", "last_used_at", "expires_at", "revoked_at", "revoked_for"]
    list_filter = ["revoked_for"]
    search_fields = ["user__email"]
    exclude = ["current_jti", "previous_jti"]
