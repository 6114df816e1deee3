"""One error format, one handler: a code gets its status and its words here, for the API and for pages alike.

`{"error": {"code", "message", "facts", "request_id"}}`
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from rest_framework import exceptions as drf
from rest_framework.response import Response
from rest_framework_simplejwt.exceptions import InvalidToken, TokenError

from accounts.errors import MizanError
from boq.engine.errors import EngineError
from boq.models import messages
from config.away import is_away, is_database_away, is_full
from config.doors import for_programs
from config.error_words import MESSAGES

log = structlog.get_logger(__name__)
AGAIN_SECONDS = 10  # when to try again where a part of the server is away
ROOM_SECONDS = 300  # an operator has to make room
LATER = (429, 503)


def error_message(code: str, facts: Mapping[str, Any] | None = None) -> str:
    """The words for any code of the project, in the active language."""
    if code in MESSAGES:
        return str(MESSAGES[code]).format_map(messages.Facts(facts or {}))
    return messages.message(code, facts)


def request_id() -> str:
    """The id of the request being answered, as it stands in the logs."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


def error_body(code: str, facts: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The one error format."""
    facts = dict(facts or {})
    body = {"code": code, "message": error_message(code, facts), "facts": facts, "request_id": request_id()}
    return {"error": body}


def coded(error: Exception) -> tuple[int, str, dict[str, Any]]:
    """(status, code, facts) of any exception; 500 `server_error` for what nobody foresaw."""
    if isinstance(error, MizanError):
        return error.status, error.code, error.facts
    if is_away(error):
        return 503, "unavailable", {"seconds": AGAIN_SECONDS}
    if is_full(error):
        return 503, "storage_full", {"seconds": ROOM_SECONDS}
    if isinstance(error, EngineError):
        return 422, error.code, dict(error.facts)
    if isinstance(error, (InvalidToken, TokenError, drf.AuthenticationFailed)):
        return 401, "invalid_token", {}
    if isinstance(error, drf.NotAuthenticated):
        return 401, "unauthenticated", {}
    if isinstance(error, (PermissionDenied, drf.PermissionDenied)):
        return 403, "forbidden", {}
    if isinstance(error, (Http404, drf.NotFound)):
        return 404, "not_found", {}
    if isinstance(error, drf.ValidationError):
        return 400, "invalid_input", {"fields": error.detail}
    if isinstance(error, drf.Throttled):
        return 429, "throttled", {"seconds": int(getattr(error, "wait", 0) or 0)}
    if isinstance(error, RequestDataTooBig):
        return 413, "too_large", {"limit_mb": 2}
    if isinstance(error, (drf.ParseError, SuspiciousOperation)):
        return 400, "malformed", {}
    if isinstance(error, drf.APIException):
        code = str(error.default_code)
        return error.status_code, code if code in MESSAGES else "malformed", {}
    return 500, "server_error", {}


def api_exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's handler: the one format for everything that is somebody's mistake; ours go on to Django's 500."""
    status, code, facts = coded(error)
    if status == 500:
        return None
    headers = {}
    if status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="api"'
    if status in LATER:
        headers["Retry-After"] = str(max(1, int(facts.get("seconds", 1))))
    response = Response(error_body(code, facts), status=status, headers=headers)
    response.error_code = code  # type: ignore[attr-defined]  # for the metrics
    return response


def is_api(request: HttpRequest) -> bool:
    """True for every door of programs."""
    return for_programs(request.path)


def error_response(
    request: HttpRequest, status: int, code: str, facts: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The error as JSON for the API, as a page for people."""
    body = error_body(code, facts)
    if is_api(request):
        response: HttpResponse = JsonResponse(body, status=status)
    else:
        response = render(request, "error.html", {"status": status, **body}, status=status)
    response.error_code = code  # type: ignore[attr-defined]
    if status in LATER:
        response["Retry-After"] = str(max(1, int(body["error"]["facts"].get("seconds", 1))))
    return response


class PageErrorsMiddleware:
    """Turns coded errors of page views into the error page, and gives the API its JSON even before DRF is reached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        status, code, facts = coded(error)
        if is_database_away(error):
            _as_nobody(request)
        return None if status == 500 else error_response(request, status, code, facts)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_response(request, 400, "malformed")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_response(request, 403, "forbidden")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the token of its page; the reason stands in the log."""
    return error_response(request, 403, "csrf_failed")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_response(request, 404, "not_found")


def server_error(request: HttpRequest) -> HttpResponse:
    """What reaches nobody but Django's outermost layer: our own faults, and parts that went away under a middleware.

    Where even the page fails, its words alone.
    """
    raised = sys.exception()
    status, code, facts = coded(raised) if isinstance(raised, Exception) else (500, "server_error", {})
    try:
        if raised is not None and is_database_away(raised):
            _as_nobody(request)
        return error_response(request, status, code, facts)
    except Exception:
        log.exception("error_page_failed")
        words = f"{error_message(code, facts)}\n{status} {code} {request_id()}\n"
        return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


def _as_nobody(request: HttpRequest) -> None:
    """For a page that must ask the database nothing: there is no person and no workspace, and no messages but those of a cookie."""
    request.user = AnonymousUser()
    request.actor = request.staff = None  # type: ignore[attr-defined]
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
