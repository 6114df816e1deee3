"""How much speaks for each group of a standard: words of the trade, words of the group, typical works of the same meaning, and what the
organization's decided lines teach.

The weights were chosen on one half of the projects of the benchmark and measured on the other (`docs/benchmarks.md`).
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from llm.hybrid.values import EXAMPLES, KEYWORDS, LEARNED, SECTION, Guess
from llm.offline.classify import scores
from llm.offline.embeddings import Beat, Embedder
from llm.offline.keywords import STANDARDS
from llm.offline.text import words
from llm.offline.typical import Example, examples
from llm.standards.base import Standard
from llm.values import Work

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from llm.hybrid.learned import Heard, Learned

    Matrix = npt.NDArray[np.float32]

HEADING, HEADING_ABOVE, HEADING_TOP, HEADING_MOST = 0.7, 0.5, 0.7, 4.0
# Of words: of trades where nothing else is known, of trades beside the group's own words, of those.
TRADE_ALONE, TRADE, OWN_WORDS = 0.6, 0.15, 0.5
SPOKEN = 6  # words that a text needs to mean something by itself
# Of meanings: how fast likeness fades, what cannot be ruled out, the parts of the nearest heading and of the first.
NEARNESS, FLOOR, HEADING_MEANING, TOP_MEANING = 0.08, 1e-3, 0.3, 0.4
SHARPNESS = {True: 1.4, False: 1.0}  # makes confidences mean what they say, with meanings and without
SHARPNESS_LEARNED = 1.0  # where all of a text's features are known to what was learned
FAMILIAR = 0.5  # share of a text's features below which what was learned is not listened to
UNKNOWN = 0.1


class Weighed(msgspec.Struct, frozen=True):
    """The likeliest groups of a work, the first with the step that spoke loudest for it, and on what it rests."""

    guesses: tuple[Guess, ...]
    step: str
    because: str = ""


class Evidence:
    """Evidence for the groups of one standard. `embedder` None: words only. `learned`: what earlier decisions add to it."""

    def __init__(
        self,
        standard: Standard,
        embedder: Embedder | None = None,
        beat: Beat = lambda: None,
        learned: Learned | None = None,
    ) -> None:
        self.standard = standard
        self._codes = [group.code for group in standard.leaves]
        self._learned = learned
        self._meanings = _Meanings(standard, self._codes, embedder, beat) if embedder else None

    def weigh(self, works: Sequence[Work], allowed: Sequence[frozenset[str] | None] = ()) -> list[Weighed]:
        """The groups of each of `works`. `allowed` may narrow the groups of single works."""
        narrowed = list(allowed) or [None] * len(works)
        meant = self._meanings.of(works) if self._meanings else None
        found: list[Weighed] = []
        for place, work in enumerate(works):
            said = self._said(work)
            total = dict(said.total)
            if meant:
                for code, value in zip(self._codes, meant.logs[place], strict=True):
                    total[code] = total.get(code, 0.0) + value
            nearest = meant.nearest(place) if meant else None
            heard = self._heard(work)
            moves = dict(zip(self._codes, heard.moves, strict=True)) if heard else {}
            if (among := narrowed[place]) is not None:
                total = {code: total.get(code, 0.0) for code in self._codes if code in among}
                moves = {code: moves[code] for code in total} if moves else {}
            sharp = SHARPNESS[nearest is not None]
            if heard:
                sharp += (SHARPNESS_LEARNED - sharp) * heard.known
            found.append(self._ranked(work, total, said, nearest, sharp, moves))
        return found

    def by_words(self, works: Sequence[Work]) -> list[dict[str, float]]:
        """What words alone say of each of `works`: how much each group weighs that they name."""
        return [self._said(work).total for work in works]

    def _heard(self, work: Work) -> Heard | None:
        heard = self._learned.hear(work.text, work.section) if self._learned else None
        return heard if heard and heard.known >= FAMILIAR else None

    def _said(self, work: Work) -> _Said:
        own_words = self.standard.code in STANDARDS
        own, heading = scores(work.text), _of_headings(work.section)
        text: dict[str, float] = {}
        above: dict[str, float] = {}
        trades = TRADE if own_words else TRADE_ALONE
        for source, target in ((own, text), (heading, above)):
            for trade, score in source.items():
                for group, weight in self.standard.for_trade(trade):
                    target[group.code] = target.get(group.code, 0.0) + trades * score * weight
        if own_words:
            for group_code, score in scores(work.text, self.standard.code).items():
                text[group_code] = text.get(group_code, 0.0) + OWN_WORDS * score
            for group_code, score in _of_headings(work.section, self.standard.code).items():
                above[group_code] = above.get(group_code, 0.0) + OWN_WORDS * score
        known = set(self._codes)
        total = {code: text.get(code, 0.0) + above.get(code, 0.0) for code in {*text, *above} & known}
        return _Said(total, frozenset(text))

    def _ranked(
        self,
        work: Work,
        total: Mapping[str, float],
        said: _Said,
        nearest: Example | None,
        sharp: float,
        moves: Mapping[str, float],
    ) -> Weighed:
        """The likeliest groups. `moves` is what was learned, of every group; empty where nothing bears on the work."""
        if not moves and (not total or (nearest is None and not said.total)):
            group = self.standard.unknown or (self._codes[0] if not total else min(total))
            return Weighed((Guess(group, UNKNOWN),), KEYWORDS)
        told = {code: sharp * value for code, value in total.items()}
        whole_of = {code: told.get(code, 0.0) + move for code, move in moves.items()} or told
        ranked = sorted(whole_of.items(), key=lambda pair: (-pair[1], pair[0]))
        parts = [math.exp(value - ranked[0][1]) for _code, value in ranked]
        # words alone cannot rule out the groups that they do not name
        whole = sum(parts) if nearest is not None else sum(parts) + math.exp(-ranked[0][1])
        guesses = tuple(Guess(code, round(part / whole, 3)) for (code, _), part in zip(ranked[:5], parts, strict=False))
        best = ranked[0][0]
        if moves and self._learned and _taught(told, moves, ranked):
            return Weighed(guesses, LEARNED, ", ".join(self._learned.words_for(work.text, best)))
        if said.total.get(best):
            return Weighed(guesses, KEYWORDS if best in said.by_text else SECTION)
        return Weighed(guesses, EXAMPLES, nearest.text if nearest else "")


def _taught(told: Mapping[str, float], moves: Mapping[str, float], ranked: Sequence[tuple[str, float]]) -> bool:
    """Did what was learned put the first group before the second, more than all the rest did?"""
    if len(ranked) < 2:
        return False
    first, second = ranked[0][0], ranked[1][0]
    return moves[first] - moves[second] > told.get(first, 0.0) - told.get(second, 0.0)


class _Said(msgspec.Struct, frozen=True):
    """What words say: the weight of each group, and which groups the item's own text names."""

    total: dict[str, float]
    by_text: frozenset[str]


