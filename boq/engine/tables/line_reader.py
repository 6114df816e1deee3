"""Rows of a table read into lines: texts, figures, and what kind of row each is by itself."""

from __future__ import annotations

from boq.engine.echoes import echo_of
from boq.engine.model import TotalKind
from boq.engine.numbers import LARGEST, parse
from boq.engine.tables.adjustments import parts_of
from boq.engine.tables.columns import Columns
from boq.engine.tables.kinds import COMPONENT, DESCRIPTION, HEADING, ITEM, MEASUREMENT, NOTE, SUBTOTAL, SUMMARY
from boq.engine.tables.lines import Line, any_figure, is_real, number_in
from boq.engine.tables.profile import close
from boq.engine.tables.view import Cell, View, as_float, as_text
from boq.engine.tables.words import STRONG, is_note, nature_of, scope_of, total_kind, unit_of_sum
from boq.engine.units import parse_unit

SHORT = 12  # letters of a label that says nothing but "Total"
STATES = frozenset({"rate_only", "included", "excluded", "unpriced", "omitted"})


def read_lines(view: View, columns: Columns, first: int, last: int, skip: frozenset[int]) -> list[Line]:
    """A Line for every non-empty row from `first` to before `last`, without the header rows in `skip`."""
    reader = _Reader(view, columns)
    lines = []
    for row in range(first, last):
        cells = view.rows[row]
        if cells and row not in skip:
            lines.append(reader.work(row, cells) or reader.line(row, cells))
    return lines


def _only_total(text: str) -> bool:
    """`Total`, and no `Total cum`: that sums up measurements."""
    return len(text) <= SHORT and total_kind(text) in STRONG and not unit_of_sum(text)


def _multiplies(line: Line) -> bool:
    """Quantity × rate is the amount, and the quantity is no percentage of it."""
    return bool(line.quantity and line.rate and line.amount) and close(line.quantity * line.rate, line.amount)  # type: ignore[operator,arg-type]


