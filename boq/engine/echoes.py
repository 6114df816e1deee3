"""Ditto: descriptions and units that only point at what was written before are resolved, and say from which row.

A bare ditto means the item right above, with whatever that itself was resolved to; "ditto, 200 mm thick" means the last item that was
written out, with what is different; "as item 1.2" means that item. What cannot be resolved is left as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from boq.engine.text import fold
from boq.engine.vocabulary.texts import DITTO, DITTO_ALONE, DITTO_REFERENCE

LONGEST = 300  # an echo is short
REMEMBERED = 50_000  # items that an echo may name by number; those before are forgotten
MARKS = frozenset("\"“”„″〃'’‘´`,.- –—=~«»")
_ALONE = frozenset(map(fold, (*DITTO, *DITTO_ALONE)))
_THAI = tuple(sorted((p for p in DITTO if "\u0e00" <= p[0] <= "\u0e7f"), key=len, reverse=True))
_THAI_REFERENCE = tuple(p for p in DITTO_REFERENCE if "\u0e00" <= p[0] <= "\u0e7f")
_OPENINGS = frozenset(map(fold, DITTO)) - frozenset(map(fold, DITTO_ALONE))
_REFERENCES = frozenset(map(fold, DITTO_REFERENCE))
FIRST_WORDS = frozenset(phrase.split()[0] for phrase in _OPENINGS | _REFERENCES | _ALONE)
_LONGEST_OPENING = max(len(phrase.split()) for phrase in _OPENINGS | _REFERENCES)


TRIM = " ,.;:-–—"
_DO = re.compile(r"^\W{0,2}do\W{1,2}(?<=[.\-\"”])\s*(?=\w|$)", re.IGNORECASE)  # `Do. 150 mm`, `-do- in lobby`


class Echo(NamedTuple):
    """What an echoing text says besides: the difference, or the number of the item that is meant."""

    rest: str = ""
    reference: str = ""


class Resolved(NamedTuple):
    """A text in full and the 0-based row where it was written out."""

    text: str
    row: int


def is_mark(text: str) -> bool:
    """True for ditto marks alone: `"`, `〃`, `-"-`, `''`."""
    bare = text.strip()
    if not bare or len(bare) > 12 or not MARKS.issuperset(bare):
        return False
    return any(ch in '"“”″〃„«»' for ch in bare) or "''" in bare or "’’" in bare or ",," in bare


def is_own(text: str, folded: str) -> bool:
    """True for most texts of their own, at a glance. `folded` is `fold(text)`."""
    if len(text) <= 12 or not folded or folded.startswith("do") or "\u0e00" <= folded[0] <= "\u0e7f":
        return False
    return folded.partition(" ")[0] not in FIRST_WORDS


@lru_cache(maxsize=1 << 12)
def echo_of(text: str) -> Echo | None:
    """What a text that points at one before it says, None for texts of their own."""
    if len(text) > LONGEST:
        return None
    if len(text) <= 12 and is_mark(text):
        return Echo()
    folded = fold(text)
    if folded in _ALONE:
        return Echo()
    if "\u0e00" <= folded[:1] <= "\u0e7f":
        return _thai(text.strip())
    if folded[:2] == "do" and (match := _DO.match(text)):
        return Echo(text[match.end() :].strip(TRIM))
    first = folded.split(" ", 1)[0]
    return _opening(text) if first in FIRST_WORDS else None


def _opening(text: str) -> Echo | None:
    """The longest opening of the text that is an echo, and what follows it as it was written."""
    tokens = text.split()
    for size in range(min(len(tokens), _LONGEST_OPENING + 1), 0, -1):
        head = fold(" ".join(tokens[:size]))
        rest = " ".join(tokens[size:]).strip(TRIM)
        number, _, more = rest.partition(" ")
        number = number.strip("()[],;:№#")
        if head in _REFERENCES and (any(ch.isdigit() for ch in number) or len(number) == 1):
            return Echo(more.strip(TRIM), number)
        if head in _OPENINGS:
            return Echo(rest)
    return None


def _thai(text: str) -> Echo | None:
    for phrase in _THAI_REFERENCE:
        rest = text.removeprefix(phrase).strip(TRIM)
        if rest != text and rest[:1].isdigit():
            number, _, more = rest.partition(" ")
            return Echo(more.strip(), number)
    for phrase in _THAI:
        if text.startswith(phrase):
            return Echo(text.removeprefix(phrase).strip(TRIM))
    return None


class Echoes:
    """Resolves the echoes of one table, item by item from top to bottom."""

    def __init__(self) -> None:
        self.last: tuple[str, int] | None = None
        self.written: tuple[str, int] | None = None
        self.by_ref: dict[str, tuple[str, int]] = {}

    def note(self, ref: str, text: str, row: int) -> None:
        """The item has a text of its own."""
        self.last = self.written = own = text, row
        if ref:
            self._remember(ref, own)

    def resolve(self, ref: str, text: str, row: int, folded: str = "") -> Resolved | None:
        """The text in full where `text` is an echo that can be resolved, else None. `folded` is `fold(text)`, where that is known."""
        if not text:
            return None
        echo = None if is_own(text, folded) else echo_of(text)
        if echo is None:
            self.note(ref, text, row)
            return None
        found = self._full(echo)
        if found is not None:
            self.last = found
            if ref:
                self._remember(ref, found)
        return found

    def _remember(self, ref: str, own: tuple[str, int]) -> None:
        if len(self.by_ref) >= REMEMBERED:
            self.by_ref.clear()
        self.by_ref[ref] = own

    def _full(self, echo: Echo) -> Resolved | None:
        near = self.written if echo.rest else self.last
        base = self._pointed(echo.reference) if echo.reference else near
        if base is None:
            return None
        text, row = base
        return Resolved(f"{text}; {echo.rest}" if echo.rest else text, row)

    def _pointed(self, reference: str) -> tuple[str, int] | None:
        """The last item with this number, however its number is bracketed."""
        bare = _bare(reference)
        return next((own for ref, own in reversed(self.by_ref.items()) if _bare(ref) == bare), None)


def _bare(ref: str) -> str:
    return ref.strip("().:[] ").casefold()
