"""How a test that commits leaves the database: as migrations made it, in a hundredth of the time that Django's own `flush` takes.

`flush` truncates every table, each of which gets new files for itself and its indexes, and then makes content types and permissions
anew. Here the few tables that hold rows are emptied, those two are left as they are, and rows go without asking triggers and foreign
keys, which are all emptied together. Where the account may not do that, the tables are truncated. Rows that migrations made come back.
"""

from __future__ import annotations

from typing import Any

from django.db import InternalError, ProgrammingError, connection, transaction

KEPT = {"django_migrations", "django_content_type", "auth_permission"}
MADE: dict[str, bytes] = {}  # tables that migrations fill, and their rows as COPY gives them


def remember() -> None:
    """Note what migrations made, before any test."""
    with connection.cursor() as cursor:
        for name in _filled(cursor):
            with cursor.copy(f"COPY {name} TO STDOUT") as copy:
                MADE[name] = b"".join(copy)


def clear(case: Any) -> None:
    """Leave the database as it was, in the place of `TransactionTestCase._fixture_teardown`."""
    with connection.cursor() as cursor:
        names = _filled(cursor)
        if not names:
            return
        try:
            with transaction.atomic():
                cursor.execute("SET LOCAL session_replication_role = replica")
                cursor.execute("; ".join(f"DELETE FROM {name}" for name in names))
        except (ProgrammingError, InternalError):
            cursor.execute(f"TRUNCATE {', '.join(names)} CASCADE")
        for name, rows in MADE.items():
            with cursor.copy(f"COPY {name} FROM STDIN") as copy:
                copy.write(rows)


def _filled(cursor: Any) -> list[str]:
    """The quoted names of the tables that hold rows, without those that stay as they are."""
    tables = [one for one in connection.introspection.table_names(cursor) if one not in KEPT]
    cursor.execute(" UNION ALL ".join(f"SELECT '{one}' WHERE EXISTS (SELECT FROM \"{one}\")" for one in tables))
    return [f'"{one}"' for (one,) in cursor.fetchall()]
