"""Where the money of a file stands: the amounts of items and the total lines, found by their cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from boq.engine.formulas.syntax import Area
from boq.engine.model import Item, Standing, StatedTotal

ZERO = Decimal(0)


@dataclass(slots=True)
class Column:
    """The amounts of items in one column of a sheet, from top to bottom. Rows are 0-based, `items` positions in the bill."""

    sheet: str
    column: int
    rows: list[int] = field(default_factory=list)
    items: list[int] = field(default_factory=list)
    worth: list[Decimal] = field(default_factory=list)
    counts: list[bool] = field(default_factory=list)

    def between(self, first: int, last: int) -> tuple[int, int]:
        """Positions of the amounts that stand in rows `first` to `last`."""
        return bisect_left(self.rows, first), bisect_right(self.rows, last)


class Ledger:
    """Finds amounts and totals by cell. Positions of totals are those of the list it is given."""

    def __init__(self, items: Sequence[Item], totals: Sequence[StatedTotal]) -> None:
        self.items, self.totals = items, totals
        self.columns: dict[str, dict[int, Column]] = {}
        self.place_of: dict[int, tuple[Column, int]] = {}
        self.total_rows: dict[str, dict[int, list[tuple[int, int]]]] = {}
        self.total_at: dict[tuple[str, int, int], int] = {}
        self._lines: dict[str, list[tuple[int, int]]] = {}
        self._worth: dict[str, Decimal] = {}
        self._add_items()
        for index, total in enumerate(totals):
            place = total.source
            self.total_at.setdefault((place.sheet, place.row - 1, place.column - 1), index)
            rows = self.total_rows.setdefault(place.sheet, {}).setdefault(place.column - 1, [])
            rows.append((place.row - 1, index))
        for of_sheet in self.total_rows.values():
            for rows in of_sheet.values():
                rows.sort()

    def _add_items(self) -> None:
        found: dict[tuple[str, int], list[tuple[int, int, Decimal, bool]]] = {}
        for index, item in enumerate(self.items):
            for price in item.prices:
                if price.amount_column:
                    row = (price.amount_row or item.source.row) - 1
                    entry = (row, index, price.value or ZERO, item.standing is Standing.COUNTS)
                    found.setdefault((item.source.sheet, price.amount_column - 1), []).append(entry)
        for (sheet, place), entries in found.items():
            entries.sort(key=lambda entry: entry[:2])
            rows, items, worth, counts = map(list, zip(*entries, strict=True))
            column = Column(sheet, place, rows, items, worth, counts)
            self.columns.setdefault(sheet, {})[place] = column
            for position, index in enumerate(column.items):
                first = self.items[index].prices[0].amount_column - 1
                if first == place:
                    self.place_of[index] = (column, position)

    def amounts_in(self, area: Area) -> list[tuple[Column, int, int]]:
        """Stretches of item amounts in an area, without empty ones."""
        found = []
        for place, column in self.columns.get(area.sheet, {}).items():
            if area.left <= place <= area.right:
                first, last = column.between(area.top, area.bottom)
                if first < last:
                    found.append((column, first, last))
        return found

    def totals_in(self, area: Area) -> list[int]:
        """Total lines whose amounts stand in an area."""
        found = []
        for place, rows in self.total_rows.get(area.sheet, {}).items():
            if area.left <= place <= area.right:
                first = bisect_left(rows, (area.top, -1))
                last = bisect_right(rows, (area.bottom, len(self.totals)))
                found += [index for _, index in rows[first:last]]
        return sorted(found)

    def lines_of(self, sheet: str) -> list[tuple[int, int]]:
        """Row and position of all totals of a sheet, from top to bottom."""
        if sheet not in self._lines:
            of_sheet = self.total_rows.get(sheet, {}).values()
            self._lines[sheet] = sorted(pair for rows in of_sheet for pair in rows)
        return self._lines[sheet]

    def mains(self, sheet: str) -> list[Column]:
        """The columns of a sheet that hold the first prices."""
        found = self.columns.get(sheet, {}).values()
        return [one for one in found if any(self.place_of.get(i, (None, 0))[0] is one for i in one.items[:50])]

    def worth_of(self, sheet: str) -> Decimal:
        """What the items of a sheet that count are worth."""
        if sheet not in self._worth:
            pairs = (pair for one in self.mains(sheet) for pair in zip(one.worth, one.counts, strict=True))
            self._worth[sheet] = sum((worth for worth, counts in pairs if counts), ZERO)
        return self._worth[sheet]

    def is_money(self, area: Area) -> bool:
        """True when an item's amount or a total stands in the area."""
        return bool(self.totals_in(area) or self.amounts_in(area))
