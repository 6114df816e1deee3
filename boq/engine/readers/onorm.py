"""ÖNORM A 2063, the Austrian exchange of bills (onlv) and of standard texts (onlb), editions of 2009, 2015 and 2021.

hg, og, lg and ulg are the levels of groups; a position is undivided or one of several under a common text (grundtextnr). `pzzv` says
whether it is normal, optional (eventualposition) or an alternative (wahlposition); a position without a unit is a remark. `pospreis`
is the amount, `preis/gesamt` the rate with its parts for labour and the rest.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import ClassVar

from lxml import etree

from boq.engine.errors import EngineError
from boq.engine.grid import Workbook
from boq.engine.layout import Record
from boq.engine.model import PricingState, RateComponent, RowKind, Standing, TotalKind
from boq.engine.readers.gaeb.texts import plain
from boq.engine.readers.limits import Limits, Progress
from boq.engine.readers.package import refuse_dtd
from boq.engine.readers.records import AMOUNT, QUANTITY, RATE, TEXT, Rows, fault_warnings
from boq.engine.readers.sniff import beginning
from boq.engine.readers.xml import line_of, local, stream_xml

GROUPS = ("hg", "og", "lg", "ulg")
POSITIONS = ("ungeteilteposition", "folgeposition", "position")
PROPERTIES = tuple(f"{group}-eigenschaften" for group in GROUPS)
SUMS = (*(f"{group}-summe" for group in GROUPS), "lv-summe")
TAGS = (
    "onlv",
    "onlb",
    *GROUPS,
    *PROPERTIES,
    "grundtextnr",
    "grundtext",
    *POSITIONS,
    *SUMS,
    "wkz",
    "lvbezeichnung",
    "svb",
    "bieter",
)
ROOT = re.compile(r"<(?:[\w.-]+:)?(onlv|onlb)\b[^>]*oenorm\.at/schema/A2063", re.IGNORECASE)
PARTS = ("Lohn", "Sonstiges")


class OnormReader:
    """XML whose root is onlv or onlb in a namespace of the standard."""

    format: ClassVar[str] = "onorm_a2063"

    def score(self, head: bytes, name: str) -> int:
        """By the root and its namespace."""
        return 90 if ROOT.search(beginning(head)) else 0

    def read(self, data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Workbook:
        """One grid. EngineError `corrupt` when the XML is broken, `unsupported_format` when it holds no position."""
        if progress:
            progress("reading", 0, 1)
        refuse_dtd(data, name)
        reading = _Reading(limits)
        for event, element in stream_xml(data, name, tags=tuple("{*}" + tag for tag in TAGS)):
            reading.take(event, element, local(element))
        if not reading.items:
            raise EngineError("unsupported_format", format="ÖNORM A 2063", name=name[:200])
        rows = reading.rows
        rows.language, warnings = "de", fault_warnings(rows)
        if reading.library:
            warnings.append(("text_library", "", {"items": str(reading.items)}))
        return Workbook(self.format, [rows.grid()], "", tuple(warnings))


class _Reading:
    """Keeps the open groups, and the text that several positions share."""

    def __init__(self, limits: Limits) -> None:
        self.rows = Rows("LV", limits, PARTS)
        self.numbers: list[str] = []
        self.open_rows: list[int] = []
        self.base = self.common = ""
        self.items = 0
        self.library = False

    def take(self, event: str, element: etree._Element, tag: str) -> None:
        """One element that begins or ends."""
        if event == "start":
            self.begin(element, tag)
        elif tag in GROUPS:
            self.open_rows.pop()
            self.numbers.pop()
            element.clear()
        elif tag in PROPERTIES:
            self.describe(element)
        elif tag == "grundtext":
            self.common = _words(element, "langtext")
        elif tag in POSITIONS:
            self.position(element, tag)
            element.clear()
        elif tag in SUMS:
            self.sum(element, tag)
        elif tag == "svb" and plain(element):
            self.note(element, plain(element))
        elif tag == "wkz":
            self.rows.currency = (element.text or "").strip().upper()[:3]
        elif tag == "lvbezeichnung" and (element.text or "").strip():
            self.rows.name = " ".join((element.text or "").split())[:31].replace("!", " ") or "LV"
        elif tag == "bieter":
            self.rows.party = " ".join((element.findtext(".//{*}name") or "").split())

    def begin(self, element: etree._Element, tag: str) -> None:
        """A group or a common text begins."""
        if tag in GROUPS:
            self.numbers.append((element.get("nr") or "").strip())
            record = Record(RowKind.HEADING, len(self.open_rows) + 1)
            self.open_rows.append(self.rows.add(record, line_of(element), tag, ".".join(self.numbers)))
        elif tag == "grundtextnr":
            self.base, self.common = (element.get("nr") or "").strip(), ""
        elif tag == "onlb":
            self.library = True

    def describe(self, element: etree._Element) -> None:
        """Title and preamble of the open group."""
        row = self.open_rows[-1]
        self.rows.cells[row][TEXT] = self.rows.text(_words(element, "ueberschrift"), row) or None
        if said := _words(element, "vorbemerkung"):
            self.note(element, said)

    def note(self, element: etree._Element, text: str) -> None:
        """A row of words."""
        self.rows.add(Record(RowKind.NOTE, len(self.open_rows)), line_of(element), local(element), text=text)

    def position(self, element: etree._Element, tag: str) -> None:
        """The row of a position, or of a remark that is numbered like one."""
        own = element.find("{*}pos-eigenschaften")
        if own is None:
            return
        rows = self.rows
        last = (element.get("nr") or "") if tag == "position" else self.base
        number = last + (element.get("ftnr") or "") + (element.get("mfv") or "")
        ref = ".".join(part for part in (*self.numbers, number.strip()) if part)
        short = _words(own, "stichwort") or f"{_words(own, 'stichwort-kurz')} {_words(own, 'stichwort-luecke')}".strip()
        long = "\n".join(part for part in (self.common if tag != "position" else "", _words(own, "langtext")) if part)
        unit, asked = _field(own, "einheit"), _field(own, "lvmenge")
        if not unit and not asked:
            rows.add(
                Record(RowKind.NOTE, len(self.open_rows)),
                line_of(element),
                tag,
                ref,
                short or long,
                details=long if short else "",
            )
            return
        shown = tuple(_field(own, f"preis/{{*}}preisanteil{place}") for place in (1, 2))
        record = Record(
            RowKind.ITEM,
            len(self.open_rows),
            standing=_standing(own),
            quantity=rows.figure(asked, QUANTITY),
            rate=rows.figure(_field(own, "preis/{*}gesamt"), RATE),
            amount=rows.figure(_field(own, "pospreis"), AMOUNT),
            state=PricingState.EXCLUDED if own.find("{*}nichtangeboten") is not None and rows.party else None,
            parts=tuple(
                RateComponent(name, value)
                for name, value in zip(PARTS, (rows.figure(part, RATE) for part in shown), strict=True)
                if value is not None
            ),
        )
        rows.add(
            record, line_of(element), tag, ref, short or long, unit, asked, _field(own, "preis/{*}gesamt"), _field(own, "pospreis"),
            long if short else "", shown,
        )  # fmt: skip
        self.items += 1

    def sum(self, element: etree._Element, tag: str) -> None:
        """Stated sums: of the positions, and after reductions."""
        whole = tag == "lv-summe"
        level = 0 if whole else len(self.open_rows)
        total = self.total(element, "summe", level, TotalKind.NET if whole else TotalKind.SUBTOTAL)
        after = self.rows.figure(_field(element, "summe-inkl-na/{*}gesamt"), AMOUNT)
        if total is not None and after is not None and after != total:
            less = Record(RowKind.SUBTOTAL, level, amount=total - after, total=TotalKind.DISCOUNT)
            self.rows.add(less, line_of(element), tag, text="Nachlass", amount=str(total - after))
            self.total(element, "summe-inkl-na", level, TotalKind.NET)
        if whole and total is not None:
            self.rows.stated = len(self.rows) - 1

    def total(self, element: etree._Element, name: str, level: int, kind: TotalKind) -> Decimal | None:
        """One stated sum, when it is there."""
        shown = _field(element, name + "/{*}gesamt")
        value = self.rows.figure(shown, AMOUNT)
        if value is not None:
            record = Record(RowKind.SUBTOTAL, level, amount=value, total=kind)
            self.rows.add(record, line_of(element), local(element), ".".join(self.numbers), name, amount=shown)
        return value


def _field(element: etree._Element, path: str) -> str:
    return (element.findtext("{*}" + path) or "").strip()


def _words(element: etree._Element, name: str) -> str:
    found = element.find("{*}" + name)
    return "" if found is None else plain(found)


def _standing(own: etree._Element) -> Standing:
    """By the one element inside `pzzv`."""
    kind = own.find("{*}pzzv/*")
    name = "" if kind is None else local(kind)
    return {"eventualposition": Standing.OPTIONAL, "wahlposition": Standing.ALTERNATIVE}.get(name, Standing.COUNTS)
