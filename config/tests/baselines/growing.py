"""More of everything: every row of every table is copied a few times, so that whatever asks once a row is seen to ask more often.

A copy keeps what it hangs on (the same bill gets more items, the same organization more projects) and gets other values where the
database wants them to be unique. A model whose copies need more than that has a line in `OTHERWISE`; one that cannot be there twice
stands in `ALONE` with the reason. A new model that is in neither and cannot be copied fails the test with the database's own words.
"""

from __future__ import annotations

import copy
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import models

COPIES = 3
MOST = 60  # rows of a table that are copied
LABELS = frozenset({
    "accounts", "jobs", "mails", "projects", "llm", "boq", "webhooks", "billing", "support", "programs", "gdpr", "website",
    "account", "mfa", "usersessions",
})  # fmt: skip
ALONE = {
    "llm.Budget": "one of an organization",
    "billing.Subscription": "one of an organization",
    "billing.Funnel": "one of an organization",
    "gdpr.ConsentPerson": "one of a person",
    "website.DemoBill": "one of a language",
    "boq.Price": "one of an item in a set of prices; the items grow",
    "boq.Classification": "one of an item in an analysis",
    "usersessions.UserSession": "a copy has no session behind it, and whoever looks at it removes it",
    "projects.ProjectMember": "people are named once on a project",
}
Change = Callable[[Any, int, dict[str, list[Any]]], None]


def _another_member(row: Any, number: int, made: dict[str, list[Any]]) -> None:
    """Every copied person belongs where the first ones do."""
    row.user = made["accounts.User"].pop()


def _settled(row: Any, number: int, made: dict[str, list[Any]]) -> None:
    row.status = "withdrawn"


def _of_nobody(row: Any, number: int, made: dict[str, list[Any]]) -> None:
    row.user = None


def _second_way(row: Any, number: int, made: dict[str, list[Any]]) -> None:
    """A further address is not the first one."""
    row.primary = False


OTHERWISE: dict[str, Change] = {
    "accounts.Membership": _another_member,
    "billing.UpgradeRequest": _settled,
    "website.Exposure": _of_nobody,
    "account.EmailAddress": _second_way,
}


def grow() -> None:
    """Three more of each row."""
    made: dict[str, list[Any]] = {}
    found = [model for model in apps.get_models() if model._meta.app_label in LABELS and not model._meta.proxy]
    rows = {model: list(model._base_manager.order_by("pk")[:MOST]) for model in found}
    for model in sorted(found, key=lambda one: one._meta.label != "accounts.User"):
        if model._meta.label not in ALONE and rows[model]:
            made[model._meta.label] = _copies(model, rows[model], made)


def _copies(model: type[models.Model], rows: list[Any], made: dict[str, list[Any]]) -> list[Any]:
    label, unique = model._meta.label, list(_varied(model))
    copies = []
    for number in range(1, COPIES + 1):
        for row in rows:
            one = copy.copy(row)
            one._state = models.base.ModelState()
            one.pk = uuid.uuid4() if isinstance(model._meta.pk, models.UUIDField) else None
            for field in unique:
                setattr(one, field.attname, _other(field, getattr(row, field.attname), number))
            if label in OTHERWISE:
                OTHERWISE[label](one, number, made)
            copies.append(one)
    return list(model._base_manager.bulk_create(copies))


def _varied(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    """One field for each thing that may be there once only: a number or a date rather than a text, the last one rather than the first."""
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            yield field
    for constraint in model._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint):
            continue
        names = constraint.fields or [name for one in constraint.expressions for name in _named(one)]
        fields = [model._meta.get_field(name) for name in names]
        free = [field for field in fields if not field.is_relation]
        if free:
            yield max(free, key=lambda field: not isinstance(field, models.CharField | models.TextField))
    for names in model._meta.unique_together:
        free = [field for field in map(model._meta.get_field, names) if not field.is_relation]
        if free:
            yield free[-1]


def _named(expression: Any) -> list[str]:
    """The fields of an expression such as `Lower("email")`."""
    if isinstance(expression, models.F):
        return [expression.name]
    return [name for inner in expression.get_source_expressions() for name in _named(inner)]


def _other(field: models.Field[Any, Any], value: Any, number: int) -> Any:
    """Another value of the same kind; nothing stays nothing."""
    if value is None:
        return None
    if isinstance(field, models.UUIDField):
        return uuid.uuid4()
    if isinstance(field, models.IntegerField):
        return value + 10_000 * number
    if isinstance(field, models.DateField):
        return value + timedelta(days=31 * number)
    return f"{number}{value}"[: field.max_length]
