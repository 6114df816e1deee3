"""The structure of a worksheet part in a few passes of regular expressions over its bytes.

Made for the shape that spreadsheet programs write (no prefixes, `r` first, no comments); anything else is `Irregular`
and left to the slower, forgiving parser of `xlsx_walk.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from boq.engine.errors import EngineError
from boq.engine.readers.formulas import column_index, unescape
from boq.engine.readers.xlsx_sheet import LAST_COLUMN, LAST_ROW, Cell, SheetFacts
from boq.engine.readers.xlsx_styles import Look
from boq.engine.readers.xml import parse_xml

DENSE_CELLS = 4_000_000  # a box of this size is harmless however empty
DENSE_RATIO = 8
FEW_STYLES = 16
FEWEST_STYLES = 4

ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']""")
ODD_CELL = re.compile(rb"<c[>/\n\r\t]")
CELL_STYLE = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>/]*? s="(\d{1,6})"[^>/]*>')
CELL_ROW = re.compile(rb'<c r="[A-Z]{1,3}([1-9]\d{0,6})"')
WIDE_COLUMN = re.compile(rb'<c r="([A-Z]{2,3})\d')
ROW = re.compile(rb"<row ([^>]*)>")
ROW_NUMBER = re.compile(rb'(?:^| )r="([1-9]\d{0,6})"')
LAST_ROW_NUMBER = re.compile(rb'<row [^>]*?\br="([1-9]\d{0,6})"')
ROW_HIDDEN = re.compile(rb' hidden="(?:1|true)"| ht="0"')
ROW_OUTLINE = re.compile(rb' outlineLevel="([1-9])"')
FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>/]*)><f([^>]*?)(?:/>|>([^<]*)</f>)(?:<v(?: [^>]*)?>([^<]*)</v>)?'
)
SHARED_KEY = re.compile(rb' si="(\d+)"')
ERROR = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>/]*? t="e"[^>/]*>(?:<f[^>]*?(?:/>|>[^<]*</f>))?<v(?: [^>]*)?>([^<]*)</v>'
)


class Irregular(Exception):
    """The part is not of the shape that the scan understands."""


def cut(xml: bytes) -> tuple[bytes, bytes]:
    """The part without its cells, and from `<sheetData` to `</sheetData>` the cells; nothing where there are none."""
    declared = ENCODING.match(xml[:200])
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")) or (declared and declared[1].lower() not in (b"utf-8", b"us-ascii")):
        raise Irregular
    start = xml.find(b"<sheetData")
    commented = b"!" in xml and b"<!" in xml  # one byte is found ten times as fast as two
    instructed = xml.find(b"?", 10) >= 0 and xml.find(b"<?", 10) >= 0
    if start < 0 or commented or instructed or xml.find(b"<sheetData", start + 1) >= 0:
        raise Irregular
    opened = xml.index(b">", start) + 1
    if xml[opened - 2 : opened] == b"/>":
        return xml, b""
    end = xml.find(b"</sheetData>", opened)
    if end < 0:
        raise Irregular
    end += len(b"</sheetData>")
    return xml[:start] + xml[end:], xml[start:end]


def scan_hull(hull: bytes, cells: bytes, part: str) -> SheetFacts:
    """The facts of a part that `cut` has cut but those inside its cells, which are counted; raises Irregular."""
    facts = SheetFacts()
    try:
        for element in parse_xml(hull, part).iter():
            facts.note(element)
    except EngineError as error:
        raise Irregular from error
    facts.cells = cells.count(b'<c r="')
    if facts.cells != cells.count(b"<c") and (facts.cells != cells.count(b"<c ") or ODD_CELL.search(cells)):
        raise Irregular
    return facts


class Columns(dict[bytes, int]):
    """Column letters -> index, worked out once for each column in use."""

    def __missing__(self, letters: bytes) -> int:
        index = self[letters] = column_index(letters.decode())
        return index


def measure(cells: bytes, facts: SheetFacts) -> None:
    """Make sure that the box from A1 to the last row and column is not much larger than the cells are many; raises Irregular."""
    room = max(DENSE_CELLS, DENSE_RATIO * facts.cells)
    last = LAST_ROW_NUMBER.search(cells, max(0, cells.rfind(b"<row ")))
    if last and int(last[1]) * 26 <= room and not re.search(rb'<c r="(?![A-Z](?:%b)")' % at_most(last[1]), cells):
        return  # no cell lies beyond column Z or below the last row
    rows = CELL_ROW.findall(cells)
    height = max(map(int, set(rows)), default=0)
    width = max((column_index(letters.decode()) for letters in set(WIDE_COLUMN.findall(cells))), default=25) + 1
    if len(rows) != facts.cells or height > LAST_ROW or width > LAST_COLUMN or height * width > room:
        raise Irregular


