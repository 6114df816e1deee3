"""How well works are classified by an organization that decided lines of other projects before, never of the one that is asked about."""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Iterator, Sequence

from benchmarks.accuracy import Row, answered, shown
from benchmarks.labelled import ICMS, TRADES, Labelled
from benchmarks.scoring import Answer, score
from llm.hybrid import NoHistory, Past, decide
from llm.hybrid.values import History
from llm.offline.embeddings import Embedder
from llm.standards import load
from llm.values import Work

FOLDS = 8
Pair = tuple[list[Labelled], list[Labelled]]  # what is remembered, what is asked about


class Remembered:
    """Lines that were decided before, as a person would have done."""

    def __init__(self, rows: Sequence[Labelled], standard: str) -> None:
        works = [(shown(row.work, True), row.right[standard][0]) for row in rows]
        self._past = tuple(Past(work.text, work.unit, group, True, section=work.section) for work, group in works)

    def past(self, works: Sequence[Work]) -> Sequence[Past]:
        """See `History.past`."""
        return self._past


def halves(rows: Sequence[Labelled], asked: str) -> list[Pair]:
    """The other half is remembered."""
    return [([row for row in rows if row.half != asked], [row for row in rows if row.half == asked])]


def folds(rows: Sequence[Labelled]) -> list[Pair]:
    """Each project once among the asked, with all projects outside its fold remembered."""
    names = sorted({row.project for row in rows}, key=lambda name: hashlib.sha256((name + "0").encode()).hexdigest())
    found = []
    for number in range(min(FOLDS, len(names))):
        asked = set(names[number::FOLDS])
        found.append(([row for row in rows if row.project not in asked], [row for row in rows if row.project in asked]))
    return found


def remembering(
    data: str,
    pairs: Sequence[Pair],
    embedder: Embedder | None,
    sizes: Sequence[int],
) -> Iterator[Row]:
    """For each standard and number of remembered lines (0: all): without them, remembering them, learning from them. Only lines whose code
    allows exactly one group are remembered and asked about.
    """
    for standard in (TRADES, ICMS):
        known = [
            tuple([row for row in side if len(row.right.get(standard, ())) == 1] for side in pair) for pair in pairs
        ]
        largest = max(len(before) for before, _asked in known)
        some = [size for size in dict.fromkeys(sizes) if size < largest]
        for means in (None, embedder) if embedder else (None,):
            yield _row(data, standard, known, means, 0, "no history")
            for size in some:
                yield _row(data, standard, known, means, size, "remembered")
                yield _row(data, standard, known, means, size, "learned")


def _row(
    data: str,
    standard: str,
    pairs: Sequence[tuple[list[Labelled], ...]],
    embedder: Embedder | None,
    size: int,
    how: str,
) -> Row:
    answers: list[Answer] = []
    lines, seconds = [], 0.0
    for before, asked in pairs:
        lessons = _some(before, size) if how != "no history" else []
        lines.append(len(lessons))
        history: History = Remembered(lessons, standard) if lessons else NoHistory()
        for project in dict.fromkeys(row.project for row in asked):
            bill = [row for row in asked if row.project == project]
            works = tuple(shown(row.work, True) for row in bill)
            started = time.perf_counter()
            decisions = decide(works, load(standard), history, embedder=embedder, learning=how == "learned")
            seconds += time.perf_counter() - started
            answers += answered(bill, decisions, standard)
    count = f"{min(lines):,}" if len(set(lines)) == 1 else f"{min(lines):,} to {max(lines):,}"
    method = how if how == "no history" else f"{count} lines {how}"
    method = f"{method}, {'words and meanings' if embedder else 'words'}"
    return Row(data, standard, method, True, True, score(answers), len(answers) / max(seconds, 1e-9))


def _some(rows: list[Labelled], size: int) -> list[Labelled]:
    return random.Random(0).sample(rows, size) if 0 < size < len(rows) else rows  # noqa: S311, a sample and no secret
