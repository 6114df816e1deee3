"""One table printed over pages that lie beside one another: its parts are joined again, row by row, where that is certain."""

from __future__ import annotations

from collections.abc import Sequence

from boq.engine.readers.pdf.cells import cell_text
from boq.engine.readers.pdf.layout import Part, Table
from boq.engine.readers.pdf.parts import Row
from boq.engine.tables.roles import CORE, FIGURES, role_of

SAME_HEIGHT = 2.5  # points by which the rows of two pages may differ
LEAST_ROWS = 3
NAMES = frozenset({"desc", "item", "ref"})
LONG = 28  # letters: a column with longer texts describes works


def join_sideways(tables: Sequence[Table]) -> tuple[list[Table], list[Table]]:
    """The tables, those that lie side by side made one; and those that look so and whose rows do not meet."""
    joined: list[Table] = []
    apart: list[Table] = []
    for table in tables:
        left = joined[-1] if joined else None
        if left is None or not _may_continue(left, table):
            joined.append(table)
        elif _rows_meet(left, table):
            _join(left, table)
        else:
            joined.append(table)
            apart.append(table)
    return joined, apart


def _may_continue(left: Table, right: Table) -> bool:
    """As many pages on either side, none of them shared, and what the right side holds is missing on the left."""
    ours, theirs = [part.page for part in left.parts], [part.page for part in right.parts]
    if len(ours) != len(theirs) or set(ours) & set(theirs) or len(set(ours)) < len(ours):
        return False
    first, other = _roles(left), _roles(right)
    if other & NAMES or not (first & NAMES or left.joined) or not other & (FIGURES | {"unit"}):
        return False
    return not (other - {"rate", "amt", "price"}) & first and not (
        first & FIGURES and not left.joined and other & first
    )


def _roles(table: Table) -> set[str]:
    """What the columns are called, by the first row that names one."""
    for row in table.parts[0].rows:
        found = {role_of(text).role for text in _texts(row) if len(text) <= 60 and role_of(text).cover >= 0.5} & CORE
        if found and (len(found) >= 2 or len(row.cells) <= 2):
            return found
    return set()


def _texts(row: Row) -> list[str]:
    return [text for cell in row.cells.values() if (text := cell_text(cell.lines).value)]


def _rows_meet(left: Table, right: Table) -> bool:
    """True when every row of the right pages stands at the height of one of the left pages."""
    rows = met = 0
    for ours, theirs in zip(left.parts, right.parts, strict=True):
        heights = [_middle(row) for row in ours.rows]
        for row in theirs.rows:
            if row.cells and not row.furniture:
                rows += 1
                met += any(abs(_middle(row) - height) <= SAME_HEIGHT for height in heights)
    return rows >= LEAST_ROWS and met == rows


def _middle(row: Row) -> float:
    return (row.top + row.bottom) / 2


def _join(left: Table, right: Table) -> None:
    """Put the cells of the right pages beside those of the left."""
    for ours, theirs in zip(left.parts, right.parts, strict=True):
        for row in theirs.rows:
            home = None if row.furniture else _home(ours, row)
            if home is None:
                if row.cells:
                    row.cells = {column + left.columns: cell for column, cell in row.cells.items()}
                    ours.rows.append(row)
                continue
            for column, cell in row.cells.items():
                home.cells[column + left.columns] = cell
            home.spans += [(a + left.columns, b + left.columns, down) for a, b, down in row.spans]
    left.columns += right.columns
    left.joined = True


def _home(part: Part, row: Row) -> Row | None:
    near = [other for other in part.rows if not other.furniture and abs(_middle(other) - _middle(row)) <= SAME_HEIGHT]
    return min(near, key=lambda other: abs(_middle(other) - _middle(row)), default=None)
