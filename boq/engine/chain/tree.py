"""The chain as a list of lines with depths, for papers: from the form of tender or the stated total down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from boq.engine.model import TotalKind, TotalLine

DEEPEST = 12


class Branch(NamedTuple):
    """A total and how deep it stands under the one that the file ends with. `again`: its parts stand above already."""

    line: TotalLine
    depth: int
    again: bool = False


def branches(lines: Sequence[TotalLine], stated_cell: str | None) -> Iterator[Branch]:
    """Every total at least once: those that no other adds up begin, the form of tender and the stated total first."""
    carried = {part for line in lines for part in line.parts}
    tops = sorted((i for i in range(len(lines)) if i not in carried), key=lambda i: _rank(lines[i], stated_cell))
    seen: set[int] = set()
    for top in [*tops, *range(len(lines))]:
        if top in seen:
            continue
        waiting = [(top, 0)]
        while waiting:
            index, depth = waiting.pop()
            again = index in seen
            yield Branch(lines[index], depth, again and bool(lines[index].parts))
            if not again and depth < DEEPEST:
                seen.add(index)
                waiting += [(part, depth + 1) for part in reversed(lines[index].parts)]


def _rank(line: TotalLine, stated_cell: str | None) -> int:
    if line.kind is TotalKind.TENDER:
        return 0
    return 1 if line.cell == stated_cell else 2
