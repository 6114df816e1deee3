"""One bill while it is read: open categories, ordinal numbers, and the rows that come out."""

from __future__ import annotations

from lxml import etree

from boq.engine.grid import Grid
from boq.engine.layout import Record
from boq.engine.model import RowKind, SourceRef, Standing
from boq.engine.readers.gaeb.texts import plain
from boq.engine.readers.limits import Limits
from boq.engine.readers.records import TEXT, Rows, fault_warnings, sheet_name
from boq.engine.readers.xml import line_of

COMPONENTS = 6
LONGEST = 20_000  # characters of a remark in one row
DEFAULT_NAME = "LV"
Warnings = list[tuple[str, str, dict[str, str]]]


class Bill:
    """`parts` are the ordinal numbers of the open categories, outermost first; an omitted level has none."""

    def __init__(self, limits: Limits) -> None:
        self.labels = [f"UPComp{number}" for number in range(1, COMPONENTS + 1)]
        self.rows = Rows(DEFAULT_NAME, limits, tuple(self.labels))
        self.parts: list[str] = []
        self.open_rows: list[int] = []
        self.items = self.quantities = self.prices = 0
        self.untitled: list[int] = []
        self.notes: dict[str, int] = {}  # identifier of an execution description -> its row
        self.warnings: Warnings = []

    @property
    def level(self) -> int:
        """How many categories are open."""
        return len(self.open_rows)

    def ordinal(self, *own: str | None) -> str:
        """The full ordinal number: `01.02.0010`, with the index of an inserted item behind it."""
        return ".".join(part for part in (*self.parts, *own) if part)

    def open(self, element: etree._Element) -> None:
        """A category begins; its label comes later."""
        self.begin(element.get("RNoPart") or "", line_of(element), "BoQCtgy", element.get("ID") or "")

    def begin(self, part: str, line: int, kind: str, ident: str = "") -> None:
        """A group of that own number begins."""
        self.parts.append(part.strip())
        record = Record(RowKind.HEADING, self.level + 1, ident=ident)
        self.open_rows.append(self.rows.add(record, line, kind, self.ordinal()))

    def title(self, text: str) -> None:
        """Words for the open group's title, behind those that it has."""
        if self.open_rows and text.strip():
            row = self.open_rows[-1]
            known = self.rows.cells[row][TEXT]
            joined = f"{known} {text.strip()}" if known else text.strip()
            self.rows.cells[row][TEXT] = self.rows.text(joined, row)

    def close(self) -> None:
        """The innermost category ends."""
        if self.open_rows:
            self.open_rows.pop()
            self.parts.pop()

    def label(self, element: etree._Element) -> None:
        """The label of the category that is open, when it is the category's own."""
        parent = element.getparent()
        if self.open_rows and parent is not None and str(parent.tag).endswith(("BoQCtgy", "LVGruppe")):
            self.title(" ".join(plain(element).split()))

    def set_apart(self, element: etree._Element, tag: str) -> None:
        """A whole category that has fallen away, or is an alternative to another; the base of the choice has the number 0."""
        record = self.rows.records[self.open_rows[-1]] if self.open_rows else None
        said = (element.text or "").strip()
        if record is not None and tag == "NotApplBoQ" and said != "No":
            record.standing = Standing.NOT_APPLICABLE
        elif record is not None and tag == "ALNBSerNo" and said.strip("0"):
            record.standing = Standing.ALTERNATIVE

    def note(self, element: etree._Element, kind: str, short: str, long: str) -> None:
        """A remark or an execution description, which items may refer to."""
        if element.get("ID"):
            self.notes[element.get("ID") or ""] = len(self.rows)
        self.remark(line_of(element), kind, short or long, long if short else "")

    def remark(self, line: int, kind: str, text: str, details: str) -> None:
        """A row of words; general terms may fill a book, and then several rows."""
        while text or details:
            self.rows.add(Record(RowKind.NOTE, self.level), line, kind, text=text[:LONGEST], details=details[:LONGEST])
            text, details = text[LONGEST:], details[LONGEST:]

    def describe(self, element: etree._Element) -> None:
        """The bill's own name and the names of the price components."""
        name = element.findtext("{*}LblBoQ") or element.findtext("{*}Name") or ""
        if name.strip():
            self.rows.name = sheet_name(name)
        for number in range(1, COMPONENTS + 1):
            label = element.find("{*}LblUPComp" + str(number))
            if label is not None and plain(label):
                self.labels[number - 1] = " ".join(plain(label).split())[:60]
        self.rows.cells[0][-COMPONENTS:] = list(self.labels)

    def finish(self, names: set[str]) -> None:
        """A name of its own for the grid, and what was strange about the bill."""
        name, number = self.rows.name, 1
        while self.rows.name in names:
            number += 1
            self.rows.name = f"{name[:27]} {number}"
        names.add(self.rows.name)
        if self.untitled and self.quantities:
            cell = SourceRef(self.rows.name, self.untitled[0] + 1, TEXT + 1).cell
            self.warnings.append(("items_untitled", cell, {"count": str(len(self.untitled))}))


def prices_alone(bills: list[Bill], phase: str) -> Warnings:
    """A warning, and a mark on the bills, where no item has a quantity and there are prices: an offer to be joined to its enquiry."""
    items = sum(bill.items for bill in bills)
    if not items or any(bill.quantities for bill in bills) or not any(bill.prices for bill in bills):
        return []
    for bill in bills:
        bill.rows.partial = True
    enquiry = "83" if phase in ("", "84") else "81"
    return [("quantities_elsewhere", "", {"items": str(items), "phase": phase, "file": f"X{enquiry}"})]


def finished(bills: list[Bill], currency: str, party: str, warnings: Warnings) -> list[Grid]:
    """The grids of all bills; what was strange about them is added to `warnings`."""
    names: set[str] = set()
    grids = []
    for bill in bills:
        bill.rows.currency, bill.rows.language = currency, "de"
        bill.rows.party = party if bill.prices else ""
        bill.finish(names)
        warnings += fault_warnings(bill.rows) + bill.warnings
        grids.append(bill.rows.grid())
    return grids
