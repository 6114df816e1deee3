"""A page that logs secrets in every form; apart, as pages of errors for developers show the code around what failed."""

from __future__ import annotations

import logging
import warnings

import structlog
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger(__name__)
plain = logging.getLogger("some.library")


def logged(request: HttpRequest) -> HttpResponse:
    """Whatever is logged, in whatever form."""
    jwt = "eyJhbGciOiJIUzI1NiJ9.eyJwbGFudGVkIjoxfQ.planted-signature"
    held = {"password": "planted-in-a-dict", "deep": [{"client_secret": b"planted-in-bytes"}], "note": f"Bearer {jwt}"}
    log.warning(
        "used", api_key="planted-api-key", body=held, url="https://user:planted-in-url@host/x?token=planted-in-query"
    )
    plain.error("sent %s to %s with %r", "mzn_live_planted1234567890", "alice.planted@example.com", held)
    plain.warning("webhook whsec_planted1234567890abcdef, key sk-planted1234567890, paid from DE89370400440532013000")
    plain.info("extra", extra={"session_key": "planted-session-key", "form": held})
    warnings.warn("the token=planted-in-a-warning is old", stacklevel=1)
    logging.getLogger("celery.app.trace").error(
        "Task %(name)s[%(id)s] raised: %(exc)s",
        {"name": "x", "id": "1", "exc": "password='planted-in-a-task'", "kwargs": "{'secret': 'planted-in-arguments'}"},
        extra={"data": {"args": "('sk-planted1234567890',)", "kwargs": {"token": "planted-in-data"}}},
    )
    log.error("password: planted-in-an-event")
    return HttpResponse("fine")
