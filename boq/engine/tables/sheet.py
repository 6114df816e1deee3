"""One sheet understood: its tables, its rows, and what the sheet is for."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from boq.engine.tables.beside import groups_of, part_of_block, part_of_view, title_above
from boq.engine.tables.binding import resolve
from boq.engine.tables.columns import Columns
from boq.engine.tables.headers import HeaderBlock, find_headers, is_number_row
from boq.engine.tables.infer import LEAST_ROWS, infer_columns
from boq.engine.tables.kinds import HEADING, ITEM, NOTE, SUBTOTAL
from boq.engine.tables.line_reader import read_lines
from boq.engine.tables.lines import Line
from boq.engine.tables.offers import part_offers
from boq.engine.tables.settle import settle
from boq.engine.tables.split_money import join_split_money
from boq.engine.tables.stacked import constant_total, unstack
from boq.engine.tables.sums import Sums
from boq.engine.tables.view import View
from boq.engine.tables.words import STRONG, total_kind
from boq.engine.tables.worth import value_of


@dataclass(slots=True)
class Table:
    """A heading, its columns and the rows under it (0-based, `last` exclusive)."""

    block: HeaderBlock | None
    columns: Columns
    first: int
    last: int
    lines: list[Line] = field(default_factory=list)
    role: str = "bill"
    parties: dict[int, str] = field(default_factory=dict)  # row -> party where every party has rows of its own
    constant: Line | None = None
    settled: list[Line] | None = None  # the items, once no row changes its kind any more

    @property
    def items(self) -> list[Line]:
        """Lines that are items."""
        return self.settled if self.settled is not None else [x for x in self.lines if x.kind is ITEM]


@dataclass(slots=True)
class Sheet:
    """A sheet with its tables from top to bottom. `reason` is the code of `SheetReading.reason`."""

    view: View
    tables: list[Table]
    reason: str = "other"
    used: bool = False
    standing: str = ""
    twin: str = ""
    told: bool = False
    wanted: bool = True
    counts_all: bool = False  # a total adds up all items: what it adds up counts, whatever the words of an item say
    adds_up: bool = False  # a person says that it is a summary
    settled: list[Line] | None = None  # the items, once no row changes its kind any more
    settled_total: float | None = None  # and their sum, once that was asked for

    @property
    def name(self) -> str:
        """The sheet's name."""
        return self.view.grid.name

    @property
    def items(self) -> list[Line]:
        """Items of all bill tables."""
        if self.settled is not None:
            return self.settled
        tables = [table for table in self.tables if table.role == "bill"]
        return tables[0].items if len(tables) == 1 else [line for table in tables for line in table.items]

    @property
    def lines(self) -> list[Line]:
        """Lines of all tables in file order."""
        return [line for table in self.tables for line in table.lines]

    @property
    def total(self) -> float:
        """Sum of the items' values."""
        if self.settled is None:
            return sum(value_of(line) for line in self.items)
        if self.settled_total is None:
            self.settled_total = sum([value_of(line) for line in self.settled])
        return self.settled_total

    def settle(self) -> None:
        """What is an item stays one from here on: the lists of items are made once and not changed."""
        for table in self.tables:
            table.settled = table.items
        self.settled = self.items


def understand(view: View) -> Sheet:
    """Find the tables of a sheet and read their rows."""
    blocks = find_headers(view)
    tables: list[Table] = []
    total = len(view.rows)
    if not blocks:
        inferred = infer_columns(view, 0, total)
        if inferred is not None:
            tables.append(Table(None, inferred, 0, total))
            read_table(view, tables[-1], top=True)
    elif blocks[0].first > LEAST_ROWS:
        above = infer_columns(view, 0, blocks[0].first)
        if above is not None and above.unit is not None:
            tables.append(Table(None, above, 0, blocks[0].first))
            read_table(view, tables[-1], top=False)
            if not any(line.known_unit for line in tables[-1].items):
                tables.clear()
    for number, block in enumerate(blocks):
        last = blocks[number + 1].first if number + 1 < len(blocks) else total
        join_split_money(view, block, last)
        groups = groups_of(view, block)
        if len(groups) > 1:
            tables += [_beside(view, block, group, last) for group in groups]
            continue
        columns = resolve(view, block, block.last + 1, last)
        tables.append(Table(block, columns, block.last + 1, last))
        read_table(view, tables[-1], top=len(tables) == 1)
    for before, table in pairwise(tables):
        _title_with_total(before, table)
    return Sheet(view, tables)


