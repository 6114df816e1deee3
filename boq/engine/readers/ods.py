"""ods: OpenDocument spreadsheets, values and structure in one walk over content.xml. Repeats are never believed beyond the limits."""

from __future__ import annotations

import datetime as dt
import re

import msgspec
from lxml import etree

from boq.engine.errors import EngineError
from boq.engine.grid import CellValue, Grid, Workbook
from boq.engine.readers.clean import Row, clean_rows
from boq.engine.readers.limits import Limits, Progress
from boq.engine.readers.ods_styles import Style, read_styles
from boq.engine.readers.package import Package
from boq.engine.readers.tints import TINTED_ROWS
from boq.engine.readers.xlsx_sheet import LAST_COLUMN, LAST_ROW, Cell
from boq.engine.readers.xlsx_styles import Look
from boq.engine.readers.xlsx_walk import iso_moment, plain_number
from boq.engine.readers.xml import attribute, local, number, parse_xml, stream_xml

CONTENT = "content.xml"
MANIFEST = "meta-inf/manifest.xml"
DURATION = re.compile(r"^(-?)P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?$")
REFERENCE = re.compile(r"\[([^\[\]]*)\]")
TEXTS = re.compile(r'("(?:[^"]|"")*")')
ERROR = re.compile(r"^(?:#(?:REF!|NAME\?|VALUE!|DIV/0!|N/A|NUM!|NULL!)|Err:\d+)$")
COLLAPSED = frozenset({"collapse", "filter"})
PLAIN = Look()
LONGEST_RUN = 100_000
TAGS = ("{*}automatic-styles", "{*}table", "{*}table-column", "{*}table-row")
TABLE, OFFICE = (f"{{urn:oasis:names:tc:opendocument:xmlns:{room}:1.0}}" for room in ("table", "office"))
ROWS_REPEATED, COLUMNS_REPEATED = f"{TABLE}number-rows-repeated", f"{TABLE}number-columns-repeated"
ROWS_SPANNED, COLUMNS_SPANNED = f"{TABLE}number-rows-spanned", f"{TABLE}number-columns-spanned"
VISIBILITY, STYLE_NAME, FORMULA = f"{TABLE}visibility", f"{TABLE}style-name", f"{TABLE}formula"
VALUE_TYPE, VALUE, STRING_VALUE = f"{OFFICE}value-type", f"{OFFICE}value", f"{OFFICE}string-value"
DATE_VALUE, TIME_VALUE, BOOLEAN_VALUE = f"{OFFICE}date-value", f"{OFFICE}time-value", f"{OFFICE}boolean-value"
PARAGRAPH = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"


def read_ods(package: Package, limits: Limits, progress: Progress | None = None) -> Workbook:
    """All sheets. EngineError `encrypted_file` when the package says so."""
    manifest = package.read(MANIFEST) or b""
    if b"encryption-data" in manifest:
        raise EngineError("encrypted_file")
    data = package.xml(CONTENT) or b""
    if progress:
        progress("reading", 0, 1)
    styles: dict[str, Style] = {}
    if common := package.xml("styles.xml"):
        read_styles(parse_xml(common, "styles.xml"), styles)
    walker = _Walker(styles, limits)
    walker.grouped = b"table-row-group" in data
    for _, element in stream_xml(data, CONTENT, ("end",), TAGS):
        walker.end(element)
    if not walker.grids:
        raise EngineError("corrupt", part=CONTENT)
    return Workbook("ods", walker.grids)


