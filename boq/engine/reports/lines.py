"""The bill as lines in the order of reading: headings, their items, their totals."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from boq.engine.model import Boq, Item, Standing


class LineKind(Enum):
    """What a line is."""

    HEADING = auto()
    ITEM = auto()
    TOTAL = auto()


class Line(NamedTuple):
    """One line. `of` is the position of a section for headings and totals, of an item for items."""

    kind: LineKind
    of: int


def counts(item: Item) -> bool:
    """True when the item enters the total, as in the receipt: a contingency that the bill lists as an item does too."""
    return item.standing is Standing.COUNTS


class Outline:
    """Which items and parts each section holds. Items before any section come first; a section's own items before its
    parts.
    """

    def __init__(self, boq: Boq) -> None:
        self.boq = boq
        self.items: dict[int, list[int]] = {}
        self.parts: dict[int, list[int]] = {}
        for index, item in enumerate(boq.items):
            self.items.setdefault(item.section if item.section < len(boq.sections) else -1, []).append(index)
        for index, section in enumerate(boq.sections):
            self.parts.setdefault(section.parent, []).append(index)
        self.sizes = self._sizes()

    def lines(self) -> Iterator[Line]:
        """Every section once and every item once. A section without items has no total."""
        yield from (Line(LineKind.ITEM, index) for index in self.items.get(-1, ()))
        waiting = [Line(LineKind.HEADING, index) for index in reversed(self.parts.get(-1, ()))]
        while waiting:
            line = waiting.pop()
            yield line
            if line.kind is LineKind.HEADING:
                yield from (Line(LineKind.ITEM, index) for index in self.items.get(line.of, ()))
                if self.sizes[line.of]:
                    waiting.append(Line(LineKind.TOTAL, line.of))
                waiting.extend(Line(LineKind.HEADING, index) for index in reversed(self.parts.get(line.of, ())))

    def in_order(self) -> Iterator[int]:
        """Sections as they stand in the bill: each followed by its parts."""
        return (line.of for line in self.lines() if line.kind is LineKind.HEADING)

    def _sizes(self) -> list[int]:
        """How many items each section holds, its parts included."""
        sections = self.boq.sections
        sizes = [len(self.items.get(index, ())) for index in range(len(sections))]
        for index in sorted(range(len(sections)), key=lambda index: -sections[index].level):
            parent = sections[index].parent
            if parent >= 0:
                sizes[parent] += sizes[index]
        return sizes

    def path(self, section: int) -> str:
        """The titles from the bill down to `section`, joined by a slash."""
        titles: list[str] = []
        sections = self.boq.sections
        while 0 <= section < len(sections) and len(titles) < 20:
            titles.append(sections[section].title)
            section = sections[section].parent
        return " / ".join(reversed(titles))
