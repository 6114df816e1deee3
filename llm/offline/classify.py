"""The trade of a work by its words, its code and its heading. No model: tables and counting."""

from __future__ import annotations

import functools
import re

from llm.offline.keywords import LANGUAGES, keywords
from llm.offline.text import folded, forms, words
from llm.standards.cost_groups import OTHER
from llm.values import Classified, Work

_WEIGHTS = {"!": 3.0, "?": 0.8}
_MASTERFORMAT = re.compile(r"^(\d\d)[ .\-]?(\d\d)[ .\-]?(\d\d)(?:\D.*)?$")
_DIVISIONS = {
    "01": "preliminaries", "02": "demolition", "03": "concrete", "04": "masonry", "05": "steelwork", "06": "carpentry",
    "071": "waterproofing", "072": "waterproofing", "07": "roofing", "08": "openings", "092": "plaster", "095": "ceilings",
    "099": "painting", "09": "finishes", "10": "fittings", "11": "fittings", "12": "fittings", "14": "lifts", "21": "fire",
    "22": "plumbing", "23": "hvac", "25": "low-current", "26": "electrical", "27": "low-current", "28": "low-current",
    "316": "piling", "31": "earthworks", "321": "roads", "32": "landscaping", "331": "pipelines", "333": "drainage",
    "334": "drainage", "33": "pipelines",
}  # fmt: skip
Scores = dict[str, float]
WORDS_KEPT = 100_000


class _Tables:
    """The keyword strings, compiled: word starts, whole words, and pairs of them."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.starts: dict[str, int] = {}
        self.whole: dict[str, int] = {}
        self.single: dict[int, list[tuple[str, float]]] = {}
        self.phrases: dict[int, list[tuple[tuple[int, ...], str, float]]] = {}
        self._matches: dict[str, frozenset[int]] = {}
        for name in names:
            for group, entries in keywords(name).items():
                for entry in entries:
                    self._add(group, entry)

    def _add(self, group: str, entry: str) -> None:
        weight = _WEIGHTS.get(entry[-1], 2.0)
        parts = [part for part in entry.rstrip("!?").split("_") if part]
        whole = entry.startswith("=")
        ids = tuple(self._part(folded(part.lstrip("=")), whole or part.startswith("=")) for part in parts)
        if len(ids) == 1:
            self.single.setdefault(ids[0], []).append((group, weight))
        else:
            self.phrases.setdefault(ids[0], []).append((ids, group, weight + 1.5 * (len(ids) - 1)))

    def _part(self, part: str, whole: bool) -> int:
        table = self.whole if whole or len(part) < 3 else self.starts
        number: int = table.setdefault(part, len(self.starts) + len(self.whole))
        return number

    def matches(self, word: str) -> frozenset[int]:
        """The numbers of all table entries that `word` fits."""
        known = self._matches.get(word)
        if known is None:
            if len(self._matches) >= WORDS_KEPT:
                self._matches.clear()
            known = self._matches[word] = self._found(word)
        return known

    def _found(self, word: str) -> frozenset[int]:
        found: set[int] = set()
        for form in forms(word):
            if form in self.whole:
                found.add(self.whole[form])
            for length in range(3, len(form) + 1):
                number = self.starts.get(form[:length])
                if number is not None:
                    found.add(number)
        return frozenset(found)


@functools.cache
def _tables(standard: str) -> _Tables:
    return _Tables((standard,) if standard else LANGUAGES)


@functools.lru_cache(maxsize=20_000)
def scores(text: str, standard: str = "") -> Scores:
    """How much each trade's words weigh in `text`, or the words of each group of `standard`; what is said first weighs most."""
    tables = _tables(standard)
    found = [tables.matches(word) for word in words(text[:1500])]
    total: Scores = {}
    seen: set[tuple[str, int]] = set()
    for place, numbers in enumerate(found):
        nearness = 1.0 if place < 10 else 0.5 if place < 30 else 0.25
        for number in numbers:
            for group, weight in tables.single.get(number, ()):
                if (group, number) not in seen:
                    seen.add((group, number))
                    total[group] = total.get(group, 0.0) + weight * nearness
            for ids, group, weight in tables.phrases.get(number, ()):
                if all(place + step < len(found) and part in found[place + step] for step, part in enumerate(ids)):
                    total[group] = total.get(group, 0.0) + weight * nearness
    return total


def classify(work: Work, by_code: bool = False) -> tuple[str, float, str]:
    """The group of a work, how sure that is (0 to 0.95), and the step that decided: "code", "keywords" or "section".

    `by_code`: the refs of this bill are MasterFormat numbers (see `codes_are_masterformat`).
    """
    if by_code and (group := _division(work.ref)):
        return group, 0.95, "code"
    own = scores(work.text)
    total = dict(own)
    weight = 0.7
    for heading in reversed(work.section.split(" / ")):
        for group, score in scores(heading).items():
            total[group] = total.get(group, 0.0) + min(score, 4.0) * weight
        weight *= 0.5
    if not total:
        return OTHER, 0.1, "keywords"
    ranked = sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))
    first, second = ranked[0][1], ranked[1][1] if len(ranked) > 1 else 0.0
    sure = 0.9 * first / (first + second + 1.0)
    return ranked[0][0], round(sure, 3), "keywords" if own else "section"


def classified(work: Work, by_code: bool = False) -> tuple[Classified, ...]:
    """The group of every item that says `work`."""
    group, confidence, step = classify(work, by_code)
    return tuple(Classified(key, group, confidence, step) for key in work.keys)


def codes_are_masterformat(works: tuple[Work, ...]) -> bool:
    """True when most refs of the bill are six-digit MasterFormat numbers of known divisions."""
    refs = [work.ref for work in works if work.ref]
    known = sum(1 for ref in refs if _division(ref))
    return known >= 5 and known * 10 >= len(refs) * 6


def _division(ref: str) -> str:
    found = _MASTERFORMAT.match(ref.strip())
    if not found:
        return ""
    digits = "".join(found.groups())
    return _DIVISIONS.get(digits[:3]) or _DIVISIONS.get(digits[:2], "")
