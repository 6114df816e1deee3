"""A sheet read as a person says: its heading and its columns are theirs, the rest is Mizan's."""

from __future__ import annotations

from boq.engine.model import Role, SheetMapping
from boq.engine.readers.formulas import column_index
from boq.engine.tables.columns import Columns, resolve
from boq.engine.tables.headers import HeaderBlock, find_headers
from boq.engine.tables.headings import read_headings
from boq.engine.tables.money import Money
from boq.engine.tables.sheet import Sheet, Table, read_table, understand
from boq.engine.tables.view import View


def understand_told(view: View, mapping: SheetMapping) -> Sheet:
    """The sheet with the person's columns; without columns as Mizan sees it, used or not as they say."""
    if not mapping.use:
        return Sheet(view, [], told=True, wanted=False)
    if not mapping.columns:
        sheet = understand(view)
        sheet.told = True
        return sheet
    block = _block(view, mapping.header_row)
    first = block.last + 1 if block is not None else 0
    columns = _columns(resolve(view, block, first, len(view.rows)), mapping.columns)
    table = Table(block, columns, first, len(view.rows))
    read_table(view, table, top=True)
    return Sheet(view, [table], told=True)


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
