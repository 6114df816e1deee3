"""`/health/detail`: every part, provider, worker and queue, and the versions, for staff."""

from __future__ import annotations

import platform
from collections.abc import Callable
from typing import Any

import django
from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import Metric

from config.celery import app as celery
from config.health import parts
from config.metrics.sources import backups, certificate, disk, jobs, llm, webhooks
from config.release import VERSION
from config.timed import all_within

SECONDS = 5.0
WORKERS_ANSWER_SECONDS = 1.5


@require_safe
def detail(request: HttpRequest) -> HttpResponse:
    """Everything that can be told without a terminal; each part for itself, so that one that hangs hides no other."""
    if not getattr(request.user, "is_staff", False):
        raise Http404
    states = parts.states()
    told = all_within(SECONDS, ((f"detail:{name}", look) for name, look in LOOKS))
    facts = {name.partition(":")[2]: _said(answer) for name, answer in told.items()}
    good = all(state == "ok" for state in states.values())
    return JsonResponse({"status": "ok" if good else "unavailable", "parts": states, **facts})


def _said(answer: Any) -> Any:
    return {"error": type(answer).__name__} if isinstance(answer, BaseException) else answer


def workers() -> dict[str, Any]:
    """Workers that answer, by their names."""
    replies = celery.control.ping(timeout=WORKERS_ANSWER_SECONDS) or []
    return {name: "ok" for reply in replies for name in reply}


def _of(look: Callable[[], Any]) -> dict[str, Any]:
    """The figures of a source of metrics, by name and labels."""
    return {sample: value for metric in look() for sample, value in _samples(metric)}


def _samples(metric: Metric) -> list[tuple[str, float]]:
    return [(" ".join([one.name.removeprefix("mizan_"), *one.labels.values()]), one.value) for one in metric.samples]


def versions() -> dict[str, str]:
    """What runs."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        database = str(cursor.fetchone()[0])
    return {
        "mizan": VERSION,
        "python": platform.python_version(),
        "django": django.get_version(),
        "postgresql": database,
    }


def providers() -> dict[str, Any]:
    """The operator's provider by its address, and figures of all."""
    return {"operator": settings.LLM.base_url or "none: the offline analyst works", **_of(llm.look)}


LOOKS: tuple[tuple[str, Callable[[], dict[str, Any]]], ...] = (
    ("versions", versions),
    ("workers", workers),
    ("queues", lambda: _of(jobs.look)),
    ("providers", providers),
    ("webhooks", lambda: _of(webhooks.look)),
    ("storage", lambda: _of(disk.look)),
    ("backups", lambda: _of(backups.look)),
    ("certificate", lambda: _of(certificate.look)),
)
