"""Text that does not stand upright: headings turned by a quarter are words at the middle of their height, the rest is a watermark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from boq.engine.readers.pdf.letters import PAINTED
from boq.engine.readers.pdf.parts import Run, Word

LONGEST = 0.25  # of the page's height: turned text that is longer runs along the page's edge
NEXT = 1.5  # of the letters' height: how far the letters of turned text stand apart
LEVEL = 0.3  # of the letters' height


class Leaning(NamedTuple):
    """A run that leans: its position among the page's runs, its letters in the file, and whether by a quarter turn exactly."""

    place: int
    first: int
    end: int
    quarter: bool


def set_upright(runs: list[Run], leaning: Sequence[Leaning], text: str, height: float) -> tuple[list[Run], list[Run]]:
    """The runs of a page with short turned texts put upright, and what is printed across it or along its edge.

    A page that leans as a whole is left as it is.
    """
    places = {found.place for found in leaning}
    letters = sum(len(word.text) for place in places for word in runs[place].words)
    if letters * 2 > sum(len(word.text) for run in runs for word in run.words):
        return runs, []
    upright = {place: [run] for place, run in enumerate(runs) if place not in places}
    behind: list[Run] = []
    for group in _groups(runs, leaning):
        words = [word for found in group for word in runs[found.place].words]
        said = _said(text[group[0].first : group[-1].end])
        long = max(word.base for word in words) - min(word.base for word in words) > LONGEST * height
        if group[0].quarter and not long:
            upright[group[0].place] = [_turned(words, said)]
        else:
            behind.append(_across(words, said))
    return [run for place in sorted(upright) for run in upright[place]], behind


def _groups(runs: Sequence[Run], leaning: Sequence[Leaning]) -> list[list[Leaning]]:
    """What the file writes one after another; turned letters only where they also stand so."""
    groups: list[list[Leaning]] = []
    for found in leaning:
        last = groups[-1][-1] if groups else None
        goes_on = last is not None and found.place == last.place + 1 and found.quarter == last.quarter
        if goes_on and last is not None and (not found.quarter or _follows(runs[last.place], runs[found.place])):
            groups[-1].append(found)
        else:
            groups.append([found])
    return groups


def _follows(before: Run, run: Run) -> bool:
    tall = before.x1 - before.x0
    return abs(run.x0 - before.x0) <= LEVEL * tall and abs(run.base - before.base) <= NEXT * tall


def _said(text: str) -> str:
    return " ".join("".join(ch if PAINTED.match(ch) else " " for ch in text).split())


def _turned(words: list[Word], said: str) -> Run:
    x0, x1 = min(word.x0 for word in words), max(word.x1 for word in words)
    bases = [word.base for word in words]
    size = x1 - x0
    middle = (min(bases) + max(bases)) / 2
    return Run([Word(said, x0, x1, middle + 0.3 * size, size, words[0].bold, begins=True)])


def _across(words: list[Word], said: str) -> Run:
    """Words as one, with the box around all of them."""
    low = max(word.base for word in words)
    size = max(1.0, low - min(word.top for word in words))
    return Run([Word(said, min(word.x0 for word in words), max(word.x1 for word in words), low, size)])
