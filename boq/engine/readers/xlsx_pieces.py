"""The sheets of a workbook as calamine reads them: long ones in pieces, the next of which are read while the last is taken in.

calamine never sees the file itself but packages made here of measured sheet data, so that no hostile size, dimension or count in the
file reaches it. Pieces are dealt out to two packages in turn, which are read at the same time.
"""

from __future__ import annotations

import io
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from python_calamine import CalamineSheet, CalamineWorkbook

from boq.engine.grid import CellValue
from boq.engine.readers.aside import LANES, aside, let_begin
from boq.engine.readers.calamine import Refused, open_calamine, refusals, sheet_rows
from boq.engine.readers.clean import Row, mend, share_values
from boq.engine.readers.limits import Limits, check_cells

CELLS = 40_000  # of a piece, more or less
MOST = 64  # pieces of a sheet
SHARED = 24  # pieces from which on equal values are made one: in shorter sheets that takes longer than it saves
AHEAD = 2 * LANES  # pieces that are read before they are asked for
TWICE_BYTES = 8 << 20  # shared strings up to this size are given to both packages
OPENING, CLOSING = b"<sheetData>", b"</sheetData>"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINK = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = b"http://schemas.openxmlformats.org/package/2006/relationships"


def split(cells: bytes, count: int) -> Iterator[list[bytes | memoryview]]:
    """The part from `<sheetData` to `</sheetData>` with `count` cells as such parts of some CELLS each, in pieces to be written one
    after the other. Rows are not torn: in a part without comments a row begins where it seems to.
    """
    wanted = min(MOST, count // CELLS)
    whole, begin = memoryview(cells), 0
    for number in range(1, wanted):
        end = cells.find(b"<row ", max(begin + 1, len(cells) * number // wanted))
        if end < 0:
            break
        yield [OPENING if begin else b"", whole[begin:end], CLOSING]
        begin = end
    yield [OPENING if begin else b"", whole[begin:]]


class Packages:
    """Writes pieces into packages, in turn. `strings` is the part of shared strings, None for none."""

    def __init__(self, strings: bytes | None) -> None:
        self.strings = strings
        self.places = LANES if strings is None or len(strings) <= TWICE_BYTES else 1
        self.files: list[io.BytesIO] = []
        self.archives: list[zipfile.ZipFile] = []
        self.count = 0

    def add(self, parts: Iterable[bytes | memoryview]) -> None:
        """Write the next piece, which `parts` make up."""
        place, number = self.count % self.places, self.count // self.places
        if place == len(self.archives):
            self.files.append(io.BytesIO())
            self.archives.append(zipfile.ZipFile(self.files[-1], "w"))
            if self.strings is not None:
                self.archives[place].writestr("xl/sharedStrings.xml", self.strings)
        with self.archives[place].open(f"xl/worksheets/sheet{number}.xml", "w") as copy:
            copy.write(b'<worksheet xmlns="' + MAIN + b'">')
            for part in parts:
                copy.write(part)
            copy.write(b"</worksheet>")
        self.count += 1

    def close(self) -> list[bytes]:
        """The packages."""
        for place, archive in enumerate(self.archives):
            write_frame(archive, len(range(place, self.count, self.places)))
            archive.close()
        return [file.getvalue() for file in self.files]


def write_frame(archive: zipfile.ZipFile, sheets: int) -> None:
    """The parts that make `sheets` worksheets a workbook."""
    names = range(sheets)
    archive.writestr(
        "xl/workbook.xml",
        b'<workbook xmlns="%b" xmlns:r="%b"><sheets>%b</sheets></workbook>'
        % (MAIN, LINK, b"".join(b'<sheet name="s%d" sheetId="%d" r:id="r%d"/>' % (n, n + 1, n) for n in names)),
    )
    archive.writestr(
        "_rels/.rels",
        b'<Relationships xmlns="%b"><Relationship Id="r" Type="%b/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        % (PACKAGE, LINK),
    )
    link = b'<Relationship Id="r%d" Type="%b/worksheet" Target="worksheets/sheet%d.xml"/>'
    archive.writestr(
        "xl/_rels/workbook.xml.rels",
        b'<Relationships xmlns="%b">%b</Relationships>' % (PACKAGE, b"".join(link % (n, LINK, n) for n in names)),
    )


class Pieces:
    """The pieces that were written, by their numbers. The packages are opened at once; after `begin` pieces are read in this order, and
    given out in it.
    """

    def __init__(self, packages: Packages, limits: Limits) -> None:
        self.packages, self.count, self.limits = packages.close(), packages.count, limits
        self.workbooks: dict[int, CalamineWorkbook] = {}
        self.coming: deque[tuple[int, Callable[[], CalamineSheet]]] = deque()
        self.unread: deque[int] = deque()
        for place in range(len(self.packages)):
            aside(partial(self.open, place), place)
        let_begin()

    def begin(self, numbers: Iterable[int]) -> None:
        """Begin to read these pieces; no others are ever looked at."""
        self.unread.extend(numbers)
        self.read_ahead()

    def rows(self, first: int, count: int, sheet: str) -> tuple[list[Row], set[tuple[int, int]] | None]:
        """The rows of the `sheet` that was written as `count` pieces from number `first` on, and, where they are mended already, the
        cells without a finite number. Raises Refused.
        """
        if count == 1:
            return sheet_rows(self.sheet(first), self.limits), None
        found: list[Row] = []
        width = 0
        broken: set[tuple[int, int]] = set()
        known: dict[CellValue, CellValue] = {}
        for number in range(first, first + count):
            piece = self.sheet(number)
            if piece.start is None or piece.end is None:
                continue
            (top, left), (bottom, right) = piece.start, piece.end
            if top < len(found):
                raise Refused("rows out of order")
            width = max(width, right + 1)
            check_cells((bottom + 1) * width, self.limits)
            with refusals():
                rows: list[Row] = piece.to_python(skip_empty_area=True)  # type: ignore[assignment]
            if left:
                empty: Row = [""] * left
                rows = [empty + row for row in rows]
            broken |= mend(rows, top, self.limits, sheet)
            if count >= SHARED:
                share_values(rows, known)
            found += [[""] * width for _ in range(len(found), top)]
            found += rows
        for row in found:
            if len(row) < width:
                row += [""] * (width - len(row))
        return found, broken

    def sheet(self, number: int) -> CalamineSheet:
        """One piece; those before it are passed over."""
        while self.coming:
            place, wait = self.coming.popleft()
            self.read_ahead()
            if place == number:
                return wait()
        raise Refused("read before")

    def read_ahead(self) -> None:
        """Begin to read pieces until AHEAD are on their way."""
        while self.unread and len(self.coming) < AHEAD:
            number = self.unread.popleft()
            self.coming.append((number, aside(partial(self.read, number), number % len(self.packages))))

    def open(self, place: int) -> CalamineWorkbook:
        """One of the packages, opened the first time that it is asked for. Raises Refused."""
        workbook = self.workbooks.get(place)
        if workbook is None:
            workbook = self.workbooks[place] = open_calamine(self.packages[place])
            self.packages[place] = b""
        return workbook

    def read(self, number: int) -> CalamineSheet:
        """Read one piece; after the last of a package that is not needed any more."""
        place, own = number % len(self.packages), number // len(self.packages)
        workbook = self.open(place)
        with refusals():
            found = workbook.get_sheet_by_index(own)
        if number + len(self.packages) >= self.count:
            del self.workbooks[place]
        return found
