"""Options on one sheet, the same works again and again: `Option 1` is the bill, `Option 2` and later stand apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from boq.engine.model import RowKind
from boq.engine.tables.lines import Line
from boq.engine.text import fold
from boq.engine.vocabulary.totals import OPTIONS

_NAMES = "|".join(
    sorted((re.escape(fold(name)) for names in OPTIONS.values() for name in names), key=len, reverse=True)
)
_NUMBERED = re.compile(rf"^(?:\S+ )?(?:{_NAMES}) (?:no )?(\d{{1,2}}|[a-f]|i{{1,3}}|iv)\b")
SHARED = 0.6  # share of the works in common that makes two options of one bill


def mark_options(lines: Sequence[Line]) -> None:
    """Items under the first of several numbered options count, those under the others are alternatives."""
    parts = _parts(lines)
    if len(parts) < 2:
        return
    works = [Counter((fold(line.text), fold(line.unit)) for line in part) for part in parts]
    for found in works[1:]:
        shared = sum((found & works[0]).values())
        if not found or shared < SHARED * min(found.total(), works[0].total()):
            return
    for number, part in enumerate(parts):
        for line in part:
            line.scope = line.scope or ("alternative" if number else "counts")


def _parts(lines: Sequence[Line]) -> list[list[Line]]:
    """The items under each numbered option; a heading numbered like an option's own ends it."""
    parts: list[list[Line]] = []
    seen: set[str] = set()
    current: list[Line] | None = None
    shape = ""
    for line in lines:
        if line.kind is RowKind.HEADING and line.text:
            found = _NUMBERED.match(fold(line.text[:60]))
            if found is not None and found[1] not in seen:
                seen.add(found[1])
                current, shape = [], _shape(line)
                parts.append(current)
            elif shape and _shape(line) == shape:
                current = None
        elif line.kind is RowKind.ITEM and current is not None:
            current.append(line)
    return parts


def _shape(line: Line) -> str:
    """How a heading is numbered: the kinds of its characters; "" for none."""
    return re.sub(r"\d+", "1", re.sub(r"[^\W\d_]", "a", line.ref))