class _Walker:
    """Keeps the position while elements go by."""

    def __init__(self, styles: dict[str, Style], limits: Limits) -> None:
        self.styles, self.limits = styles, limits
        self.grids: list[Grid] = []
        self.slots = 0
        self.grouped = False
        self.begin()

    def begin(self) -> None:
        """An empty sheet."""
        self.rows: list[Row] = []
        self.row, self.columns = 0, 0
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.outline: dict[int, int] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.formulas: dict[Cell, str] = {}
        self.uncalculated: set[Cell] = set()
        self.errors: set[Cell] = set()
        self.looks: list[tuple[Cell, Look]] = []

    def end(self, element: etree._Element) -> None:
        """A style, column, row or table ends."""
        match local(element):
            case "table-row":
                self.end_row(element)
                element.clear()
            case "automatic-styles":
                read_styles(element, self.styles)
            case "table-column":
                count = max(1, number(attribute(element, "number-columns-repeated"), 1))
                if attribute(element, "visibility") in COLLAPSED:
                    self.hidden_columns.append((self.columns, min(self.columns + count, LAST_COLUMN)))
                self.columns += count
            case "table":
                parent = element.getparent()
                if parent is not None and local(parent) == "spreadsheet":
                    self.end_table(element)
                element.clear()
                self.begin()

    def end_row(self, element: etree._Element) -> None:
        """One row, as often as it says it is repeated."""
        repeat = max(1, number(element.get(ROWS_REPEATED), 1))
        first, last = self.row, min(self.row + repeat, LAST_ROW)
        self.row = last
        if first >= LAST_ROW:
            return
        line = self.read_cells(element, first)
        if element.get(VISIBILITY) in COLLAPSED:
            self.hidden_rows.update(range(first, min(last, first + LONGEST_RUN)))
        if self.grouped:
            level = sum(1 for above in element.iterancestors() if local(above) == "table-row-group")
            if level:
                self.outline.update(dict.fromkeys(range(first, min(last, first + LONGEST_RUN)), level))
        if line:
            self.slots += len(line) * (last - first) + (first - len(self.rows)) // 8
            self.check()
            self.rows.extend([] for _ in range(first - len(self.rows)))
            self.rows.append(line)
            self.rows.extend(list(line) for _ in range(last - first - 1))

    def read_cells(self, row: etree._Element, index: int) -> Row:
        """The values of a row up to the last one; formulas, looks and spans are noted on the way."""
        line: Row = []
        column = 0
        for cell in row:
            get = cell.get
            repeated = get(COLUMNS_REPEATED)
            count = max(1, number(repeated, 1)) if repeated else 1
            kind, formula = get(VALUE_TYPE), get(FORMULA)
            if kind is not None or formula is not None or len(cell):
                count = min(count, LAST_COLUMN - column)
                value = float_of(get(VALUE)) if kind == "float" else self.value((index, column), cell, kind)
                self.slots += count
                if value is not None and value != "" and count > 0:
                    if self.slots + column - len(line) > self.limits.cells:
                        self.check(column)
                    line.extend([None] * (column - len(line)))
                    line.extend([value] * count)
                if formula or value is not None:
                    self.note(cell, (index, column), count, value, formula, kind)
            if get(ROWS_SPANNED) or get(COLUMNS_SPANNED):
                self.span(cell, (index, column))
            column += count
        return line

    def note(
        self, cell: etree._Element, place: Cell, count: int, value: CellValue, formula: str | None, kind: str | None
    ) -> None:
        """Keep the formula and look of a cell and of its repeats."""
        style = self.styles.get(cell.get(STYLE_NAME) or "")
        look = style.look if style else PLAIN
        if kind == "percentage" and not look.percent:
            look = msgspec.structs.replace(look, percent=True)
        if formula is None and look.plain:
            return
        self.check()
        for column in range(place[1], place[1] + count):
            if formula:
                self.formulas[place[0], column] = from_opendocument(formula)
                if value is None:
                    self.uncalculated.add((place[0], column))
            if not look.plain:
                self.looks.append(((place[0], column), look))

    def check(self, more: int = 0) -> None:
        """Refuse more cells than the limit."""
        if self.slots + more > self.limits.cells:
            raise EngineError("too_many_cells", cells=self.slots + more, limit=self.limits.cells)

    def span(self, cell: etree._Element, place: Cell) -> None:
        """Note a merged range."""
        down, right = number(cell.get(ROWS_SPANNED), 1), number(cell.get(COLUMNS_SPANNED), 1)
        if down > 1 or right > 1:
            last = (min(place[0] + max(down, 1), LAST_ROW) - 1, min(place[1] + max(right, 1), LAST_COLUMN) - 1)
            self.merged.append((*place, *last))

    def value(self, place: Cell, cell: etree._Element, kind: str | None) -> CellValue:
        """What a cell holds; None for an empty one or a formula without a result."""
        match kind:
            case "float" | "currency" | "percentage":
                return plain_number(cell.get(VALUE) or "")
            case "date":
                return iso_moment(cell.get(DATE_VALUE) or "")
            case "time":
                return duration(cell.get(TIME_VALUE) or "")
            case "boolean":
                return cell.get(BOOLEAN_VALUE) == "true"
        paragraphs = [paragraph_text(child) for child in cell if child.tag == PARAGRAPH]
        if not paragraphs:
            return cell.get(STRING_VALUE)
        text = "\n".join(paragraphs)
        if cell.get(FORMULA) and ERROR.match(text):
            self.errors.add(place)
        return text

    def end_table(self, element: etree._Element) -> None:
        """Make the grid."""
        name = attribute(element, "name") or f"Sheet{len(self.grids) + 1}"
        if name.startswith("'file:"):
            return  # what another file held when this one was saved
        style = self.styles.get(attribute(element, "style-name") or "", Style())
        broken = clean_rows(self.rows, self.limits, name)
        height, width = len(self.rows), max(map(len, self.rows), default=0)
        looks = [(cell, look) for cell, look in self.looks if cell[0] < height]
        self.grids.append(
            Grid(
                name=name,
                rows=self.rows,
                hidden=not style.shown,
                hidden_rows=frozenset(row for row in self.hidden_rows if row < height),
                hidden_columns=frozenset(
                    column for first, end in self.hidden_columns for column in range(first, min(end, width))
                ),
                merged=tuple(box for box in self.merged if box[0] < height),
                formulas=self.formulas,
                errors=frozenset(self.errors | broken),
                bold=frozenset(cell for cell, look in looks if look.bold),
                filled=frozenset(cell for cell, look in looks if look.filled),
                tints={cell: look.tint for cell, look in looks if look.tint and cell[0] < TINTED_ROWS},
                struck=frozenset(cell for cell, look in looks if look.struck),
                percent=frozenset(cell for cell, look in looks if look.percent),
                indent={cell: look.indent for cell, look in looks if look.indent},
                outline={row: level for row, level in self.outline.items() if row < height},
                right_to_left=style.right_to_left,
                uncalculated=frozenset(self.uncalculated),
            )
        )


