"""The columns of figures of a table as values: pairs of rate and amount, and the numbers of checked rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from boq.engine.tables.headings import Heading
from boq.engine.tables.profile import Series, series
from boq.engine.tables.roles import PARTS
from boq.engine.tables.view import View

WHOLE = frozenset({"material", "labour"})
_AND = re.compile(r"[&+]|และ|\b(?:and|и|und|et|y|e|ve)\b|\sو", re.IGNORECASE)
NOT_WHOLE = frozenset({"later", "tax", "words"})


def part_of(heading: Heading) -> str:
    """The part of a rate that a heading names, "" when it names none or, as a total does, several: `Material and labour`."""
    names = heading.qualifiers & PARTS
    if len(names) > 1:
        return "" if "total" in heading.qualifiers or (names == WHOLE and _AND.search(heading.text)) else "other"
    return next(iter(names), "")


@dataclass(slots=True)
class Pair:
    """A rate and an amount column that belong together; `label` names the part of the rate or the party."""

    label: str
    rate: int | None
    amount: int | None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A column of discounts (`sign` -1) or taxes (1) of every row: so much per `divisor` of the rate, or money for the whole row
    where that is 0.
    """

    column: int
    label: str
    sign: int
    divisor: int


@dataclass(slots=True)
class Money:
    """The figures of a table. `agree` of `checked` sampled rows satisfy quantity × rate = amount."""

    quantity: int | None = None
    rate: int | None = None
    amount: int | None = None
    parts: list[Pair] = field(default_factory=list)
    parties: list[Pair] = field(default_factory=list)
    label: str = ""
    later: tuple[int, ...] = ()
    loose: tuple[int, ...] = ()  # columns of numbers that nothing was made of
    adjusts: tuple[Adjustment, ...] = ()
    agree: int = 0
    checked: int = 0

    @property
    def proven(self) -> bool:
        """Arithmetic holds on nearly all rows that can be checked."""
        return self.checked >= 3 and self.agree >= self.checked * 0.8

    def used(self) -> set[int]:
        """All columns of figures that are read."""
        pairs = [(self.rate, self.amount), *((pair.rate, pair.amount) for pair in (*self.parts, *self.parties))]
        adjusts = {adjustment.column for adjustment in self.adjusts}
        return (
            {c for pair in pairs for c in pair if c is not None}
            | adjusts
            | ({self.quantity} if self.quantity is not None else set())
        )


class Sample:
    """Numbers of columns on the checked rows, read once each."""

    def __init__(self, view: View, rows: Sequence[int]) -> None:
        self.view, self.rows, self.columns = view, rows, {}  # type: tuple[View, Sequence[int], dict[int, Series]]

    def __getitem__(self, column: int) -> Series:
        if column not in self.columns:
            self.columns[column] = series(self.view, self.rows, column)
        return self.columns[column]
