"""Files in, and the job page that every kind of work shares."""

from __future__ import annotations

from time import time as now
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.cache import caches
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from accounts.errors import Conflict, MizanError
from accounts.views import member_page
from boq.models import Analysis, Boq, Export, Upload
from boq.services import uploads
from boq.services.analysis import resumable
from boq.views.words import PHASES, word
from config.errors import error_message
from jobs import services as jobs
from jobs.models import ACTIVE, Job, Kind, Status
from projects.models import Project

MAX_FILES = 20
FORGET_PHASE_SECONDS = 3600


@require_POST
@member_page
def upload(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Take one or several files in. One goes to its job; several go to the project, where all of them are seen."""
    project = Project.objects.get_visible(request.actor, pk=project_id)
    files = request.FILES.getlist("file")[:MAX_FILES]
    if len(files) < 2:
        one, job = uploads.receive(by=request.actor, project=project, file=files[0] if files else None)
        address = reverse("boq:job", args=[job.pk])
        return _go(request, f"{address}?known=1" if one.known else address)
    for file in files:
        say_what_became_of(request, project, file)
    return _go(request, reverse("projects:detail", args=[project.pk]))


def say_what_became_of(request: HttpRequest, project: Project, file: UploadedFile[Any]) -> None:
    """Take one of several files in, and leave a message when it was read before or is not taken."""
    try:
        one, job = uploads.receive(by=request.actor, project=project, file=file)
        if one.known and job.status == Status.SUCCEEDED:
            name = {"name": one.name}
            messages.info(request, _("“%(name)s” was read before; its bill is in the list below.") % name)
    except MizanError as error:
        messages.error(request, f"{uploads.clean_name(file.name or '')}: {error_message(error.code, error.facts)}")


def _go(request: HttpRequest, url: str) -> HttpResponse:
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


@require_safe
@member_page
def job_page(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """How the work stands. Asked again every second while it goes on; when it has succeeded the page moves on by itself."""
    job = Job.objects.get_visible(request.actor, pk=job_id)
    onward = _onward(job)
    if request.htmx and onward and job.status in (Status.SUCCEEDED, Status.NEEDS_INPUT):
        return HttpResponseClientRedirect(onward)
    context = {
        "job": job,
        "onward": onward,
        "phase": word(PHASES, job.phase),
        "left": _seconds_left(job),
        "active": job.status in ACTIVE,
        "problem": error_message(job.error_code, job.error_facts) if job.error_code else "",
        "known": "known" in request.GET,
        **_subject(request, job),
    }
    if not request.htmx:
        return render(request, "boq/job.html", context)
    if context["active"]:
        return render(request, "boq/_progress.html", context)
    return retarget(reswap(render(request, "boq/_job.html", context), "outerHTML"), "#job")


def _onward(job: Job) -> str:
    """Where a person goes from here; empty while there is nothing to see."""
    if job.status == Status.NEEDS_INPUT:
        return reverse("boq:mapping", args=[job.subject_id])
    if job.kind == Kind.IMPORT and job.result.get("boq"):
        return reverse("boq:detail", args=[job.result["boq"]])
    if job.kind == Kind.ANALYSIS and job.payload.get("analysis"):
        return reverse("boq:analysis", args=[job.payload["analysis"]])
    if job.kind == Kind.EXPORT and job.status == Status.SUCCEEDED:
        export = Export.objects.filter(pk=job.subject_id).only("boq_id").first()
        return reverse("boq:exports", args=[export.boq_id]) if export else ""
    return ""


def _subject(request: HttpRequest, job: Job) -> dict[str, Any]:
    """What the work is about: the upload or the bill, and its project."""
    if job.kind == Kind.IMPORT:
        one = Upload.objects.visible_to(request.actor).select_related("project").filter(pk=job.subject_id).first()
        same = uploads.elsewhere(request.actor, one) if one and not request.htmx else []
        return {"upload": one, "project": one.project if one else None, "elsewhere": same}
    boq_id = job.subject_id
    if job.kind == Kind.EXPORT:
        boq_id = Export.objects.filter(pk=job.subject_id).values_list("boq_id", flat=True).first()
    boq = (
        Boq.objects.visible_to(request.actor).select_related("project").defer("receipt_text").filter(pk=boq_id).first()
    )
    analyses = Analysis.objects.visible_to(request.actor)
    at_work = analyses.filter(pk=job.payload.get("analysis")).first() if job.kind == Kind.ANALYSIS else None
    return {
        "boq": boq,
        "project": boq.project if boq else None,
        "analysis": at_work if at_work and resumable(at_work, job) else None,
        "spent": at_work if at_work and at_work.model else None,
    }


def _seconds_left(job: Job) -> int | None:
    """The time the present phase still takes at the pace seen so far; None until there is a pace."""
    if job.status != Status.RUNNING or not job.total or job.done >= job.total:
        return None
    name = f"job-pace:{job.pk}:{job.attempts}:{job.phase}"
    began = caches["handy"].get(name)
    if began is None:
        caches["handy"].set(name, (now(), job.done), FORGET_PHASE_SECONDS)
        return None
    elapsed, done = now() - began[0], job.done - began[1]
    return round((job.total - job.done) * elapsed / done) if done > 0 and elapsed > 1 else None


@require_POST
@member_page
def cancel_job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Ask the work to stop. A job that ended in the meantime is simply shown."""
    job = Job.objects.get_visible(request.actor, pk=job_id)
    try:
        jobs.cancel(by=request.actor, job=job)
    except Conflict:
        messages.info(request, _("It had already ended."))
    return redirect("boq:job", job.pk)
