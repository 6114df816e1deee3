"""GAEB DA XML, versions 2.0 to 3.3, phases 80 to 89: read as a stream, element by element.

The names of the elements are those of the public schemas (GAEB DA XML 3.3, 2021-05): BoQ/BoQBody/BoQCtgy/BoQBody/Itemlist/Item.
Versions differ in the namespace and in details that are read wherever they appear.
"""

from __future__ import annotations

import re
from typing import ClassVar

from lxml import etree

from boq.engine.errors import EngineError
from boq.engine.grid import Grid, Workbook
from boq.engine.readers.gaeb.bill import Bill, finished, prices_alone
from boq.engine.readers.gaeb.items import GERMAN, add_item, add_markup
from boq.engine.readers.gaeb.texts import plain, texts_of
from boq.engine.readers.gaeb.totals import add_totals
from boq.engine.readers.limits import Limits, Progress
from boq.engine.readers.package import refuse_dtd
from boq.engine.readers.sniff import XML_ROOT, beginning
from boq.engine.readers.xml import line_of, local, stream_xml

TAGS = (
    "GAEB", "GAEBInfo", "PrjInfo", "Award", "DP", "AwardInfo", "CTR", "AddText", "BoQ", "BoQInfo", "BoQCtgy", "LblTx", "ALNBSerNo",
    "NotApplBoQ", "Item", "MarkupItem", "Remark", "PerfDescr", "Totals", "Order",
)  # fmt: skip
DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
Warnings = list[tuple[str, str, dict[str, str]]]


class GaebXmlReader:
    """XML whose root is GAEB."""

    format: ClassVar[str] = "gaeb_xml"

    def score(self, head: bytes, name: str) -> int:
        """By the root's name or its namespace."""
        return 90 if is_gaeb_xml(beginning(head)) else 0

    def read(self, data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Workbook:
        """One grid for each bill. EngineError `corrupt` when the XML is broken, `unsupported_format` when it holds no bill."""
        if progress:
            progress("reading", 0, 1)
        refuse_dtd(data, name)
        data, warnings = mend_encoding(data)
        reading = _Reading(limits, progress)
        reading.walk(data, name)
        return Workbook(self.format, reading.grids(name), "", tuple(warnings + reading.warnings))


def is_gaeb_xml(text: str) -> bool:
    """True for a GAEB root, with or without a namespace."""
    stripped = text.lstrip("\ufeff \t\r\n")
    if not stripped.startswith("<"):
        return False
    root = XML_ROOT.search(re.sub(r"<!--.*?-->", "", stripped, flags=re.DOTALL))
    return root is not None and (root[1] == "GAEB" or "www.gaeb.de" in stripped[:2000])


def mend_encoding(data: bytes) -> tuple[bytes, Warnings]:
    """XML that says or implies UTF-8 and is not is read as Windows text, with a warning; everything else is left alone."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data, []
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip()  # nothing may stand before the declaration
    declared = DECLARED.search(data[:400])
    if declared is not None and declared[1].lower().replace(b"-", b"") != b"utf8":
        return data, []
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        said = {"declared": "UTF-8", "encoding": "Windows-1252"}
        return DECLARED.sub(b"<?xml version='1.0' encoding='utf-8'", text.encode(), count=1), [
            ("encoding_differs", "", said)
        ]
    return data, []


class _Reading:
    """Keeps the open bill while elements go by."""

    def __init__(self, limits: Limits, progress: Progress | None) -> None:
        self.limits, self.progress = limits, progress
        self.bills: list[Bill] = []
        self.warnings: Warnings = []
        self.version = self.phase = self.currency = self.party = ""
        self.orders = 0
        self.notes: list[tuple[int, str, str]] = []

    def walk(self, data: bytes, name: str) -> None:
        """Go through the whole file."""
        wanted = tuple("{*}" + tag for tag in (*TAGS, *(name for name, tag in GERMAN.items() if tag in TAGS)))
        for event, element in stream_xml(data, name, tags=wanted):
            tag = local(element)
            tag = GERMAN.get(tag, tag)
            if event == "start":
                if tag == "BoQ":
                    self.bills.append(Bill(self.limits))
                    self.flush_notes()
                elif tag == "BoQCtgy":
                    self.bill.open(element)
            else:
                self.end(tag, element)

    @property
    def bill(self) -> Bill:
        """The bill that is open; files that break the rules may have items without one."""
        if not self.bills:
            self.bills.append(Bill(self.limits))
        return self.bills[-1]

    def end(self, tag: str, element: etree._Element) -> None:
        """Take in a finished element and let go of what it held."""
        if tag == "Item":
            add_item(self.bill, element)
            element.clear()
        elif tag == "MarkupItem":
            add_markup(self.bill, element)
            element.clear()
        elif tag in ("Remark", "PerfDescr"):
            self.bill.note(element, tag, *self.words(element))
            element.clear()
        elif tag == "LblTx":
            self.bill.label(element)
        elif tag in ("ALNBSerNo", "NotApplBoQ"):
            self.bill.set_apart(element, tag)
        elif tag == "BoQCtgy":
            self.bill.close()
            element.clear()
        elif tag == "Totals":
            add_totals(self.bill, element)
        elif tag == "BoQInfo":
            self.bill.describe(element)
        elif tag == "AddText":
            self.notes.append((line_of(element), *self.words(element)))
            element.clear()
        elif tag == "BoQ":
            self.flush_notes()
        else:
            self.about(tag, element)

    def words(self, element: etree._Element) -> tuple[str, str]:
        """Short and long text of a note."""
        outline = element.find("{*}OutlineAddText")
        detail = element.find("{*}DetailAddText")
        if outline is not None or detail is not None:
            return plain(outline) if outline is not None else "", plain(detail) if detail is not None else ""
        label = element.find("{*}PerfLbl")
        shorts: list[str] = [plain(label)] if label is not None else []
        longs: list[str] = []
        for description in element.iterfind("{*}Description"):
            short, long = texts_of(description)
            shorts.append(short)
            longs.append(long)
        return "\n".join(filter(None, shorts)), "\n".join(filter(None, longs))

    def flush_notes(self) -> None:
        """General notes of the file become rows of the bill that they stand before."""
        for line, short, long in self.notes:
            self.bill.remark(line, "AddText", short or long, long if short else "")
        self.notes = []

    def about(self, tag: str, element: etree._Element) -> None:
        """What the file says of itself."""
        if tag == "DP":
            self.phase = (element.text or "").strip() or self.phase
        elif tag in ("PrjInfo", "AwardInfo"):
            self.currency = (element.findtext("{*}Cur") or "").strip().upper()[:3] or self.currency
        elif tag == "CTR":
            self.party = " ".join((element.findtext("{*}Address/{*}Name1") or "").split())
        elif tag == "GAEBInfo":
            self.version = (element.findtext("{*}Version") or "").strip()
        elif tag == "Order":
            self.orders += 1

    def grids(self, name: str) -> list[Grid]:
        """The finished grids; warnings are gathered on the way."""
        if not self.bills:
            raise EngineError("unsupported_format", format=f"GAEB X{self.phase or '?'}", name=name[:200])
        if not self.version:
            self.warnings.append(("gaeb_nonconforming", "", {"problem": "Version"}))
        self.warnings += prices_alone(self.bills, self.phase)
        return finished(self.bills, self.currency, self.party, self.warnings)
