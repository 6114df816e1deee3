"""Questions to the database that metrics ask: quick ones, or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

MILLISECONDS = 3_000


def rows(sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows. The database itself gives up after some seconds, so that scrapes never pile up in it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {MILLISECONDS}")
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
