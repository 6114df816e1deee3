"""What is counted, and the choice whether anybody else is told."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.errors import Invalid
from gdpr.documents import document
from gdpr.services.consents import choose
from gdpr.services.people import oneself
from website import consent, seo
from website.visitors import asked_not_to


@csrf_exempt  # a token would be a cookie before any consent; the browser says itself that the form is ours
@require_http_methods(["GET", "HEAD", "POST"])
def statistics(request: HttpRequest) -> HttpResponse:
    """The page, and what its form or the line at the foot of public pages sends: `choice` is yes or no."""
    if request.method == "POST":
        return _chosen(request)
    language = str(request.LANGUAGE_CODE)  # type: ignore[attr-defined]
    context = {
        "title": _("Statistics"),
        "document": document(consent.DOCUMENT, language=language),
        "choice": consent.choice(request) if settings.ANALYTICS.elsewhere else "",
        "asked_not_to": asked_not_to(request),
        "counts": settings.ANALYTICS.counts,
        **seo.page_facts(request, kept_out=True),
    }
    return render(request, "website/statistics.html", context)


def _chosen(request: HttpRequest) -> HttpResponse:
    agreed = request.POST.get("choice") == consent.YES
    if not settings.ANALYTICS.elsewhere:
        return redirect("root:statistics")
    if not _ours(request) or request.POST.get("choice") not in (consent.YES, consent.NO):
        raise Invalid("malformed")
    answer = redirect(_back(request))
    if getattr(request, "staff", None):
        return answer  # nobody agrees in another's name
    consent.remember(request, answer, agreed=agreed)
    if request.user.is_authenticated:
        choose(by=request.actor or oneself(request.user), kind=consent.DOCUMENT, agreed=agreed)  # type: ignore[attr-defined]
    return answer


def _ours(request: HttpRequest) -> bool:
    """True for a form of this server: browsers say where it stands, and pages elsewhere cannot change that."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    return request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else reverse("root:statistics")
