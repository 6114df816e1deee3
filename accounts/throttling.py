"""How many requests to the API somebody may make in a minute, and the headers that tell them.

One count for each person in an organization, each key, and each address that comes without either; taken in one step in Redis. When Redis
is away requests pass: the limits of signing in (`accounts.limits`) are others, and do not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import msgspec
import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from accounts.access import Actor
from accounts.limits import network
from accounts.origin import client_address
from accounts.plans import ANONYMOUS_A_MINUTE, pace_of
from config.counting import counted
from config.errors import error_response, is_api

log = structlog.get_logger(__name__)
WINDOW_SECONDS = 60


class Pace(msgspec.Struct, frozen=True):
    """Where somebody stands in the present minute."""

    limit: int
    used: int
    resets_in: int

    @property
    def exceeded(self) -> bool:
        return self.used > self.limit

    def headers(self) -> dict[str, str]:
        """As the draft of the HTTP working group names them."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.limit - self.used)),
            "RateLimit-Reset": str(self.resets_in),
            "RateLimit-Policy": f"{self.limit};w={WINDOW_SECONDS}",
        }


def count(request: HttpRequest, actor: Actor | None) -> Pace | None:
    """Count the request for whoever makes it; None where nobody can be counted or nothing is."""
    if not settings.API_THROTTLES:
        return None
    if actor is not None:
        who, limit = f"{actor.organization_id}:{actor.id}", pace_of(actor)
    else:
        who, limit = network(client_address(request)), ANONYMOUS_A_MINUTE
    try:
        found = counted(f"pace:{hashlib.sha256(who.encode()).hexdigest()[:32]}", WINDOW_SECONDS)
    except (RedisError, OSError) as error:
        log.warning("pace_not_counted", error=type(error).__name__)
        return None
    return Pace(limit, found.used, found.seconds)


class PaceThrottle(BaseThrottle):
    """REST framework's hook: counts after the sign-in is known, refuses with 429."""

    def allow_request(self, request: Request, view: Any) -> bool:
        http = request._request
        self.pace = count(http, getattr(http, "actor", None))
        http.pace = self.pace  # type: ignore[attr-defined]
        return self.pace is None or not self.pace.exceeded

    def wait(self) -> float | None:
        return float(self.pace.resets_in) if self.pace else None


class PaceMiddleware:
    """Puts the headers on every answer of the API, and counts for the address what was refused before it was counted (a bad token)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not is_api(request):
            return response
        pace: Pace | None = getattr(request, "pace", None)
        if pace is None and not hasattr(request, "pace"):
            pace = count(request, getattr(request, "actor", None))
            if pace is not None and pace.exceeded:
                response = error_response(request, 429, "throttled", {"seconds": pace.resets_in})
        if pace is not None:
            for name, value in pace.headers().items():
                response[name] = value
        return response
