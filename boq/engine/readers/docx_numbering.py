"""Numbers that Word counts itself and that stand in no text: those of numbered paragraphs."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from lxml import etree

from boq.engine.readers.xml import attribute, local, number, parse_xml

DEEPEST = 9
ROMAN_VALUES = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
ROMAN_LETTERS = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
ROMAN = tuple(zip(ROMAN_VALUES, ROMAN_LETTERS, strict=True))
UNCOUNTED = frozenset({"bullet", "none"})
PLACE = re.compile(r"%(\d)")


@dataclass(slots=True)
class Level:
    """One level of a list: how it counts, from where, and the text around its numbers (`%1.%2`)."""

    kind: str = "decimal"
    start: int = 1
    text: str = "%1"


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and where each stands. `list_id` and `level` are those of the paragraph being read."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    list_id: str = ""
    level: int = 0

    @classmethod
    def of(cls, data: bytes | None) -> Numbering:
        """The lists of `word/numbering.xml`, which may be missing."""
        if not data:
            return cls()
        root = parse_xml(data, "word/numbering.xml")
        kinds: dict[str, dict[int, Level]] = {}
        lists: dict[str, dict[int, Level]] = {}
        for element in root:
            if local(element) == "abstractNum":
                kinds[attribute(element, "abstractNumId") or ""] = {
                    number(attribute(child, "ilvl")): _level(child) for child in element if local(child) == "lvl"
                }
        for element in root:
            if local(element) == "num":
                kind = next((attribute(child, "val") for child in element if local(child) == "abstractNumId"), None)
                lists[attribute(element, "numId") or ""] = kinds.get(kind or "", {})
        return cls(lists)

    def forget(self) -> None:
        """A paragraph begins."""
        self.list_id, self.level = "", 0

    def mark(self) -> str:
        """The number of the paragraph that ends, counted on; "" where it has none."""
        levels = self.lists.get(self.list_id)
        own = levels.get(self.level) if levels else None
        if levels is None or own is None or self.level >= DEEPEST:
            return ""
        counts = self.counts[self.list_id]
        counts[self.level] = counts.get(self.level, own.start - 1) + 1
        for deeper in [level for level in counts if level > self.level]:
            del counts[deeper]
        if own.kind in UNCOUNTED:
            return ""

        def shown(found: re.Match[str]) -> str:
            level = int(found[1]) - 1
            kind = levels.get(level, own)
            return written(counts.get(level, kind.start), kind.kind)

        return PLACE.sub(shown, own.text).strip()


def _level(element: etree._Element) -> Level:
    found = Level()
    for child in element:
        value = attribute(child, "val") or ""
        if local(child) == "numFmt":
            found.kind = value
        elif local(child) == "start":
            found.start = number(value, 1)
        elif local(child) == "lvlText":
            found.text = value
    return found


def written(count: int, kind: str) -> str:
    """A count as its list writes it."""
    if kind.endswith("Letter"):
        text = chr(97 + (count - 1) % 26) * (1 + (count - 1) // 26)
    elif kind.endswith("Roman"):
        text, rest = "", min(count, 4000)
        for value, letters in ROMAN:
            text += letters * (rest // value)
            rest %= value
    else:
        return str(count).zfill(2) if kind == "decimalZero" else str(count)
    return text.upper() if kind.startswith("upper") else text
