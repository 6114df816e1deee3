"""Where the money of a file stands: the amounts of items and the total lines, found by their cells."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from operator import le

from boq.engine.formulas.syntax import Area
from boq.engine.model import Item, Standing, StatedTotal

ZERO = Decimal(0)


@dataclass(slots=True)
class Column:
    """The amounts of items in one column of a sheet, from top to bottom. Rows are 0-based, `items` positions in the bill."""

    sheet: str
    column: int
    rows: array[int] = field(default_factory=lambda: array("q"))
    items: array[int] = field(default_factory=lambda: array("q"))
    worth: list[Decimal] = field(default_factory=list)
    counts: bytearray = field(default_factory=bytearray)

    def sort(self) -> bool:
        """From top to bottom, which is the order of most bills; True where it was not that of this one."""
        if all(map(le, self.rows, islice(self.rows, 1, None))):
            return False
        order = sorted(range(len(self.rows)), key=lambda place: (self.rows[place], self.items[place]))
        self.rows = array("q", (self.rows[place] for place in order))
        self.items = array("q", (self.items[place] for place in order))
        self.worth = [self.worth[place] for place in order]
        self.counts = bytearray(self.counts[place] for place in order)
        return True

    def between(self, first: int, last: int) -> tuple[int, int]:
        """Positions of the amounts that stand in rows `first` to `last`."""
        return bisect_left(self.rows, first), bisect_right(self.rows, last)


_NONE: dict[int, Column] = {}


class Ledger:
    """Finds amounts and totals by cell. Positions of totals are those of the list it is given."""

    def __init__(self, items: Sequence[Item], totals: Sequence[StatedTotal]) -> None:
        self.items, self.totals = items, totals
        self.columns: dict[str, dict[int, Column]] = {}
        self.total_rows: dict[str, dict[int, list[tuple[int, int]]]] = {}
        self.total_at: dict[tuple[str, int, int], int] = {}
        self._lines: dict[str, list[tuple[int, int]]] = {}
        self._worth: dict[str, Decimal] = {}
        self._home: list[Column | None] = [None] * len(items)  # the column of an item's first amount
        self._place = array("q", bytes(8 * len(items)))  # and where in it
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
        counted = Standing.COUNTS
        for index, item in enumerate(self.items):
            source = item.source
            for number, price in enumerate(item.prices):
                if price.amount_column:
                    place = price.amount_column - 1
                    column = self.columns.get(source.sheet, _NONE).get(place) or self._column(source.sheet, place)
                    if not number:
                        self._home[index], self._place[index] = column, len(column.rows)
                    worth = price.calculated if price.amount is None else price.amount
                    column.rows.append((price.amount_row or source.row) - 1)
                    column.items.append(index)
                    column.worth.append(worth or ZERO)
                    column.counts.append(item.standing is counted)
        for columns in self.columns.values():
            for column in columns.values():
                if column.sort():
                    self._find_again(column)

    def _column(self, sheet: str, place: int) -> Column:
        columns = self.columns.get(sheet)
        if columns is None:
            columns = self.columns[sheet] = {}
        column = columns.get(place)
        if column is None:
            column = columns[place] = Column(sheet, place)
        return column

    def _find_again(self, column: Column) -> None:
        """The places of first amounts in a column that was put in order: an item's first amount was added first."""
        for place in range(len(column.items) - 1, -1, -1):
            index = column.items[place]
            first = self.items[index].prices[0]
            if (
                self._home[index] is column
                and column.rows[place] == (first.amount_row or self.items[index].source.row) - 1
            ):
                self._place[index] = place

    def stretches_of(self, first: int, last: int) -> Iterator[tuple[Column, int, int]]:
        """Where the first amounts of items `first` to before `last` of the bill stand: columns, and from where to before where in them."""
        column, start, end = None, 0, 0
        for home, place in zip(self._home[first:last], self._place[first:last], strict=True):
            if home is column and place == end:
                end += 1
            elif home is not None:
                if column is not None:
                    yield column, start, end
                column, start, end = home, place, place + 1
        if column is not None:
            yield column, start, end

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
        return [one for one in found if any(self._home[index] is one for index in one.items[:50])]

    def worth_of(self, sheet: str) -> Decimal:
        """What the items of a sheet that count are worth."""
        if sheet not in self._worth:
            pairs = (pair for one in self.mains(sheet) for pair in zip(one.worth, one.counts, strict=True))
            self._worth[sheet] = sum((worth for worth, counts in pairs if counts), ZERO)
        return self._worth[sheet]

    def is_money(self, area: Area) -> bool:
        """True when an item's amount or a total stands in the area."""
        return bool(self.totals_in(area) or self.amounts_in(area))