@functools.lru_cache(maxsize=5_000)
def _of_headings(section: str, standard: str = "") -> dict[str, float]:
    """What the headings say, the nearest most."""
    total: dict[str, float] = {}
    weight = HEADING
    headings = section.split(" / ")
    for place in reversed(range(len(headings))):
        told = max(weight, HEADING_TOP) if place == 0 else weight  # the first is often the trade itself
        for group, score in scores(headings[place], standard).items():
            total[group] = total.get(group, 0.0) + min(score, HEADING_MOST) * told
        weight *= HEADING_ABOVE
    return total


class _Meant(msgspec.Struct):
    """What meanings say: the logarithm of each group's share for each work, and the nearest examples."""

    logs: list[list[float]]
    places: list[int]
    examples: tuple[Example, ...]

    def nearest(self, place: int) -> Example:
        return self.examples[self.places[place]]


class _Meanings:
    """Likeness to typical works, by vectors."""

    def __init__(self, standard: Standard, codes: list[str], embedder: Embedder, beat: Beat) -> None:
        import numpy as np

        self._embedder, self._beat = embedder, beat
        self._examples = examples(standard)
        rows = embedder.own_vectors([example.text for example in self._examples], beat)
        self._middle = rows.mean(axis=0)
        self._rows = self._turned(rows)
        place = {code: number for number, code in enumerate(codes)}
        self._group = np.zeros((len(self._examples), len(codes)), dtype=np.float32)
        for number, example in enumerate(self._examples):
            self._group[number, place[example.group]] = example.weight

    def of(self, works: Sequence[Work]) -> _Meant:
        import numpy as np

        own = self._turned(self._embedder.vectors([work.text for work in works], self._beat))
        likeness = own @ self._rows.T
        spoken = [
            min(1.0, len(words(work.text)) / SPOKEN) for work in works
        ]  # terse texts mean little without their headings
        logs = np.array(spoken, dtype=np.float32)[:, None] * self._shares(likeness)
        headings = [work.section.split(" / ") for work in works]
        for told, weight in (
            ([path[-1] for path in headings], HEADING_MEANING),
            ([path[0] for path in headings], TOP_MEANING),
        ):
            above = self._turned(self._embedder.vectors(told, self._beat))
            weights = np.array([[weight if heading else 0.0] for heading in told], dtype=np.float32)
            logs += weights * self._shares(above @ self._rows.T)
        return _Meant(logs.tolist(), likeness.argmax(axis=1).tolist(), self._examples)

    def _shares(self, likeness: Matrix) -> Matrix:
        import numpy as np

        parts = np.exp((likeness - 1.0) / NEARNESS) @ self._group
        shares: Matrix = np.log(parts / np.maximum(parts.sum(axis=1, keepdims=True), 1e-30) + FLOOR)
        return shares

    def _turned(self, rows: Matrix) -> Matrix:
        """Vectors seen from the middle of the examples, where likeness tells more, of length 1."""
        import numpy as np

        moved = rows - self._middle
        turned: Matrix = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
        return turned
