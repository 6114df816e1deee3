"""Is the process alive, and can it serve: the database, the broker and the migrations."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView

_migrated = False


@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """200 while the process answers."""
    return JsonResponse({"status": "ok"})


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _broker() -> None:
    cache.get("health")


def _storage() -> None:
    default_storage.exists("health")


def _migrations() -> None:
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise RuntimeError("unapplied migrations")
        _migrated = True


CHECKS: tuple[tuple[str, Callable[[], None]], ...] = (
    ("database", _database),
    ("broker", _broker),
    ("storage", _storage),
    ("migrations", _migrations),
)


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when every part answers, 503 naming those that do not."""
    parts: dict[str, str] = {}
    for name, check in CHECKS:
        try:
            check()
            parts[name] = "ok"
        except Exception as error:
            parts[name] = type(error).__name__
    good = all(state == "ok" for state in parts.values())
    return JsonResponse({"status": "ok" if good else "unavailable", "parts": parts}, status=200 if good else 503)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus metrics, for this machine only: a proxy on it speaks for others, and says so."""
    forwarded = any(name in request.headers for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded"))
    near = request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"} and not forwarded
    return ExportToDjangoView(request) if near or settings.DEBUG else HttpResponseNotFound()
