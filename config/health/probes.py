"""`/health/live` and `/health/ready`, answered before hosts, sessions and limits are looked at.

Probes and Prometheus come by address, not by name, and have to be answered while the cache or the database is away: a middleware answers
them. The same views stand in the table of addresses, where every route of Mizan stands.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from config.health import parts
from config.metrics.door import metrics


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """200 while the process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when every part answers in time, 503 naming those that do not."""
    states = parts.states()
    good = all(state == "ok" for state in states.values())
    return JsonResponse({"status": "ok" if good else "unavailable", "parts": states}, status=200 if good else 503)


ANSWERS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/health/live": live,
    "/health/ready": ready,
    "/metrics": metrics,
}


class ProbesMiddleware:
    """Answers the addresses of `ANSWERS` itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return ANSWERS.get(request.path, self.get_response)(request)
