"""Typical works with their numbers in each standard: the labelled examples that others are compared with."""

from __future__ import annotations

import functools
from pathlib import Path

import msgspec

from llm.standards.base import Standard

_FILE = Path(__file__).parent / "typical_works.txt"
LABELLED = ("mizan-trades", "icms3", "masterformat", "din276", "nrm2", "gesn", "uniformat", "uniclass-ss")
NONE = "-"


class Typical(msgspec.Struct, frozen=True):
    """One text of a typical work and its group in each standard of LABELLED."""

    text: str
    language: str
    groups: dict[str, str]


class Example(msgspec.Struct, frozen=True):
    """A text that belongs to `group`. `weight`: 1 for a typical work, less for the description of a group."""

    text: str
    group: str
    weight: float = 1.0


@functools.cache
def typical_works() -> tuple[Typical, ...]:
    """All texts of the file. Raises ValueError for a malformed line."""
    found: list[Typical] = []
    for line in _FILE.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        numbers, english, arabic, russian = (cell.strip() for cell in line.split("|"))
        groups = dict(zip(LABELLED, numbers.split(), strict=True))
        texts = [("en", text) for text in english.split(";")] + [("ar", arabic), ("ru", russian)]
        found += [Typical(text.strip(), language, groups) for language, text in texts]
    return tuple(found)


@functools.cache
def examples(standard: Standard) -> tuple[Example, ...]:
    """What a work is compared with: typical works, and the titles and notes of the groups themselves."""
    known = {group.code for group in standard.leaves}
    works = [
        Example(work.text, work.groups[standard.code])
        for work in typical_works()
        if work.groups.get(standard.code, NONE) in known
    ]
    described = [
        Example(text, group.code, 0.5)
        for group in standard.leaves
        for text in (f"{group.en}: {group.covers}", group.ar, group.ru)
    ]
    return tuple(works + described)
