"""Word documents: tables become grids, paragraphs between them rows of one cell."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from boq.engine.grid import CellValue, Grid, Workbook
from boq.engine.readers.clean import clean_rows
from boq.engine.readers.docx_numbering import Numbering
from boq.engine.readers.limits import Limits, Progress, check_cells
from boq.engine.readers.package import Package
from boq.engine.readers.xml import attribute, local, number, stream_xml

BLIND = frozenset({"formulas", "hidden"})
NOT_SHOWN = frozenset(
    {
        "del",
        "moveFrom",
        "Fallback",
        "txbxContent",
        "instrText",
        "delText",
        "pPrChange",
        "rPrChange",
        "tblGridChange",
        "tcPrChange",
    }
)
BREAKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
WIDEST_SPAN = 1_000
SAME_WIDTH = 0.12  # share of the table by which columns of tables that go on may differ


@dataclass(slots=True)
class Piece:
    """Characters of one look."""

    text: str
    bold: bool = False
    struck: bool = False


@dataclass(slots=True)
class Cell:
    """One cell while it is read: finished paragraphs and its place."""

    column: int
    span: int = 1
    goes_on: bool = False  # belongs to the cell above
    pieces: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A table, or the run of tables and paragraphs that share its columns."""

    widths: list[int] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    right_to_left: bool = False


def read_docx(package: Package, part: str, limits: Limits, progress: Progress | None = None) -> Workbook:
    """All tables of the document; a document without one is one grid of paragraphs."""
    if progress:
        progress("reading", 0, 1)
    numbering = Numbering.of(package.xml("word/numbering.xml"))
    walk = _Walk(numbering, limits)
    for event, element in stream_xml(package.xml(part) or b"", part):
        walk.begin(element) if event == "start" else walk.end(element)
    grids = [_grid(table, f"Table {place}") for place, table in enumerate(walk.done(), 1)]
    for grid in grids:
        clean_rows(grid.rows, limits, grid.name)
    return Workbook("docx", grids)


class _Walk:
    """The state between the events of the document's XML."""

    def __init__(self, numbering: Numbering, limits: Limits) -> None:
        self.numbering, self.limits = numbering, limits
        self.tables: list[Table] = []
        self.pending: list[list[Piece]] = []  # paragraphs whose table is not known yet
        self.stack: list[Table] = []
        self.row: list[list[Cell]] = []  # the open rows, one for each open table
        self.pieces: list[Piece] = []
        self.look = Piece("")
        self.hidden = 0
        self.slots = 0

    def begin(self, element: etree._Element) -> None:
        """An element opens."""
        name = local(element)
        if name in NOT_SHOWN or self.hidden:
            self.hidden += 1
        elif name == "tbl":
            self.stack.append(Table())
        elif name == "tr" and self.stack:
            self.row.append([])
        elif name == "tc" and self.row:
            cells = self.row[-1]
            cells.append(Cell(cells[-1].column + cells[-1].span if cells else 0))
        elif name == "p":
            self.numbering.forget()
        elif name == "r":
            self.look = Piece("")

    def end(self, element: etree._Element) -> None:
        """An element is complete."""
        name = local(element)
        if self.hidden:
            self.hidden -= 1
            return
        if name == "t":
            self.pieces.append(Piece(element.text or "", self.look.bold, self.look.struck))
        elif name in BREAKS:
            if _parent(element) == "r":
                self.pieces.append(Piece(BREAKS[name]))
        elif name in ("b", "strike", "dstrike", "numId", "ilvl"):
            self._property(name, element)
        elif name == "p":
            self._paragraph()
            element.clear()
        elif self.stack:
            self._of_table(name, element)

    def _property(self, name: str, element: etree._Element) -> None:
        value = attribute(element, "val")
        on = value not in ("0", "false", "off", "none")
        in_run = _parent(element) == "rPr" and _parent(element.getparent()) == "r"
        if name == "b" and in_run:
            self.look.bold = on
        elif name in ("strike", "dstrike") and in_run:
            self.look.struck = self.look.struck or on
        elif name == "numId":
            self.numbering.list_id = value or ""
        elif name == "ilvl":
            self.numbering.level = number(value)

    def _paragraph(self) -> None:
        mark = self.numbering.mark()
        pieces = [Piece(f"{mark} " if self.pieces else mark), *self.pieces] if mark else self.pieces
        self.pieces = []
        if self.row and self.row[-1]:
            into = self.row[-1][-1].pieces
            if into and pieces:
                into.append(Piece("\n"))
            into += pieces
        elif any(piece.text.strip() for piece in pieces):
            self.pending.append(pieces)

    def _of_table(self, name: str, element: etree._Element) -> None:
        table, cells = self.stack[-1], self.row[-1] if self.row else []
        if name == "gridCol":
            table.widths.append(number(attribute(element, "w")))
        elif name == "bidiVisual":
            table.right_to_left = attribute(element, "val") not in ("0", "false", "off")
        elif name == "gridSpan" and cells:
            cells[-1].span = max(1, min(number(attribute(element, "val"), 1), WIDEST_SPAN))
        elif name == "vMerge" and cells:
            cells[-1].goes_on = attribute(element, "val") != "restart"
        elif name == "gridBefore" and self.row and not cells:
            cells.append(Cell(0, max(0, min(number(attribute(element, "val")), WIDEST_SPAN))))
        elif name == "tr" and self.row:
            table.rows.append(self.row.pop())
            self.slots += sum(cell.span for cell in table.rows[-1])
            check_cells(self.slots, self.limits)
            element.clear()
        elif name == "tbl":
            self._close(self.stack.pop())
            element.clear()

    def _close(self, table: Table) -> None:
        """A table inside a cell is text of that cell; others go on with the table before them or begin one."""
        if self.stack:
            if self.row and self.row[-1]:
                for row in table.rows:
                    joined = [piece for cell in row for piece in (*cell.pieces, Piece(" "))]
                    self.row[-1][-1].pieces += [Piece("\n"), *joined]
            return
        latest = self.tables[-1] if self.tables else None
        if latest is None or not _alike(latest, table):
            self.tables.append(Table(table.widths, [], table.right_to_left))
        self._place_pending()
        self.tables[-1].rows += table.rows

    def _place_pending(self) -> None:
        if not self.tables:
            self.tables.append(Table())
        widths = self.tables[-1].widths
        home = widths.index(max(widths)) if widths else 0
        self.tables[-1].rows += [[Cell(home, pieces=pieces)] for pieces in self.pending]
        self.pending = []

    def done(self) -> list[Table]:
        """The tables, the last paragraphs put under the last of them."""
        if self.pending:
            self._place_pending()
        return self.tables


