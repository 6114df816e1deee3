"""What went wrong in somebody's browser, on its way to Sentry: through us, so that nothing leaves that was not masked."""

from __future__ import annotations

import hashlib
import json
from functools import cache as once
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from redis.exceptions import RedisError

from accounts.limits import network
from accounts.origin import client_address
from config.counting import counted
from config.masking import masked

log = structlog.get_logger(__name__)
LARGEST = 8 * 1024  # bytes of one report
REPORTS_A_MINUTE = 10  # from one place; the rest says nothing new
FIELDS = {"message": 500, "stack": 4000, "page": 200, "source": 200, "kind": 40, "browser": 200}


@csrf_exempt  # a beacon carries no token; it changes nothing, and only this server's own pages are heard
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """204 whatever becomes of it: whoever reports an error must not make another."""
    if settings.SENTRY_BROWSER_DSN and _ours(request) and _few(request):
        report = _report(request)
        if report is not None:
            send(report)
    return HttpResponse(status=204)


def _ours(request: HttpRequest) -> bool:
    """True for a page of this server: browsers say where a request comes from, and pages elsewhere cannot change that."""
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def _few(request: HttpRequest) -> bool:
    place = hashlib.sha256(network(client_address(request)).encode()).hexdigest()[:32]
    try:
        return counted(f"browser-errors:{place}", 60).used <= REPORTS_A_MINUTE
    except RedisError:  # nothing is taken while it cannot be counted
        return False


def _report(request: HttpRequest) -> dict[str, str] | None:
    """The known fields of the body, cut to size and masked; None for a body that is no report."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return None
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or not isinstance(said.get("message"), str):
        return None
    found = {name: str(said.get(name, ""))[:most].replace("\x00", "") for name, most in FIELDS.items()}
    found["browser"] = request.headers.get("User-Agent", "")[: FIELDS["browser"]]
    return {name: str(masked(value, name)) for name, value in found.items()}


def send(report: dict[str, str]) -> None:
    """Hand the report to the project of the pages, apart from that of the server."""
    client = _client(settings.SENTRY_BROWSER_DSN)
    client.capture_event(
        {
            "platform": "javascript",
            "level": "error",
            "logger": "browser",
            "message": report["message"],
            "tags": {"page": report["page"], "kind": report["kind"]},
            "extra": {"stack": report["stack"], "source": report["source"], "browser": report["browser"]},
        }
    )
    log.info("browser_error", page=report["page"], kind=report["kind"])


@once
def _client(dsn: str) -> Any:
    """Imported when the first error comes: a server that reports none does without."""
    import sentry_sdk

    from config.reports import sentry_options

    return sentry_sdk.Client(**{**sentry_options(dsn), "default_integrations": False})
