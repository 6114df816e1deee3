"""What a server needs, each asked with a limit of time."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.metrics.sources.disk import existing
from config.timed import all_within

SECONDS = 3.0
_migrated = False


def database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def broker() -> None:
    client = redis.Redis.from_url(settings.ENV.redis_url, socket_timeout=2, socket_connect_timeout=2)
    try:
        client.ping()
    finally:
        client.close()


def storage() -> None:
    """The folder of uploads can be written to, or made."""
    if not os.access(existing(Path(settings.MEDIA_ROOT)), os.W_OK | os.X_OK):
        raise PermissionError


def migrations() -> None:
    global _migrated
    if not _migrated:
        if unapplied():
            raise RuntimeError("unapplied migrations")
        _migrated = True


def unapplied() -> list[str]:
    """The migrations of this release that the database lacks, as app.name."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


PARTS: tuple[tuple[str, Callable[[], None]], ...] = (
    ("database", database),
    ("broker", broker),
    ("storage", storage),
    ("migrations", migrations),
)


def states(seconds: float = SECONDS) -> dict[str, str]:
    """By part "ok", or the kind of error that it ended in; a part that hangs is a TimeoutError."""
    found = all_within(seconds, ((f"health:{name}", check) for name, check in PARTS))
    return {
        name.partition(":")[2]: type(state).__name__ if isinstance(state, BaseException) else "ok"
        for name, state in found.items()
    }
