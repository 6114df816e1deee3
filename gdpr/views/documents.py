"""The public documents, and accepting them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.views.door import person_page
from gdpr import documents
from gdpr.models import Consent
from gdpr.services import consents
from gdpr.services.people import oneself


@require_safe
def document(request: HttpRequest, kind: str, version: str = "") -> HttpResponse:
    """A document in the reader's language: the newest version, or the one that the address names."""
    found = documents.document(kind, version, get_language() or "")
    known = documents.versions(kind)
    context = {"document": found, "title": documents.TITLES[kind], "versions": known, "newest": known[0]}
    return render(request, "gdpr/document.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def accept(request: HttpRequest) -> HttpResponse:
    """The newest versions that the person has not accepted, to be read and accepted one by one."""
    if request.method == "POST":
        accepted = (request.POST.get("document", ""), request.POST.get("version", ""))
        consents.accept(by=request.actor or oneself(request.user), accepted=[accepted], how=Consent.How.PAGE)
    waiting = consents.pending(request.user)
    if not waiting:
        messages.success(request, _("Thank you. Everything is accepted."))
        return redirect(_back(request))
    shown = [(one, documents.TITLES[one.kind]) for one in waiting]
    return render(request, "gdpr/accept.html", {"waiting": shown, "next": _back(request)})


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else "/"
