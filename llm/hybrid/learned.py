"""What the organization's decided lines teach: how far each word moves a line towards a group, beyond what Mizan's own words say of it.

A softmax over the groups whose starting point is the evidence of words (`Evidence.by_words`), so that it learns only where decided lines
differ from that, and says nothing about a text without a known word. Features are words, pairs of neighbours and runs of four letters, of
the text and of its headings, each set hashed into slots of its own: what is kept holds no text. Nothing leaves the process. numpy is
loaded when there is something to learn.

Strength, slots and parts were chosen on one half of the projects of the benchmark and measured on the other (`docs/benchmarks.md`).
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import zlib
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING

import msgspec

from llm.hybrid.past import AGREE, PERSON, winner
from llm.hybrid.values import Past
from llm.offline.text import forms, words

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[np.float32]
    Numbers = npt.NDArray[np.int64]

FEWEST = 100  # lessons: fewer say little about thirty groups
MOST = 5_000  # lessons, the newest first: what a worker learns from in seconds
TEXT_SLOTS, HEADING_SLOTS, HEADING = 1_024, 512, 0.7
LENGTH, RUN = 400, 4  # characters of a text that are looked at, and of a run
STRENGTH = 0.03  # of the pull towards nothing learned
STEPS = 15  # more change nothing
KEPT = 4  # of what was learned, in one process
SPOKEN_LIKE = 5  # words that are quoted at most


class Lesson(msgspec.Struct, frozen=True):
    """A decided line, and how much it counts (0 to 1). Lines that differ in their figures alone are one."""

    text: str
    section: str
    group: str
    weight: float


class Heard(msgspec.Struct, frozen=True):
    """What was learned about one work: how far it moves each group, in the order of the codes, and the known share of its features."""

    moves: list[float]
    known: float


class Learned:
    """The weights for one standard. Made by `learned_from`."""

    def __init__(self, lessons: Sequence[Lesson], codes: Sequence[str], offsets: Sequence[Mapping[str, float]]) -> None:
        """`offsets` are what words say of each lesson: group -> weight."""
        import numpy as np

        self.codes = list(codes)
        self.count = len(lessons)
        told = [(_features(lesson.text), _features(lesson.section)) for lesson in lessons]
        self._known = tuple(np.unique(np.concatenate([pair[part] for pair in told])) for part in (0, 1))
        place = {code: number for number, code in enumerate(codes)}
        right = np.zeros((len(lessons), len(codes)), dtype=np.float32)
        right[np.arange(len(lessons)), [place[lesson.group] for lesson in lessons]] = 1
        start = np.array([[offset.get(code, 0.0) for code in codes] for offset in offsets], dtype=np.float32)
        weight = np.array([[lesson.weight] for lesson in lessons], dtype=np.float32)
        self._weights = _fitted(np.stack([self._row(*pair) for pair in told]), right, start, weight)

    def hear(self, text: str, section: str) -> Heard:
        """What was learned about a work with this text under these headings."""
        import numpy as np

        features = _features(text), _features(section)
        if not len(features[0]):
            return Heard([0.0] * len(self.codes), 0.0)
        moves = self._row(*features) @ self._weights
        return Heard(moves.tolist(), float(np.mean(_among(features[0], self._known[0]))))

    def words_for(self, text: str, code: str) -> tuple[str, ...]:
        """The words of `text` that speak most for the group `code`, the loudest first."""
        import numpy as np

        column = self._weights[:, self.codes.index(code)]
        said = {}
        for word in dict.fromkeys(words(text[:LENGTH])):
            features = _features(word)
            known = features[_among(features, self._known[0])]
            said[word] = float(np.sum(column[known % TEXT_SLOTS] * _signs(known)))
        loud = sorted((word for word in said if said[word] > 0), key=lambda word: -said[word])
        return tuple(loud[:SPOKEN_LIKE])

    def _row(self, text: Numbers, section: Numbers) -> Matrix:
        """Known features in their slots; unknown ones make the rest speak softer."""
        import numpy as np

        row = np.zeros(TEXT_SLOTS + HEADING_SLOTS, dtype=np.float32)
        for part, features, first, slots, loud in (
            (0, text, 0, TEXT_SLOTS, 1.0),
            (1, section, TEXT_SLOTS, HEADING_SLOTS, HEADING),
        ):
            known = features[_among(features, self._known[part])]
            told = _signs(known) * (loud / max(1, len(features)) ** 0.5)
            np.add.at(row, first + known % slots, told.astype(np.float32))
        return row


class Kept:
    """What was learned last in this process, by what it was learned from: the same lines are learned from once."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._learned: OrderedDict[str, Learned] = OrderedDict()
        self._lock = Lock()

    def get(self, digest: str) -> Learned | None:
        with self._lock:
            if digest in self._learned:
                self._learned.move_to_end(digest)
            return self._learned.get(digest)

    def put(self, digest: str, learned: Learned) -> None:
        with self._lock:
            self._learned[digest] = learned
            while len(self._learned) > self._most:
                self._learned.popitem(last=False)


