"""A maker of xlsb files, record by record, after [MS-XLSB]: no library writes them."""

from __future__ import annotations

import struct

from boq.tests.makers.workbooks import LINK, PACKAGE, TITLE, TYPES, cells, package

ROW, CELL_ERROR, CELL_REAL, CELL_TEXT, FORMULA_REAL = 0, 3, 5, 6, 9
BEGIN_SHEET, END_SHEET, BEGIN_BOOK, END_BOOK = 129, 130, 131, 132
BEGIN_VIEWS, END_VIEWS, BEGIN_VIEW, END_VIEW = 133, 134, 137, 138
BEGIN_SHEETS, END_SHEETS, BEGIN_DATA, END_DATA = 143, 144, 145, 146
DIMENSIONS, SHEET, COLUMN, BEGIN_COLUMNS, END_COLUMNS = 148, 156, 60, 390, 391
BEGIN_MERGED, END_MERGED, MERGED = 177, 178, 176
REF_ERROR = 0x17


def xlsb_bill() -> bytes:
    """The bill of `workbooks.cells`, with a hidden row and column, a merged title, an error cell and a hidden sheet."""
    visible, hidden = 0, 1
    book = record(BEGIN_BOOK) + record(BEGIN_SHEETS)
    book += record(SHEET, struct.pack("<II", visible, 1) + wide("rId1") + wide("Bill 1"))
    book += record(SHEET, struct.pack("<II", hidden, 2) + wide("rId2") + wide("Old"))
    book += record(END_SHEETS) + record(END_BOOK)
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{LINK}/worksheet" Target="worksheets/sheet{n}.bin"/>' for n in (1, 2)
    )
    kinds = "".join(
        f'<Override PartName="/xl/{part}.bin" ContentType="application/vnd.ms-excel.{kind}"/>'
        for part, kind in (
            ("workbook", "sheet.binary.macroEnabled.main"),
            ("worksheets/sheet1", "worksheet"),
            ("worksheets/sheet2", "worksheet"),
        )
    )
    return package(
        {
            "[Content_Types].xml": f'<Types xmlns="{TYPES}">{kinds}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{LINK}/officeDocument" '
            'Target="xl/workbook.bin"/></Relationships>',
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
            "xl/worksheets/sheet1.bin": sheet([*cells(), [None] * 5 + [REF_ERROR]]),
            "xl/worksheets/sheet2.bin": sheet([["superseded"]]),
        }
    )


def sheet(rows: list[list[object]]) -> bytes:
    """A worksheet part. Row 7 is hidden and outlined, column C hidden, the title merged over six columns."""
    width = max(map(len, rows))
    out = record(BEGIN_SHEET) + record(DIMENSIONS, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1))
    right_to_left = 0x20
    out += record(BEGIN_VIEWS) + record(BEGIN_VIEW, struct.pack("<H", right_to_left) + bytes(28))
    out += record(END_VIEW) + record(END_VIEWS)
    out += record(BEGIN_COLUMNS) + record(COLUMN, struct.pack("<IIIIH", 2, 2, 2304, 0, 1)) + record(END_COLUMNS)
    out += record(BEGIN_DATA)
    for number, row in enumerate(rows):
        flags = 0x10 | 0x01 if number == 6 else 0
        out += record(ROW, struct.pack("<IIHBBBI", number, 0, 300, 0, flags, 0, 0))
        for column, value in enumerate(row):
            out += cell(column, value, calculated=column == 5)
    out += record(END_DATA)
    if [TITLE] in rows:
        out += (
            record(BEGIN_MERGED, struct.pack("<I", 1))
            + record(MERGED, struct.pack("<IIII", 1, 1, 0, 5))
            + record(END_MERGED)
        )
    return out + record(END_SHEET)


def cell(column: int, value: object, calculated: bool) -> bytes:
    """One cell; numbers of the last column are results of a formula without tokens."""
    place = struct.pack("<II", column, 0)
    if value is None:
        return b""
    if value is REF_ERROR:
        return record(CELL_ERROR, place + bytes([REF_ERROR]))
    if isinstance(value, str):
        return record(CELL_TEXT, place + wide(value))
    number = struct.pack("<d", value)
    if calculated:
        return record(FORMULA_REAL, place + number + struct.pack("<HII", 0, 0, 0))
    return record(CELL_REAL, place + number)


def wide(text: str) -> bytes:
    """A text led by its length in UTF-16 units."""
    units = text.encode("utf-16-le")
    return struct.pack("<I", len(units) // 2) + units


def record(kind: int, payload: bytes = b"") -> bytes:
    """A record: type, length, payload."""
    return varying(kind) + varying(len(payload)) + payload


def varying(value: int) -> bytes:
    """Seven bits a byte, the lowest first; all but the last have the high bit."""
    out = bytearray()
    while True:
        value, low = value >> 7, value & 0x7F
        out.append(low | (0x80 if value else 0))
        if not value:
            return bytes(out)