def at_most(number: bytes) -> bytes:
    """A pattern for the whole numbers from 1 to `number`: shorter ones first, then digit by digit."""
    patterns = [rb"[1-9]\d{0,%d}" % (len(number) - 2)] if len(number) > 1 else []
    for place, digit in enumerate(number):
        lowest, highest = (1 if place == 0 else 0), digit - 49
        if highest >= lowest:
            patterns.append(b"%b[%d-%d]\\d{%d}" % (number[:place], lowest, highest, len(number) - place - 1))
    return b"|".join([*patterns, number])


def scan_cells(cells: bytes, facts: SheetFacts, looks: Mapping[int, Look]) -> None:
    """All that stands inside the cells' part; raises Irregular."""
    columns = Columns()
    try:
        scan_rows(cells, facts)
        scan_formulas(cells, columns, facts)
        if b' t="e"' in cells:
            facts.errors = {
                (int(row) - 1, columns[letters]): unescape(text.decode()) for letters, row, text in ERROR.findall(cells)
            }
        scan_styles(cells, columns, looks, facts)
    except UnicodeDecodeError as error:
        raise Irregular from error


def scan_rows(cells: bytes, facts: SheetFacts) -> None:
    """Hidden and outlined rows."""
    if b"hidden=" not in cells and b"outlineLevel=" not in cells and b' ht="0"' not in cells:
        return
    for attributes in ROW.findall(cells):
        hidden, level = ROW_HIDDEN.search(attributes), ROW_OUTLINE.search(attributes)
        if not hidden and not level:
            continue
        row = ROW_NUMBER.search(attributes)
        if row is None:
            raise Irregular
        if hidden:
            facts.hidden_rows.add(int(row[1]) - 1)
        if level:
            facts.outline[int(row[1]) - 1] = int(level[1])


def scan_formulas(cells: bytes, columns: Mapping[bytes, int], facts: SheetFacts) -> None:
    """Formulas, those that share another's text, and those without a result."""
    if b"<f" not in cells:
        return
    expected = cells.count(b"<f>") + cells.count(b"<f ") + cells.count(b"<f/")
    if not expected:
        return
    found = FORMULA.findall(cells)
    if len(found) != expected:
        raise Irregular
    for letters, row, attributes, formula, text, value in found:
        cell = (int(row) - 1, columns[letters])
        if formula or not text or b"&" in text or b"\r" in text:
            add_formula(cell, formula, text, facts)
        else:
            facts.formulas[cell] = text.decode()
        if not value and b't="str"' not in attributes:
            facts.uncalculated.append(cell)


def add_formula(cell: Cell, attributes: bytes, text: bytes, facts: SheetFacts) -> None:
    """Keep one formula: its own text, or the key of the formula it shares."""
    formula = unescape(text.decode())
    if b'"shared"' in attributes:
        key = SHARED_KEY.search(attributes)
        name = key[1].decode() if key else ""
        if not formula:
            facts.sharing.append((cell, name))
            return
        facts.shared[name] = (cell, formula)
    if formula:
        facts.formulas[cell] = formula


def scan_styles(cells: bytes, columns: Columns, looks: Mapping[int, Look], facts: SheetFacts) -> None:
    """Cells with content whose style is not plain."""
    wanted = list(looks)
    if len(wanted) <= FEW_STYLES:
        wanted = [style for style in wanted if b' s="%d"' % style in cells]
    if not wanted:
        return
    if len(wanted) <= FEWEST_STYLES and sum(cells.count(b' s="%d"' % style) for style in wanted) < facts.cells // 20:
        facts.styled = list(seldom_styled(cells, columns, wanted))
        return
    ids = b"|".join(b"%d" % style for style in wanted) if len(wanted) <= FEW_STYLES else rb"\d{1,6}"
    pattern = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>/]*? s="(' + ids + rb')"[^>/]*>')
    numbers = {b"%d" % style: style for style in wanted}
    facts.styled = [
        ((int(row) - 1, columns[letters]), numbers[style])
        for letters, row, style in pattern.findall(cells)
        if style in numbers
    ]


def seldom_styled(cells: bytes, columns: Columns, wanted: list[int]) -> Iterator[tuple[Cell, int]]:
    """The same where such cells are rare: found by their style, and from there back to their reference."""
    for style in wanted:
        mark = b' s="%d"' % style
        at = cells.find(mark)
        while at >= 0:
            found = CELL_STYLE.match(cells, cells.rfind(b"<", 0, at))
            if found is not None and int(found[3]) == style:
                yield (int(found[2]) - 1, columns[found[1]]), style
            at = cells.find(mark, at + 1)
