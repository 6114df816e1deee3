"""Pages of projects: they translate, services do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Action, require, require_here
from accounts.views import member_page
from jobs.models import Job, Kind, Status
from projects import services
from projects.forms import ProjectForm
from projects.models import Project

PAGE = 50
UPLOADS_SHOWN = 20


@require_safe
@member_page
def keys(request: HttpRequest) -> HttpResponse:
    """The keyboard, as a page."""
    return render(request, "pages/keys.html")


@require_safe
@member_page
def project_list(request: HttpRequest) -> HttpResponse:
    """All projects of the organization, the latest work first."""
    projects = Project.objects.visible_to(request.actor)
    if wanted := request.GET.get("q", "").replace("\x00", "")[:200]:
        projects = projects.filter(name__icontains=wanted)
    page = Paginator(projects.order_by("-created_at", "pk"), PAGE).get_page(request.GET.get("page"))
    _with_bills(page.object_list)
    context = {"page": page, "q": wanted, "limit_bytes": settings.UPLOAD_BYTES}
    return render(request, "projects/list.html", context)


def _with_bills(projects: Iterable[Project]) -> None:
    """Give each how many bills it has, and when the latest came. Of those that are shown alone: else every bill of the server is read."""
    shown = {one.pk: one for one in projects}
    counted = Project.objects.filter(pk__in=shown).annotate(bills=Count("boqs"), latest=Max("boqs__created_at"))
    for key, bills, latest in counted.values_list("pk", "bills", "latest"):
        shown[key].bills, shown[key].latest = bills, latest


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def create(request: HttpRequest) -> HttpResponse:
    """A new project."""
    require_here(request.actor, Action.EDIT_PROJECT)
    form = ProjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        project = services.create_project(by=request.actor, **form.cleaned_data)
        return redirect("projects:detail", project.pk)
    return render(request, "projects/form.html", {"form": form}, status=400 if form.errors else 200)


@require_safe
@member_page
def detail(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """A project: its bills, what is being read, and where to drop files."""
    project = Project.objects.get_visible(request.actor, pk=project_id)
    context = {"project": project, **work_of(project), "limit_bytes": settings.UPLOAD_BYTES}
    return render(request, "projects/_work.html" if request.htmx else "projects/detail.html", context)


def work_of(project: Project) -> dict[str, Any]:
    """The bills, newest first, and the uploads whose latest reading has not become a bill."""
    uploads = list(project.uploads.order_by("-created_at")[:200])
    latest: dict[UUID, Job] = {}
    jobs: QuerySet[Job] = Job.objects.filter(kind=Kind.IMPORT, subject_id__in=[one.pk for one in uploads])
    for job in jobs.defer("result", "payload").order_by("created_at"):
        latest[job.subject_id] = job
    pending = [
        (one, latest[one.pk]) for one in uploads if one.pk in latest and latest[one.pk].status != Status.SUCCEEDED
    ]
    busy = any(job.status in (Status.QUEUED, Status.RUNNING) for _upload, job in pending)
    bills = project.boqs.defer("receipt_text", "row_kinds").order_by("-created_at")
    return {"bills": bills[:200], "pending": pending[:UPLOADS_SHOWN], "busy": busy}


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def edit(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Change what is said about a project."""
    project = Project.objects.get_visible(request.actor, pk=project_id)
    require(request.actor, Action.EDIT_PROJECT, project)
    initial = {field: getattr(project, field) for field in services.EDITABLE}
    form = ProjectForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.update_project(by=request.actor, project=project, **form.cleaned_data)
        return redirect("projects:detail", project.pk)
    return render(request, "projects/form.html", {"form": form, "project": project}, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def people(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Who sees a project: everybody, or ("narrowed" is 1) owners, admins and the members "people"."""
    project = Project.objects.get_visible(request.actor, pk=project_id)
    rows = services.people_of(by=request.actor, project=project)
    if request.method == "POST":
        if request.POST.get("narrowed") == "1":
            ticked = set(request.POST.getlist("people"))
            named = [one.user_id for one, always, _named in rows if str(one.user_id) in ticked and not always]
            services.narrow_project(by=request.actor, project=project, people=named)
            messages.success(request, _("Only owners, admins and the named members see the project."))
        else:
            services.open_project(by=request.actor, project=project)
            messages.success(request, _("Every member sees the project."))
        return redirect("projects:detail", project.pk)
    return render(request, "projects/people.html", {"project": project, "people": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def delete(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Say what goes with the project, and remove it once confirmed."""
    project = Project.objects.get_visible(request.actor, pk=project_id)
    require(request.actor, Action.DELETE_PROJECT, project)
    if request.method == "POST":
        services.delete_project(by=request.actor, project=project)
        messages.success(request, _("“%(name)s” and its bills have been deleted.") % {"name": project.name})
        return redirect("projects:list")
    counts = {"bills": project.boqs.count(), "uploads": project.uploads.count()}
    return render(request, "projects/delete.html", {"project": project, **counts})