class _Reader:
    """The columns of one table, bound once."""

    def __init__(self, view: View, columns: Columns) -> None:
        self.view, self.columns = view, columns
        self.ref, self.texts, self.unit, self.unit_again = (
            columns.ref,
            columns.description,
            columns.unit,
            columns.unit_again,
        )
        self.quantity, self.rate, self.amount = columns.quantity, columns.rate, columns.amount
        self.part_rates = (
            [pair.rate for pair in columns.money.parts if pair.rate is not None] if columns.rate is None else []
        )
        self.part_amounts = (
            [pair.amount for pair in columns.money.parts if pair.amount is not None] if columns.amount is None else []
        )
        self.adjusts = columns.money.adjusts
        self.measured = len(columns.dimensions) >= 2
        self.priced = columns.rate is not None or columns.amount is not None or bool(columns.money.parts)
        rated = self.rate is not None and ("rate" in columns.headed or bool(columns.dimensions))
        self.lists_sums = self.quantity is None and not rated
        self.loose_units = columns.unit is not None and columns.unit_share >= 0.3
        self.figures = {columns.quantity, columns.rate, *self.part_rates, *columns.dimensions}
        self.last_unit = ("", False)
        self.places = self.places_of_works()
        self.units: dict[
            str, bool
        ] = {}  # texts of the unit column, and whether they are units that tell a work at a glance
        self.code = columns.code if columns.code is not None else None

    def number(self, cells: list[Cell], column: int | None) -> tuple[float | None, str]:
        """The number in a column and the pricing word that may stand there."""
        if column is None or column >= len(cells):
            return None, ""
        value = cells[column]
        if value is None:
            return None, ""
        if type(value) is float and -LARGEST < value < LARGEST:
            return value, ""
        if type(value) is str:
            found = parse(value, self.view.mark(column))
            return (float(found.value), "") if found.value is not None else (None, found.word)
        return as_float(value), ""

    def places_of_works(self) -> tuple[int, int, int, int] | None:
        """Unit, quantity, rate and amount of tables that have a column for each, and none that changes what these say."""
        columns = self.columns
        unit, quantity, rate, amount = columns.unit, columns.quantity, columns.rate, columns.amount
        if unit is None or quantity is None or rate is None or amount is None:
            return None
        if columns.money.adjusts or columns.scope is not None or columns.nature is not None:
            return None
        return unit, quantity, rate, amount

    def work(self, row: int, cells: list[Cell]) -> Line | None:
        """A complete work, as most rows are: words, a known unit and three numbers. None for all others, which `line` reads.

        Says what `line` would say, at a third of its price.
        """
        if self.places is None:
            return None
        try:
            unit, quantity, rate, amount = [cells[place] for place in self.places]
        except IndexError:
            return None
        if not (type(quantity) is float and type(rate) is float and type(amount) is float and type(unit) is str):
            return None
        if not (0.0 < quantity < LARGEST and 0.0 < rate < LARGEST and 0.0 < amount < LARGEST):
            return None
        known = self.units.get(unit)
        if known is None:
            known = self.units[unit] = bool(parse_unit(unit).code) and not unit.startswith("%")
        text = self.join(cells, len(cells)) if known else ""
        if not text[:1].isalpha():
            return None
        self.last_unit = unit, True
        ref = cells[self.ref] if self.ref is not None and self.ref < len(cells) else None
        number = ref.strip() if type(ref) is str else as_text(ref).strip()
        return Line(row, ITEM, number, text, unit, True, quantity, rate, amount, amount_at=self.places[3])

    def sum_of(self, cells: list[Cell], columns: list[int]) -> float | None:
        """The sum over several columns, None when none holds a number."""
        numbers = [n for n in (self.number(cells, column)[0] for column in columns) if n is not None]
        return sum(numbers) if numbers else None

    def line(self, row: int, cells: list[Cell]) -> Line:
        """Read one row."""
        size = len(cells)
        ref = cells[self.ref] if self.ref is not None and self.ref < size else None
        line = Line(row, NOTE, as_text(ref).strip() if ref is not None else "")
        line.text = self.join(cells, size)
        if line.text and not is_real(line.text):
            line.text = ""
        if not line.text and self.coded(cells):
            line.text = as_text(cells[self.code]) if self.code is not None else ""
        line.amount_at = self.amount if self.amount is not None else -1
        quantity, word = self.number(cells, self.quantity)
        rate, rate_word = self.number(cells, self.rate)
        amount, amount_word = self.number(cells, self.amount)
        if self.part_rates and rate is None:
            rate = self.sum_of(cells, self.part_rates)
        if self.part_amounts and amount is None:
            amount = self.sum_of(cells, self.part_amounts)
        if amount is not None and amount < 0 and quantity and rate and quantity * rate > 0:
            value = cells[self.amount] if self.amount is not None and self.amount < size else None
            amount = -amount if type(value) is str and value.startswith("(") else amount
        if self.adjusts and quantity and rate:
            figures = [self.number(cells, adjustment.column)[0] or 0.0 for adjustment in self.adjusts]
            rate += sum(parts_of(rate, quantity, self.adjusts, figures))
        line.quantity, line.rate, line.amount = quantity, rate, amount
        if word or rate_word or amount_word:
            line.word = next((w for w in (word, rate_word, amount_word) if w in STATES), "")
        self.read_unit(line, cells, size)
        if not line.unit and quantity is not None:
            self.unit_in_quantity(line, cells)
        if self.columns.scope is not None and self.columns.scope < size:
            line.scope = scope_of(cells[self.columns.scope])
        elif amount is None and self.amount is not None and self.amount < size and not line.word:
            said = scope_of(cells[self.amount])  # `Optional` in place of an amount
            line.scope = said if said in ("optional", "alternative") else ""
        column = self.columns.nature
        nature = nature_of(cells[column]) if column is not None and column < size else ""
        if nature in ("heading", "component"):
            self.as_said(line, nature)
        else:
            self.judge(line, cells, word)
        return line

    def as_said(self, line: Line, nature: str) -> None:
        """A chapter (once of its own total) or a part of a work, in the words of the program that wrote the file."""
        line.kind = COMPONENT if nature == "component" else HEADING
        if nature == "heading":
            line.quantity = line.rate = None
            line.unit, line.known_unit, line.word = "", False, ""
            line.amount_only = bool(line.amount)

    def join(self, cells: list[Cell], size: int) -> str:
        """The description: its columns joined, each text once."""
        texts = self.texts
        if len(texts) == 1:
            value = cells[texts[0]] if texts[0] < size else None
            return value if type(value) is str else ("" if value is None or value == 0 else as_text(value))
        parts: list[str] = []
        for column in texts:
            value = cells[column] if column < size else None
            if type(value) is not str:
                if value is None or value == 0:
                    continue
                value = as_text(value)
            if value not in parts:
                parts.append(value)
        return " ".join(parts)

    def read_unit(self, line: Line, cells: list[Cell], size: int) -> None:
        """The unit text, from the second unit column where the first is empty."""
        for column in (self.unit, self.unit_again):
            value = cells[column] if column is not None and column < size else None
            if type(value) is str:
                unit = parse_unit(value)
                if unit.code:
                    line.unit, line.known_unit = self.last_unit = value, True
                    return
                if self.last_unit[0] and echo_of(value) is not None:
                    line.unit, line.known_unit = self.last_unit
                    return
                if (
                    not line.unit
                    and len(value) <= 20
                    and self.loose_units
                    and any(ch.isalpha() for ch in value)
                    and total_kind(value) is None
                ):
                    line.unit = value

    def unit_in_quantity(self, line: Line, cells: list[Cell]) -> None:
        """The unit of "12 m2" in the column of quantities."""
        value = cells[self.quantity] if self.quantity is not None else None
        if type(value) is str:
            unit = parse(value, self.view.mark(self.quantity or 0)).unit
            if unit and parse_unit(unit).code:
                line.unit, line.known_unit = unit, True

    def judge(self, line: Line, cells: list[Cell], quantity_word: str) -> None:
        """A first word on what the row is."""
        label = self.total_label(line, cells)
        if label:
            line.total, line.label = total_kind(label), label
            line.kind = SUBTOTAL
            if line.amount is None:
                line.amount, line.amount_at = self.stray_amount(cells, label)
            if line.amount is None and line.rate and line.quantity is None and self.rate is not None:
                line.amount, line.amount_at, line.rate = line.rate, self.rate, None  # the row is shifted by a column
            return
        figures = bool(line.quantity) + bool(line.rate) + bool(line.amount)
        worded = bool(line.word)
        if line.unit:
            if not line.text and not figures and not worded:
                line.kind = DESCRIPTION if not line.ref else HEADING
            elif not figures and not worded and self.titles_figures(cells):
                line.kind = NOTE
            elif self.measured and not (line.rate or line.amount or worded):
                line.kind = MEASUREMENT
            elif line.known_unit or worded or self.columns.unit_share >= 0.6 or any_figure(line):
                line.kind = ITEM
                line.weak = "" if line.text or line.ref else "no_text"
            else:
                line.kind = HEADING
            return
        self.judge_without_unit(line, cells, figures, worded, quantity_word)

    def judge_without_unit(self, line: Line, cells: list[Cell], figures: int, worded: bool, quantity_word: str) -> None:
        """Rows whose unit cell is empty, or tables without a unit column."""
        named = bool(line.text or line.ref)
        unitless = self.columns.unit is None
        if line.quantity and (line.rate or line.amount):
            bare = not named and not line.amount and not self.coded(cells)
            line.kind = NOTE if bare else ITEM
            line.weak = "stray_figure" if bare else ("" if unitless else "no_unit")
        elif unitless and named and line.text and (line.quantity is not None or quantity_word in STATES):
            line.kind = MEASUREMENT if self.measured else ITEM
        elif unitless and named and line.text and self.lists_sums and line.amount is not None:
            line.kind = SUMMARY
        elif line.amount and not line.quantity and not line.rate:
            line.amount_only = True
            line.kind = HEADING if named else NOTE
        elif worded and named and line.text and (quantity_word in STATES or (line.word == "rate_only" and line.rate)):
            line.kind, line.weak = ITEM, "no_unit"
        elif line.quantity or line.rate:
            line.kind = MEASUREMENT if self.measured else NOTE
            line.weak = "figure_without_unit" if named and line.text else "stray_figure"
        elif line.text and is_note(line.text) and not line.ref:
            line.kind = NOTE
        elif line.text or line.ref:
            line.kind = HEADING
        else:
            line.kind = NOTE

    def titles_figures(self, cells: list[Cell]) -> bool:
        """True when words stand in two columns of figures, as in a heading whose language is not known."""
        found = 0
        for column in (self.quantity, self.rate, self.amount):
            value = cells[column] if column is not None and column < len(cells) else None
            if type(value) is str and any(ch.isalpha() for ch in value):
                number = parse(value, self.view.mark(column or 0))
                found += number.value is None and not number.word
        return found >= 2

    def coded(self, cells: list[Cell]) -> bool:
        """True when the row has a code in the code column; then the code stands for the text."""
        code = cells[self.code] if self.code is not None and self.code < len(cells) else None
        return type(code) is str and len(code) > 2 and is_real(code)

    def total_label(self, line: Line, cells: list[Cell]) -> str:
        """The text that makes the row a total, "" for other rows. A complete item is not judged by its words."""
        complete = line.known_unit and bool(line.quantity) and bool(line.text) and not self.counts_pages(line)
        if self.unit is None:
            complete = bool(line.text) and bool(line.quantity) and bool(line.rate) and bool(line.amount)
            complete = complete and (bool(line.ref) or not _only_total(line.text))
        if complete and (line.rate or line.amount or line.ref) and not line.unit.startswith("%"):
            return ""
        if line.known_unit and line.rate and line.word == "rate_only":
            return ""
        text = line.text or line.ref
        kind = total_kind(text) if text else None
        if kind is not None and kind not in STRONG and line.amount and _multiplies(line):
            return ""  # "Below the wall" with quantity, rate and amount
        if kind is not None:
            return text if self.is_total(line, kind, complete) else ""
        if complete:
            return ""
        skip = {self.quantity, self.rate, self.amount, *self.texts}
        for column, value in enumerate(cells):
            if type(value) is str and column not in skip and len(value) < 60:
                kind = None if column == self.unit and line.known_unit else total_kind(value)
                added = kind is not None and not text and not (line.quantity and line.rate)
                if kind is not None and (kind in STRONG or added) and self.is_total(line, kind, complete):
                    return value
        for place in (self.quantity, self.rate):
            value = cells[place] if place is not None and place < len(cells) else None
            kind = total_kind(value) if type(value) is str else None
            if type(value) is str and (kind in STRONG or (kind and not text and line.amount)):
                return value
        return ""

    def counts_pages(self, line: Line) -> bool:
        """`Brought from page 3/1/2 | Page | 2 | | 31,768`: a line of a collection, and no work."""
        return line.rate is None and parse_unit(line.unit).code == "page" and total_kind(line.text) is not None

    def stray_amount(self, cells: list[Cell], label: str) -> tuple[float | None, int]:
        """The amount of a total that stands in another column, or at the end of the label itself."""
        start = next((c for c, value in enumerate(cells) if value == label), 0)
        for column in range(len(cells) - 1, start, -1):
            if column in self.figures or cells[column] is None:
                continue
            number = self.number(cells, column)[0]
            if number is not None:
                return number, column
        return number_in(label, self.view.default_mark), start

    def is_total(self, line: Line, kind: TotalKind, complete: bool) -> bool:
        """Strong words make a total of any row that is no full item; weak ones (tax, discount) only where nothing is measured."""
        if kind in STRONG and self.counts_pages(line):
            return True
        if kind in STRONG:
            return not (complete or (line.ref and line.known_unit and line.quantity is not None)) and not (
                line.known_unit and line.ref and not line.amount and len(line.text) > 40
            )
        if line.ref and line.known_unit:
            return False
        percent = line.unit.startswith("%") or "%" in line.text
        if line.known_unit and not percent:
            return False
        return bool(line.amount) or percent
