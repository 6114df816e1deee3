"""Asking to be erased, looking at what became of it, changing one's mind."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import Conflict, Invalid
from accounts.views.door import person_page
from config.errors import error_message
from gdpr.links import link_to_erasure
from gdpr.models import ErasureRequest
from gdpr.services import erasures, handing_over
from gdpr.services.people import acting_person
from gdpr.views.privacy import actor_of
from gdpr.words import kept_lines, receipt_rows

FIELD = "successor-"


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
@reauthentication_required
def erase(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays, choose who takes over, and ask to be erased."""
    status = 200
    if request.method == "POST":
        try:
            erasures.request_erasure(
                by=actor_of(request), link_to=link_to_erasure(request), successors=_chosen(request)
            )
        except Invalid as error:
            messages.error(request, error_message(error.code, error.facts))
            status = 400
        except Conflict:
            return redirect(reverse("gdpr:overview") + "#erase")
        else:
            messages.success(request, _("Noted. A mail with a link to change your mind is on its way."))
            return redirect(reverse("gdpr:overview") + "#erase")
    return render(request, "gdpr/erase.html", _context(request), status=status)


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {name.removeprefix(FIELD): value for name, value in request.POST.items() if name.startswith(FIELD)}


def _context(request: HttpRequest) -> dict[str, Any]:
    user = request.user
    given = [(one, handing_over.heirs(one, user), FIELD + str(one.pk)) for one in handing_over.to_hand_over(user)]
    return {
        "given": given,
        "removed": handing_over.to_remove(user),
        "days": settings.PRIVACY.erasure_days,
        "waiting": erasures.waiting_of(user),
        "kept": list(kept_lines({"kept": erasures.KEPT})),
    }


@require_POST
@person_page
def cancel(request: HttpRequest) -> HttpResponse:
    """Call one's own erasure off."""
    waiting = erasures.waiting_of(acting_person(actor_of(request)))
    if waiting is not None:
        erasures.cancel_erasure(request=waiting)
        messages.success(request, _("The erasure was cancelled. Nothing was erased."))
    return redirect(reverse("gdpr:overview") + "#erase")


@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the link sees how the erasure stands and can call it off while it waits; later the receipt stands here."""
    found = erasures.request_of_link(token)
    if request.method == "POST":
        found = erasures.cancel_erasure(request=found)
    context = {
        "erasure": found,
        "waits": found.status == ErasureRequest.Status.WAITING,
        "done": found.status == ErasureRequest.Status.DONE,
        "rows": receipt_rows(found.receipt),
        "receipt": found.receipt,
        "kept": list(kept_lines(found.receipt)),
    }
    answer = render(request, "gdpr/erasure_link.html", context)
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "no-store, private"
    return answer
