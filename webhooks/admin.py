"""Webhooks in the admin: looked at, never changed. Secrets are in no form, and of an address the host is shown."""

from __future__ import annotations

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from webhooks.health import host_of
from webhooks.models import Attempt, Delivery, Endpoint


@admin.register(Endpoint)
class EndpointAdmin(ReadOnlyAdmin):
    list_display = [
        "name",
        "organization",
        "host",
        "enabled",
        "disabled_reason",
        "failures",
        "failing_since",
        "created_at",
    ]
    list_filter = ["enabled", "disabled_reason"]
    search_fields = ["name", "organization__name"]
    exclude = ["url"]
    readonly_fields = ["host"]

    @admin.display
    def host(self, one: Endpoint) -> str:
        return host_of(one.url)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = [
        "created_at",
        "organization",
        "endpoint",
        "kind",
        "status",
        "tries",
        "status_code",
        "error",
        "next_try_at",
    ]
    list_filter = ["status", "kind", "error"]
    search_fields = ["=id", "=request_id"]
    date_hierarchy = "created_at"


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    list_display = ["started_at", "organization", "delivery", "number", "status_code", "error", "milliseconds"]
    list_filter = ["error"]
