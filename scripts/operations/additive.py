"""Migrations that the release before works with too: while one colour is replaced by the other, both use the new tables.

A migration may add. What takes away or renames (a column, a table), narrows a column, or adds one that the old code would not fill, is
done a release later than the code that stops using it, and says so in a line of the module: `NO_LONGER_USED = "since release …"`.
docs/operations/upgrades.md tells how to get from one shape to another in such steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.db import migrations, models
from django.db.migrations.state import ProjectState

MARK = "NO_LONGER_USED"
TAKES_AWAY = (migrations.RemoveField, migrations.DeleteModel, migrations.RenameField, migrations.RenameModel)
SQL_TAKES_AWAY = re.compile(r"\b(drop\s+(table|column)|rename\s+(to|column)|set\s+not\s+null)\b", re.IGNORECASE)


def faults_of(migration: migrations.Migration, before: ProjectState, marked: bool) -> list[str]:
    """What in a migration the code of the release before would break on, in words; `before` is the state that it starts from."""
    if marked:
        return []
    made = {one.name.lower() for one in migration.operations if isinstance(one, migrations.CreateModel)}
    found = []
    for operation in _all(migration.operations):
        of = (getattr(operation, "model_name", "") or getattr(operation, "name", "")).lower()
        if of in made:
            continue  # the release before knows nothing of the table
        found += [
            f"{migration.app_label}.{migration.name}: {fault}"
            for fault in _faults(operation, migration.app_label, before)
        ]
    return found


def _all(operations: Any) -> Iterator[Any]:
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from _all(operation.database_operations)
        else:
            yield operation


def _faults(operation: Any, app: str, before: ProjectState) -> Iterator[str]:
    if isinstance(operation, TAKES_AWAY):
        yield f"{operation.describe()}: the release before still uses it"
    elif isinstance(operation, migrations.AddField):
        field = operation.field
        if not (field.null or field.many_to_many or field.has_db_default() or field.generated):
            yield f"{operation.describe()}: the release before writes no value for it; give it db_default or null"
    elif isinstance(operation, migrations.AlterField):
        old = before.models.get((app, operation.model_name_lower))
        if old is not None and operation.name in old.fields:
            yield from (
                f"{operation.describe()}: {why}" for why in _narrowed(old.fields[operation.name], operation.field)
            )
    elif isinstance(operation, migrations.AlterModelTable):
        yield f"{operation.describe()}: the release before looks for the old name"
    elif isinstance(operation, migrations.RunSQL):
        for text in operation.sql if isinstance(operation.sql, (list, tuple)) else [operation.sql]:
            words = text[0] if isinstance(text, (list, tuple)) else text
            if found := SQL_TAKES_AWAY.search(str(words)):
                yield f"SQL with {found[0]!r}: the release before still uses it"


def _narrowed(old: models.Field[Any, Any], new: models.Field[Any, Any]) -> Iterator[str]:
    """Why a column takes less than it did."""
    if type(old) is not type(new) and old.get_internal_type() != new.get_internal_type():
        yield f"{old.get_internal_type()} becomes {new.get_internal_type()}"
    if old.null and not new.null:
        yield "it takes no NULL any more"
    if old.max_length and new.max_length and new.max_length < old.max_length:
        yield f"it takes {new.max_length} letters instead of {old.max_length}"
    if old.has_db_default() and not new.has_db_default() and not new.null:
        yield "the database fills it in no longer"
