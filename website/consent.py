"""Whether somebody else may be told of a visit: only of whoever agreed, on public pages, and never of a page that holds work.

The choice lies in a cookie of the browser. Of people who are signed in it is also written down with their consents: they have agreed when
both say so, and what they withdraw counts in every browser of theirs.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gdpr.services.consents import agrees
from website.counting import PUBLIC, page_of
from website.visitors import COOKIE as NAME
from website.visitors import asked_not_to, visitor_name

COOKIE, DOCUMENT = "statistics", "statistics"
YES, NO = "yes", "no"
DAYS = 180
GOOGLES = ("_ga", "_gid", "_gat")


def choice(request: HttpRequest) -> str:
    """What was chosen: YES, NO, or "" while nothing was. A browser that asks not to be followed has chosen."""
    if asked_not_to(request):
        return NO
    said = request.COOKIES.get(COOKIE, "")
    if said == YES and request.user.is_authenticated:
        return {True: YES, False: NO, None: ""}[agrees(request.user, DOCUMENT)]
    return said if said in (YES, NO) else ""


def remember(request: HttpRequest, answer: HttpResponse, *, agreed: bool) -> None:
    """Keep the choice in this browser; with a no goes whatever the others left there."""
    _set(answer, COOKIE, YES if agreed else NO)
    name = visitor_name(request) if agreed else ""
    if name:
        _set(answer, NAME, name)
        return
    for cookie in request.COOKIES:
        if cookie == NAME or cookie.startswith(GOOGLES):
            answer.delete_cookie(cookie)


def _set(answer: HttpResponse, name: str, value: str) -> None:
    secure = bool(settings.SESSION_COOKIE_SECURE)
    answer.set_cookie(name, value, max_age=DAYS * 86_400, secure=secure, httponly=True, samesite="Lax")


def for_templates(request: HttpRequest) -> dict[str, Any]:
    """`statistics` for templates, worked out when a template asks: `ask` whether to show the bar, `run` what the script needs, or None.

    A page that carries the script allows the script's own server, and no other, in its policy.
    """

    @cache
    def statistics() -> dict[str, Any]:
        page = page_of(request)
        if not settings.ANALYTICS.elsewhere or not page or getattr(request, "staff", None):
            return {"ask": False, "run": None}
        chosen = choice(request)
        if chosen == YES:
            request.csp_more = settings.ANALYTICS.sources  # type: ignore[attr-defined]
        event = "sign_up" if page == "account_email_verification_sent" else ""
        return {
            "ask": chosen == "" and page in PUBLIC,
            "run": {"told": settings.ANALYTICS, "event": event} if chosen == YES else None,
        }

    return {
        "statistics": statistics,
        "statistics_elsewhere": settings.ANALYTICS.elsewhere,
        "statistics_host": settings.ANALYTICS.host,
    }