def _title_with_total(above: Table, table: Table) -> None:
    """`Part II Electrical work ... 314,052` over the heading of the next table is that table's title and its total."""
    if table.block is None:
        return
    sums = Sums([value_of(line) for line in table.items])
    for line in reversed(above.lines):
        if line.row < table.block.first - OVER or line.kind is SUBTOTAL:
            return
        if line.amount and line.weak == "amount_only" and line.text and sums.end_of(0, line.amount) is not None:
            line.kind, line.amount_only, line.weak = HEADING, True, ""


def _beside(view: View, block: HeaderBlock, group: range, last: int) -> Table:
    """One of several tables side by side, read as if it stood alone."""
    own, heading = part_of_view(view, group), part_of_block(block, group)
    table = Table(heading, resolve(own, heading, block.last + 1, last), block.last + 1, last)
    read_table(own, table, top=False)
    table.lines[:0] = title_above(own, heading)
    return table


def read_table(view: View, table: Table, top: bool) -> None:
    """Read the rows of a table whose columns are known; `top` looks for totals above the heading."""
    if table.block is not None:
        rows = range(table.first, min(table.first + NUMBERED_ROWS, table.last))
        table.block.repeats += [row for row in rows if is_number_row(view, row) and row not in table.block.repeats]
    skip = frozenset(table.block.repeats) if table.block else _numbered(view, table)
    table.lines = read_lines(view, table.columns, table.first, table.last, skip)
    if top:
        table.lines[:0] = totals_above(view, table)
    settle(view, table.columns, table.lines)
    table.parties = unstack(view, table.columns, table.lines)
    if table.block is not None and not table.parties:
        table.parties = part_offers(view, table.block, table.lines)
    if table.block is not None:
        headings = {column: heading.text for column, heading in table.block.headings.items()}
        table.constant = constant_total(view, table.columns, table.lines, headings)


OVER = 4  # rows over a heading in which the title of its table may stand


def _numbered(view: View, table: Table) -> frozenset[int]:
    """The row of column numbers under a heading whose words nobody knows."""
    rows = range(table.first, min(table.first + ABOVE, table.last))
    return frozenset(row for row in rows if is_number_row(view, row))


NUMBERED_ROWS = 6  # rows under a heading in which the row of column numbers may stand
ABOVE = 30  # rows over the heading in which a total may stand


def totals_above(view: View, table: Table) -> list[Line]:
    """Amounts that stand in or above the heading, in the amount column: totals on top, if the items prove them."""
    column = table.columns.amount
    if column is None or table.block is None:
        return []
    found = []
    for row in range(max(0, table.block.first - ABOVE), table.block.last + 1):
        amount = view.figure(row, column)
        if amount and abs(amount) >= 100:
            texts = [value for _, value in view.filled(row) if type(value) is str and row < table.block.first]
            label = next((text for text in texts if total_kind(text) in STRONG), "")
            kind = SUBTOTAL if label or not texts else NOTE
            total = total_kind(label) if label else None
            found.append(Line(row, kind, amount=amount, top=True, amount_at=column, label=label, total=total))
    if not any(line.kind is SUBTOTAL for line in found):
        for line in found:
            line.kind = SUBTOTAL
    return found if sum(line.kind is SUBTOTAL for line in found) <= 4 else []
