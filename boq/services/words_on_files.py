"""What a person says of a file, checked: the one place where such words become a `Mapping`."""

from __future__ import annotations

import re
from typing import Any

from accounts.errors import Invalid
from boq.engine.model import Mapping, Role, RowKind, RowRun, SheetMapping
from boq.engine.tables.told import TOLD_KINDS

MAX_ROW = 10_000_000
MAX_RUNS = 2_000
_LETTERS = re.compile(r"[A-Z]{1,3}\Z")
_NUMBERED = {Role.QUANTITY.value, Role.RATE.value, Role.AMOUNT.value, Role.UNIT.value}
_KINDS = {kind.value for kind in TOLD_KINDS}


def checked(sheets: dict[str, Any], names: set[str], accept: bool = True) -> Mapping:
    """`sheets` as `boq.services.mapping.decide` takes them, as a value; raises Invalid naming what is wrong.

    Without `accept` something must be said.
    """
    if not accept and not sheets:
        raise Invalid("mapping.incomplete")
    found: dict[str, SheetMapping] = {}
    for name, asked in sheets.items():
        if name not in names:
            raise Invalid("mapping.unknown_sheet", sheet=name)
        use = bool(asked.get("use", True))
        columns = _columns(asked.get("columns") or {})
        if use and columns and not (Role.DESCRIPTION.value in columns and _NUMBERED & set(columns)):
            raise Invalid("mapping.no_columns", sheet=name)
        found[name] = SheetMapping(
            use=use,
            header_row=asked.get("header_row") or None,
            columns=columns,
            rows=_runs(asked.get("rows") or []),
            marks=_marks(asked.get("marks") or {}),
            summary=bool(asked.get("summary")) and not use,
        )
    return Mapping(sheets=found)


def _columns(asked: dict[str, Any]) -> dict[str, str]:
    columns = {str(role): str(letters).strip().upper() for role, letters in asked.items() if letters}
    for role, letters in columns.items():
        if role not in {known.value for known in Role}:
            raise Invalid("mapping.unknown_role", role=role)
        if not _LETTERS.match(letters):
            raise Invalid("mapping.bad_column", column=letters)
    return columns


def _marks(asked: dict[str, Any]) -> dict[str, str]:
    marks = {str(letters).strip().upper(): str(mark) for letters, mark in asked.items() if mark}
    for letters, mark in marks.items():
        if not _LETTERS.match(letters):
            raise Invalid("mapping.bad_column", column=letters)
        if mark not in (".", ","):
            raise Invalid("mapping.bad_mark", mark=mark[:10])
    return marks


def _runs(asked: list[dict[str, Any]]) -> tuple[RowRun, ...]:
    if len(asked) > MAX_RUNS:
        raise Invalid("mapping.too_many_rows", limit=MAX_RUNS)
    runs = []
    for run in asked:
        first, last, kind = run.get("first"), run.get("last") or run.get("first"), run.get("kind")
        if kind not in _KINDS:
            raise Invalid("mapping.unknown_kind", kind=str(kind)[:40])
        if not (isinstance(first, int) and isinstance(last, int) and 0 < first <= last <= MAX_ROW):
            raise Invalid("mapping.bad_rows", rows=f"{first}–{last}"[:40])
        runs.append(RowRun(first, last, RowKind(kind)))
    return tuple(runs)
