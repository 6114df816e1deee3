"""Where every line of the bill stands on its sheet, and what every total comes to, known before anything is written."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from boq.engine.checks.extensions import ZERO
from boq.engine.checks.facts import bidder
from boq.engine.errors import EngineError
from boq.engine.model import Boq, Item, Price
from boq.engine.reports.lines import LineKind, Outline, counts

ROWS = 1_048_576  # what a sheet can hold


class Block(NamedTuple):
    """The 1-based rows of a section: its heading, the last of its own items, its total."""

    first: int
    last_item: int
    total: int


def bidders(boq: Boq) -> tuple[str, ...]:
    """The names of all that give prices, at least one; unnamed ones are numbered from the second on."""
    if len(boq.parties) > 1:
        return boq.parties
    names = {bidder(price, index): None for item in boq.items for index, price in enumerate(item.prices)}
    return tuple(names) or ("",)


def has_rate_base(boq: Boq) -> bool:
    """True when any rate is for more than one unit."""
    return any(price.rate_base != 1 for item in boq.items for price in item.prices)


def prices_of(item: Item, parties: tuple[str, ...]) -> list[Price | None]:
    """The price of each of `parties`, None where one gives none."""
    if len(parties) == 1:
        return [item.price]
    known = {bidder(price, index): price for index, price in enumerate(item.prices)}
    return [known.get(party) for party in parties]


def of_party(title: str, party: str) -> str:
    """The heading of a column that each party has: the only or first unnamed party's is the plain title."""
    return f"{title} – {party}" if party else title


class Plan:
    """The sheet of one bill: row 1 is the header, the last row the grand total. Section -1 is the whole bill."""

    def __init__(self, boq: Boq) -> None:
        self.boq = boq
        self.outline = Outline(boq)
        self.lines = list(self.outline.lines())
        self.parties = bidders(boq)
        last_row = len(self.lines) + 2
        if last_row > ROWS:
            raise EngineError("too_many_rows", rows=last_row, limit=ROWS)
        self.blocks: dict[int, Block] = {}
        self._mixed: set[int] = set()
        self._place(last_row)
        self.sums = self._add_up()

    def prices(self, item: Item) -> list[Price | None]:
        """The price of each party, in the order of `parties`."""
        return prices_of(item, self.parties)

    def totals_of_parts(self, section: int) -> list[int]:
        """The rows with the totals of the direct parts."""
        return [self.blocks[part].total for part in self.outline.parts.get(section, ()) if part in self.blocks]

    def all_count(self, section: int) -> bool:
        """True when every own item of the section enters the total."""
        return section not in self._mixed

    def section_of(self, item: Item) -> int:
        return item.section if item.section < len(self.boq.sections) else -1

    def _place(self, last_row: int) -> None:
        first: dict[int, int] = {-1: 1}
        last: dict[int, int] = {-1: 1}
        for row, line in enumerate(self.lines, start=2):
            if line.kind is LineKind.HEADING:
                first[line.of] = last[line.of] = row
            elif line.kind is LineKind.ITEM:
                item = self.boq.items[line.of]
                section = self.section_of(item)
                last[section] = row
                if not counts(item):
                    self._mixed.add(section)
            else:
                self.blocks[line.of] = Block(first[line.of], last[line.of], row)
        self.blocks[-1] = Block(1, last[-1], last_row)

    def _add_up(self) -> dict[int, list[Decimal]]:
        """Section -> its total for each party, exact: what counts in it and in its parts."""
        sums = {section: [ZERO] * len(self.parties) for section in self.blocks}
        for item in self.boq.items:
            if counts(item):
                own = sums[self.section_of(item)]
                for party, price in enumerate(self.prices(item)):
                    if price is not None and (value := price.value) is not None:
                        own[party] += value
        sections = self.boq.sections
        for index in sorted((one for one in self.blocks if one >= 0), key=lambda one: -sections[one].level):
            whole = sums[sections[index].parent if sections[index].parent >= 0 else -1]
            for party, amount in enumerate(sums[index]):
                whole[party] += amount
        return sums
