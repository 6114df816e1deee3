"""Rows into a table by COPY, in PostgreSQL's text format: the fastest door there is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\x00": "\ufffd"})
_BLOCK = 5_000
NULL = "\\N"


def text(value: str) -> str:
    """A text as COPY wants it; lone surrogates, which the database refuses, become question marks."""
    if not value.isascii():
        value = value.encode("utf-8", "replace").decode()
    if value.isprintable() and "\\" not in value:
        return value
    return value.translate(_ESCAPES)


def texts(values: Sequence[str], length: int | None = None) -> Sequence[str]:
    """Many texts as COPY wants them, each cut to `length`: one look at all of them tells whether there is anything to escape."""
    if not any(values):
        return values
    if length is not None and max(map(len, values)) > length:
        values = [value[:length] for value in values]
    together = "".join(values)
    if together.isprintable() and "\\" not in together:  # lone surrogates are not printable
        return values
    return list(map(text, values))


def any_value(value: Any) -> str:
    """A value of any of the types that rows hold."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    if isinstance(value, list | dict):
        return text(json.dumps(value))
    return text(str(value))


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY `rows` (values in the order of `columns`, database column names) into the model's table."""
    copy_lines(connection, model, columns, ("\t".join(map(any_value, row)) for row in rows))


def copy_lines(
    database: BaseDatabaseWrapper, model: type[models.Model], columns: Sequence[str], lines: Iterable[str]
) -> None:
    """COPY lines that are made of `text` and `number` already: for rows by the ten thousand."""
    names = ", ".join(f'"{column}"' for column in columns)
    lines = iter(lines)
    with database.cursor() as cursor, cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy:
        while block := list(islice(lines, _BLOCK)):
            copy.write("\n".join(block) + "\n")


def reserve_ids(database: BaseDatabaseWrapper, model: type[models.Model], count: int) -> list[int]:
    """`count` primary keys of the model's sequence, so that rows of two tables can refer to each other before they are written."""
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
        sequence = cursor.fetchone()[0]
        cursor.execute("SELECT array_agg(nextval(%s::regclass)) FROM generate_series(1, %s)", [sequence, count])
        found: list[int] = cursor.fetchone()[0] or []
        return found
