"""The records of an xls workbook stream (BIFF8): sheets, styles, hidden rows, formulas. Values are left to calamine."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import msgspec

from boq.engine.errors import EngineError
from boq.engine.readers.biff_formulas import ERRORS, Names, formula_text
from boq.engine.readers.xlsx_sheet import SheetFacts
from boq.engine.readers.xlsx_styles import DATE_FORMATS, DURATION_FORMATS, PERCENT_FORMATS, Look, bare

BIFF8 = 0x0600
BOF, EOF, FILEPASS, BOUNDSHEET, FONT, FORMAT, XF = 0x0809, 0x000A, 0x002F, 0x0085, 0x0031, 0x041E, 0x00E0
EXTERNSHEET, SUPBOOK, NAME = 0x0017, 0x01AE, 0x0018
ROW, COLINFO, MERGEDCELLS, WINDOW2, FORMULA, SHRFMLA, BOOLERR = 0x0208, 0x007D, 0x00E5, 0x023E, 0x0006, 0x04BC, 0x0205
MULRK, MULBLANK = 0x00BD, 0x00BE
SINGLE_CELLS = frozenset({0x00FD, 0x0204, 0x0203, 0x027E, 0x00D6, BOOLERR, FORMULA})
WORKSHEET = 0x0010
WHITE_COLOURS = frozenset({1, 9, 65})

Record = tuple[int, int, int]  # kind, offset of the body, its length


class BiffSheet(msgspec.Struct):
    """A sheet as the globals name it, and what its records say."""

    name: str
    offset: int
    state: int
    worksheet: bool
    blank: list[tuple[int, int]] = msgspec.field(default_factory=list)  # formulas that show an empty text
    height: int = 0
    width: int = 0
    facts: SheetFacts = msgspec.field(default_factory=SheetFacts)


class BiffBook(msgspec.Struct):
    """`modern` is False for versions before BIFF8, of which only the extent of the cells is read."""

    sheets: list[BiffSheet]
    looks: dict[int, Look]
    modern: bool


def read_biff(stream: bytes) -> BiffBook:
    """All sheets of a workbook stream. EngineError `encrypted_file`, or `corrupt` when it does not start like one."""
    records = records_of(stream, 0)
    first = next(records, None)
    if first is None or first[0] != BOF or first[2] < 4:
        raise EngineError("corrupt", part="Workbook")
    modern = struct.unpack_from("<H", stream, first[1])[0] == BIFF8
    sheets: list[BiffSheet] = []
    fonts: list[tuple[bool, bool]] = []
    formats: dict[int, str] = {}
    styles: list[tuple[int, int, int, bool]] = []
    names = Names()
    for kind, at, length in records:
        if kind == EOF:
            break
        try:
            match kind:
                case 0x002F:
                    raise EngineError("encrypted_file")
                case 0x0085:
                    sheets.append(bound_sheet(stream, at, length, modern))
                case 0x0031 if modern:
                    options, weight = struct.unpack_from("<2xH2xH", stream, at)
                    fonts.append((weight >= 600, bool(options & 8)))
                case 0x041E if modern:
                    formats[struct.unpack_from("<H", stream, at)[0]] = unicode_text(stream, at + 2, 2)[0]
                case 0x00E0 if modern:
                    styles.append(style(stream, at))
                case 0x01AE:
                    names.books.append(length == 4 and stream[at + 2 : at + 4] == b"\x01\x04")
                case 0x0017 if modern:
                    names.links = external_sheets(stream, at, length)
        except (struct.error, IndexError):
            continue
    names.sheets = [sheet.name for sheet in sheets]
    for sheet in sheets:
        if sheet.worksheet:
            read_sheet(stream, sheet, names, modern)
    doubt_blanks(sheets)
    return BiffBook(sheets, looks(styles, fonts, formats), modern)


def doubt_blanks(sheets: list[BiffSheet]) -> None:
    """Programs that cannot calculate write an empty text as every result: that is no result."""
    if all(len(sheet.blank) == len(sheet.facts.formulas) for sheet in sheets):
        for sheet in sheets:
            sheet.facts.uncalculated = sheet.blank


def records_of(stream: bytes, start: int) -> Iterator[Record]:
    """Kind, body offset and length of every record from `start` on."""
    position = start
    unpack = struct.Struct("<HH").unpack_from
    while position + 4 <= len(stream):
        kind, length = unpack(stream, position)
        if position + 4 + length > len(stream):
            return
        yield kind, position + 4, length
        position += 4 + length


def unicode_text(stream: bytes, at: int, length_bytes: int) -> tuple[str, int]:
    """A text without formatting runs: (text, bytes taken)."""
    count = int.from_bytes(stream[at : at + length_bytes], "little")
    wide = stream[at + length_bytes] & 1
    start = at + length_bytes + 1
    end = start + count * (2 if wide else 1)
    return stream[start:end].decode("utf-16-le" if wide else "latin-1", "replace"), end - at


def bound_sheet(stream: bytes, at: int, length: int, modern: bool) -> BiffSheet:
    """A sheet's name, place and state."""
    offset, state, kind = struct.unpack_from("<IBB", stream, at)
    name = unicode_text(stream, at + 6, 1)[0] if modern else stream[at + 7 : at + length].decode("cp1252", "replace")
    return BiffSheet(name, offset, state & 3, kind == 0)


