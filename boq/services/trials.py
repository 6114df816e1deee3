"""Trying a reading: what a person's word on a file would come to, before anything is saved."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from accounts.access import Action, Actor, require
from boq.engine.model import Mapping, Receipt
from boq.engine.receipt import ROW_LETTERS, to_json
from boq.models import Upload
from boq.services.bounded import decoded, run_bounded

ENTRY = "boq.engine.reading:try_reading"
LONGEST_SECONDS = 45
_KINDS = {letter: kind for kind, letter in ROW_LETTERS.items()}


class Trial(msgspec.Struct, frozen=True):
    """What a reading would come to: its receipt as JSON values, the rows by sheet, the questions left, and what it changes."""

    receipt: dict[str, Any]
    row_kinds: dict[str, str]
    questions: list[dict[str, Any]]
    changes: dict[str, Any]


def attempt(
    *, by: Actor, upload: Upload, mapping: Mapping | None, before: dict[str, Any], kinds: dict[str, str]
) -> Trial:
    """Read the stored original once more under `mapping`, in a bounded child process; nothing is saved.

    `before` is the receipt of the reading that is shown, `kinds` its rows: the changes are those against it. Raises EngineError, and
    Conflict when too many files are being tried.
    """
    require(by, Action.UPLOAD, upload)
    receipt = decoded(run_bounded(upload, upload.name, ENTRY, LONGEST_SECONDS, mapping=mapping), Receipt)
    after = to_json(receipt)
    rows = {sheet.name: sheet.row_kinds for sheet in receipt.sheets}
    questions = msgspec.to_builtins(receipt.questions)
    return Trial(after, rows, questions, changes_of(before, after, kinds, rows))


def changes_of(
    before: dict[str, Any], after: dict[str, Any], kinds: dict[str, str], rows: dict[str, str]
) -> dict[str, Any]:
    """What is different: {"items": (4, 5), "total": ("1", "2")}, and "rows" as [(from kind, to kind, how many)], the most first."""
    found: dict[str, Any] = {
        name: (before.get(name), after.get(name))
        for name in ("items", "total", "stated_total", "ties_out", "sections")
        if before.get(name) != after.get(name)
    }
    moved: Counter[tuple[str, str]] = Counter()
    for sheet, letters in rows.items():
        moved.update((old, new) for old, new in zip(kinds.get(sheet, ""), letters, strict=False) if old != new)
    found["rows"] = [(_KINDS.get(old, old), _KINDS.get(new, new), count) for (old, new), count in moved.most_common(8)]
    return found
