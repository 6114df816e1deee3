"""What a browser may keep to be read without a connection. The service worker (`static/mizan/sw.js`) obeys these headers.

`X-Offline-Keep: everybody` marks public pages. Pages of somebody's bills are never kept by themselves: a person switches it on for the
browser they sit at, in their session. Then every page says whose it is (`X-Offline-Reader`), those of `KEPT` say `X-Offline-Keep: reader`,
and the first page that says somebody else, or nobody, makes the worker throw all of it away. So it goes with the sign-in that made it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

KEEP, READER = "X-Offline-Keep", "X-Offline-Reader"
EVERYBODY, THE_READER = "everybody", "reader"
CHOICE = "offline"
KEPT = frozenset({
    "projects:list", "projects:detail", "boq:detail", "boq:rows", "boq:sections", "boq:item", "boq:findings", "boq:receipt-page",
    "boq:receipt-rows", "boq:analyses", "boq:analysis",
})  # fmt: skip


def keep_for_everybody(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Mark a public page, as long as it is nobody's in particular."""
    if answer.status_code == 200 and not request.user.is_authenticated:
        answer[KEEP] = EVERYBODY
    return answer


def wanted(request: HttpRequest) -> bool:
    """Whether the person switched it on for this browser."""
    return request.user.is_authenticated and bool(request.session.get(CHOICE))


def choose(request: HttpRequest, *, keep: bool) -> None:
    """Switch it on or off for this sign-in."""
    request.session[CHOICE] = keep


def reader(request: HttpRequest) -> str:
    """Whose pages these are: another for each sign-in, and nothing can be learned from it."""
    who = f"{request.user.pk}:{request.session.session_key}"
    return salted_hmac("website.keeping", who, algorithm="sha256").hexdigest()[:32]


class KeepingMiddleware:
    """Writes the headers on pages of whoever switched it on. Nobody who works in another's name leaves pages behind."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if not hasattr(request, "user") or getattr(request, "staff", None) or not wanted(request):
            return answer
        if answer.get("Content-Type", "").startswith("text/html"):
            answer[READER] = reader(request)
            match = request.resolver_match
            if request.method == "GET" and answer.status_code == 200 and match and match.view_name in KEPT:
                answer[KEEP] = THE_READER
        return answer