def style(stream: bytes, at: int) -> tuple[int, int, int, bool]:
    """Font, number format, indent, filled."""
    font, number_format = struct.unpack_from("<HH", stream, at)
    pattern = struct.unpack_from("<I", stream, at + 14)[0] >> 26
    colour = struct.unpack_from("<H", stream, at + 18)[0] & 0x7F
    return font, number_format, stream[at + 8] & 15, pattern == 1 and colour not in WHITE_COLOURS


def looks(
    styles: list[tuple[int, int, int, bool]], fonts: list[tuple[bool, bool]], formats: dict[int, str]
) -> dict[int, Look]:
    """Style id -> look for those that are not plain. Font 4 does not exist: later ones stand one earlier."""
    found = {}
    for number, (font, number_format, indent, filled) in enumerate(styles):
        place = font - 1 if font > 4 else font
        bold, struck = fonts[place] if place < len(fonts) else (False, False)
        code = formats.get(number_format, "")
        percent = number_format in PERCENT_FORMATS or "%" in bare(code)
        look = Look(bold=bold, struck=struck, filled=filled, indent=indent, percent=percent)
        if not look.plain and number_format not in DATE_FORMATS | DURATION_FORMATS:
            found[number] = look
        elif not look.plain:
            found[number] = Look(bold=bold, struck=struck, filled=filled, indent=indent)
    return found


def external_sheets(stream: bytes, at: int, length: int) -> list[tuple[int, int, int]]:
    """Book, first sheet, last sheet of every link that formulas may name."""
    count = min(struct.unpack_from("<H", stream, at)[0], (length - 2) // 6)
    return [struct.unpack_from("<HHH", stream, at + 2 + 6 * index) for index in range(count)]


def read_sheet(stream: bytes, sheet: BiffSheet, names: Names, modern: bool) -> None:
    """Fill in one sheet from its own records; what is cut short is left out."""
    depth = 0
    formulas: list[tuple[tuple[int, int], bytes]] = []
    shared: dict[tuple[int, int], bytes] = {}
    for kind, at, length in records_of(stream, sheet.offset):
        if kind == BOF:
            depth += 1
        elif kind == EOF:
            depth -= 1
            if depth <= 0:
                break
        elif depth == 1:
            try:
                sheet_record(stream, kind, at, length, sheet, formulas, shared, modern)
            except (struct.error, IndexError):
                continue
    for cell, tokens in formulas:
        text = formula_text(tokens, cell, shared, names)
        sheet.facts.formulas[cell] = text


def sheet_record(
    stream: bytes,
    kind: int,
    at: int,
    length: int,
    sheet: BiffSheet,
    formulas: list[tuple[tuple[int, int], bytes]],
    shared: dict[tuple[int, int], bytes],
    modern: bool,
) -> None:
    """One record of a sheet."""
    facts = sheet.facts
    if kind in SINGLE_CELLS:
        row, column, style_id = struct.unpack_from("<HHH", stream, at)
        facts.styled.append(((row, column), style_id))
        sheet.height, sheet.width = max(sheet.height, row + 1), max(sheet.width, column + 1)
        facts.cells += 1
        if kind == FORMULA and modern:
            add_formula(stream, at, length, (row, column), sheet, formulas)
        elif kind == BOOLERR and stream[at + 7]:
            facts.errors[row, column] = ERRORS.get(stream[at + 6], "#VALUE!")
    elif kind == MULRK:
        row, first = struct.unpack_from("<HH", stream, at)
        count = (length - 6) // 6
        for step in range(count):
            facts.styled.append(((row, first + step), struct.unpack_from("<H", stream, at + 4 + 6 * step)[0]))
        sheet.height, sheet.width = max(sheet.height, row + 1), max(sheet.width, first + count)
        facts.cells += count
    elif kind == ROW:
        row, options = struct.unpack_from("<H10xI", stream, at)
        if options & 0x20:
            facts.hidden_rows.add(row)
        if options & 7:
            facts.outline[row] = options & 7
    elif kind == COLINFO:
        first, last, width, _, options = struct.unpack_from("<HHHHH", stream, at)
        if options & 1 or not width:
            facts.hidden_columns.append((first, last + 1))
    elif kind == MERGEDCELLS:
        count = min(struct.unpack_from("<H", stream, at)[0], (length - 2) // 8)
        for index in range(count):
            top, bottom, left, right = struct.unpack_from("<HHHH", stream, at + 2 + 8 * index)
            facts.merged.append((top, left, bottom, right))
    elif kind == WINDOW2:
        facts.right_to_left = bool(struct.unpack_from("<H", stream, at)[0] & 0x40)
    elif kind == SHRFMLA and modern:
        top, _, left = struct.unpack_from("<HHB", stream, at)
        size = struct.unpack_from("<H", stream, at + 8)[0]
        shared[top, left] = stream[at + 10 : at + 10 + size]


def add_formula(
    stream: bytes,
    at: int,
    length: int,
    cell: tuple[int, int],
    sheet: BiffSheet,
    formulas: list[tuple[tuple[int, int], bytes]],
) -> None:
    """Keep a formula's tokens, and the error or the empty text that it shows."""
    if stream[at + 12 : at + 14] == b"\xff\xff":
        if stream[at + 6] == 2:
            sheet.facts.errors[cell] = ERRORS.get(stream[at + 8], "#VALUE!")
        elif stream[at + 6] == 3:
            sheet.blank.append(cell)
    size = struct.unpack_from("<H", stream, at + 20)[0]
    formulas.append((cell, stream[at + 22 : at + min(length, 22 + size)]))
