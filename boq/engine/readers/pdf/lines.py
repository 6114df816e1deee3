"""Lines of text: runs of one baseline, and the pieces of a line that fall into columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from boq.engine.numbers import parse
from boq.engine.readers.pdf.bidi import is_right_to_left
from boq.engine.readers.pdf.parts import Run, Word
from boq.engine.units import parse_unit

BASE, START = attrgetter("base"), attrgetter("x0")
SAME_LINE = 0.38  # of the size: how far the baselines of one line may lie apart
PIECE_GAP = 0.62  # of the size: a gap that may part two columns
LONGEST_FIGURE = 24
FILLER = re.compile(r"^[xX.]{4,}$|^[-–—]+$")
ALIGNED = 1.6  # points: how far aligned edges may differ


@dataclass(slots=True)
class Line:
    """Runs of one baseline from left to right; `cells` by column once the columns are known."""

    page: int
    base: float
    size: float
    runs: list[Run]
    cells: dict[int, list[Run]] = field(default_factory=dict)
    furniture: bool = False
    header: bool = False
    over: dict[int, tuple[int, Run]] = field(
        default_factory=dict
    )  # first column -> last one, and the heading over them

    @property
    def text(self) -> str:
        """The whole line as it stands, left to right."""
        return " ".join(run.text for run in self.runs)

    @property
    def x0(self) -> float:
        """The left edge."""
        return min(run.x0 for run in self.runs)

    @property
    def x1(self) -> float:
        """The right edge."""
        return max(run.x1 for run in self.runs)


def lines_of(runs: Sequence[Run], page: int) -> list[Line]:
    """Runs put into lines from top to bottom."""
    lines: list[Line] = []
    for run in sorted(runs, key=BASE) if len(runs) > 1 else runs:
        base, size = run.base, run.size
        for line in reversed(lines[-4:]):
            if abs(base - line.base) <= SAME_LINE * min(size, line.size) and not _lies_over(run, line):
                line.runs.append(run)
                line.size = max(line.size, size)
                break
        else:
            lines.append(Line(page, base, size, [run]))
    for line in lines:
        if len(line.runs) > 1:
            line.runs.sort(key=START)
    return lines


def _lies_over(run: Run, line: Line) -> bool:
    """Texts printed over one another are not of one line."""
    base, x0, x1, off = run.base, run.x0, run.x1, 0.05 * run.size
    for other in line.runs:
        if abs(base - other.base) > off:
            start, end = other.x0, other.x1
            if min(x1, end) - max(x0, start) > 0.6 * min(x1 - x0, end - start) + 0.1:
                return True
    return False


def pieces(line: Line) -> list[Run]:
    """The line's runs, those that stand at the distance of a space made one."""
    found: list[Run] = []
    for run in line.runs:
        if found and -0.3 * run.size < run.x0 - found[-1].x1 <= PIECE_GAP * run.size:
            found[-1] = Run(found[-1].words + run.words)
        else:
            found.append(run)
    return found


def is_figure(text: str) -> bool:
    """A number, a unit, a pricing word, or what fills a place for one: nothing that a description says."""
    if len(text) > LONGEST_FIGURE:
        return False
    found = parse(text)
    return found.value is not None or bool(found.word) or bool(parse_unit(text).code) or bool(FILLER.match(text))


@dataclass(slots=True)
class Frames:
    """Columns by their `bounds` (ascending, one fewer than columns), with the edges to which their texts are aligned."""

    bounds: list[float]
    lefts: dict[int, list[float]] = field(default_factory=dict)
    rights: dict[int, list[float]] = field(default_factory=dict)

    @property
    def columns(self) -> int:
        """How many columns."""
        return len(self.bounds) + 1

    def at(self, x: float) -> int:
        """The column at a place."""
        return bisect_right(self.bounds, x)

    def learn(self, lines: Sequence[Line]) -> None:
        """Note the edges of pieces that stand within one column."""
        for line in lines:
            for piece in line.runs:
                column = self.at(piece.x0)
                if column == self.at(piece.x1 - 0.5):
                    _note(self.lefts.setdefault(column, []), piece.x0)
                    _note(self.rights.setdefault(column, []), piece.x1)

    def fits(self, column: int, words: Sequence[Word]) -> bool:
        """True when words end or begin where others of that column do."""
        left, right = words[0].x0, words[-1].x1
        ends = any(abs(right - edge) <= ALIGNED for edge in self.rights.get(column, ()))
        return ends or any(abs(left - edge) <= ALIGNED for edge in self.lefts.get(column, ()))

    def place(self, line: Line) -> None:
        """Put the line's runs into columns, cut where a run reaches over a bound and its end belongs there."""
        line.cells = {}
        for run in pieces(line):
            for column, part in self.cut(run):
                line.cells.setdefault(column, []).append(part)

    def place_heading(self, line: Line, over: Mapping[float, tuple[float, float]]) -> None:
        """Put the words of a heading's line into columns, each where its middle is, but for what stands `over` several.

        `over`: the left edge of such a piece -> the left edge of the first column and the right edge of the last.
        """
        line.cells = {}
        for piece in pieces(line):
            if piece.x0 in over:
                left, right = over[piece.x0]
                first, last = self.at(left + 1), self.at(right - 1)
                line.over[first] = (last, piece)
                continue
            parts: dict[int, list[Word]] = {}
            for word in piece.words:
                parts.setdefault(self.at((word.x0 + word.x1) / 2), []).append(word)
            if not any(self.wide(piece, bound) for bound in self.bounds):
                parts = {self.at((piece.x0 + piece.x1) / 2): piece.words}
            for column, words in parts.items():
                line.cells.setdefault(column, []).append(Run(words))

    @staticmethod
    def wide(piece: Run, bound: float) -> bool:
        """True when a bound runs through a gap between two words of a piece."""
        return any(a.x1 - 1 <= bound <= b.x0 + 1 for a, b in zip(piece.words, piece.words[1:], strict=False))

    def cut(self, run: Run) -> list[tuple[int, Run]]:
        """The parts of a run by column."""
        first, last = self.at(run.x0 + 0.5), self.at(run.x1 - 0.5)
        if first >= last:
            return [(first, run)]
        if len(run.words) == 1:
            return [(self.at((run.x0 + run.x1) / 2), run)]
        rest = run.words
        parts: list[tuple[int, Run]] = []
        for column in range(last, first, -1):
            bound = self.bounds[column - 1]
            split = next((n for n, word in enumerate(rest) if (word.x0 + word.x1) / 2 > bound), len(rest))
            if 0 < split < len(rest) and self._parts(rest, split, column, run.size):
                parts.append((column, Run(rest[split:])))
                rest = rest[:split]
        begin = self.at(rest[-1].x1 - 0.5) if is_right_to_left(run.text) else self.at(rest[0].x0 + 0.5)
        return [(begin, Run(rest)), *reversed(parts)]

    def _parts(self, words: list[Word], split: int, column: int, size: float) -> bool:
        gap = words[split].x0 - words[split - 1].x1
        if gap > PIECE_GAP * size:
            return True
        end = words[split:]
        return words[split].begins and is_figure(" ".join(w.text for w in end)) and self.fits(column, end)


def _note(edges: list[float], edge: float) -> None:
    if len(edges) < 40 and not any(abs(edge - other) <= ALIGNED / 2 for other in edges):
        edges.append(edge)
