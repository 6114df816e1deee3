"""Texts that rule the items under them: "supply and fix the following", "rates shall include ...". Items inherit them apart.

A heading that speaks so rules its section and the sections in it; a note or a text among the items rules from where it stands to
the end of the open section, until the next such text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from boq.engine.tables.words import is_note
from boq.engine.text import fold
from boq.engine.vocabulary.texts import PREAMBLES

LONG = 70  # letters from which a text over items is more than a title
MOST = 2000  # characters of preambles that one item keeps
LONGEST = 5000

_SOLID = tuple(fold(p) for p in PREAMBLES if "\u0e00" <= p[0] <= "\u0e7f")
_FIRST_WORDS = frozenset(fold(p).split()[0] for p in PREAMBLES if not "\u0e00" <= p[0] <= "\u0e7f")
_SPACED = tuple(f" {fold(p)} " for p in PREAMBLES if not "\u0e00" <= p[0] <= "\u0e7f")


class Ruling(NamedTuple):
    """The text that rules an item and the 0-based row where it begins; -1 for none."""

    text: str = ""
    row: int = -1


NONE = Ruling()


@lru_cache(maxsize=1 << 12)
def is_preamble(text: str) -> bool:
    """True for a text that says something about the items under it."""
    bare = text.strip()
    if len(bare) < 12 or len(bare) > LONGEST or not any(ch.isspace() for ch in bare):
        return _says(bare)
    if bare.endswith(":") and len(bare.split()) >= 4:
        return True
    return _says(bare) or len(bare) >= LONG


def _says(text: str) -> bool:
    folded = fold(text[:600])
    padded = f" {folded} "
    may_say = not _FIRST_WORDS.isdisjoint(folded.split())
    return (may_say and any(phrase in padded for phrase in _SPACED)) or any(phrase in folded for phrase in _SOLID)


@dataclass(slots=True)
class _Own:
    """What rules one open section."""

    text: str = ""
    row: int = -1
    last: int = -2
    used: bool = False


class Rulings:
    """The preambles of one sheet while its lines are read from top to bottom. Sections are positions in the outline."""

    def __init__(self) -> None:
        self.own: dict[int, _Own] = {}
        self.key: tuple[int, ...] | None = None
        self.found = NONE

    def heading(self, section: int, text: str, row: int) -> None:
        """A heading opened `section`."""
        self.key = None
        if is_preamble(text):
            self.own[section] = _Own(text, row, row)

    def text(self, section: int, text: str, row: int) -> None:
        """A text among the items of `section`: it rules from here on when it is a preamble; texts in one block belong together."""
        own = self.own.get(section)
        goes_on = own is not None and own.last == row - 1 and not own.used
        if not goes_on and (not is_preamble(text) or (is_note(text) and not _says(text))):
            return
        self.key = None
        if own is not None and goes_on:
            own.text, own.last = f"{own.text}\n{text}"[:MOST], row
        else:
            self.own[section] = _Own(text[:MOST], row, row)

    def over(self, open_sections: Sequence[int]) -> Ruling:
        """What rules an item that stands in these sections, the outermost first; -1 is the root."""
        key = tuple(open_sections)
        if key != self.key:
            found = [own for index in (-1, *key) if (own := self.own.get(index))]
            for own in found:
                own.used = True
            self.key = key
            text = "\n".join(own.text for own in found)[:MOST]
            self.found = Ruling(text, found[0].row) if found else NONE
        return self.found
