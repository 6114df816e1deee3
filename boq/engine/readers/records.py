"""The rows of formats that declare themselves: one row and one record for each record of the file, in file order."""

from __future__ import annotations

import re
from decimal import Decimal

from boq.engine.errors import EngineError
from boq.engine.grid import CellValue, Grid
from boq.engine.layout import Layout, Record
from boq.engine.model import Role, RowKind, SourceRef
from boq.engine.readers.clean import clean_text
from boq.engine.readers.limits import Limits, check_cells

HEADINGS = ("Line", "Kind", "Ref", "Text", "Unit", "Quantity", "Rate", "Amount", "Details")
LINE, KIND, REF, TEXT, UNIT, QUANTITY, RATE, AMOUNT, DETAILS = range(9)
COLUMNS = {
    Role.REF: REF,
    Role.DESCRIPTION: TEXT,
    Role.UNIT: UNIT,
    Role.QUANTITY: QUANTITY,
    Role.RATE: RATE,
    Role.AMOUNT: AMOUNT,
}
BLIND = frozenset({"formulas", "hidden", "styles"})
DIGITS = 40  # figures longer than this are no figures
_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[., ' ]\d{3})+[.,]\d+")


def figure(text: str | None) -> Decimal | None:
    """The exact decimal that a field holds: "12.50", "12,50", "1.234,50", "1234-"; None for everything else."""
    text = text.strip() if text else ""
    if not text or len(text) > DIGITS:
        return None
    if text[-1] == "-" and text[0] not in "+-":
        text = "-" + text[:-1].rstrip()
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if _GROUPED.fullmatch(text):
        mark = text[max(text.rfind("."), text.rfind(","))]
        whole, _, rest = text.rpartition(mark)
        if mark not in whole:
            return Decimal(re.sub(r"[., ' ]", "", whole) + "." + rest)
        return None
    changed = text.replace(",", ".")
    return Decimal(changed) if _PLAIN.fullmatch(changed) else None


class Rows:
    """Collects the rows of one grid. `faults` counts the figures that could not be read, by cell."""

    def __init__(self, name: str, limits: Limits, more: tuple[str, ...] = ()) -> None:
        self.name = sheet_name(name)
        self.limits = limits
        self.width = len(HEADINGS) + len(more)
        self.cells: list[list[CellValue]] = [[*HEADINGS, *more]]
        self.records: list[Record | None] = [Record(RowKind.HEADER)]
        self.faults: list[str] = []
        self.currency = self.language = self.party = ""
        self.stated: int | None = None
        self.partial = self.computed = False

    def __len__(self) -> int:
        return len(self.cells)

    def add(
        self,
        record: Record,
        line: int,
        kind: str,
        ref: str = "",
        text: str = "",
        unit: str = "",
        quantity: str | None = "",
        rate: str | None = "",
        amount: str | None = "",
        details: str = "",
        more: tuple[str, ...] = (),
    ) -> int:
        """Append a row with the texts as the file has them; returns its position (0-based)."""
        row: list[CellValue] = [line or None]
        row += [self.text(value or "", len(self.cells)) or None for value in (kind, ref, text, unit)]
        row += [(value or "").strip() or None for value in (quantity, rate, amount)]
        row.append(self.text(details, len(self.cells)) or None)
        row += more
        self.cells.append(row)
        self.records.append(record)
        if len(self.cells) % 4096 == 0:
            check_cells(len(self.cells) * self.width, self.limits)
        return len(self.cells) - 1

    def text(self, text: str, row: int) -> str:
        """A text that can be stored; EngineError `text_too_long` beyond the limit."""
        if len(text) > self.limits.text_length:
            cell = SourceRef(self.name, row + 1, TEXT + 1).cell
            raise EngineError("text_too_long", cell=cell, length=len(text), limit=self.limits.text_length)
        return clean_text(text).strip()

    def figure(self, text: str | None, column: int) -> Decimal | None:
        """The exact figure of a field of the row that is added next; what is no figure is remembered as a fault."""
        if not text:
            return None
        value = figure(text)
        if value is None and text.strip():
            self.faults.append(SourceRef(self.name, len(self.cells) + 1, column + 1).cell)
        return value

    def grid(self) -> Grid:
        """The finished grid with its layout."""
        check_cells(len(self.cells) * self.width, self.limits)
        layout = Layout(
            COLUMNS,
            self.records,
            currency=self.currency,
            language=self.language,
            party=self.party,
            stated=self.stated,
            note=DETAILS,
            partial=self.partial,
            computed=self.computed,
        )
        bold = frozenset(
            (row, TEXT)
            for row, record in enumerate(self.records)
            if record is not None and record.kind in (RowKind.HEADING, RowKind.SUBTOTAL)
        )
        return Grid(self.name, self.cells, bold=bold, blind=BLIND, layout=layout)


def sheet_name(text: str) -> str:
    """A name that a cell reference can hold: one line, no exclamation mark, at most 31 characters."""
    return " ".join(re.sub(r"[!\[\]:*?/\\]", " ", clean_text(text)).split())[:31].strip() or "Bill"


def fault_warnings(rows: Rows) -> list[tuple[str, str, dict[str, str]]]:
    """One warning for all figures that are none."""
    if not rows.faults:
        return []
    return [("figures_unreadable", rows.faults[0], {"count": str(len(rows.faults)), "cell": rows.faults[0]})]
