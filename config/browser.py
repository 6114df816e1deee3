"""What the browser is told with every answer: which code may run, who may frame or read it, what the page may use.

A page of ours runs scripts that carry this answer's nonce, and nothing else: no inline code, no `eval`, no style attributes, nothing from
elsewhere. The rooms that cannot live under that have a policy of their own in `ROOMS`, each with its reason; docs/security.md repeats them.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from config.doors import for_programs

CSP = "Content-Security-Policy"
NONCE = "'nonce-{nonce}'"
Directives = Mapping[str, tuple[str, ...]]

PAGES: Directives = {
    "default-src": ("'none'",),
    "script-src": (NONCE,),
    "style-src": ("'self'",),
    "img-src": ("'self'", "data:", "blob:"),
    "font-src": ("'self'",),
    "connect-src": ("'self'",),
    "manifest-src": ("'self'",),
    "worker-src": ("'self'",),
    "form-action": ("'self'",),
    "frame-ancestors": ("'none'",),
    "base-uri": ("'none'",),
    "object-src": ("'none'",),
}
NOT_PAGES: Directives = dict.fromkeys(
    ("default-src", "form-action", "frame-ancestors", "base-uri", "object-src"), ("'none'",)
)
PERMISSIONS = ", ".join(
    [f"{name}=()" for name in (
        "accelerometer", "autoplay", "camera", "clipboard-read", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer",
        "microphone", "midi", "payment", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
    )]
    + [f"{name}=(self)" for name in (
        "clipboard-write", "fullscreen", "publickey-credentials-create", "publickey-credentials-get",
    )]
)  # fmt: skip


class Room(msgspec.Struct, frozen=True):
    """Routes (`name` or `namespace:`) that live under `PAGES` with `changes`, and why they cannot live under it alone."""

    routes: tuple[str, ...]
    changes: Directives
    reason: str

    def holds(self, request: HttpRequest) -> bool:
        match = request.resolver_match
        if match is None:
            return False
        return match.view_name in self.routes or any(f"{space}:" in self.routes for space in match.namespaces)


ROOMS: tuple[Room, ...] = (
    Room(
        ("admin:",),
        {"script-src": ("'self'", NONCE, "'unsafe-eval'"), "style-src": ("'self'", "'unsafe-inline'")},
        "The admin's theme (django-unfold) brings Alpine, which evaluates expressions of attributes, and sets style attributes; its "
        "templates carry no nonces but one. Only staff of the operator comes here, and inline scripts stay forbidden.",
    ),
    Room(
        ("swagger",),
        {"style-src": ("'self'", "'unsafe-inline'")},
        "Swagger UI sets style attributes. Its scripts carry the nonce.",
    ),
    Room(
        ("redoc",),
        {"style-src": ("'self'", "'unsafe-inline'"), "worker-src": ("blob:",)},
        "ReDoc writes its styles into the page and searches in a worker that it makes of a blob. Its scripts carry the nonce.",
    ),
)


def policy(directives: Directives, nonce: str) -> str:
    """The header's value."""
    parts = [f"{name} {' '.join(sources)}".format(nonce=nonce) for name, sources in directives.items()]
    if settings.SECURE_SSL_REDIRECT:
        parts.append("upgrade-insecure-requests")
    if settings.CSP_REPORT_URI:
        parts.append(f"report-uri {settings.CSP_REPORT_URI}")
    return "; ".join(parts)


def directives_for(request: HttpRequest, response: HttpResponse) -> Directives:
    """The directives of this answer: of its room when it is a page; an answer that is no page may load nothing at all."""
    if not response.get("Content-Type", "text/html").startswith("text/html"):
        return NOT_PAGES
    room = next((room for room in ROOMS if room.holds(request)), None)
    told = {**PAGES, **room.changes} if room else PAGES
    more: Directives = getattr(
        request, "csp_more", {}
    )  # the operator's own statistics, where a visitor agreed (website/consent.py)
    return {**told, **{name: (*told[name], *sources) for name, sources in more.items()}}


class BrowserMiddleware:
    """Gives the request its nonce and the answer its headers. Stands before everything that answers, static files included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.csp_nonce = nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if not (settings.DEBUG and response.status_code in (404, 500)):  # Django's own pages of errors for developers
            response.headers.setdefault(CSP, policy(directives_for(request, response), nonce))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"  # the page of Swagger would have none
        if for_programs(request.path_info) or _somebodys_page(request, response):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _somebodys_page(request: HttpRequest, response: HttpResponse) -> bool:
    """True for a page made for somebody who is signed in: nobody sees it by going back once they have signed out."""
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated and response.get("Content-Type", "").startswith("text/html")


def browser_errors(request: HttpRequest) -> dict[str, bool]:
    """`{{ browser_errors }}` for templates: whether pages report what goes wrong in them."""
    return {"browser_errors": bool(settings.SENTRY_BROWSER_DSN)}


def csp_nonce(request: HttpRequest) -> dict[str, str]:
    """`{{ csp_nonce }}` for templates: every `<script>` carries it."""
    return {"csp_nonce": getattr(request, "csp_nonce", "")}
