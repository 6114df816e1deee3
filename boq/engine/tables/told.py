"""A sheet read as a person says: its heading, columns, decimal marks and kinds of rows are theirs, the rest is Mizan's."""

from __future__ import annotations

from boq.engine.model import Role, RowKind, RowRun, SheetMapping
from boq.engine.readers.formulas import column_index
from boq.engine.tables.binding import resolve
from boq.engine.tables.columns import Columns
from boq.engine.tables.figures import Money
from boq.engine.tables.headers import HeaderBlock, find_headers
from boq.engine.tables.headings import read_headings
from boq.engine.tables.kinds import COLLECTION, DESCRIPTION, HEADING, ITEM, NOTE, SUBTOTAL
from boq.engine.tables.line_reader import read_lines
from boq.engine.tables.lines import Line
from boq.engine.tables.purpose import purpose
from boq.engine.tables.sheet import Sheet, Table, read_table, understand
from boq.engine.tables.view import View
from boq.engine.tables.words import total_kind

TOLD_KINDS = (
    ITEM,
    HEADING,
    DESCRIPTION,
    NOTE,
    SUBTOTAL,
    COLLECTION,
    RowKind.NOT_BILL,
)
"""What a person may call a row. The heading of the columns is said by `SheetMapping.header_row`."""
_LISTED = (SUBTOTAL, COLLECTION)


def understand_told(view: View, mapping: SheetMapping) -> Sheet:
    """The sheet with the person's word; without columns as Mizan sees it, used or not as they say."""
    if not mapping.use:
        return _summary(view) if mapping.summary else Sheet(view, [], told=True, wanted=False)
    view.marks.update({column_index(letters): mark for letters, mark in mapping.marks.items()})
    if mapping.columns:
        block = _block(view, mapping.header_row)
        first = block.last + 1 if block is not None else 0
        columns = _columns(resolve(view, block, first, len(view.rows)), mapping.columns)
        table = Table(block, columns, first, len(view.rows))
        read_table(view, table, top=True)
        sheet = Sheet(view, [table], told=True)
    else:
        sheet = understand(view)
        sheet.told = True
        _give_roles(sheet)
    if mapping.rows:
        _tell(sheet, mapping.rows)
    return sheet


def _summary(view: View) -> Sheet:
    """A sheet whose rows are the totals of the others."""
    sheet = understand(view)
    sheet.told = sheet.adds_up = True
    for table in sheet.tables:
        table.role = "summary"
    return sheet


def _give_roles(sheet: Sheet) -> None:
    """Tables of a sheet that is to be read are what they look like, as long as one of them is a bill."""
    roles = [purpose(table) for table in sheet.tables]
    if "bill" in roles:
        for table, role in zip(sheet.tables, roles, strict=True):
            table.role = role


def _block(view: View, header_row: int | None) -> HeaderBlock | None:
    """The heading that holds the row (1-based), or that row alone; None where there is no heading."""
    if header_row is None or not 0 < header_row <= len(view.rows):
        return None
    row = header_row - 1
    known = find_headers(view)
    for number, block in enumerate(known):
        if block.first <= row <= block.last:
            for later in known[number + 1 :]:
                block.repeats += [*range(later.first, later.last + 1), *later.repeats]
            return block
    return HeaderBlock(row, row, read_headings(view, row, row, row))


def _columns(seen: Columns, told: dict[str, str]) -> Columns:
    """The person's columns; what goes with them (parts, parties, notes) is kept where nothing they said is touched."""
    place = {role: column_index(letters) for role, letters in told.items() if letters}
    money = Money(place.get(Role.QUANTITY), place.get(Role.RATE), place.get(Role.AMOUNT))
    if (money.quantity, money.rate, money.amount) == (seen.quantity, seen.rate, seen.amount):
        money = seen.money
    taken = set(place.values())
    return Columns(
        ref=place.get(Role.REF),
        description=(place[Role.DESCRIPTION],) if Role.DESCRIPTION in place else (),
        unit=place.get(Role.UNIT),
        money=money,
        level=seen.level if seen.level not in taken else None,
        bidder=seen.bidder if seen.bidder not in taken else None,
        scope=seen.scope if seen.scope not in taken else None,
        sections=tuple(c for c in seen.sections if c not in taken),
        notes=tuple(c for c in (*seen.notes, *seen.description) if c not in taken),
        headed=seen.headed | set(place),
        unit_share=1.0 if Role.UNIT in place else 0.0,
    )


def _tell(sheet: Sheet, runs: tuple[RowRun, ...]) -> None:
    """Make every row of the runs what the person says; a later word wins. Empty rows stay empty."""
    told = {row: run.kind for run in runs for row in range(run.first - 1, min(run.last, len(sheet.view.rows)))}
    start = 0
    for table in sheet.tables:
        own = {row: kind for row, kind in told.items() if start <= row < table.last and sheet.view.rows[row]}
        start = table.last
        if own:
            _tell_table(sheet.view, table, own)


def _tell_table(view: View, table: Table, told: dict[int, RowKind]) -> None:
    """Change the lines of one table; a row that had none (over the table, or a repeated heading) gets one."""
    lines = {line.row: line for line in table.lines if not line.top}
    for row, kind in told.items():
        if kind is RowKind.NOT_BILL:
            lines.pop(row, None)
            continue
        line = lines.get(row) or next(iter(read_lines(view, table.columns, row, row + 1, frozenset())), None)
        if line is not None:
            lines[row] = line
            _become(view, table, line, kind)
    above = [line for line in table.lines if line.top and line.row not in told]
    table.lines = [*above, *(lines[row] for row in sorted(lines))]
    if table.block is not None:
        table.block.repeats = [row for row in table.block.repeats if row not in told]


def _become(view: View, table: Table, line: Line, kind: RowKind) -> None:
    """Change what a line is, and what goes with that: a total has a label and an amount, other rows have neither."""
    line.kind, line.weak, line.amount_only = kind, "", False
    if kind in _LISTED:
        line.label = line.label or line.text or line.ref
        line.total = line.total or (total_kind(line.label) if line.label else None)
        if line.amount is None:
            _find_amount(view, table, line)
    else:
        line.label, line.total, line.summed = "", None, False
    if kind is HEADING:
        line.amount_only = line.amount is not None and not line.quantity and not line.rate


def _find_amount(view: View, table: Table, line: Line) -> None:
    """The amount of a row that is said to be a total: its last number, wherever it stands; those of quantities and rates only at need."""
    columns = range(len(view.rows[line.row]) - 1, -1, -1)
    apart = {table.columns.quantity, table.columns.rate, table.columns.ref}
    for choice in ([c for c in columns if c not in apart], [c for c in columns if c in apart]):
        for column in choice:
            number = view.number(line.row, column)
            if number is not None:
                line.amount, line.amount_at = number, column
                return
