"""A sheet whose format says what every row is: lines made from its records, nothing found, proved or settled."""

from __future__ import annotations

from boq.engine.layout import Layout, Record
from boq.engine.model import Role, RowKind
from boq.engine.tables.columns import Columns
from boq.engine.tables.figures import Money
from boq.engine.tables.headers import HeaderBlock
from boq.engine.tables.lines import Line
from boq.engine.tables.sheet import Sheet, Table
from boq.engine.tables.view import View, as_text


def understand_structured(view: View, layout: Layout, used: bool = True) -> Sheet:
    """The sheet as its layout declares it; `used` False where a person left it out."""
    place = layout.columns
    known = [column for role in (Role.REF, Role.DESCRIPTION, Role.UNIT) if (column := place.get(role)) is not None]
    money = Money(place.get(Role.QUANTITY), place.get(Role.RATE), place.get(Role.AMOUNT))
    columns = Columns(
        ref=place.get(Role.REF),
        description=(place[Role.DESCRIPTION],) if Role.DESCRIPTION in place else (),
        unit=place.get(Role.UNIT),
        money=money,
        notes=tuple(column for column in range(view.width) if column not in known),
        headed=frozenset(role.value for role in place),
        unit_share=1.0,
    )
    heading = next((row for row, record in enumerate(layout.records) if _is(record, RowKind.HEADER)), None)
    block = HeaderBlock(heading, heading, {}) if heading is not None else None
    table = Table(block, columns, 0, len(view.rows))
    table.lines = [
        _line(view, columns, row, record)
        for row, record in enumerate(layout.records[: len(view.rows)])
        if record is not None and record.kind is not RowKind.HEADER
    ]
    sheet = Sheet(view, [table], reason="bill" if used else "other", used=used, wanted=used)
    if used and not any(line.kind is RowKind.ITEM for line in table.lines):
        sheet.reason = "bill" if view.rows else "empty"
    return sheet


def _is(record: Record | None, kind: RowKind) -> bool:
    return record is not None and record.kind is kind


def _line(view: View, columns: Columns, row: int, record: Record) -> Line:
    """The line of a record: texts from its cells, figures as declared."""
    cells = view.rows[row]
    size = len(cells)

    def text(column: int | None) -> str:
        return as_text(cells[column]) if column is not None and column < size else ""

    value = record.amount
    if value is None and record.kind is RowKind.ITEM and record.quantity is not None and record.rate is not None:
        value = record.quantity * record.rate / record.base
    return Line(
        row,
        record.kind,
        text(columns.ref),
        text(columns.description[0] if columns.description else None),
        text(columns.unit),
        known_unit=True,
        quantity=None if record.quantity is None else float(record.quantity),
        rate=None if record.rate is None else float(record.rate),
        amount=None if value is None else float(value),
        total=record.total,
        label=text(columns.description[0]) if record.total is not None and columns.description else "",
        level=record.level,
        amount_at=-1 if columns.amount is None else columns.amount,
        scope=record.standing.value,
    )
