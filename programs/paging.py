"""Rows that came together stay together: what hangs on one of them is asked for all of them in one query.

That is what a loader of data does elsewhere by waiting; here a field that is resolved for the first row of a list is resolved for the
whole list, and for lists of lists too, because all rows that one query brought are one `Cohort`.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from operator import attrgetter
from typing import Any, TypeVar

import msgspec
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from accounts.errors import Invalid
from config.api import storable

MOST_ROWS = 200
T = TypeVar("T")


class Cohort:
    """The rows that one query brought, and what was asked for all of them."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.rows = list(rows)
        self._kept: dict[Hashable, Any] = {}

    def once(self, key: Hashable, load: Callable[[list[Any]], T]) -> T:
        """What `load` makes of all rows; loaded for the first that asks."""
        if key not in self._kept:
            self._kept[key] = load(self.rows)
        found: T = self._kept[key]
        return found


class Node(msgspec.Struct):
    """One row, and those that came with it."""

    row: Any
    cohort: Cohort


class Page(msgspec.Struct):
    """Some rows in order; `next` is where the following page begins, None at the end."""

    nodes: list[Node]
    next: str | None


class Order(msgspec.Struct, frozen=True):
    """A total order of rows by `fields`, a leading `-` for falling."""

    fields: tuple[str, ...]

    def after(self, cursor: str) -> Q:
        """Rows behind the one that `cursor` speaks of. Raises Invalid for a text that is no cursor of this order."""
        values = _opened(cursor, len(self.fields))
        behind, same = Q(), Q()
        for field, value in zip(self.fields, values, strict=True):
            name = field.removeprefix("-")
            behind |= same & Q(**{f"{name}__{'lt' if field.startswith('-') else 'gt'}": value})
            same &= Q(**{name: value})
        return behind

    def cursor(self, row: Any) -> str:
        """Where the page ends that ends with `row`."""
        values = [getattr(row, name.removeprefix("-")) for name in self.fields]
        plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
        text = json.dumps(plain, default=str, separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def sorted(self, rows: Iterable[Any]) -> list[Any]:
        """The rows in this order, as a database that was asked for several lists at once need not give them."""
        found = list(rows)
        for field in reversed(self.fields):
            name = field.removeprefix("-")
            found.sort(key=attrgetter(name), reverse=field.startswith("-"))
        return found


NEWEST = Order(("-created_at", "pk"))
BY_POSITION = Order(("position",))
BY_POSITION_AND_ID = Order(("position", "pk"))


def _opened(cursor: str, length: int) -> list[Any]:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise Invalid("graph.bad_page", most=MOST_ROWS) from error
    fits = isinstance(values, list) and len(values) == length
    if not fits or not all(_simple(value) for value in values):
        raise Invalid("graph.bad_page", most=MOST_ROWS)
    return list(values)


def _simple(value: Any) -> bool:
    """True for what a cursor can hold: a place in a list, a moment, an id."""
    if isinstance(value, str):
        return len(value) < 64 and storable(value)
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31


def nodes_of(rows: Iterable[Any]) -> list[Node]:
    """Rows that came together."""
    cohort = Cohort(rows)
    return [Node(row, cohort) for row in cohort.rows]


def page(rows: QuerySet[Any], order: Order, first: int | None, after: str | None) -> Page:
    """One page of one list."""
    return pages({None: rows}, order, first, after, lambda row: None)[None]


def pages(
    lists: dict[Any, QuerySet[Any]],
    order: Order,
    first: int | None,
    after: str | None,
    belongs_to: Callable[[Any], Any],
) -> dict[Any, Page]:
    """One page of each list, in one query for all: key of the list -> page. Raises Invalid for a page that cannot be."""
    size = 25 if first is None else first
    if not 1 <= size <= MOST_ROWS:
        raise Invalid("graph.bad_page", most=MOST_ROWS)
    behind = order.after(after) if after else Q()
    try:
        cut = [rows.filter(behind).order_by(*order.fields)[: size + 1] for rows in lists.values()]
    except (ValueError, TypeError, ValidationError) as error:  # a cursor of another list
        raise Invalid("graph.bad_page", most=MOST_ROWS) from error
    found = _fetched(cut)
    sorted_rows: dict[Any, list[Any]] = {key: [] for key in lists}
    for row in order.sorted(found):
        sorted_rows[belongs_to(row)].append(row)
    shown = {key: rows[:size] for key, rows in sorted_rows.items()}
    cohort = Cohort(row for rows in shown.values() for row in rows)
    return {
        key: Page(
            [Node(row, cohort) for row in rows],
            order.cursor(rows[-1]) if len(sorted_rows[key]) > size else None,
        )
        for key, rows in shown.items()
    }


def _fetched(lists: list[QuerySet[Any]]) -> list[Model]:
    """The rows of all lists, in one query."""
    return list(lists[0].union(*lists[1:], all=True) if len(lists) > 1 else lists[0])
