"""The middleware that counts requests: R6.5's metrics, and of django-prometheus those that they do not hold already."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django_prometheus.middleware import Metrics, PrometheusAfterMiddleware, PrometheusBeforeMiddleware

from config.doors import for_programs
from config.figures import counting as figures
from config.metrics import events

METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
PROBES = ("/health/live", "/health/ready", "/metrics")
KEPT = frozenset({
    "django_http_requests_before_middlewares_total", "django_http_exceptions_total_by_type", "django_http_requests_body_total_bytes",
    "django_http_responses_body_total_bytes", "django_http_responses_streaming_total",
})  # fmt: skip


class Silent:
    """Takes the place of a metric of django-prometheus that says by view and method what ours say."""

    def labels(self, **labels: str) -> Silent:
        return self

    def inc(self, amount: float = 1) -> None:
        """Counted in `events`."""

    def observe(self, amount: float) -> None:
        """Measured in `events`."""


class Some(Metrics):  # type: ignore[misc]
    """The metrics of django-prometheus that are kept: a histogram for each view a second time would double every page of metrics."""

    def register_metric(
        self, metric_cls: Any, name: str, documentation: str, labelnames: Any = (), **kwargs: Any
    ) -> Any:
        if name not in KEPT:
            return Silent()
        return super().register_metric(metric_cls, name, documentation, labelnames=labelnames, **kwargs)


class BeforeMiddleware(PrometheusBeforeMiddleware):  # type: ignore[misc]
    """The outermost: counts every answer, and its time with all that lies between."""

    metrics_cls = Some

    def process_request(self, request: HttpRequest) -> None:
        request.began = time.perf_counter()  # type: ignore[attr-defined]
        super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        seconds = time.perf_counter() - request.began  # type: ignore[attr-defined]
        note(request, response, seconds)
        figures.note(request, response, seconds)  # the same for the business figures of staff, by day and person
        answer: HttpResponse = super().process_response(request, response)
        return answer


class AfterMiddleware(PrometheusAfterMiddleware):  # type: ignore[misc]
    """The innermost: sizes, and exceptions by their kind."""

    metrics_cls = Some


def door_of(path: str) -> str:
    """api, admin, static, probe or page."""
    if path in PROBES:
        return "probe"
    if for_programs(path):
        return "api"
    if path.startswith("/admin/"):
        return "admin"
    return "static" if path.startswith(settings.STATIC_URL) else "page"


def view_of(request: HttpRequest) -> str:
    """The name of the route, which holds nothing of the address itself; none where there is no route."""
    match = request.resolver_match
    return (match.view_name or "unnamed") if match else "none"


def note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """Count one answer. Probes are not counted: they would drown what people do."""
    door = door_of(request.path)
    if door == "probe":
        return
    method = request.method if request.method in METHODS else "other"
    view = view_of(request)
    events.REQUESTS.labels(method, view, door, str(response.status_code)).inc()
    events.SECONDS.labels(view, door).observe(seconds)
    if door != "static":
        plan = getattr(getattr(request, "actor", None), "plan", "")
        role = events.role_label(request)
        events.BY_ROLE.labels(role, events.plan_label(plan) if plan else "none", door).inc()
    if door == "api" and response.status_code >= 400:
        events.API_ERRORS.labels(getattr(response, "error_code", "other"), str(response.status_code)).inc()
