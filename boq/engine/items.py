"""One item: what is asked, exactly as the cells hold it."""

from __future__ import annotations

from boq.engine.item_kinds import kind_of_line
from boq.engine.item_texts import ItemTexts
from boq.engine.keys import Keys
from boq.engine.model import Item, SourceRef, Standing
from boq.engine.numbers import parse
from boq.engine.preambles import NONE, Ruling
from boq.engine.prices import PriceMaker
from boq.engine.tables.lines import Line
from boq.engine.tables.options import scope_in
from boq.engine.tables.sheet import Sheet, Table
from boq.engine.tables.worth import value_of
from boq.engine.text import fold
from boq.engine.units import STEEL, UNKNOWN, Unit, parse_unit, resolve

COUNTS = Standing.COUNTS
OPTIONS = {"alternative": Standing.ALTERNATIVE, "optional": Standing.OPTIONAL}


class ItemMaker:
    """Makes the items of one table."""

    def __init__(self, sheet: Sheet, table: Table, keys: Keys) -> None:
        columns = table.columns
        self.name, self.keys, self.prices = sheet.name, keys, PriceMaker(sheet.view, table)
        self.rows, self.formulas = sheet.view.rows, sheet.view.grid.formulas
        self.paged, self.page_of = bool(sheet.view.grid.pages), sheet.view.grid.page_of
        self.hidden_rows, self.hidden = sheet.view.grid.hidden_rows, sheet.view.grid.hidden
        self.quantity, self.counts_all = columns.quantity, sheet.counts_all
        self.mark = sheet.view.mark(columns.quantity) if columns.quantity is not None else "."
        self.units: dict[str, Unit] = {"": UNKNOWN}
        self.seen_units = {fold(unit) for unit in {line.unit for line in table.lines} if unit and len(unit) < 12}
        self.lines = table.lines
        self.texts = ItemTexts(sheet.view, table)
        description = columns.description[0] if columns.description else None
        self.places = tuple(
            0 if c is None else c + 1 for c in (columns.ref, description, columns.unit, columns.quantity)
        )

    def unit(self, text: str) -> Unit:
        """The unit in the light of the table's other units."""
        found = self.units.get(text)
        if found is None:
            found = self.units[text] = resolve(parse_unit(text), text, self.seen_units, self.is_steel(text))
        return found

    def is_steel(self, unit: str) -> bool:
        """True when most works measured in this unit are of steel: `mt` is a tonne there."""
        if fold(unit) not in ("mt", "mts"):
            return False
        works = [not STEEL.isdisjoint(fold(line.text[:200]).split()) for line in self.lines if line.unit == unit]
        return sum(works) * 2 > len(works)

    def item(
        self, line: Line, section: int, section_key: str, standing: Standing, ruling: Ruling = NONE, under: str = ""
    ) -> Item:
        """The item of a line that stands in `section` under the texts of `ruling`, and `under` a title that names a kind of items."""
        row, unit_text = self.rows[line.row], line.unit
        text, folded, full, written, plain = self.texts.of(line)
        place = self.quantity
        value = row[place] if place is not None and place < len(row) else None
        figures = self.prices.figures
        quantity, raw = (figures.known.get(value) if type(value) is float else None) or figures.figure(value, place)
        if not unit_text and type(value) is str:
            unit_text = parse(value, self.mark).unit
        unit = self.units.get(unit_text) or self.unit(unit_text)
        if line.scope:
            standing = Standing(line.scope)
        elif standing is COUNTS and not plain and not (self.counts_all and value_of(line)):
            own = scope_in(text, folded)
            standing = OPTIONS[own] if own else standing
        return Item(
            self.keys.item(section_key, line.ref, folded, unit.code or unit_text),
            kind_of_line(line, folded, unit, under, plain),
            standing,
            section,
            SourceRef(self.name, line.row + 1, 0, self.page_of(line.row) if self.paged else 0),
            text,
            line.ref,
            unit_text,
            unit.code,
            unit.factor,
            quantity,
            raw,
            self.formulas.get((line.row, place), "") if self.formulas and place is not None else "",
            self.places[0],
            self.places[1],
            self.places[2],
            self.places[3],
            self.prices.prices(line, row, quantity),
            self.hidden or line.row in self.hidden_rows,
            resolved=full,
            resolved_row=written,
            preamble=ruling.text,
            preamble_row=ruling.row + 1,
        )
