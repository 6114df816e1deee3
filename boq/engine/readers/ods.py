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
from boq.engine.readers.package import Package
from boq.engine.readers.xlsx_sheet import LAST_COLUMN, LAST_ROW, Cell, put
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
INDENT_MILLIMETRES = 3.5


class Style(msgspec.Struct):
    """What a style of the file says, its parents' words included."""

    look: Look = Look()
    shown: bool = True
    right_to_left: bool = False


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
    for event, element in stream_xml(data, CONTENT):
        if event == "start":
            walker.start(element)
        else:
            walker.end(element)
    if not walker.grids:
        raise EngineError("corrupt", part=CONTENT)
    return Workbook("ods", walker.grids)


def read_styles(root: etree._Element, styles: dict[str, Style]) -> None:
    """Add every style below `root`; parents and number formats must stand before."""
    for element in root.iter():
        name = attribute(element, "name") if isinstance(element.tag, str) else None
        if name is None:
            continue
        if local(element) == "percentage-style":
            styles[f"number:{name}"] = Style(Look(percent=True))
        elif local(element) in ("style", "default-style"):
            styles[name] = read_style(element, styles)


def read_style(element: etree._Element, styles: dict[str, Style]) -> Style:
    """One style over its parent."""
    parent = styles.get(attribute(element, "parent-style-name") or "", Style())
    data = styles.get(f"number:{attribute(element, 'data-style-name')}")
    bold, struck, filled = parent.look.bold, parent.look.struck, parent.look.filled
    percent = data.look.percent if data else parent.look.percent
    indent, shown, right_to_left = parent.look.indent, True, False
    for child in element:
        match local(child):
            case "text-properties":
                if weight := attribute(child, "font-weight"):
                    bold = weight in ("bold", "600", "700", "800", "900")
                if line := attribute(child, "text-line-through-style"):
                    struck = line != "none"
            case "table-cell-properties":
                if colour := attribute(child, "background-color"):
                    filled = colour.lower() not in ("transparent", "#ffffff")
            case "paragraph-properties":
                if margin := attribute(child, "margin-left"):
                    indent = round(millimetres(margin) / INDENT_MILLIMETRES)
            case "table-properties":
                shown = attribute(child, "display") != "false"
                right_to_left = (attribute(child, "writing-mode") or "").startswith("rl")
    return Style(Look(bold, filled, struck, percent, indent), shown, right_to_left)


def millimetres(length: str) -> float:
    """`0.353cm` -> 3.53; 0 for what is no length."""
    match = re.match(r"^([\d.]+)(mm|cm|in|pt)$", length)
    if match is None or match[1].count(".") > 1 or match[1] == ".":
        return 0.0
    return float(match[1]) * {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}[match[2]]


