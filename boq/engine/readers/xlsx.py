"""xlsx and xlsm: values by calamine, structure by a scan of the sheet parts, a patient parser where either gives up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

from boq.engine.grid import Workbook
from boq.engine.readers.calamine import Refused
from boq.engine.readers.clean import Row
from boq.engine.readers.limits import Limits, Progress, check_cells
from boq.engine.readers.package import Package
from boq.engine.readers.xlsx_book import Book, SheetPart, read_book
from boq.engine.readers.xlsx_pieces import MAIN, Packages, Pieces, split
from boq.engine.readers.xlsx_scan import Irregular, cut, measure, scan_cells, scan_hull
from boq.engine.readers.xlsx_sheet import Cell, SheetFacts, finish
from boq.engine.readers.xlsx_styles import Look, read_styles
from boq.engine.readers.xlsx_walk import read_strings, walk

STRINGS_START = re.compile(rb"<sst\b[^>]*>")
FEWEST_ZEROS = 3

Half = tuple[SheetPart, SheetFacts, list[Row]]


def read_xlsx(package: Package, part: str, limits: Limits, progress: Progress | None = None) -> Workbook:
    """All worksheets of an opened package whose workbook part is `part`."""
    reading = _Reading(package, read_book(package, part), limits)
    halves = []
    prepared = reading.prepare()
    for number, (sheet, facts) in enumerate(prepared):
        if progress:
            progress("reading", number, len(prepared))
        halves.append(reading.values(number, sheet, facts))
    if reading.book.recalculates:
        doubt_zeros(halves)
    grids = [finish(sheet, facts, rows, reading.looks, reading.book, limits) for sheet, facts, rows in halves]
    return Workbook("xlsx", grids, names=reading.book.names)


class _Reading:
    """One reading of one book: first the structure of every sheet, then the values."""

    def __init__(self, package: Package, book: Book, limits: Limits) -> None:
        self.package, self.book, self.limits = package, book, limits
        self.looks: Mapping[int, Look] = read_styles(package.xml(book.styles), book.styles)
        self.pieces: Pieces | None = None
        self.places: list[tuple[int, int]] = []  # the first piece of every sheet, and how many it has
        self._strings: list[str] | None = None
        self.slots = 0

    def prepare(self) -> list[tuple[SheetPart, SheetFacts | None]]:
        """Scan every sheet and hand those of regular shape to calamine in a package of our own; None marks others.

        The last sheet, which is the only one of most long bills, is measured while calamine opens the package, and scanned while it
        begins to read. What is not measured, or of odd shape, is never read by it.
        """
        packages = self.begun()
        if packages is None:
            return [(sheet, None) for sheet in self.book.sheets]
        prepared: list[tuple[SheetPart, SheetFacts | None]] = []
        cells = b""
        for sheet in self.book.sheets:
            if prepared:
                prepared[-1] = self.scanned(*self.measured(*prepared[-1], cells), cells)
            facts, cells = self.copy_sheet(packages, sheet)
            prepared.append((sheet, facts))
        if any(facts is not None and facts.cells for _, facts in prepared):
            self.pieces = Pieces(packages, self.limits)
            prepared[-1] = self.measured(*prepared[-1], cells)
            regular = (place for place, (_, facts) in zip(self.places, prepared, strict=True) if facts is not None)
            self.pieces.begin(number for first, count in regular for number in range(first, first + count))
            prepared[-1] = self.scanned(*prepared[-1], cells)
        return prepared

    def measured(self, sheet: SheetPart, facts: SheetFacts | None, cells: bytes) -> tuple[SheetPart, SheetFacts | None]:
        """The same; None instead of the facts when the cells lie too far apart."""
        return self.unless_odd(measure, sheet, facts, cells)

    def scanned(self, sheet: SheetPart, facts: SheetFacts | None, cells: bytes) -> tuple[SheetPart, SheetFacts | None]:
        """The facts with those inside the cells; None when these are of odd shape."""
        return self.unless_odd(partial(scan_cells, looks=self.looks), sheet, facts, cells)

    def unless_odd(
        self, look: Callable[[bytes, SheetFacts], None], sheet: SheetPart, facts: SheetFacts | None, cells: bytes
    ) -> tuple[SheetPart, SheetFacts | None]:
        """The sheet and its facts after a look at its cells; None instead of these when it finds them of odd shape."""
        try:
            if facts is not None:
                look(cells, facts)
        except Irregular:
            self.slots -= facts.cells if facts is not None else 0
            return sheet, None
        return sheet, facts

    def begun(self) -> Packages | None:
        """Packages with the shared strings without their counts, which calamine trusts; None when they are of odd shape."""
        data = self.package.xml(self.book.strings)
        if data is None:
            return Packages(None)
        start = STRINGS_START.search(data)
        if start is None or b"<!" in data or data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return None
        return Packages(b'<sst xmlns="' + MAIN + b'">' + data[start.end() :])

    def copy_sheet(self, packages: Packages, sheet: SheetPart) -> tuple[SheetFacts | None, bytes]:
        """Copy the cells of one sheet as pieces; None (and an empty copy) when it is of odd shape."""
        facts, cells = None, b""
        try:
            hull, cells = cut(self.package.xml(sheet.part) or b"")
            facts = scan_hull(hull, cells, sheet.part)
        except Irregular:
            cells = b""
        if facts is not None:
            self.slots += facts.cells
            check_cells(self.slots, self.limits)
        first = packages.count
        for piece in split(cells or b"<sheetData/>", facts.cells if facts is not None else 0):
            packages.add(piece)
        self.places.append((first, packages.count - first))
        return facts, cells

    def values(self, number: int, sheet: SheetPart, facts: SheetFacts | None) -> Half:
        """The rows of a sheet: by calamine, or by walking the part when it is irregular or refused."""
        if facts is not None and not facts.cells:
            return sheet, facts, []
        if facts is not None and self.pieces is not None:
            try:
                rows, facts.broken = self.pieces.rows(*self.places[number], sheet.name)
                return sheet, facts, rows
            except Refused:
                pass
        if self._strings is None:
            self._strings = read_strings(self.package.xml(self.book.strings), self.book.strings)
        xml = self.package.xml(sheet.part) or b""
        rows, walked = walk(xml, sheet.part, self._strings, self.looks, self.limits)
        self.slots += 0 if facts is not None else sum(map(len, rows))
        check_cells(self.slots, self.limits)
        return sheet, walked, rows


def doubt_zeros(halves: list[Half]) -> None:
    """Programs that cannot calculate write 0 as every result and ask for calculating on load: that is no result."""
    zeros: list[tuple[SheetFacts, Cell]] = []
    for _, facts, rows in halves:
        facts.share()
        for cell in facts.formulas:
            row, column = cell
            value = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
            if value not in (0, "", None) or value is False:
                return
            if value == 0 and value != "":
                zeros.append((facts, cell))
    if len(zeros) >= FEWEST_ZEROS:
        for facts, cell in zeros:
            facts.uncalculated.append(cell)
