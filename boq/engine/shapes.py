"""Kept layouts: what a person once said of a file, recognized in the next file of the same shape.

A sheet is recognized by the texts of its heading at their columns, wherever the heading stands and however many rows follow; a sheet
without a heading by its name and by what its columns hold. A layout never wins by being there: its reading must be borne out.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

import msgspec

from boq.engine.chunks import COLUMNS, show
from boq.engine.grid import CellValue, Grid
from boq.engine.model import Boq, Item, Mapping, Receipt, Role, RowKind, RowRun, SheetMapping, Warning, column_letters
from boq.engine.text import fold

DEPTH = 400  # rows in which a heading is looked for
LEAST_TEXTS = 2  # texts that make a row a heading worth recognizing
BODY = 200  # rows that tell what the columns of a sheet without heading hold
ENOUGH = 0.8
ALWAYS_ASKED = frozenset(  # about this file alone, whatever was said of another
    {
        "total_unexplained",
        "total_unclear",
        "no_bill_found",
        "hidden_items",
        "versions_differ",
        "sheets_alike",
        "works_repeated",
    }
)
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"^[^\w]*[\d.,'\s]+[^\w]*$")
Fact = str | int | bool | None


class SheetShape(msgspec.Struct, frozen=True, omit_defaults=True):
    """One sheet of a kept layout: how it is recognized, and what a person said of it, if it is `said`; else it is only known to be there.

    `heading` holds the normalized texts of the heading row by column letters; `types` ("t" text, "n" numbers) stand for it where there
    is none. `kinds` are rows by their normalized text.
    """

    name: str
    use: bool = True
    heading: dict[str, str] = {}
    types: dict[str, str] = {}
    columns: dict[str, str] = {}
    marks: dict[str, str] = {}
    kinds: dict[str, RowKind] = {}
    said: bool = True
    summary: bool = False

    @property
    def word(self) -> tuple[object, ...]:
        """What was said, to see whether two shapes say the same."""
        return self.use, self.columns, self.marks, self.kinds, self.said, self.summary

    @property
    def mark(self) -> tuple[object, ...]:
        """What it is recognized by."""
        return self.heading, self.types


class KeptLayout(msgspec.Struct, frozen=True):
    """A layout with the words by which a receipt names it, and the questions that it answers."""

    id: str
    name: str
    made_on: str
    made_by: str
    sheets: tuple[SheetShape, ...]
    settled: tuple[str, ...] = ()


def normal(text: str) -> str:
    """A text as it is compared: folded, its numbers all alike."""
    return _DIGITS.sub("0", fold(text))[:200]


def heading_of(row: Sequence[str]) -> dict[str, str]:
    """The normalized texts of a row by column letters."""
    texts = {column_letters(at): normal(text) for at, text in enumerate(row[:COLUMNS], start=1) if text}
    return {letters: text for letters, text in texts.items() if text}


def words_of(row: Sequence[str]) -> str:
    """A row's own words without its figures; "" where there are none."""
    return " ".join(normal(text) for text in row if text and not _NUMBER.match(text)).strip()[:200]


