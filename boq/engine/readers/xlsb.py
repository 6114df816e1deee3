"""xlsb: values by calamine, hidden rows and columns, merged cells and outline from the records of the sheet parts.

A part is a run of records: a type of one or two bytes and a length of one to four, seven bits a byte, then the payload. Formulas
and looks stay unread, which the grid says in `blind`. Source: [MS-XLSB], sections 2.1.4 and 2.4.
"""

from __future__ import annotations

import posixpath
import struct
from collections.abc import Iterator

from python_calamine import SheetTypeEnum, SheetVisibleEnum

from boq.engine.errors import EngineError
from boq.engine.grid import Grid, Workbook
from boq.engine.readers.calamine import Refused, open_calamine, refusals, sheet_rows
from boq.engine.readers.clean import clean_rows
from boq.engine.readers.limits import Limits, Progress
from boq.engine.readers.package import Package
from boq.engine.readers.xlsx_book import relationships
from boq.engine.readers.xlsx_sheet import LAST_COLUMN, LAST_ROW, SheetFacts, put

BLIND = frozenset({"formulas", "styles"})
ROW, COLUMN, VIEW, SHEET, MERGED = 0, 60, 137, 156, 176
ERROR_CELLS = (3, 11)  # typed in, or the result of a formula
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def read_xlsb(data: bytes, package: Package, part: str, limits: Limits, progress: Progress | None = None) -> Workbook:
    """All worksheets of a package whose workbook part is `part`; EngineError `corrupt` when calamine gives up."""
    parts = sheet_parts(package, part)
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
            facts = structure(package.read(parts.get(meta.name, "")) or b"")
            for (row, column), shown in facts.errors.items():
                put(rows, row, column, shown)
            broken = clean_rows(rows, limits, meta.name)
            height, width = len(rows), max(map(len, rows), default=0)
            grids.append(
                Grid(
                    name=meta.name,
                    rows=rows,
                    hidden=meta.visible != SheetVisibleEnum.Visible,
                    very_hidden=meta.visible == SheetVisibleEnum.VeryHidden,
                    hidden_rows=frozenset(row for row in facts.hidden_rows if row < height),
                    hidden_columns=frozenset(
                        column for first, end in facts.hidden_columns for column in range(first, min(end, width))
                    ),
                    merged=tuple(box for box in facts.merged if box[0] < height),
                    outline={row: level for row, level in facts.outline.items() if row < height},
                    errors=frozenset(facts.errors) | broken,
                    right_to_left=facts.right_to_left,
                    blind=BLIND,
                )
            )
    except Refused as error:
        raise EngineError("corrupt", detail=str(error)) from error
    return Workbook("xlsb", grids)


def sheet_parts(package: Package, part: str) -> dict[str, str]:
    """Sheet name -> name of its part."""
    folder, file = posixpath.split(part)
    links = relationships(package, f"{folder}/_rels/{file}.rels", folder)
    found = {}
    for kind, payload in records(package.read(part) or b""):
        if kind == SHEET:
            link, at = wide_text(payload, 8)
            name, _ = wide_text(payload, at)
            if link in links:
                found[name] = links[link][1]
    return found


def structure(data: bytes) -> SheetFacts:
    """What the records of a worksheet part say beside its values. A damaged tail is left out."""
    facts = SheetFacts()
    row = LAST_ROW
    for kind, payload in records(data):
        if kind == ROW and len(payload) >= 12:
            row, flags = struct.unpack_from("<I", payload)[0], payload[11]
            if row < LAST_ROW and flags & 0x10:
                facts.hidden_rows.add(row)
            if row < LAST_ROW and flags & 0x07:
                facts.outline[row] = flags & 0x07
        elif kind in ERROR_CELLS and len(payload) >= 9 and row < LAST_ROW:
            column = min(struct.unpack_from("<I", payload)[0], LAST_COLUMN - 1)
            facts.errors[row, column] = ERRORS.get(payload[8], "#VALUE!")
        elif kind == COLUMN and len(payload) >= 18:
            first, last, width = struct.unpack_from("<III", payload)
            if payload[16] & 0x01 or not width:
                facts.hidden_columns.append((min(first, LAST_COLUMN), min(last + 1, LAST_COLUMN)))
        elif kind == MERGED and len(payload) >= 16:
            top, bottom, left, right = struct.unpack_from("<IIII", payload)
            if top <= bottom and left <= right:
                facts.merged.append((top, left, min(bottom, LAST_ROW - 1), min(right, LAST_COLUMN - 1)))
        elif kind == VIEW and payload:
            facts.right_to_left = bool(payload[0] & 0x20)
    return facts


def records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Type and payload of every whole record."""
    at, size = 0, len(data)
    while at < size:
        kind, at = varying(data, at, 2)
        if at >= size:
            return
        length, at = varying(data, at, 4)
        if at + length > size:
            return
        yield kind, data[at : at + length]
        at += length


def varying(data: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of at most `most` bytes, seven bits each, the lowest first, and where it ends."""
    value = 0
    for place in range(most):
        if at >= len(data):
            return value, at
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            break
    return value, at


def wide_text(payload: bytes, at: int) -> tuple[str, int]:
    """A text that is led by its number of UTF-16 units, and where it ends; "" where it does not fit."""
    if at + 4 > len(payload):
        return "", at
    length = struct.unpack_from("<I", payload, at)[0]
    end = at + 4 + 2 * length
    return (payload[at + 4 : end].decode("utf-16-le", "replace"), end) if end <= len(payload) else ("", len(payload))
