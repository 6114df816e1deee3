"""What the organization decided before: the same text, or one that says nearly the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from llm.hybrid.values import ASKED_BEFORE, NEAR_HISTORY, OWN_HISTORY, Decision, Past
from llm.offline.text import folded, tidied
from llm.values import Work

NEAR = 88.0  # of 100, see `docs/benchmarks.md`
PERSON = 5.0  # a person's decision weighs as much as so many of the machine's
MOST = 5_000
SURE_PERSON, SURE_SAME, SURE_NEAR = 0.98, 0.92, 0.9
AGREE = 0.75  # share of the weight that must stand behind one group
KEPT = 200  # forms whose candidates are remembered
_DIGIT = re.compile("[0-9]")


class Memory:
    """Earlier decisions, ready for looking up."""

    def __init__(self, past: Iterable[Past]) -> None:
        self._votes: dict[str, dict[str, float]] = defaultdict(dict)
        self._people: set[tuple[str, str]] = set()
        self._said: dict[str, str] = {}
        self._sure: dict[tuple[str, str], float] = {}
        for one in past:
            key = said(one.text)
            if not key or (key not in self._votes and len(self._votes) >= MOST):
                continue
            weight = PERSON if one.by_person else one.confidence
            votes = self._votes[key]
            votes[one.group] = votes.get(one.group, 0.0) + weight
            self._said.setdefault(key, tidied(one.text))
            self._sure.setdefault((key, one.group), one.confidence)
            if one.by_person:
                self._people.add((key, one.group))
        self._keys = list(self._votes)
        self._in_order = [_words_in_order(key) for key in self._keys]
        self._without_digits: dict[str, list[int]] = defaultdict(list)
        for place, words in enumerate(self._in_order):
            self._without_digits[_DIGIT.sub("", words)].append(place)
        self._forms = list(self._without_digits)
        self._looked_at: dict[tuple[str, int], tuple[list[int], list[str]]] = {}

    def same(self, work: Work) -> Decision | None:
        """The decision about this very text, when those before agree."""
        if not self._votes:
            return None
        key = said(work.text)
        votes = self._votes.get(key)
        if votes is None:
            return None
        group, share = winner(votes)
        if share < AGREE:
            return None
        sure = SURE_PERSON if (key, group) in self._people else SURE_SAME * share
        return Decision(group, round(sure, 3), OWN_HISTORY, self._said[key])

    def near(self, works: Sequence[Work]) -> list[Decision | None]:
        """The decision about the nearest text for each of `works`, where it is near enough and those as near agree."""
        if not self._keys or not works:
            return [None] * len(works)
        return [self._near(said(work.text)) for work in works]

    def asked(self, work: Work) -> Decision | None:
        """What a model said about nearly the same text, as sure as it was. None for the very same text: that reply itself is kept."""
        key = said(work.text)
        if key in self._votes or (near := self._near(key)) is None:
            return None
        sure = self._sure.get((said(near.because), near.group), 0.0)
        return Decision(near.group, round(min(sure, near.confidence), 3), ASKED_BEFORE, near.because)

    def _near(self, text: str) -> Decision | None:
        if len(text) < 12:
            return None  # short texts are alike by chance
        words = _words_in_order(text)
        places, texts = self._candidates(words)
        hits = process.extract(words, texts, scorer=fuzz.ratio, score_cutoff=NEAR, limit=5)
        votes: dict[str, float] = {}
        for _words, score, place in hits:
            for group, weight in self._votes[self._keys[places[place]]].items():
                votes[group] = votes.get(group, 0.0) + weight * score / 100
        if not votes:
            return None
        group, share = winner(votes)
        if share < AGREE:
            return None
        nearest = self._keys[places[hits[0][2]]]
        return Decision(group, round(SURE_NEAR * share * hits[0][1] / 100, 3), NEAR_HISTORY, self._said[nearest])

    def _candidates(self, words: str) -> tuple[list[int], list[str]]:
        """The places, and the texts, of all keys that may be near `words`: found by what is left of both without digits.

        Bills repeat a text with other figures, so there are far fewer such forms than texts. Nothing is lost: texts of n and m letters
        without their digits can come to NEAR only where the letters alone come to NEAR less 24 points for each digit a letter: as many
        digits as `words` has may agree besides.
        """
        form = _DIGIT.sub("", words)
        digits = len(words) - len(form)
        found = self._looked_at.get((form, digits))
        if found is None:
            least = NEAR - 2 * (100 - NEAR) * digits / max(1, len(form)) - 0.001
            alike = process.extract(form, self._forms, scorer=fuzz.ratio, score_cutoff=max(0.0, least), limit=None)
            places = sorted(place for one, _score, _ in alike for place in self._without_digits[one])
            if len(self._looked_at) >= KEPT:
                self._looked_at.clear()  # each may hold all keys
            found = self._looked_at[form, digits] = places, [self._in_order[place] for place in places]
        return found


def said(text: str) -> str:
    """A text as it is compared: one line, letters folded."""
    return folded(tidied(text))


def _words_in_order(text: str) -> str:
    """A text as `fuzz.token_sort_ratio` compares it, made once and not for each pair."""
    return " ".join(sorted(text.split()))


def winner(votes: dict[str, float]) -> tuple[str, float]:
    group = min(votes, key=lambda one: (-votes[one], one))
    return group, votes[group] / sum(votes.values())
