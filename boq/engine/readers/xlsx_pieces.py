"""The sheets of a workbook as calamine reads them: long ones in pieces, the next of which is read while the last is taken in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from python_calamine import CalamineSheet, CalamineWorkbook

from boq.engine.readers.aside import aside
from boq.engine.readers.calamine import Refused, open_calamine, refusals, sheet_rows
from boq.engine.readers.clean import Row
from boq.engine.readers.limits import Limits, check_cells

CELLS = 40_000  # of a piece, more or less
MOST = 64  # pieces of a sheet
OPENING, CLOSING = b"<sheetData>", b"</sheetData>"


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


class Pieces:
    """The pieces of a package's sheets, by their numbers in it."""

    def __init__(self, package: bytes, limits: Limits) -> None:
        self.limits = limits
        self.opened: Callable[[], CalamineWorkbook] | None = aside(lambda: open_calamine(package))
        self.coming: dict[int, Callable[[], CalamineSheet]] = {}
        self.workbook: CalamineWorkbook | None = None

    def rows(self, first: int, count: int, last: bool) -> list[Row]:
        """The rows of a sheet that was written as `count` pieces from number `first` on; `last` of the book. Raises Refused."""
        if count == 1:
            return sheet_rows(self.sheet(first, not last), self.limits)
        found: list[Row] = []
        width = 0
        for number in range(first, first + count):
            piece = self.sheet(number, not last or number + 1 < first + count)
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
            found += [[""] * width for _ in range(len(found), top)]
            found += rows
        for row in found:
            if len(row) < width:
                row += [""] * (width - len(row))
        return found

    def sheet(self, number: int, more: bool) -> CalamineSheet:
        """One piece; the next one is begun where there is `more`."""
        if self.opened is not None:
            opened, self.opened = self.opened, None
            self.workbook = opened()
        if self.workbook is None:
            raise Refused("not opened")
        workbook = self.workbook
        wait = self.coming.pop(number, None) or self.begin(workbook, number)
        found = wait()
        if more:
            self.coming[number + 1] = self.begin(workbook, number + 1)
        else:
            self.workbook = None  # its copy of the package is not needed any more
        return found

    @staticmethod
    def begin(workbook: CalamineWorkbook, number: int) -> Callable[[], CalamineSheet]:
        """Begin to read a piece."""

        def read() -> CalamineSheet:
            with refusals():
                return workbook.get_sheet_by_index(number)

        return aside(read)