class _Walker:
    """Keeps the position while elements go by."""

    def __init__(self, styles: dict[str, Style], limits: Limits) -> None:
        self.styles, self.limits = styles, limits
        self.grids: list[Grid] = []
        self.slots = 0
        self.tables = 0
        self.begin()

    def begin(self) -> None:
        """An empty sheet."""
        self.grid = Grid("", [])
        self.rows: list[Row] = []
        self.row, self.column, self.repeat = 0, 0, 1
        self.columns, self.level = 0, 0
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.outline: dict[int, int] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.formulas: dict[Cell, str] = {}
        self.uncalculated: set[Cell] = set()
        self.errors: set[Cell] = set()
        self.looks: list[tuple[Cell, Look]] = []

    def start(self, element: etree._Element) -> None:
        """A table, row or group begins."""
        match local(element):
            case "table":
                self.tables += 1
                if self.tables == 1:
                    self.begin()
            case "table-row" if self.tables == 1:
                self.column = 0
                self.repeat = max(1, number(attribute(element, "number-rows-repeated"), 1))
            case "table-row-group":
                self.level += 1

    def end(self, element: etree._Element) -> None:
        """A style, column, cell, row, group or table ends."""
        match local(element):
            case "automatic-styles":
                read_styles(element, self.styles)
            case "table-column" if self.tables == 1:
                count = max(1, number(attribute(element, "number-columns-repeated"), 1))
                if attribute(element, "visibility") in COLLAPSED:
                    self.hidden_columns.append((self.columns, min(self.columns + count, LAST_COLUMN)))
                self.columns += count
            case "table-cell" | "covered-table-cell" if self.tables == 1:
                self.end_cell(element)
                element.clear()
            case "table-row" if self.tables == 1:
                self.end_row(element)
                element.clear()
            case "table-row-group":
                self.level -= 1
            case "table":
                if self.tables == 1:
                    self.end_table(element)
                    element.clear()
                self.tables -= 1

    def end_cell(self, element: etree._Element) -> None:
        """One cell, as often as it says it is repeated."""
        count = max(1, number(attribute(element, "number-columns-repeated"), 1))
        cell = (self.row, self.column)
        value = self.value(cell, element)
        formula = attribute(element, "formula")
        if (value is not None and value != "") or formula:
            count = min(count, LAST_COLUMN - self.column)
            self.slots += count
            self.check()
            style = self.styles.get(attribute(element, "style-name") or "")
            look = style.look if style else Look()
            if attribute(element, "value-type") == "percentage" and not look.percent:
                look = msgspec.structs.replace(look, percent=True)
            for column in range(self.column, self.column + count):
                self.store((self.row, column), value, formula, look)
        self.span(element, cell)
        self.column += count

    def store(self, cell: Cell, value: CellValue, formula: str | None, look: Look) -> None:
        """Put one cell into the sheet."""
        if value is not None and value != "" and cell[0] < LAST_ROW and cell[1] < LAST_COLUMN:
            known = len(self.rows[cell[0]]) if cell[0] < len(self.rows) else 0
            self.slots += max(0, cell[1] - known) + max(0, cell[0] - len(self.rows)) // 8
            self.check()
            put(self.rows, *cell, value)
        if formula:
            self.formulas[cell] = from_opendocument(formula)
            if value is None:
                self.uncalculated.add(cell)
        if not look.plain:
            self.looks.append((cell, look))

    def check(self) -> None:
        """Refuse more cells than the limit."""
        if self.slots > self.limits.cells:
            raise EngineError("too_many_cells", cells=self.slots, limit=self.limits.cells)

    def span(self, element: etree._Element, cell: Cell) -> None:
        """Note a merged range."""
        down = number(attribute(element, "number-rows-spanned"), 1)
        right = number(attribute(element, "number-columns-spanned"), 1)
        if down > 1 or right > 1:
            last = (min(cell[0] + max(down, 1), LAST_ROW) - 1, min(cell[1] + max(right, 1), LAST_COLUMN) - 1)
            self.merged.append((*cell, *last))

    def value(self, cell: Cell, element: etree._Element) -> CellValue:
        """What a cell holds; None for an empty one or a formula without a result."""
        kind = attribute(element, "value-type")
        match kind:
            case "float" | "currency" | "percentage":
                return plain_number(attribute(element, "value") or "")
            case "date":
                return iso_moment(attribute(element, "date-value") or "")
            case "time":
                return duration(attribute(element, "time-value") or "")
            case "boolean":
                return attribute(element, "boolean-value") == "true"
        paragraphs = [paragraph_text(child) for child in element if local(child) == "p"]
        if not paragraphs:
            return attribute(element, "string-value")
        text = "\n".join(paragraphs)
        if ERROR.match(text) and attribute(element, "formula"):
            self.errors.add(cell)
        return text

    def end_row(self, element: etree._Element) -> None:
        """Repeat a row that holds values; skip over empty ones."""
        last = min(self.row + self.repeat, LAST_ROW)
        if attribute(element, "visibility") in COLLAPSED and self.row < LAST_ROW:
            self.hidden_rows.update(range(self.row, min(last, self.row + 100_000)))
        if self.level:
            self.outline.update(dict.fromkeys(range(self.row, min(last, self.row + 100_000)), self.level))
        if self.row < len(self.rows) and self.repeat > 1:
            model = self.rows[self.row]
            self.slots += len(model) * (last - self.row)
            self.check()
            for row in range(self.row + 1, last):
                for column, value in enumerate(model):
                    put(self.rows, row, column, value)
        self.row = last

    def end_table(self, element: etree._Element) -> None:
        """Make the grid."""
        name = attribute(element, "name") or f"Sheet{len(self.grids) + 1}"
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
                struck=frozenset(cell for cell, look in looks if look.struck),
                percent=frozenset(cell for cell, look in looks if look.percent),
                indent={cell: look.indent for cell, look in looks if look.indent},
                outline={row: level for row, level in self.outline.items() if row < height},
                right_to_left=style.right_to_left,
                uncalculated=frozenset(self.uncalculated),
            )
        )


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