def _parent(element: etree._Element | None) -> str:
    above = element.getparent() if element is not None else None
    return local(above) if above is not None else ""


def _alike(one: Table, other: Table) -> bool:
    """True for tables whose columns have the same widths."""
    if len(one.widths) != len(other.widths) or one.right_to_left != other.right_to_left:
        return False
    whole, others = max(1, sum(one.widths)), max(1, sum(other.widths))
    return all(abs(a / whole - b / others) <= SAME_WIDTH for a, b in zip(one.widths, other.widths, strict=True))


def _grid(table: Table, name: str) -> Grid:
    """The grid of a table: spans left empty beyond their first cell and listed as merged."""
    rows: list[list[CellValue]] = []
    merged: list[tuple[int, int, int, int]] = []
    bold, struck = set(), set()
    tops: dict[
        int, tuple[int, int, int]
    ] = {}  # column -> first row, last row, last column of the cell that may go on below
    for place, cells in enumerate(table.rows):
        line: list[CellValue] = []
        open_cells: dict[int, tuple[int, int, int]] = {}
        for cell in cells:
            line += [None] * (cell.column + max(cell.span, 1) - len(line))
            text, is_bold, is_struck = _text(cell.pieces)
            above = tops.get(cell.column)
            if cell.goes_on and above is not None and above[1] == place - 1:
                open_cells[cell.column] = (above[0], place, above[2])
            elif cell.span:
                open_cells[cell.column] = (place, place, cell.column + cell.span - 1)
            if text and cell.span:
                line[cell.column] = text
                if is_bold:
                    bold.add((place, cell.column))
                if is_struck:
                    struck.add((place, cell.column))
        merged += _ended(tops, open_cells)
        tops = open_cells
        rows.append(line)
    merged += _ended(tops, {})
    return Grid(
        name,
        rows,
        merged=tuple(sorted(merged)),
        bold=frozenset(bold),
        struck=frozenset(struck),
        right_to_left=table.right_to_left,
        blind=BLIND,
    )


def _ended(
    before: dict[int, tuple[int, int, int]], after: dict[int, tuple[int, int, int]]
) -> list[tuple[int, int, int, int]]:
    """Merged cells that do not go on."""
    ended = []
    for column, (first, last, right) in before.items():
        if after.get(column, (-1, -1, -1))[0] != first and (last > first or right > column):
            ended.append((first, column, last, right))
    return ended


def _text(pieces: list[Piece]) -> tuple[str, bool, bool]:
    """The text of a cell without what is struck out, whether most of it is bold, and whether all of it is struck out."""
    letters = sum(len(piece.text.strip()) for piece in pieces)
    struck = sum(len(piece.text.strip()) for piece in pieces if piece.struck)
    bold = sum(len(piece.text.strip()) for piece in pieces if piece.bold)
    whole = 0 < struck == letters
    shown = pieces if whole or not struck else [piece for piece in pieces if not piece.struck]
    text = "".join(piece.text for piece in shown).replace("\xa0", " ").strip()
    return text, bold * 2 > letters > 0, whole
