"""What the text of a heading says: the role of its column, and what narrows it."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from boq.engine.text import fold
from boq.engine.vocabulary import further, merged
from boq.engine.vocabulary.headers import QUALIFIERS, ROLES
from boq.engine.vocabulary.prices import CURRENCIES

CORE = frozenset({"ref", "desc", "item", "unit", "qty", "rate", "amt", "price"})
FIGURES = frozenset({"qty", "rate", "amt", "price"})
LONGEST_HEADING = 90
SURE = 0.8  # share of a heading that a word of another column must make up to outweigh a bill's own word

PIECES = frozenset(
    ("nos", "no s", "number of", "nos of", "adet", "benzer", "uds", "par ug")
)  # measures that count pieces
PARTS = frozenset({"material", "labour", "plant"})
MOST_PART_WORDS = 3  # words of a heading that names a part and its figure

Phrases = dict[str, list[tuple[tuple[str, ...], str]]]


def _index(table: dict[str, tuple[str, ...]]) -> tuple[Phrases, list[tuple[str, str]]]:
    """First word -> phrases that begin with it; and phrases of scripts without spaces."""
    spaced: Phrases = {}
    solid: list[tuple[str, str]] = []
    for role, phrases in table.items():
        for phrase in phrases:
            folded = fold(phrase)
            words = tuple(folded.split())
            if not words:
                continue
            if any("\u0e00" <= ch <= "\u0e7f" or "\u3040" <= ch <= "\u9fff" for ch in folded):
                solid.append((folded, role))
            spaced.setdefault(words[0], []).append((words, role))
    return spaced, solid


_ALL = merged(ROLES, further.ROLES)
_SPACED, _SOLID = _index(_ALL)
_QUAL_SPACED, _QUAL_SOLID = _index(merged(QUALIFIERS, further.QUALIFIERS))
_LONG_WORDS = {
    word: role
    for role in ("desc", "qty", "amt")
    for word in map(fold, _ALL[role])
    if len(word) >= 7 and " " not in word
}


class Found(NamedTuple):
    """The role of a heading text and the share of the text that says so."""

    role: str
    cover: float


NO_ROLE = Found("", 0.0)
SHARE = Found("pct", 0.6)  # "% complete", "Zuschlag %"
ALONE = {"work": "desc"}  # headings that mean this only where they say nothing more
SIGNS = {"#": "ref", "№": "ref", "@": "rate"}  # headings that are a sign alone


@lru_cache(maxsize=1 << 16)
def role_of(text: str) -> Found:
    """What a column with this heading holds; NO_ROLE when the text says nothing known."""
    if len(text) > LONGEST_HEADING or (text[0] == "#" and text[-1:] in "!?A0"):
        return NO_ROLE
    folded = fold(text)
    if not folded:
        return Found(SIGNS[text.strip()], 1.0) if text.strip() in SIGNS else NO_ROLE
    if folded in ALONE:
        return Found(ALONE[folded], 1.0)
    words = folded.split()
    core, other = _longest(folded, words)
    size = sum(map(len, words))
    if not core[0] and not other[0]:
        return SHARE if "%" in words and not any(map(str.isdigit, words)) else _misspelt(words, size)
    best = other if not core[0] or other[0] >= SURE * size else core
    if best[1] == "desc" and 2 <= len(words) <= MOST_PART_WORDS and not PARTS.isdisjoint(qualifiers_of(text)):
        best = _figure_among(words) or best  # "Works, price" is a part of the price
    if best[1] == "unit" and len(words) > 1 and (_priced(text) or not PARTS.isdisjoint(qualifiers_of(text))):
        best = best[0], "rate"  # "R$ UNIT. MAT", "Labour / unit"
    return Found(best[1], min(1.0, best[0] / max(1, size)))


def _longest(folded: str, words: list[str]) -> tuple[tuple[int, str], tuple[int, str]]:
    """The longest phrase of a bill's own columns, and of other columns, each with its length."""
    core, other = (0, ""), (0, "")
    for start, word in enumerate(words):
        for phrase, name in _SPACED.get(word, ()):
            size = sum(map(len, phrase))
            if size > (core if name in CORE else other)[0] and tuple(words[start : start + len(phrase)]) == phrase:
                if name in CORE:
                    core = (size, name)
                else:
                    other = (size, name)
    if not folded.isascii():
        for solid, name in _SOLID:
            if len(solid) > max(core[0], other[0]) and solid in folded:
                if name in CORE:
                    core = (len(solid), name)
                else:
                    other = (len(solid), name)
    return core, other


def _figure_among(words: list[str]) -> tuple[int, str] | None:
    """The first word that alone names a column of figures."""
    for word in words:
        for phrase, name in _SPACED.get(word, ()):
            if len(phrase) == 1 and name in FIGURES:
                return sum(map(len, words)), name
    return None


def _misspelt(words: list[str], size: int) -> Found:
    for word in words[:4] if len(words) <= 6 else ():
        if 8 <= len(word) <= 14:
            match = process.extractOne(word, _LONG_WORDS.keys(), scorer=fuzz.ratio, score_cutoff=88)
            if match is not None:
                return Found(_LONG_WORDS[match[0]], len(word) / size)
    return NO_ROLE


@lru_cache(maxsize=1 << 12)
def qualifiers_of(text: str) -> frozenset[str]:
    """Material, labour, later, ...: what narrows a rate or amount column."""
    folded = fold(text)
    words = folded.split()
    found = {name for solid, name in _QUAL_SOLID if solid in folded}
    if folded in further.QUALIFIERS_ALONE:
        found.add(further.QUALIFIERS_ALONE[folded])
    for start, word in enumerate(words):
        for phrase, name in _QUAL_SPACED.get(word, ()):
            if tuple(words[start : start + len(phrase)]) == phrase:
                found.add(name)
    return frozenset(found)


def _priced(text: str) -> bool:
    """True when a word of the text is the name or sign of a currency."""
    return any(is_currency(word) for word in text.split())


def is_currency(text: str) -> bool:
    """True for a heading that is nothing but the name or sign of a currency: "KShs.", "£", "US$"."""
    return len(text) <= 8 and text.strip(" .()[]").casefold() in CURRENCIES
