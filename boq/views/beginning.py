"""First steps: a file before there is a project, and files to try it with."""

from __future__ import annotations

from io import BytesIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.access import Action
from accounts.views import member_page
from accounts.views.door import may_here
from boq.services import beginning
from boq.views.uploads import MAX_FILES, say_what_became_of
from jobs.models import Job


@require_POST
@member_page
@may_here(Action.UPLOAD)
def begin(request: HttpRequest) -> HttpResponse:
    """Take files in that have no project yet: the first gives the new one its name, the others go with it."""
    files = request.FILES.getlist("file")[:MAX_FILES]
    first, job = beginning.begin(by=request.actor, file=files[0] if files else None)
    if len(files) < 2:
        return _to_job(request, job)
    for file in files[1:]:
        say_what_became_of(request, first.project, file)
    url = reverse("projects:detail", args=[first.project_id])
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


@require_POST
@member_page
@may_here(Action.UPLOAD)
def sample(request: HttpRequest, slug: str) -> HttpResponse:
    """Read one of the files that Mizan brings along, in a project of its own."""
    return _to_job(request, beginning.try_sample(by=request.actor, slug=slug)[1])


@require_safe
@member_page
def sample_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The same file, to look into it or to drop it oneself."""
    found = beginning.sample_of(slug)
    return FileResponse(BytesIO(found.make()), as_attachment=True, filename=found.name)


def _to_job(request: HttpRequest, job: Job) -> HttpResponse:
    url = reverse("boq:job", args=[job.pk])
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
