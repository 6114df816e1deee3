"""Searching the documentation, in memory: it is small, and can then be searched while the database is away.

A word is found by its beginning, after endings that three languages put on words are taken off. English pages are searched in every
language, behind those that are translated.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache

import msgspec

from website.documentation.pages import Part, entry, parts
from website.documentation.shelf import ENGLISH, SLUGS

MOST_WORDS, MOST_FOUND, AROUND = 8, 20, 90
WORD = re.compile(r"\w[\w.-]*\w|\w")
ALEFS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": None, "ё": "е"})
ENDINGS = {
    "ar": re.compile(r"(ات|ون|ين|ها|هم|ه|ي)$"),
    "ru": re.compile(
        r"(ами|ями|ого|его|ому|ему|ыми|ими|ать|ять|ить|ов|ев|ей|ах|ях|ам|ям|ой|ый|ий|ая|яя|ое|ее|ые|ие|ую|юю|ом|ем|[уюаяоеыиь])$"
    ),
    "en": re.compile(r"(ings?|ed|es|s|e|ies|y)$"),
}  # fmt: skip
ARTICLE = re.compile(r"^(وال|بال|كال|فال|لل|ال)(?=\w{3})")


class Hit(msgspec.Struct, frozen=True):
    """A part of a page that speaks of what is asked; `before`, `match`, `after` are a piece of its words."""

    slug: str
    page: str
    part: Part
    language: str
    before: str
    match: str
    after: str


class _Entry(msgspec.Struct, frozen=True):
    slug: str
    page: str
    part: Part
    language: str
    title: frozenset[str]
    words: Counter[str]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The word without marks and endings: enough to meet its other forms, in any of the three languages."""
    bare = "".join(one for one in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(one) != "Mn")
    bare = unicodedata.normalize("NFC", bare).translate(ALEFS)
    if "؀" <= bare[:1] <= "ۿ":
        return _cut(ARTICLE.sub("", bare), "ar")
    return _cut(bare, "ru" if "а" <= bare[:1] <= "я" else "en")


def _cut(word: str, language: str) -> str:
    cut = ENDINGS[language].sub("", word)
    return cut if len(cut) >= 3 else word


@cache
def _index(language: str) -> tuple[_Entry, ...]:
    made = []
    for slug in SLUGS:
        name = entry(slug, language)
        for part in parts(slug, language):
            title = frozenset(stem(word) for word in WORD.findall(part.title))
            words = Counter(stem(word) for word in WORD.findall(part.words))
            made.append(_Entry(slug, name.title, part, name.language, title, words))
    return tuple(made)


def search(question: str, language: str) -> list[Hit]:
    """The parts in which every word is found, the nearest first; where there is none, those with most of the words."""
    asked = list(dict.fromkeys(stem(word) for word in WORD.findall(question[:300])))[:MOST_WORDS]
    rated = []
    for place, one in enumerate(_index(language)):
        points = [_points(word, one) for word in asked]
        met = sum(1 for one in points if one)
        if met:
            rated.append((-met, one.language == ENGLISH != language, -sum(points), place, one))
    best = min((one[0] for one in rated), default=0)
    nearest = sorted((one for one in rated if one[0] == best), key=lambda one: one[:4])
    return [_hit(one[4], asked) for one in nearest[:MOST_FOUND]]


def _points(word: str, entry: _Entry) -> float:
    """A word of a heading counts for more, and a whole word for more than a beginning."""
    points = 8.0 if word in entry.title else 4.0 if any(one.startswith(word) for one in entry.title) else 0.0
    if entry.part.level == 1 and points:
        points += 4
    inside: float = entry.words[word] or sum(0.4 for one in entry.words if len(word) > 2 and one.startswith(word))
    return points + min(inside, 5) * 0.6


def _hit(entry: _Entry, asked: list[str]) -> Hit:
    text = entry.part.words
    places = (one for one in WORD.finditer(text) if stem(one[0]).startswith(tuple(asked)))
    at = next(places, None)
    begin, end = (at.start(), at.end()) if at else (0, 0)
    start = max(0, begin - AROUND)
    start = text.find(" ", start, begin) + 1 if start else 0
    stop = min(len(text), end + AROUND * 2)
    after = text[end:stop] if stop == len(text) else text[end:stop].rpartition(" ")[0] + " …"
    before = ("… " if start else "") + text[start:begin]
    return Hit(entry.slug, entry.page, entry.part, entry.language, before, text[begin:end], after)
