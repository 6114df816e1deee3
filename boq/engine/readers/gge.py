"""ГГЭ XML (.gge): the Russian local estimate and list of works as the state expertise takes them in, schemas 3.01 and 3.02.

In an estimate each Item is a line with a total of its own, overheads and profit included (Totals/Current, or Totals/Base where indices
are applied later); in a list of works (ВОР) each Work is one, and its Resources are what it takes. Section and estimate totals are
stated in SectionPrice and EstimatePrice. Other documents of the family hold no works and are named, not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from lxml import etree

from boq.engine.errors import EngineError
from boq.engine.grid import Workbook
from boq.engine.layout import Record
from boq.engine.model import RowKind, TotalKind
from boq.engine.readers.limits import Limits, Progress
from boq.engine.readers.package import refuse_dtd
from boq.engine.readers.records import AMOUNT, QUANTITY, RATE, REF, TEXT, Rows, fault_warnings, sheet_name
from boq.engine.readers.sniff import beginning
from boq.engine.readers.xml import line_of, local, stream_xml

ROOT = re.compile(r"<(?:[\w.-]+:)?(Construction|LocalEstimate\w*|QuantityTakeoff)\b")
SIGNS = ("<Meta", "SchemaLocation", "gge.ru")
TAGS = (
    "Section",
    "Items",
    "Works",
    "Item",
    "Work",
    "FreeString",
    "SectionPrice",
    "EstimatePrice",
    "Type",
    "Name",
    "Code",
    "Num",
)
LINES = frozenset(
    {"Cost", "Machine", "Material", "Equipment", "Worker", "Machinist", "Transport", "Work", "Resource", "Other"}
)
NOT_LINES = frozenset({"Overheads", "Profits", "Totals", "TotalsUnit", "Salary", "QTF", "SummaryType", "WorkType"})


class GgeReader:
    """XML of an estimate or a list of works."""

    format: ClassVar[str] = "gge_xml"

    def score(self, head: bytes, name: str) -> int:
        """By the root and what stands right inside it."""
        text = beginning(head)
        if not text:
            return 0
        return 88 if ROOT.search(text) and any(sign in text for sign in SIGNS) else 0

    def read(self, data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Workbook:
        """One grid. EngineError `corrupt` when the XML is broken, `unsupported_format` when it holds no works."""
        if progress:
            progress("reading", 0, 1)
        refuse_dtd(data, name)
        reading = _Reading(limits)
        for event, element in stream_xml(data, name, tags=tuple("{*}" + tag for tag in TAGS)):
            reading.take(event, element, local(element))
        if not reading.items:
            raise EngineError("unsupported_format", format=f"ГГЭ XML ({reading.kind or '?'})"[:80], name=name[:200])
        reading.settle()
        rows = reading.rows
        rows.currency, rows.language = "RUB", "ru"
        return Workbook(self.format, [rows.grid()], "", tuple(fault_warnings(rows)))


@dataclass(slots=True)
class _Two:
    """A figure in base and in current prices; which of them is the bill's is known when all items are read."""

    row: int
    base: str = ""
    current: str = ""


