"""What the database spends its time on, as `pg_stat_statements` counted it: statements with their values left out."""

from __future__ import annotations

import re

import msgspec
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.utils import DatabaseError

MOST = 50
_TEXTS = re.compile(r"'(?:[^']|'')*'")  # the extension leaves values out, but not those of commands such as CREATE ROLE
_ASKED = """
SELECT query, calls, total_exec_time, mean_exec_time, rows,
  100.0 * shared_blks_hit / nullif(shared_blks_hit + shared_blks_read, 0)
FROM pg_stat_statements
WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
ORDER BY total_exec_time DESC LIMIT %s
"""


class Query(msgspec.Struct, frozen=True):
    """One kind of statement; times in milliseconds, `cached` in percent of the blocks it read, None when it read none."""

    text: str
    calls: int
    total: float
    mean: float
    rows: int
    cached: float | None


class Slowest(msgspec.Struct, frozen=True):
    """The statements that took most of the time. Where they are not counted `missing` says what there is to do: a code."""

    queries: tuple[Query, ...] = ()
    missing: str = ""


def slowest(using: str = DEFAULT_DB_ALIAS) -> Slowest:
    """Read the counts: `extension` is missing where nobody made it, `library` where the server was started without it, `rights` else."""
    try:
        with transaction.atomic(using), connections[using].cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_stat_statements'")
            if cursor.fetchone() is None:
                return Slowest(missing="extension")
            cursor.execute("SELECT position('pg_stat_statements' in current_setting('shared_preload_libraries', true))")
            if not (cursor.fetchone() or (0,))[0]:
                return Slowest(missing="library")
            cursor.execute(_ASKED, [MOST])
            return Slowest(tuple(Query(_plain(row[0]), *map(_number, row[1:])) for row in cursor.fetchall()))
    except DatabaseError:
        return Slowest(missing="rights")


def _plain(text: str) -> str:
    return " ".join(_TEXTS.sub("'…'", text).split())


def _number(value: object) -> object:
    return float(value) if value is not None and not isinstance(value, int) else value  # type: ignore[arg-type]