def float_of(text: str | None) -> CellValue:
    """A number cell's value; the text itself when it is none."""
    try:
        return float(text or "")
    except ValueError:
        return text or None


def paragraph_text(element: etree._Element) -> str:
    """A paragraph's text with its tabs, line breaks and repeated spaces."""
    parts = [element.text or ""]
    for child in element:
        match local(child):
            case "s":
                parts.append(" " * max(1, min(number(attribute(child, "c"), 1), 1000)))
            case "tab":
                parts.append("\t")
            case "line-break":
                parts.append("\n")
            case "annotation" | "note" | "":
                pass
            case _:
                parts.append(paragraph_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def duration(text: str) -> CellValue:
    """`PT12H30M00S` -> a time span; the text itself when it is none."""
    match = DURATION.match(text)
    if match is None or any(len(part or "") > 6 for part in match.groups()):
        return text
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    span = dt.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -span if match[1] else span


def from_opendocument(formula: str) -> str:
    """`of:=SUM([.F3:.F7];[$Sheet2.A1])` -> `SUM(F3:F7,Sheet2!A1)`. Texts in quotes stay."""
    body = re.sub(r"^(?:\w+:)?=", "", formula)
    parts = TEXTS.split(body)
    return "".join(
        part if index % 2 else REFERENCE.sub(_address, part).replace(";", ",") for index, part in enumerate(parts)
    )


def _address(match: re.Match[str]) -> str:
    corners = []
    for corner in match[1].split(":"):
        sheet, dot, cell = corner.rpartition(".")
        corners.append(f"{sheet.removeprefix('$')}!{cell}" if sheet and dot else cell)
    return ":".join(corners)
