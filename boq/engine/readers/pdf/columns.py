"""Columns of tables without ruling lines: anchored by the heading, bounded where the fewest words stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from boq.engine.readers.pdf.bidi import in_reading_order
from boq.engine.readers.pdf.lines import Frames, Line, pieces
from boq.engine.readers.pdf.parts import Run
from boq.engine.tables.roles import CORE, FIGURES, role_of

TALLEST_HEADING = 3  # lines
HEADING_GAP = 0.36  # of the size: a gap that may part two headings
NARROWEST = 0.45  # of the size: a gap between columns
FEW = 0.03  # share of the lines that may cross the gap between two columns
SPLIT_SHARE = 0.3  # share of the lines that must stand on both sides of a gap inside a headed column
WHOLE = 0.9  # of a heading: a phrase that says so much of it is all of it
HALF_LINE, WHOLE_LINE = 0.9, 1.1  # of the size
STEP = 1.0  # points
SHIFTED = 6.0  # points by which a column may stand elsewhere on another page
OFF_CENTRE = 1.5  # of the size: how far from the middle of two headings the one over both may stand


@dataclass(slots=True)
class Group:
    """A heading over several others, from the left edge of the first of them to the right edge of the last."""

    line: int  # of the heading's lines
    piece: Run
    left: float
    right: float


@dataclass(slots=True)
class Heading:
    """The lines of a heading (positions among the page's lines) and its cells: left edge, right edge, text."""

    first: int
    last: int
    cells: list[tuple[float, float, str]]
    groups: list[Group] = field(default_factory=list)

    def stands_like(self, other: Heading) -> bool:
        """True when its cells stand where those of another heading do."""
        return len(self.cells) == len(other.cells) and all(
            abs(a[0] + a[1] - b[0] - b[1]) <= 2 * SHIFTED for a, b in zip(self.cells, other.cells, strict=True)
        )

    @property
    def signature(self) -> tuple[str, ...]:
        """What the heading says: the same on every page where it is repeated."""
        return tuple(text.casefold() for _, _, text in self.cells)


def find_heading(lines: Sequence[Line]) -> Heading | None:
    """The heading of a page's table, None where no line names the columns of a bill."""
    best: Heading | None = None
    most = 0
    for first in range(len(lines)):
        for height in range(1, TALLEST_HEADING + 1):
            block = lines[first : first + height]
            if len(block) < height or not _close(block):
                break
            groups = _groups(block)
            cells = _stack(block, groups)
            worth = _worth(cells)
            if worth > most + (height > 1):
                best, most = Heading(first, first + height - 1, cells, groups), worth
        if best is not None and first > best.last:
            break
    return _whole(best, lines) if best is not None else None


def _whole(heading: Heading, lines: Sequence[Line]) -> Heading:
    """The heading with the lines that stand less than a line above or below it: cells of more lines than their neighbours."""
    first, last = heading.first, heading.last
    while first and _half_a_line(lines[first - 1], lines[first]):
        first -= 1
    while last + 1 < len(lines) and _half_a_line(lines[last], lines[last + 1]):
        last += 1
    if (first, last) == (heading.first, heading.last):
        return heading
    block = lines[first : last + 1]
    groups = _groups(block)
    return Heading(first, last, _stack(block, groups), groups)


def _half_a_line(above: Line, below: Line) -> bool:
    return above.page == below.page and below.base - above.base < HALF_LINE * min(above.size, below.size)


def _close(block: Sequence[Line]) -> bool:
    return all(b.base - a.base < 2.1 * max(a.size, b.size) and a.page == b.page for a, b in pairwise(block))


def _groups(block: Sequence[Line]) -> list[Group]:
    """Headings that stand centred over a pair of others on the next line."""
    found: list[Group] = []
    parts = [[part for whole in pieces(line) for part in _by_roles(whole)] for line in block]
    for number, line in enumerate(block[:-1]):
        level = [part for over in parts[: number + 1] for part in over]
        lower = [
            under
            for below, under in zip(block, parts, strict=True)
            if below.base - line.base >= WHOLE_LINE * max(line.size, below.size)
        ]
        for piece in pieces(line):
            pairs = [(a, b) for under in lower for a, b in pairwise(under) if _is_centred(piece, a, b)]
            if len(pairs) != 1 or any(_stands_over(piece, one) for under in lower for one in under):
                continue
            if not any(_overlap(one, other) for one in pairs[0] for other in level if not _overlap(other, piece)):
                found.append(Group(number, piece, pairs[0][0].x0, pairs[0][1].x1))
    return found


def _overlap(one: Run, other: Run) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1


def _is_centred(piece: Run, left: Run, right: Run) -> bool:
    inside = left.x0 < piece.x0 and piece.x1 < right.x1
    return inside and abs(piece.x0 + piece.x1 - left.x0 - right.x1) <= OFF_CENTRE * 2 * piece.size


def _stands_over(piece: Run, other: Run) -> bool:
    return abs(piece.x0 + piece.x1 - other.x0 - other.x1) <= 2 * piece.size


def _stack(block: Sequence[Line], groups: Sequence[Group]) -> list[tuple[float, float, str]]:
    """Pieces of heading lines, those that stand above one another put together; what stands over several is none of them."""
    cells: list[tuple[float, float, str]] = []
    over_all = {(group.line, group.piece.x0) for group in groups}
    for number, line in enumerate(block):
        whole_pieces = [piece for piece in pieces(line) if (number, piece.x0) not in over_all]
        for piece in (part for whole in whole_pieces for part in _by_roles(whole)):
            text = in_reading_order(piece.text)
            over = [n for n, (left, right, _) in enumerate(cells) if left < piece.x1 and piece.x0 < right]
            if len(over) == 1:
                left, right, words = cells[over[0]]
                cells[over[0]] = (min(left, piece.x0), max(right, piece.x1), f"{words} {text}")
            elif not over:
                cells.append((piece.x0, piece.x1, text))
    return sorted(cells)


def _by_roles(piece: Run) -> list[Run]:
    """Headings that stand close together, cut where the words before and after a gap name different columns."""
    words = piece.words
    if len(words) > 1 and role_of(in_reading_order(piece.text)).cover >= WHOLE:
        return [piece]  # "unit price" is one heading
    for split in range(1, len(words)):
        if words[split].x0 - words[split - 1].x1 >= HEADING_GAP * piece.size:
            left, right = Run(words[:split]), Run(words[split:])
            one, other = role_of(in_reading_order(left.text)), role_of(in_reading_order(right.text))
            parted = one.role != other.role and {one.role, other.role} <= CORE
            measures = one.role == other.role == "dim"
            if (parted or measures) and min(one.cover, other.cover) >= 0.8:
                return [left, *_by_roles(right)]
    return [piece]


def _worth(cells: Sequence[tuple[float, float, str]]) -> int:
    """How many kinds of columns the cells name, 0 for what is no heading."""
    if not 3 <= len(cells) <= 40:
        return 0
    roles = []
    for _, _, text in cells:
        found = role_of(text) if text.strip() and len(text) <= 60 else None
        if found is not None and found.role in CORE and found.cover >= 0.4:
            roles.append(found.role)
    kinds = set(roles)
    figures = len(kinds & FIGURES)
    named = bool(kinds & {"desc", "item", "ref"})
    enough = len(kinds) >= 3 and figures + ("unit" in kinds) >= 1 and len(roles) * 2 >= len(cells)
    return len(roles) + len(kinds) if enough and (named or figures >= 2) else 0


def frames_of(lines: Sequence[Line], heading: Heading | None) -> Frames:
    """The columns of lines that belong to one table."""
    rows = [line for line in lines if not line.header and not line.furniture]
    tabular = [found for line in rows if len(found := pieces(line)) >= (2 if heading else 3)]
    size = _middle([line.size for line in rows]) or 10.0
    bounds = _anchored(heading, tabular, size) if heading is not None else _gaps(tabular, size)
    frames = Frames(bounds)
    frames.learn([line for line in rows if len(line.runs) >= 2])
    return frames


def _middle(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) // 2] if ordered else 0.0


class _Density:
    """How many pieces stand over a place."""

    def __init__(self, rows: Sequence[Sequence[Run]]) -> None:
        self.starts = sorted(piece.x0 for row in rows for piece in row)
        self.ends = sorted(piece.x1 for row in rows for piece in row)

    def over(self, x: float) -> int:
        """Pieces that begin before `x` and end after it."""
        return bisect_left(self.starts, x) - bisect_right(self.ends, x)


def _anchored(heading: Heading, rows: Sequence[Sequence[Run]], size: float) -> list[float]:
    """One bound between each two headings, and one more where a headed column is clearly two."""
    density = _Density(rows)
    bounds = []
    for (_, left, _), (right, _, _) in pairwise(heading.cells):
        bounds.append(_least(density, left, right))
    edges = [-1e9, *bounds, 1e9]
    extra = []
    for number, (left, right) in enumerate(pairwise(edges)):
        x0, x1, _ = heading.cells[number]
        inside = [
            (max(left, piece.x0), min(right, piece.x1), n)
            for n, row in enumerate(rows)
            for piece in row
            if left - 0.5 <= piece.x0 and piece.x1 <= right + 0.5
        ]
        if (bound := _second(inside, x0, x1, len(rows), size)) is not None:
            extra.append(bound)
    return sorted(bounds + extra)


def _least(density: _Density, left: float, right: float) -> float:
    """The middle of the widest stretch between two edges that the fewest pieces cross."""
    if right - left < 2 * STEP:
        return (left + right) / 2
    steps = max(2, min(400, int((right - left) / STEP)))
    places = [left + (right - left) * n / steps for n in range(steps + 1)]
    counts = [density.over(x) for x in places]
    fewest = min(counts)
    best, start = (0, 0), None
    for n, count in enumerate([*counts, fewest + 1]):
        if count == fewest and start is None:
            start = n
        elif count != fewest and start is not None:
            if n - start > best[1] - best[0]:
                best = (start, n)
            start = None
    return (places[best[0]] + places[best[1] - 1]) / 2


def _second(inside: Sequence[tuple[float, float, int]], x0: float, x1: float, rows: int, size: float) -> float | None:
    """A place outside the heading's words where what stands under it falls into two columns."""
    if not inside or rows < 4:
        return None
    reach, ordered = inside[0][1] if inside else 0.0, sorted(inside)
    reach = ordered[0][1]
    for left, right, _ in ordered[1:]:
        if left - reach >= 0.8 * size and not x0 < (left + reach) / 2 < x1:
            middle = (left + reach) / 2
            before = {n for a, b, n in inside if b <= middle}
            after = {n for a, b, n in inside if a >= middle}
            if len(before & after) >= SPLIT_SHARE * rows:
                return middle
        reach = max(reach, right)
    return None


def _gaps(rows: Sequence[Sequence[Run]], size: float) -> list[float]:
    """Bounds where hardly any line of several pieces has words."""
    if len(rows) < 2:
        return []
    density = _Density(rows)
    left, right = density.starts[0], density.ends[-1]
    few = int(FEW * len(rows))
    bounds: list[float] = []
    start: float | None = None
    x = left
    while x <= right + STEP:
        clear = density.over(x) <= few
        if clear and start is None:
            start = x
        elif not clear and start is not None:
            if x - start >= NARROWEST * size and start > left:
                bounds.append((start + x) / 2)
            start = None
        x += STEP
    return bounds
