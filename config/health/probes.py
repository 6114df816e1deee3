"""`/health/live` and `/health/ready`, answered before hosts, sessions and limits are looked at.

Probes and Prometheus come by an address or an inner name, and have to be answered while the cache or the database is away: a middleware
answers them. Whoever comes by a foreign name, or with a query, goes the way of all others: the same views stand in the table of addresses.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.core.exceptions import DisallowedHost
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


INNER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9A-Fa-f:]+\]|[A-Za-z0-9-]+)(?::\d{1,5})?")
ANSWERS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/health/live": live,
    "/health/ready": ready,
    "/metrics": metrics,
}


class ProbesMiddleware:
    """Answers the addresses of `ANSWERS` itself where they are asked for as probes ask."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = ANSWERS.get(request.path)
        return answer(request) if answer and as_probes_ask(request) else self.get_response(request)


def as_probes_ask(request: HttpRequest) -> bool:
    """No query, and a host that is ours, an address, or a name of one word, as containers call one another."""
    if request.META.get("QUERY_STRING"):
        return False
    try:
        request.get_host()
    except DisallowedHost:
        return INNER.fullmatch(request.META.get("HTTP_HOST", "")) is not None
    return True