def lessons_of(past: Iterable[Past], groups: frozenset[str]) -> tuple[Lesson, ...]:
    """At most MOST lessons of the decisions in `past`, the newest first. Lines that were put into several groups teach nothing, nor do
    doubts; none at all where there are fewer than FEWEST, or where all are of one group.
    """
    votes: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    sure: dict[tuple[str, str, str], float] = {}
    for one in past:
        if one.unsure or one.group not in groups:
            continue
        headings = one.section[:LENGTH].split(" / ")
        said = " ".join(words(one.text[:LENGTH])), " / ".join(" ".join(words(heading)) for heading in headings)
        if not said[0] or (said not in votes and len(votes) >= MOST):
            continue
        votes[said][one.group] = votes[said].get(one.group, 0.0) + (PERSON if one.by_person else one.confidence)
        sure[*said, one.group] = max(sure.get((*said, one.group), 0.0), 1.0 if one.by_person else one.confidence)
    found = []
    for (text, section), given in votes.items():
        group, share = winner(given)
        if share >= AGREE:
            found.append(Lesson(text, section, group, min(1.0, sure[text, section, group])))
    enough = len(found) >= FEWEST and len({lesson.group for lesson in found}) > 1
    return tuple(found) if enough else ()


def digest_of(standard: str, lessons: Sequence[Lesson]) -> str:
    """The same for the same lessons of a standard."""
    return hashlib.sha256(msgspec.json.encode((standard, lessons))).hexdigest()


def _fitted(rows: Matrix, right: Matrix, start: Matrix, weight: Matrix) -> Matrix:
    """Weights that make softmax(start + rows @ weights) fit `right`, pulled to zero: steps along one bound of the curvature (Böhning's),
    with momentum. Where there are fewer rows than slots the same steps are taken among the rows, which is quicker.
    """
    import numpy as np

    few = rows.shape[0] < rows.shape[1]
    root: Matrix = np.sqrt(np.maximum(weight, np.float32(0.01)))
    rows = rows * root  # the plain ones are not needed again, and are large
    curve: Matrix = rows @ rows.T if few else rows.T @ rows
    design = curve if few else rows
    bound = curve.astype(np.float64)
    bound *= 0.5
    bound.flat[:: len(bound) + 1] += STRENGTH
    inverse = np.linalg.inv(bound).astype(np.float32)
    found: Matrix = np.zeros((len(curve), right.shape[1]), dtype=np.float32)
    ahead = found
    pace = 1.0
    for _ in range(STEPS):
        told: Matrix = start + (design @ ahead) / root
        missed = (right - _shares(told)) * root
        fresh = ahead + inverse @ ((missed if few else rows.T @ missed) - STRENGTH * ahead)
        faster = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        found, ahead, pace = fresh, fresh + (pace - 1) / faster * (fresh - found), faster
    weights: Matrix = rows.T @ found if few else found
    return weights


def _shares(logs: Matrix) -> Matrix:
    import numpy as np

    parts = np.exp(logs - logs.max(axis=1, keepdims=True))
    shares: Matrix = parts / parts.sum(axis=1, keepdims=True)
    return shares


def _signs(features: Numbers) -> Matrix:
    """Half of the features count against their slot, so that those which share one do not add up."""
    signs: Matrix = ((features >> 31) * 2 - 1).astype("float32")
    return signs


def _among(features: Numbers, known: Numbers) -> npt.NDArray[np.bool_]:
    import numpy as np

    if not len(known):
        return np.zeros(len(features), dtype=bool)
    places = np.minimum(np.searchsorted(known, features), len(known) - 1)
    found: npt.NDArray[np.bool_] = known[places] == features
    return found


@functools.lru_cache(maxsize=5_000)
def _features(text: str) -> Numbers:
    """The features of a text as numbers of 32 bits."""
    import numpy as np

    said = [forms(word)[-1] for word in words(text[:LENGTH])]
    found = {*said, *(f"{one}_{after}" for one, after in itertools.pairwise(said))}
    for word in set(said):
        ends = f"<{word}>"
        found.update(ends[start : start + RUN] for start in range(len(ends) - RUN + 1))
    return np.array(sorted(zlib.crc32(one.encode()) for one in found), dtype=np.int64)
