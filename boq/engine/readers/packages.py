"""Zip packages: xlsx, xlsm, xlsb and ods told apart by their parts."""

from __future__ import annotations

from typing import ClassVar

from python_calamine import SheetTypeEnum, SheetVisibleEnum

from boq.engine.errors import EngineError
from boq.engine.grid import Grid, Workbook
from boq.engine.readers.calamine import Refused, open_calamine, refusals, sheet_rows
from boq.engine.readers.clean import clean_rows
from boq.engine.readers.limits import Limits, Progress
from boq.engine.readers.ods import read_ods
from boq.engine.readers.package import Package
from boq.engine.readers.sniff import SPREADSHEET_NAMES, ZIP_PARTS, extension
from boq.engine.readers.xlsx import read_xlsx
from boq.engine.readers.xlsx_book import workbook_part

BLIND = frozenset({"formulas", "hidden", "styles"})


class PackageReader:
    """A zip with a workbook inside."""

    format: ClassVar[str] = "xlsx"

    def score(self, head: bytes, name: str) -> int:
        """Any zip: `read` looks inside."""
        return 80 if head.startswith((b"PK\x03\x04", b"PK\x05\x06")) else 0

    def read(self, data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Workbook:
        """All worksheets."""
        package = Package(data, limits)
        part = workbook_part(package)
        if part is not None and part.endswith(".bin"):
            return Workbook("xlsb", values_only(data, limits, progress))
        if part is not None and not any(part.startswith(folder) for folder, _ in ZIP_PARTS):
            return read_xlsx(package, part, limits, progress)
        kind = package.read("mimetype") or b""
        if "content.xml" in package.names and (not kind or b"spreadsheet" in kind):
            return read_ods(package, limits, progress)
        found = "OpenDocument text" if b"opendocument" in kind else "ZIP archive"
        found = next((name for folder, name in ZIP_PARTS if any(folder in entry for entry in package.names)), found)
        code = "type_mismatch" if extension(name) in SPREADSHEET_NAMES else "unsupported_format"
        raise EngineError(code, format=found, name=name[:200])


def values_only(data: bytes, limits: Limits, progress: Progress | None) -> list[Grid]:
    """Grids as calamine gives them, without structure."""
    try:
        workbook = open_calamine(data)
        sheets = [meta for meta in workbook.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
        grids = []
        for number, meta in enumerate(sheets):
            if progress:
                progress("reading", number, len(sheets))
            with refusals():
                sheet = workbook.get_sheet_by_name(meta.name)
            rows = sheet_rows(sheet, limits)
            broken = clean_rows(rows, limits, meta.name)
            grids.append(
                Grid(
                    name=meta.name,
                    rows=rows,
                    hidden=meta.visible != SheetVisibleEnum.Visible,
                    very_hidden=meta.visible == SheetVisibleEnum.VeryHidden,
                    merged=tuple((a[0], a[1], b[0], b[1]) for a, b in sheet.merged_cell_ranges or ()),
                    errors=frozenset(broken),
                    blind=BLIND,
                )
            )
    except Refused as error:
        raise EngineError("corrupt", detail=str(error)) from error
    return grids
