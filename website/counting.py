"""Counts visits of public pages: how often, in which language, from which host. No cookie, no address, nobody's in particular."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from website.services.visits import count
from website.visitors import left_out, referrer_host

# Pages that are counted, and the only ones that may carry a script of others.
PUBLIC = frozenset({
    "home", "website:features", "website:feature", "website:compare", "website:pricing", "website:docs", "website:doc", "website:changelog",
    "website:faq", "website:contact", "website:demo", "website:demo-page",
})  # fmt: skip
UNTOLD = frozenset(
    {"website:docs-search", "website:status"}
)  # the first holds what somebody looks for, the second is for watchers
DOORS = frozenset({"account_signup", "account_email_verification_sent"})
COUNTED = PUBLIC | DOORS
log = structlog.get_logger(__name__)


def page_of(request: HttpRequest) -> str:
    """The kind of page, "" for one that is not counted."""
    match = request.resolver_match
    name = match.view_name if match else ""
    return name if name in COUNTED else ""


class CountingMiddleware:
    """Counts after the page is made, and never in its way: a count that fails is lost."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if settings.ANALYTICS.counts and _is_visit(request, answer):
            try:
                count(
                    day=timezone.now().date(),
                    page=page_of(request),
                    language=(get_language() or settings.LANGUAGE_CODE)[:8],
                    referrer=referrer_host(request),
                )
            except DatabaseError as error:
                log.warning("visit_not_counted", error=type(error).__name__)
        return answer


def _is_visit(request: HttpRequest, answer: HttpResponse) -> bool:
    """A whole page that somebody opened; parts of pages and what staff does in another's name are none."""
    return (
        request.method == "GET"
        and answer.status_code == 200
        and page_of(request) != ""
        and not request.headers.get("HX-Request")
        and not getattr(request, "staff", None)
        and answer.get("Content-Type", "").startswith("text/html")
        and not left_out(request)
    )
