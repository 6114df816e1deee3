"""Projects in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin import AuditedAdmin
from projects.models import Bidder, Project, Tender


@admin.register(Project)
class ProjectAdmin(AuditedAdmin):
    """Words are staff's to mend; whose it is stays, and members delete it, with its bills and what hangs on them."""

    readonly_fields = ["organization", "created_by"]
    list_display = ["name", "organization", "client", "currency", "created_at"]
    search_fields = ["name", "client"]
    list_filter = ["currency"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Tender)
class TenderAdmin(AuditedAdmin):
    readonly_fields = ["organization", "project"]
    list_display = ["name", "project", "closes_at"]
    search_fields = ["name"]


@admin.register(Bidder)
class BidderAdmin(AuditedAdmin):
    readonly_fields = ["organization", "tender"]
    list_display = ["name", "tender"]
    search_fields = ["name"]
