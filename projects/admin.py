"""Projects in the admin."""

from django.contrib import admin

from accounts.admin import AuditedAdmin
from projects.models import Bidder, Project, Tender


@admin.register(Project)
class ProjectAdmin(AuditedAdmin):
    list_display = ["name", "organization", "client", "currency", "created_at"]
    search_fields = ["name", "client"]
    list_filter = ["currency"]


@admin.register(Tender)
class TenderAdmin(AuditedAdmin):
    list_display = ["name", "project", "closes_at"]
    search_fields = ["name"]


@admin.register(Bidder)
class BidderAdmin(AuditedAdmin):
    list_display = ["name", "tender"]
    search_fields = ["name"]
