"""The chain of totals as a tree: from the form of tender, or the stated total, down to pages and sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from boq.engine.model import TotalKind, Verdict
from boq.views.words import TOTAL_KINDS, VERDICTS, word

TONES = {
    Verdict.EQUAL: "good",
    Verdict.OFF: "error",
    Verdict.STALE: "error",
    Verdict.WRONG_ROWS: "error",
    Verdict.TYPED: "warning",
    Verdict.UNKNOWN: "",
}
FEW = 12  # parts that a link shows at once; more are folded
DEEPEST = 12


@dataclass
class Link:
    """One total of the tree. `again` marks one whose parts stand elsewhere in it already."""

    line: dict[str, Any]
    kind: str
    verdict: str
    tone: str
    amount: Decimal
    expected: Decimal | None
    difference: Decimal | None
    children: list[Link] = field(default_factory=list)
    again: bool = False
    root: bool = False

    @property
    def folded(self) -> bool:
        """True where the parts are many and all hold."""
        return len(self.children) > FEW and all(child.tone == "good" for child in self.children)


def chain_of(lines: Sequence[dict[str, Any]], stated_cell: str | None) -> tuple[list[Link], list[Link]]:
    """The tree under the form of tender or the stated total, and the totals that lead nowhere, each with its own parts."""
    carried = {part for line in lines for part in line["parts"]}
    tops = [index for index in range(len(lines)) if index not in carried]
    tops.sort(key=lambda index: _rank(lines[index], stated_cell))
    seen: set[int] = set()
    links = [_link(lines, index, seen, 0) for index in tops]
    # a circle of totals has no top: what is left is shown flat
    links += [_link(lines, index, seen, DEEPEST) for index in range(len(lines)) if index not in seen]
    main = [link for link in links if _rank(link.line, stated_cell) < 2][:1]
    for link in main:
        link.root = True
    return main, [link for link in links if link not in main]


def _rank(line: dict[str, Any], stated_cell: str | None) -> int:
    if line["kind"] == TotalKind.TENDER:
        return 0
    return 1 if line["cell"] == stated_cell else 2


def _link(lines: Sequence[dict[str, Any]], index: int, seen: set[int], depth: int) -> Link:
    line = lines[index]
    link = Link(
        line=line,
        kind=word(TOTAL_KINDS, line["kind"]),
        verdict=word(VERDICTS, line["verdict"]),
        tone=TONES.get(line["verdict"], ""),
        amount=Decimal(line["amount"]),
        expected=_decimal(line["expected"]),
        difference=_decimal(line["difference"]),
        again=index in seen and bool(line["parts"]),
    )
    if index not in seen:
        seen.add(index)
        if depth < DEEPEST:
            link.children = [_link(lines, part, seen, depth + 1) for part in line["parts"]]
    return link


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
