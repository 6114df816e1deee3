"""xls: the binary workbooks of Excel 97 to 2003, inside an OLE compound file. Values by calamine, structure by `biff`."""

from __future__ import annotations

from typing import ClassVar

from python_calamine import CalamineWorkbook

from boq.engine.errors import EngineError
from boq.engine.grid import Grid, Workbook
from boq.engine.readers.biff import BiffBook, BiffSheet, read_biff
from boq.engine.readers.calamine import Refused, open_calamine, refusals, sheet_rows
from boq.engine.readers.limits import Limits, Progress, check_cells
from boq.engine.readers.ole import SIGNATURE, CompoundFile
from boq.engine.readers.sniff import OLE_STREAMS, SPREADSHEET_NAMES, extension
from boq.engine.readers.xlsx_book import Book, SheetPart
from boq.engine.readers.xlsx_scan import DENSE_CELLS, DENSE_RATIO
from boq.engine.readers.xlsx_sheet import finish

STATES = ("visible", "hidden", "veryHidden")
ENCRYPTED = ("EncryptedPackage", "EncryptionInfo")
STREAMS = ("Workbook", "Book", "WORKBOOK", "BOOK")
OLD_BLIND = frozenset({"formulas", "hidden", "styles"})
BOOK = Book("Workbook", (), "", "")


class XlsReader:
    """An OLE compound file."""

    format: ClassVar[str] = "xls"

    def score(self, head: bytes, name: str) -> int:
        """Any OLE compound file, or a bare workbook stream as some programs write: `read` looks inside."""
        return 80 if head.startswith((SIGNATURE, b"\x09\x08\x10\x00\x00\x06")) else 0

    def read(self, data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Workbook:
        """All worksheets."""
        stream = workbook_stream(data, name)
        book = read_biff(stream)
        sheets = [sheet for sheet in book.sheets if sheet.worksheet]
        if not sheets:
            raise EngineError("corrupt", part="Workbook")
        for sheet in sheets:
            box = sheet.height * sheet.width
            if box > max(DENSE_CELLS, DENSE_RATIO * sheet.facts.cells):
                raise EngineError("too_many_cells", cells=box, limit=limits.cells)
        check_cells(sum(sheet.facts.cells for sheet in sheets), limits)
        try:
            workbook = open_calamine(data)
            grids = []
            for number, sheet in enumerate(sheets):
                if progress:
                    progress("reading", number, len(sheets))
                grids.append(grid_of(workbook, sheet, book, limits))
        except Refused as error:
            raise EngineError("corrupt", detail=str(error)) from error
        return Workbook("xls", grids)


def workbook_stream(data: bytes, name: str) -> bytes:
    """The stream that holds the workbook. EngineError `encrypted_file`, or `type_mismatch` for other documents."""
    if not data.startswith(SIGNATURE):
        return data
    package = CompoundFile(data)
    if any(stream in package.entries for stream in ENCRYPTED):
        raise EngineError("encrypted_file")
    for stream in STREAMS:
        if found := package.stream(stream):
            return found
    for stream, document in OLE_STREAMS:
        if stream in package.entries:
            code = "type_mismatch" if extension(name) in SPREADSHEET_NAMES else "unsupported_format"
            raise EngineError(code, format=document, name=name[:200])
    raise EngineError("corrupt", part="OLE directory")


def grid_of(workbook: CalamineWorkbook, sheet: BiffSheet, book: BiffBook, limits: Limits) -> Grid:
    """Values and structure of one sheet together."""
    with refusals():
        rows = sheet_rows(workbook.get_sheet_by_name(sheet.name), limits)
    sheet.facts.styled = [(cell, style) for cell, style in sheet.facts.styled if style in book.looks]
    part = SheetPart(sheet.name, "", STATES[min(sheet.state, 2)])
    grid = finish(part, sheet.facts, rows, book.looks, BOOK, limits)
    if not book.modern:
        grid.blind = OLD_BLIND
    return grid
