"""Options on one sheet, the same works again and again: `Option 1` is the bill, `Option 2` and later stand apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from boq.engine.tables.kinds import HEADING, ITEM, SUBTOTAL
from boq.engine.tables.lines import Line
from boq.engine.tables.words import option_of, total_kind
from boq.engine.text import fold
from boq.engine.vocabulary.totals import OPTIONS

_NAMES = "|".join(
    sorted((re.escape(fold(name)) for names in OPTIONS.values() for name in names), key=len, reverse=True)
)
_NUMBERED = re.compile(rf"^(?:\S+ )?(?:{_NAMES}) (?:no )?(\d{{1,2}}|[a-f]|i{{1,3}}|iv)\b")
SHARED = 0.6  # share of the works in common that makes two options of one bill


_MARKED = re.compile(r"(?:\*{2,}|[\[(])\s*([^\W\d_]{4,}(?: [^\W\d_]+)?)\s*(?:\*{2,}|[\])]|$)")


def scope_in(text: str, folded: str | None = None) -> str:
    """ "alternative" or "optional" where the text opens, ends or sets apart such a word: "... *** Bedarfsposition", "... (optional)".

    `folded` is `fold(text)`, where that is known.
    """
    found = option_of(fold(text[:80]) if folded is None or len(text) > 80 else folded)
    if found or not ("(" in text or "[" in text or "**" in text):
        return found
    for marked in _MARKED.findall(text[-60:]):
        found = found or option_of(fold(marked))
    return found


def mark_options(lines: Sequence[Line]) -> None:
    """Items under the first of several numbered options count, those under the others are alternatives.

    The others hold works of the first again, or their heading says in brackets that they are alternatives.
    """
    parts = _parts(lines)
    if len(parts) < 2:
        _mark_after_total(lines)
        return
    works = [Counter((fold(line.text), fold(line.unit)) for line in part) for _, part in parts]
    for (heading, _), found in zip(parts[1:], works[1:], strict=True):
        shared = sum((found & works[0]).values())
        said = option_of(fold(heading.text.rpartition("(")[2])) == "alternative"
        if not found or (shared < SHARED * min(found.total(), works[0].total()) and not said):
            return
    for number, (_, part) in enumerate(parts):
        for line in part:
            line.scope = line.scope or ("alternative" if number else "counts")


def _mark_after_total(lines: Sequence[Line]) -> None:
    """Items under a heading of options that follows a total stand apart, until another heading or total; or over a total of options."""
    kind, closed = "", False
    since: list[Line] = []
    first = next((index for index, line in enumerate(lines) if line.kind is SUBTOTAL and line.amount), len(lines))
    for line in lines[first:]:
        if line.kind is ITEM:
            since.append(line)
        if line.kind is SUBTOTAL and line.amount:
            said = _total_of_options(line.label or line.text) if closed and since else ""
            for item in since if said else ():
                item.scope = item.scope or said
            since = []
            kind, closed = "", True
        elif line.kind is HEADING and line.text and closed:
            kind = option_of(fold(line.text[:80]))
        elif line.kind is ITEM and kind:
            line.scope = line.scope or kind


def _total_of_options(label: str) -> str:
    """ "alternative" or "optional" for `Total add alternate no. 2`, else ""."""
    words = fold(label[:80]).split()
    while words and total_kind(words[0]) is not None and len(words) > 1:
        words = words[1:]
    return option_of(" ".join(words))


def _parts(lines: Sequence[Line]) -> list[tuple[Line, list[Line]]]:
    """The heading of each numbered option and the items under it; a heading numbered like an option's own ends it.

    Without numbers, the next heading after its total does.
    """
    parts: list[tuple[Line, list[Line]]] = []
    seen: set[str] = set()
    current: list[Line] | None = None
    shape, totalled = "", False
    for line in lines:
        if line.kind is ITEM:
            if current is not None:
                current.append(line)
        elif line.kind is SUBTOTAL and line.amount:
            totalled = True
        elif line.kind is HEADING and line.text:
            found = _NUMBERED.match(fold(line.text[:60]))
            if found is not None and found[1] not in seen:
                seen.add(found[1])
                current, shape, totalled = [], _shape(line), False
                parts.append((line, current))
            elif parts and _ends(line, shape, parts[-1][0].ref, totalled):
                current = None
    return parts


def _ends(line: Line, shape: str, option: str, totalled: bool) -> bool:
    """True for a heading beside the options: numbered like them or going on after them; without numbers, after their total."""
    if not shape:
        return totalled and not line.ref
    return _shape(line) == shape or _is_next(line.ref, option)


def _is_next(ref: str, option: str) -> bool:
    """True for a number that goes on beside the option's own: 4 after 3B, and not 3B.1."""
    return ref[:1].isdigit() and option[:1].isdigit() and not ref.startswith(option)


def _shape(line: Line) -> str:
    """How a heading is numbered: the kinds of its characters; "" for none."""
    return re.sub(r"\d+", "1", re.sub(r"[^\W\d_]", "a", line.ref))
