"""Jobs in the admin: looked at, never changed by hand."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from accounts.admin import ReadOnlyAdmin
from jobs.models import Job


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = [
        "id",
        "organization",
        "kind",
        "status",
        "phase_code",
        "done",
        "total",
        "attempts",
        "created_at",
        "finished_at",
    ]
    list_filter = ["kind", "status"]
    list_select_related = ["organization"]
    search_fields = ["id", "subject_id", "request_id"]

    @admin.display(description=pgettext_lazy("field", "phase"), ordering="phase")
    def phase_code(self, job: Job) -> SafeString | str:
        """What the work was at, as its code stands in logs and in the API."""
        return format_html('<code dir="ltr">{}</code>', job.phase) if job.phase else "–"
