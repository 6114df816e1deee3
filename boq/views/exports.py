"""Downloads of a bill."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from accounts.views import member_page
from boq.models import Export
from boq.services import reports
from boq.views.shared import bill_of
from boq.views.words import FORMATS
from jobs.models import ACTIVE, Job, Kind

SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def export_list(request: HttpRequest, boq_id: UUID) -> HttpResponse:
    """What has been made and until when it is kept; POST makes one more."""
    boq = bill_of(request, boq_id)
    if request.method == "POST":
        language = (get_language() or "en")[:2]
        reports.request_export(by=request.actor, boq=boq, format=request.POST.get("format", ""), language=language)
        return redirect("boq:exports", boq.pk)
    exports = list(Export.objects.filter(boq=boq).select_related("requested_by").order_by("-created_at")[:SHOWN])
    jobs = {
        job.subject_id: job for job in Job.objects.filter(kind=Kind.EXPORT, subject_id__in=[one.pk for one in exports])
    }
    rows = [(one, jobs.get(one.pk), one.expires_at <= timezone.now()) for one in exports]
    context = {
        "boq": boq,
        "rows": rows,
        "busy": any(job is not None and job.status in ACTIVE for _one, job, _over in rows),
        "formats": [(name, FORMATS.get(name, name)) for name in reports.FORMATS],
        "hours": settings.EXPORT_HOURS,
        "tab": "exports",
    }
    return render(request, "boq/_export_rows.html" if request.htmx else "boq/exports.html", context)


@require_safe
@member_page
def download(request: HttpRequest, export_id: UUID) -> FileResponse:
    """The file itself."""
    export = reports.open_export(by=request.actor, export=Export.objects.get_visible(request.actor, pk=export_id))
    return FileResponse(export.file.open("rb"), as_attachment=True, filename=export.name)
