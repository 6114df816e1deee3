"""Settings, “Data and privacy”: what is kept, taking it along, deciding about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Action, Actor, require
from accounts.errors import Conflict, Invalid
from accounts.views.door import member_page, person_page
from boq.models import Upload
from config.errors import error_message
from gdpr.documents import TITLES
from gdpr.links import link_to_export, sent
from gdpr.models import DataExport, PrivacyRequest
from gdpr.services import choices, consents, erasures, exports
from gdpr.services.people import oneself
from jobs.models import ACTIVE, Job, Kind

SHOWN = 10


def actor_of(request: HttpRequest) -> Actor:
    """Who acts: in their organization, or alone."""
    actor: Actor = request.actor or oneself(request.user)
    return actor


@require_safe
@person_page
def overview(request: HttpRequest) -> HttpResponse:
    """Everything that a person can see and decide about their data."""
    return render(request, "gdpr/overview.html", _overview(request))


def _overview(request: HttpRequest) -> dict[str, Any]:
    user = request.user
    made = list(exports.exports_of(user)[:SHOWN])
    return {
        "person": user,
        "consents": [(one, TITLES[one.document]) for one in consents.consents_of(user)],
        "pending": [(one, TITLES[one.kind]) for one in consents.pending(user)],
        "exports": [(one, _state(one)) for one in made],
        "making": any(_state(one) == "making" for one in made),
        "kinds": PrivacyRequest.Kind.choices,
        "requests": PrivacyRequest.objects.filter(user=user).order_by("-created_at")[:SHOWN],
        "erasure": erasures.waiting_of(user),
        "told_elsewhere": consents.agrees(user, "statistics") if settings.ANALYTICS.elsewhere else None,
    }


def _state(export: DataExport) -> str:
    """ready, making, failed or over."""
    if export.ready:
        return "ready"
    job = Job.objects.filter(kind=Kind.GDPR_EXPORT, subject_id=export.pk).order_by("-created_at").first()
    if job is not None and job.status in ACTIVE:
        return "making"
    return "over" if job is None or job.status == "succeeded" else "failed"


@require_POST
@person_page
def export(request: HttpRequest) -> HttpResponse:
    """Ask for an export."""
    try:
        exports.request_export(by=actor_of(request), link_to=link_to_export(request))
    except Conflict as error:
        messages.warning(request, error_message(error.code, error.facts))
    else:
        messages.success(request, _("Your data is being gathered. You get a mail when it is ready."))
    return redirect(reverse("gdpr:overview") + "#export")


@require_safe
@person_page
@reauthentication_required
def download(request: HttpRequest, export_id: UUID) -> HttpResponseBase:
    """The ZIP itself, for the person alone who has just proven who they are."""
    return sent(exports.open_export(by=actor_of(request), export_id=export_id))


@require_POST
@person_page
def choose(request: HttpRequest) -> HttpResponse:
    """Opt out of language models ("llm" is 1 or 0), restrict processing ("restricted" is 1 or 0)."""
    by = actor_of(request)
    if request.POST.get("llm") in ("0", "1"):
        out = choices.opt_out(by=by, opted_out=request.POST["llm"] == "1").llm_opt_out
        said = (
            _("Nothing that you ask for goes to a language model any more.") if out else _("Models may be used again.")
        )
        messages.success(request, said)
    if request.POST.get("restricted") in ("0", "1"):
        held = choices.restrict(by=by, restricted=request.POST["restricted"] == "1").processing_restricted_at
        said = _("Your data is kept and not worked with from now on.") if held else _("Your data is worked with again.")
        messages.success(request, said)
    return redirect(reverse("gdpr:overview") + "#choices")


@require_POST
@person_page
def ask(request: HttpRequest) -> HttpResponse:
    """Ask a person for something that this page cannot do."""
    try:
        kind, text = request.POST.get("kind", ""), request.POST.get("text", "")
        made = choices.ask_a_person(by=actor_of(request), kind=kind, text=text)
    except Invalid as error:
        messages.error(request, error_message(error.code, error.facts))
    else:
        day = date_format(made.due_at.date(), "DATE_FORMAT")
        messages.success(request, _("Your request was written down. You get an answer by %(day)s.") % {"day": day})
    return redirect(reverse("gdpr:overview") + "#ask")


@require_POST
@member_page
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Keep a file from language models ("llm" is 1), or allow it again (0)."""
    one = Upload.objects.get_visible(request.actor, pk=upload_id)
    require(request.actor, Action.UPLOAD, one)
    if request.POST.get("llm") in ("0", "1"):
        out = choices.keep_upload_back(by=request.actor, upload=one, opted_out=request.POST["llm"] == "1").llm_opt_out
        said = _("Nothing of this file goes to a language model any more.") if out else _("Models may be used again.")
        messages.success(request, said)
    bill = one.boqs.order_by("-created_at").first()
    return redirect("boq:analyses", bill.pk) if bill else redirect("projects:detail", one.project_id)
