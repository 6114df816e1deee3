"""From lines to the bill: sections, items, prices, stated totals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from boq.engine.book import Book
from boq.engine.chain import link
from boq.engine.item_kinds import kind_in_title
from boq.engine.items import ItemMaker
from boq.engine.keys import Keys
from boq.engine.model import Boq, Item, Section, SourceRef
from boq.engine.money import currency_of, language_of, rounding_of
from boq.engine.outline import Outline
from boq.engine.preambles import Ruling, Rulings
from boq.engine.stated import find_stated
from boq.engine.tables.kinds import HEADING, ITEM, NOTE, SUBTOTAL
from boq.engine.tables.sheet import Sheet, Table
from boq.engine.total_lines import TotalLines

TakeItems = Callable[[Sequence[Item]], None]
ITEMS_AT_ONCE = 2_000  # items that are handed on together


def assemble(book: Book, names: Mapping[str, str] | None = None, take: TakeItems | None = None) -> Boq:
    """The bill of all used sheets, its totals linked and judged. `names` are the workbook's defined names.

    `take` gets the items by the ITEMS_AT_ONCE as soon as so many are made; what is left at the end stands in the bill alone.
    """
    currency = currency_of(book)
    works = _works(book, take)
    rounding = rounding_of(works.items, currency)
    lines = works.lines
    totals = link(book, works.items, lines.totals, lines.proofs, works.sections, rounding, _root(book), names)
    return Boq(
        sections=tuple(works.sections),
        items=tuple(works.items),
        totals=totals,
        parties=tuple(works.parties),
        currency=currency,
        language=language_of(book),
        rounding=rounding,
    )


class _Works(NamedTuple):
    """What the lines of a bill are made into."""

    items: list[Item]
    sections: list[Section]
    lines: TotalLines
    parties: list[str]


class _Items(list[Item]):
    """Items in file order, handed on while they are made."""

    def __init__(self, take: TakeItems | None) -> None:
        super().__init__()
        self.take = take
        self.full = ITEMS_AT_ONCE

    def hand_on(self) -> None:
        """Hand on the last ITEMS_AT_ONCE items."""
        if self.take is not None:
            self.take(self[self.full - ITEMS_AT_ONCE : self.full])
        self.full += ITEMS_AT_ONCE


def _works(book: Book, take: TakeItems | None) -> _Works:
    """Sections, items and total lines of all used sheets, and the totals of summaries behind them."""
    keys = Keys()
    outline = Outline(keys, many=len(book.used) > 1)
    items = _Items(take)
    lines = TotalLines()
    parties: list[str] = []
    for index in book.used:
        sheet = book.sheets[index]
        first = len(items)
        outline.open_sheet(sheet)
        section_of = _read_sheet(sheet, outline, keys, items, parties)
        lines.add_bill(sheet, book.totals[index], items[first:], first, section_of)
    for index, sheet in enumerate(book.sheets):
        if not sheet.used and sheet.reason == "summary":
            lines.add_summary(sheet, book.totals[index])
    return _Works(items, outline.close(), lines, parties)


def _root(book: Book) -> SourceRef | None:
    """The cell of the stated total."""
    found = find_stated(book)
    if found is None:
        return None
    line = found.total.line
    return SourceRef(book.sheets[found.sheet].name, line.row + 1, line.amount_at + 1)


def _read_sheet(sheet: Sheet, outline: Outline, keys: Keys, items: _Items, parties: list[str]) -> dict[int, int]:
    """Append the sheet's items; returns the section that was open at each total line's row."""
    section_of: dict[int, int] = {}
    rulings = Rulings()
    for table in sheet.tables:
        if table.role != "bill":
            continue
        maker = ItemMaker(sheet, table, keys)
        _note_parties(table, parties)
        section, key, standing = outline.here()
        under = _kind_under(outline)
        ruling: Ruling | None = None  # stands until the next text
        make, before = maker.item, len(items)
        for line in table.lines:
            kind = line.kind
            if kind is ITEM:
                if ruling is None:
                    ruling = rulings.over(outline.stack)
                items.append(make(line, section, key, standing, ruling, under))
                if len(items) == items.full:
                    items.hand_on()
                continue
            if before < len(items):
                outline.count(len(items) - before)
                before = len(items)
            ruling = None
            if kind is HEADING:
                outline.open(sheet, table, line)
                section, key, standing = outline.here()
                under = _kind_under(outline)
                rulings.heading(section, line.text, line.row)
            elif kind is NOTE and line.text:
                rulings.text(section, line.text, line.row)
            elif kind is SUBTOTAL:
                section_of[line.row] = section
                outline.total(sheet, table, line)
        outline.count(len(items) - before)
    return section_of


def _kind_under(outline: Outline) -> str:
    """The kind of items that the innermost of the open headings names."""
    titles = (outline.nodes[index].title for index in reversed(outline.stack))
    return next((kind for title in titles if (kind := kind_in_title(title))), "")


def _note_parties(table: Table, parties: list[str]) -> None:
    money = table.columns.money
    names = [money.label, *(pair.label for pair in money.parties)] if money.parties else list(table.parties.values())
    parties += [name for name in dict.fromkeys(names) if name and name not in parties]
