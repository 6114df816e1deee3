"""Values of xls, xlsb and ods (and, through xlsx.py, xlsx) by calamine, with true sheet positions."""

from __future__ import annotations

import io
from typing import ClassVar

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from boq.engine.errors import EngineError
from boq.engine.grid import CellValue, Grid, Workbook
from boq.engine.readers.limits import Limits, Progress, check_cells

Row = list[CellValue]


def open_workbook(data: bytes) -> CalamineWorkbook:
    """Open `data`; raises EngineError `encrypted_file` or `corrupt`."""
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError as error:
        raise EngineError("encrypted_file") from error
    except (CalamineError, ValueError, OSError, EOFError) as error:
        raise EngineError("corrupt", detail=str(error)[:200]) from error


def sheet_rows(sheet: CalamineSheet, limits: Limits) -> list[Row]:
    """Every row from the sheet's first to the last that holds a value, values at their true columns."""
    if sheet.end is None:
        return []
    check_cells((sheet.end[0] + 1) * (sheet.end[1] + 1), limits)
    rows: list[Row] = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]
    while rows and not any(value != "" for value in rows[-1]):
        rows.pop()
    return rows


def is_worksheet(meta: SheetMetadata) -> bool:
    """Chart, macro, dialog and code sheets hold no bill."""
    return meta.typ == SheetTypeEnum.WorkSheet


def read_grids(data: bytes, limits: Limits, progress: Progress | None, blind: frozenset[str]) -> list[Grid]:
    """All worksheets as grids of values alone."""
    workbook = open_workbook(data)
    sheets = [meta for meta in workbook.sheets_metadata if is_worksheet(meta)]
    grids = []
    for number, meta in enumerate(sheets):
        if progress:
            progress("reading", number, len(sheets))
        try:
            sheet = workbook.get_sheet_by_name(meta.name)
        except (CalamineError, ValueError, OSError, EOFError) as error:
            raise EngineError("corrupt", sheet=meta.name, detail=str(error)[:200]) from error
        grids.append(
            Grid(
                name=meta.name,
                rows=sheet_rows(sheet, limits),
                hidden=meta.visible != SheetVisibleEnum.Visible,
                very_hidden=meta.visible == SheetVisibleEnum.VeryHidden,
                merged=tuple((a[0], a[1], b[0], b[1]) for a, b in sheet.merged_cell_ranges or ()),
                blind=blind,
            )
        )
    return grids


class XlsReader:
    """The binary workbooks of Excel 97 to 2003."""

    format: ClassVar[str] = "xls"

    def score(self, head: bytes, name: str) -> int:
        """An OLE compound file (a Word document is one too: calamine tells)."""
        return 80 if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") else 0

    def read(self, data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Workbook:
        """All worksheets; formulas, hidden rows and styles are not seen."""
        return Workbook("xls", read_grids(data, limits, progress, frozenset({"formulas", "hidden", "styles"})))