def types_of(rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """What the columns hold for the most part: "t" texts, "n" numbers."""
    counts: dict[int, Counter[str]] = {}
    for row in rows[:BODY]:
        for at, text in enumerate(row[:COLUMNS], start=1):
            if text:
                counts.setdefault(at, Counter())["n" if _NUMBER.match(text) else "t"] += 1
    return {column_letters(at): found.most_common(1)[0][0] for at, found in counts.items()}


def shape_of(
    name: str, rows: Sequence[Sequence[str]], told: SheetMapping | None, header_row: int | None
) -> SheetShape | None:
    """The shape of a sheet as kept; `rows` are its first rows as texts. None when nothing would recognize it again.

    Without a word (`told` None) the sheet is only known to belong to the shape of the file.
    """
    said, told = told is not None, told or SheetMapping()
    heading: dict[str, str] = {}
    if header_row is not None and header_row <= len(rows):
        heading = heading_of(rows[header_row - 1])
        if len(heading) < LEAST_TEXTS:
            return None
    types = {} if heading else types_of(rows)
    if told.use and not heading and not told.columns:
        return None
    kinds = _kinds(rows, told.rows)
    if not told.use:
        return SheetShape(fold(name), False, heading, said=said, summary=told.summary)
    return SheetShape(fold(name), True, heading, types, told.columns, told.marks, kinds, said)


def _kinds(rows: Sequence[Sequence[str]], runs: Sequence[RowRun]) -> dict[str, RowKind]:
    """What was said of rows, by their words; rows with the same words and another kind make it unsafe, and are left out."""
    said: dict[str, set[RowKind]] = {}
    for run in runs:
        for row in rows[run.first - 1 : run.last]:
            if words := words_of(row):
                said.setdefault(words, set()).add(run.kind)
    return {words: next(iter(kinds)) for words, kinds in said.items() if len(kinds) == 1}


class Fit(NamedTuple):
    """A layout that has the shape of a file: what it says of the sheets, and the names of those that it knows."""

    layout: KeptLayout
    mapping: Mapping
    known: frozenset[str]

    @property
    def marks(self) -> int:
        """How many kinds of sheets it knows."""
        return len({str(shape.mark) for shape in self.layout.sheets if shape.use})


def fitting(grids: Sequence[Grid], layouts: Sequence[KeptLayout]) -> list[Fit]:
    """The layouts whose shape these sheets have. Of several the ones that know most kinds of sheets."""
    sheets = [_Sheet(grid) for grid in grids if grid.layout is None]
    found = [fit for layout in layouts if (fit := _fit(sheets, layout)) is not None]
    most = max((fit.marks for fit in found), default=0)
    return [fit for fit in found if fit.marks == most]


class _Sheet:
    """A grid as texts, made when first asked for."""

    def __init__(self, grid: Grid) -> None:
        self.grid, self.name, self.alike = grid, fold(grid.name), normal(grid.name)
        self._headings: dict[int, dict[str, str]] | None = None

    def texts(self, row: Sequence[CellValue]) -> list[str]:
        """A row as texts, as chunks keep them."""
        return [show(value).strip() for value in row[:COLUMNS]]

    def headings(self) -> dict[int, dict[str, str]]:
        """Rows near the top with at least two texts."""
        if self._headings is None:
            rows = ((at, heading_of(self.texts(row))) for at, row in enumerate(self.grid.rows[:DEPTH]))
            self._headings = {at: texts for at, texts in rows if len(texts) >= LEAST_TEXTS}
        return self._headings

    def row_of(self, heading: dict[str, str]) -> int | None:
        """Where the heading stands (1-based)."""
        return next((at + 1 for at, texts in self.headings().items() if texts == heading), None)


def _fit(sheets: Sequence[_Sheet], layout: KeptLayout) -> Fit | None:
    """The layout's word on these sheets, None unless every kind of sheet that it reads is there."""
    told: dict[str, SheetMapping] = {}
    known: set[str] = set()
    seen: list[SheetShape] = []
    names = {sheet.name for sheet in sheets}
    for sheet in sheets:
        matches = [shape for shape in layout.sheets if _matches(sheet, shape)]
        own = (
            [shape for shape in matches if shape.name == sheet.name]
            or [shape for shape in matches if normal(shape.name) == sheet.alike]
            or [shape for shape in matches if shape.use and shape.name not in names]
        )
        if own and all(shape.word == own[0].word for shape in own):
            seen += own
            known.add(sheet.grid.name)
            if own[0].said:
                told[sheet.grid.name] = _told(sheet, own[0])
    read = [shape for shape in layout.sheets if shape.use]
    complete = all(any(one.mark == shape.mark for one in seen) for shape in read)
    return Fit(layout, Mapping(told), frozenset(known)) if read and complete else None


def _matches(sheet: _Sheet, shape: SheetShape) -> bool:
    if shape.heading:
        return sheet.row_of(shape.heading) is not None and (shape.use or normal(shape.name) == sheet.alike)
    if normal(shape.name) != sheet.alike:
        return False
    if not shape.use:
        return True
    types = types_of([sheet.texts(row) for row in sheet.grid.rows[:BODY]])
    return all(types.get(letters) == shape.types.get(letters) for letters in shape.columns.values())


def _told(sheet: _Sheet, shape: SheetShape) -> SheetMapping:
    if not shape.use:
        return SheetMapping(use=False, summary=shape.summary)
    header = sheet.row_of(shape.heading) if shape.heading else None
    rows: list[RowRun] = []
    if shape.kinds:
        for at, row in enumerate(sheet.grid.rows, start=1):
            kind = shape.kinds.get(words_of(sheet.texts(row)))
            if kind is not None:
                rows.append(RowRun(at, at, kind))
    return SheetMapping(True, header, shape.columns, tuple(rows), shape.marks)


def fingerprint(shapes: Sequence[SheetShape]) -> str:
    """One text for what a layout is recognized by: two layouts with the same are about the same files."""
    marks = sorted({str((sorted(shape.heading.items()), sorted(shape.types.items()))) for shape in shapes if shape.use})
    return hashlib.sha256("\n".join(marks).encode()).hexdigest()


class Misfit(NamedTuple):
    """Why a reading under a layout is not borne out: `why` is one of "items", "description", "quantity", "unit", "arithmetic"."""

    sheet: str
    why: str


def misfit(boq: Boq, mapping: Mapping) -> Misfit | None:
    """What speaks against a reading under a layout; None when nothing does."""
    by_sheet: dict[str, list[Item]] = {name: [] for name, told in mapping.sheets.items() if told.use}
    for item in boq.items:
        if item.source.sheet in by_sheet:
            by_sheet[item.source.sheet].append(item)
    for name, items in by_sheet.items():
        told = mapping.sheets[name]
        if told.columns and (why := next(_against(items, told), None)):
            return Misfit(name, why)
    return None


def _against(items: Sequence[Item], told: SheetMapping) -> Iterator[str]:
    if not items:
        yield "items"
        return
    least = ENOUGH * len(items)
    if sum(any(letter.isalpha() for letter in item.description) for item in items) < least:
        yield "description"
    if (
        Role.QUANTITY in told.columns
        and sum(item.quantity is None and bool(item.raw_quantity) for item in items) > len(items) - least
    ):
        yield "quantity"
    united = [item for item in items if item.unit]
    if Role.UNIT in told.columns and sum(bool(item.unit_code) for item in united) < 0.5 * len(united):
        yield "unit"
    priced = [item for item in items if item.quantity and item.price and item.price.calculated and item.price.amount]
    if len(priced) >= 3 and sum(map(_agrees, priced)) < 0.9 * len(priced):
        yield "arithmetic"


def _agrees(item: Item) -> bool:
    price = item.price
    if price is None or price.calculated is None or price.amount is None:
        return False
    return abs(price.calculated - price.amount) <= max(Decimal("0.51"), abs(price.amount) / 1000)


def known(receipt: Receipt, fit: Fit) -> Receipt:
    """The receipt of a reading with a layout: it says so, and asks only what the person has not answered for such sheets."""
    layout = fit.layout
    said = Warning("read_with_layout", "", {"layout": layout.name, "date": layout.made_on, "by": layout.made_by})
    answered = frozenset(layout.settled) - ALWAYS_ASKED
    settled = [q for q in receipt.questions if q.code in answered and q.facts.get("sheet") in fit.known]
    open_ones = tuple(question for question in receipt.questions if question not in settled)
    return msgspec.structs.replace(
        receipt,
        warnings=(said, *receipt.warnings, *settled),
        questions=open_ones,
        needs_confirmation=bool(open_ones),
        confidence=receipt.confidence
        if open_ones
        else min((s.confidence for s in receipt.sheets if s.used), default=0.0),
    )


def doubted(receipt: Receipt, code: str, facts: dict[str, Fact]) -> Receipt:
    """The receipt with one more question, about the layouts themselves."""
    questions = (Warning(code, str(facts.get("sheet") or ""), facts), *receipt.questions)
    return msgspec.structs.replace(
        receipt, questions=questions, needs_confirmation=True, confidence=min(receipt.confidence, 0.5)
    )
