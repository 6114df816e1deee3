"""From lines to the bill: sections, items, prices, stated totals."""

from __future__ import annotations

from decimal import Decimal

from boq.engine.book import Book
from boq.engine.items import ItemMaker
from boq.engine.keys import Keys
from boq.engine.model import Boq, Item, RowKind, SourceRef, StatedTotal, TotalKind, Verdict
from boq.engine.money import currency_of, decimal_of, language_of, rounding_of
from boq.engine.numbers import from_float
from boq.engine.outline import Outline
from boq.engine.tables.proof import Total
from boq.engine.tables.sheet import Sheet, Table


def assemble(book: Book) -> Boq:
    """The bill of all used sheets."""
    keys = Keys()
    currency = currency_of(book)
    outline = Outline(keys, many=len(book.used) > 1)
    items: list[Item] = []
    totals: list[StatedTotal] = []
    parties: list[str] = []
    for index in book.used:
        sheet = book.sheets[index]
        first = len(items)
        outline.open_sheet(sheet)
        section_of = _read_sheet(sheet, outline, keys, items, parties)
        totals += _totals(sheet, book.totals[index], items[first:], section_of)
    for index, sheet in enumerate(book.sheets):
        if not sheet.used and sheet.reason == "summary":
            totals += _totals(sheet, book.totals[index], [], {})
    sections = outline.close()
    return Boq(
        sections=tuple(sections),
        items=tuple(items),
        totals=tuple(totals),
        parties=tuple(parties),
        currency=currency,
        language=language_of(book),
        rounding=rounding_of(items, currency),
    )


def _read_sheet(sheet: Sheet, outline: Outline, keys: Keys, items: list[Item], parties: list[str]) -> dict[int, int]:
    """Append the sheet's items; returns the section that was open at each total line's row."""
    section_of: dict[int, int] = {}
    for table in sheet.tables:
        if table.role != "bill":
            continue
        maker = ItemMaker(sheet, table, keys)
        _note_parties(table, parties)
        section, key, standing = outline.here()
        for line in table.lines:
            if line.kind is RowKind.ITEM:
                outline.count()
                items.append(maker.item(line, section, key, standing))
            elif line.kind is RowKind.HEADING:
                outline.open(sheet, table, line)
                section, key, standing = outline.here()
            elif line.kind is RowKind.SUBTOTAL:
                section_of[line.row] = section
                outline.total(sheet, table, line)
    return section_of


def _note_parties(table: Table, parties: list[str]) -> None:
    money = table.columns.money
    names = [money.label, *(pair.label for pair in money.parties)] if money.parties else list(table.parties.values())
    parties += [name for name in dict.fromkeys(names) if name and name not in parties]


def _totals(sheet: Sheet, found: list[Total], items: list[Item], section_of: dict[int, int]) -> list[StatedTotal]:
    """Stated totals with what they add up to, exactly."""
    prefix = [Decimal(0)]
    for item in items:
        prefix.append(prefix[-1] + (item.value or Decimal(0)))
    stated: list[StatedTotal] = []
    for total in found:
        column = total.line.amount_at
        amount = decimal_of(sheet.view, total.line.row, column)
        if amount is None:
            amount = from_float(total.amount) or Decimal(0)
        expected = _expected(total, stated, prefix, bool(items))
        stated.append(
            StatedTotal(
                kind=total.kind if not (total.whole and total.kind is TotalKind.SUBTOTAL) else TotalKind.NET,
                label=total.line.label or total.line.text,
                amount=amount,
                source=SourceRef(sheet.name, total.line.row + 1, column + 1),
                section=section_of.get(total.line.row, -1),
                expected=expected,
                verdict=_verdict(total, expected, amount),
                claims=_claims(sheet, total, items, stated),
                formula=sheet.view.grid.formulas.get((total.line.row, column), ""),
            )
        )
    return stated


def _expected(total: Total, stated: list[StatedTotal], prefix: list[Decimal], own: bool) -> Decimal | None:
    if total.basis == "items" and own and total.last < len(prefix):
        return prefix[total.last] - prefix[total.first]
    if total.basis in ("totals", "chain"):
        entries = prefix[total.last] - prefix[total.first] if own and total.last < len(prefix) else Decimal(0)
        return entries + sum(
            (
                -abs(stated[i].amount) if stated[i].kind is TotalKind.DISCOUNT else stated[i].amount
                for i in total.sources
            ),
            Decimal(0),
        )
    if total.basis == "same":
        return stated[total.sources[0]].amount
    if (
        not total.basis
        and own
        and total.kind in (TotalKind.GRAND, TotalKind.NET, TotalKind.SUBTOTAL)
        and total.before < len(prefix)
    ):
        return prefix[total.before]
    return None


def _verdict(total: Total, expected: Decimal | None, amount: Decimal) -> Verdict:
    if total.basis:
        return Verdict.EQUAL
    return Verdict.UNKNOWN if expected is None or not expected else Verdict.OFF


def _claims(sheet: Sheet, total: Total, items: list[Item], stated: list[StatedTotal]) -> tuple[SourceRef, ...]:
    """First and last cell of the stretch, or the totals that were added."""
    if total.basis == "items" and items and total.last <= len(items) and total.last > total.first:
        ends = dict.fromkeys((total.first, total.last - 1))
        return tuple(items[i].source for i in ends)
    return tuple(stated[i].source for i in total.sources)