class _Reading:
    """Keeps the open sections."""

    def __init__(self, limits: Limits) -> None:
        self.rows = Rows("Смета", limits)
        self.open_rows: list[int] = []
        self.items = 0
        self.kind = ""
        self.amounts: list[_Two] = []
        self.rates: list[_Two] = []
        self.sums: list[_Two] = []
        self.whole: _Two | None = None

    def take(self, event: str, element: etree._Element, tag: str) -> None:
        """One element that begins or ends."""
        if event == "start":
            if tag == "Section":
                record = Record(RowKind.HEADING, len(self.open_rows) + 1)
                self.open_rows.append(self.rows.add(record, line_of(element), "Section"))
        elif tag == "Section":
            self.open_rows.pop()
            element.clear()
        elif tag in ("Name", "Code", "Num", "Type"):
            self.word(element, tag)
        elif tag == "FreeString":
            text = " ".join((element.text or "").split())
            if text:
                self.rows.add(Record(RowKind.NOTE, len(self.open_rows)), line_of(element), tag, text=text)
        elif tag == "Item":
            self.item(element)
            element.clear()
        elif tag == "Work" and local(_parent(element)) == "Works":
            self.line(element, element, "Work")
            self.resources(element, "Resources")
            element.clear()
        elif tag == "SectionPrice":
            self.sum(element, len(self.open_rows), TotalKind.SUBTOTAL)
        elif tag == "EstimatePrice":
            self.sum(element, 0, TotalKind.NET)

    def word(self, element: etree._Element, tag: str) -> None:
        """The name and number of a section or of the estimate, and what kind of document this is."""
        above = local(_parent(element))
        text = " ".join((element.text or "").split())
        if above == "Section" and self.open_rows:
            column = TEXT if tag == "Name" else REF
            self.rows.cells[self.open_rows[-1]][column] = self.rows.text(text, self.open_rows[-1]) or None
        elif above == "File" and tag == "Type":
            self.kind = text
        elif above == "Estimate" and tag == "Name" and text:
            self.rows.name = sheet_name(text)

    def item(self, element: etree._Element) -> None:
        """A line of an estimate."""
        inner = next((child for child in element if local(child) in LINES), None)
        if inner is None:
            inner = next((c for c in element if local(c) not in NOT_LINES and c.find("{*}Name") is not None), None)
        if inner is None:
            return
        row = self.line(element, inner, local(inner))
        self.amounts.append(_Two(row, _field(element, "Totals/{*}Base"), _field(element, "Totals/{*}Current")))
        self.rates.append(_Two(row, _field(element, "TotalsUnit/{*}Base"), _field(element, "TotalsUnit/{*}Current")))
        for name in ("ResourcesInternal", "Resources"):
            self.resources(inner, name)

    def line(self, element: etree._Element, inner: etree._Element, kind: str) -> int:
        """The row of a work."""
        asked = next(
            (
                t
                for tag in ("QuantityTotal", "ConsumptionTotal", "Quantity", "Consumption")
                if (t := _field(inner, tag))
            ),
            "",
        )
        record = Record(RowKind.ITEM, len(self.open_rows), quantity=self.rows.figure(asked, QUANTITY))
        code = " ".join(part for part in (_field(inner, "Prefix"), _field(inner, "Code")) if part)
        said = "\n".join(part for part in (code, _field(inner, "QuantityFormula"), _field(inner, "Comment")) if part)
        self.items += 1
        return self.rows.add(
            record,
            line_of(element),
            kind,
            _field(inner, "Num"),
            _field(inner, "Name"),
            _field(inner, "Unit"),
            asked,
            details=said,
        )

    def resources(self, element: etree._Element, name: str) -> None:
        """What a work takes: rows that are parts of it."""
        for part in element.iterfind("{*}" + name + "/*"):
            asked = _field(part, "ConsumptionTotal") or _field(part, "Consumption") or _field(part, "Quantity")
            rate = _field(part, "PricePerUnitCur") or _field(part, "PricePerUnitBase")
            amount = _field(part, "PriceTotalCur") or _field(part, "PriceTotalBase")
            self.rows.add(
                Record(RowKind.COMPONENT, len(self.open_rows)), line_of(part), local(part), _field(part, "Num"), _field(part, "Name"),
                _field(part, "Unit"), asked, rate, amount, _field(part, "Code"),
            )  # fmt: skip

    def sum(self, element: etree._Element, level: int, kind: TotalKind) -> None:
        """A stated total in base and current prices, or in one alone."""
        total = element.find("{*}Total")
        if total is None:
            return
        base, current = _field(total, "PriceBase"), _field(total, "PriceCurrent")
        current = current or ("" if base else (total.text or "").strip())
        record = Record(RowKind.SUBTOTAL, level, total=kind)
        row = self.rows.add(record, line_of(element), local(element), text="Итого" if level else "Всего по смете")
        two = _Two(row, base, current)
        self.sums.append(two)
        if level == 0:
            self.whole = two

    def settle(self) -> None:
        """Current prices where every line has them, else base prices: lines and totals alike."""
        priced = [two for two in self.amounts if two.base or two.current]
        current = bool(priced) and all(two.current for two in priced)
        for two in self.amounts:
            self.put(two, current, AMOUNT)
        for two in self.rates:
            self.put(two, current, RATE)
        for two in self.sums:
            self.put(two, current or not two.base, AMOUNT)
            record = self.rows.records[two.row]
            if record is not None and record.amount is None:
                record.kind, record.total = RowKind.NOTE, None
        if self.whole is None or self.rows.cells[self.whole.row][AMOUNT] is None:
            return
        self.rows.stated = self.whole.row
        if not current and self.whole.current and self.whole.base:
            amount = self.rows.figure(self.whole.current, AMOUNT)
            record = Record(RowKind.SUBTOTAL, 0, amount=amount, total=TotalKind.GRAND, unproven=True)
            if amount is not None:
                self.rows.stated = len(self.rows)
                self.rows.add(record, 0, "EstimatePrice", text="Всего в текущих ценах", amount=self.whole.current)

    def put(self, two: _Two, current: bool, column: int) -> None:
        """The figure that counts into its cell and its record."""
        text = two.current if current else two.base
        value: Decimal | None = self.rows.figure(text, column)
        record = self.rows.records[two.row]
        self.rows.cells[two.row][column] = text or None
        if record is not None and column == RATE:
            record.rate = value
        elif record is not None:
            record.amount = value


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    return element if parent is None else parent


def _field(element: etree._Element, path: str) -> str:
    return " ".join((element.findtext("{*}" + path) or "").split())
