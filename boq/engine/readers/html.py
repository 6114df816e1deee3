"""Tables of HTML pages: what many web programs export under the name .xls."""

from __future__ import annotations

import re
from typing import ClassVar

from lxml import etree

from boq.engine.errors import EngineError
from boq.engine.grid import Grid, Workbook
from boq.engine.readers.clean import Row, clean_rows
from boq.engine.readers.encoding import decode
from boq.engine.readers.limits import Limits, Progress, check_cells
from boq.engine.readers.sniff import beginning, is_html, is_xml_spreadsheet
from boq.engine.readers.xlsx_sheet import put
from boq.engine.readers.xml import number

BLIND = frozenset({"formulas", "hidden", "styles"})
SPACES = re.compile(r"[ \t\r\n\f]+")
CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
BREAKS = frozenset({"br", "p", "div", "li"})
WIDEST_SPAN = 1000


class HtmlReader:
    """A page with tables."""

    format: ClassVar[str] = "html"

    def score(self, head: bytes, name: str) -> int:
        """A page, or a bare table."""
        text = beginning(head)
        return 60 if is_html(text) and not is_xml_spreadsheet(text) else 0

    def read(self, data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Workbook:
        """One grid for each table that stands in no other. EngineError `type_mismatch` when there is none."""
        if progress:
            progress("reading", 0, 1)
        text = page_text(data)
        parser = etree.HTMLParser(no_network=True, huge_tree=True, remove_comments=True)
        try:
            root = etree.fromstring(text, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise EngineError("corrupt", detail=str(error)[:200]) from error
        tables = [] if root is None else [table for table in root.iter("table") if not has_ancestor(table, "table")]
        grids = [table_grid(table, f"Table {place}", limits) for place, table in enumerate(tables, 1)]
        if not any(grid.rows for grid in grids):
            raise EngineError("type_mismatch", format="HTML", name=name[:200])
        return Workbook("html", grids)


def page_text(data: bytes) -> str:
    """The page as text: by the charset it names, else as any text."""
    named = CHARSET.search(data[:4096])
    if named and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(named[1].decode())
        except (LookupError, UnicodeDecodeError):
            pass
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", decode(data).text)


def has_ancestor(element: etree._Element, tag: str) -> bool:
    """True when the element stands inside one of that tag."""
    return next(element.iterancestors(tag), None) is not None


def table_grid(table: etree._Element, name: str, limits: Limits) -> Grid:
    """The cells of a table, spans left empty beyond their first cell and listed as merged."""
    rows: list[Row] = []
    merged: list[tuple[int, int, int, int]] = []
    bold: set[tuple[int, int]] = set()
    free_from: dict[int, int] = {}  # column -> the first row that no span from above reaches into
    lines = [line for line in table.iter("tr") if next(line.iterancestors("table")) is table]
    slots = 0
    for row, line in enumerate(lines):
        column = 0
        for cell in line.iterchildren("td", "th"):
            while free_from.get(column, 0) > row:
                column += 1
                slots += 1
            high = max(1, min(number(cell.get("rowspan"), 1), len(lines) - row, WIDEST_SPAN))
            wide = max(1, min(number(cell.get("colspan"), 1), WIDEST_SPAN))
            slots += wide
            check_cells(slots, limits)
            if high * wide > 1:
                merged.append((row, column, row + high - 1, column + wide - 1))
                free_from.update(dict.fromkeys(range(column, column + wide), row + high))
            if value := cell_text(cell):
                put(rows, row, column, value)
                if cell.tag == "th" or cell.find(".//b") is not None or cell.find(".//strong") is not None:
                    bold.add((row, column))
            column += wide
    clean_rows(rows, limits, name)
    return Grid(name, rows, merged=tuple(merged), bold=frozenset(bold), blind=BLIND)


def cell_text(cell: etree._Element) -> str:
    """The words of a cell with its line breaks, other white space made single."""
    parts: list[str] = []
    for element in cell.iter():
        if element.tag in BREAKS and parts:
            parts.append("\v")
        if isinstance(element.tag, str):
            parts.append(element.text or "")
        if element is not cell:
            parts.append(element.tail or "")
    joined = SPACES.sub(" ", "".join(parts).replace("\xa0", " "))
    return re.sub(r" ?\v+ ?", "\n", joined).strip()
