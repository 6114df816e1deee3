"""Jobs in the admin: looked at, never changed by hand."""

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from jobs.models import Job


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = [
        "id",
        "organization",
        "kind",
        "status",
        "phase",
        "done",
        "total",
        "attempts",
        "created_at",
        "finished_at",
    ]
    list_filter = ["kind", "status"]
    list_select_related = ["organization"]
    search_fields = ["id", "subject_id", "request_id"]
