"""The rows of a file folded into runs, so that a long bill's account stays readable on paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from boq.engine.receipt import ROW_LETTERS

KINDS = {letter: kind for kind, letter in ROW_LETTERS.items()}
MOST_RUNS = 600  # of more, rows are told by blocks
BLOCK = 500


class Run(NamedTuple):
    """Rows `first` to `last` of a sheet with how many there are of each kind."""

    sheet: str
    first: int
    last: int
    kinds: dict[str, int]


def runs_of(row_kinds: Mapping[str, str]) -> list[Run]:
    """Every row of every sheet in exactly one run: rows of one kind beside one another, or blocks where those are too many."""
    runs = [run for sheet, letters in row_kinds.items() for run in _alike(sheet, letters)]
    if len(runs) <= MOST_RUNS:
        return runs
    size = BLOCK
    while sum(-(-len(letters) // size) for letters in row_kinds.values()) > MOST_RUNS:
        size *= 2
    return [run for sheet, letters in row_kinds.items() for run in _blocks(sheet, letters, size)]


def _alike(sheet: str, letters: str) -> Iterator[Run]:
    first = 1
    for letter, group in groupby(letters):
        count = sum(1 for _ in group)
        yield Run(sheet, first, first + count - 1, {KINDS.get(letter, "unread"): count})
        first += count


def _blocks(sheet: str, letters: str, size: int) -> Iterator[Run]:
    for start in range(0, len(letters), size):
        block = letters[start : start + size]
        counts = Counter(KINDS.get(letter, "unread") for letter in block)
        yield Run(sheet, start + 1, start + len(block), dict(counts.most_common()))
