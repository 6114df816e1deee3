"""GAEB 2000: `#begin[Name]` and `#end[Name]` around objects, `[Field]value[end]` inside them.

Read are the objects that published files hold: LVBereich (groups, nested), Position with OZ, Menge, ME, EP, GB and a Beschreibung of
Kurztext and Langtext, Hinweis. There is no public text of the rules: fields of items beyond these are named in a warning and not
interpreted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from boq.engine.errors import EngineError
from boq.engine.grid import Workbook
from boq.engine.layout import Record
from boq.engine.model import ItemKind, RowKind, TotalKind
from boq.engine.readers.alphabets import alphabet
from boq.engine.readers.gaeb.bill import Bill, Warnings, finished, prices_alone
from boq.engine.readers.gaeb.rtf import plain_text
from boq.engine.readers.limits import Limits, Progress
from boq.engine.readers.records import AMOUNT, QUANTITY, RATE, sheet_name

START = b"#begin[GAEB"
DEEPEST = 200
READ = frozenset(
    {
        "OZ",
        "Menge",
        "ME",
        "EP",
        "GB",
        "GP",
        "Kurztext",
        "Langtext",
        "StlNr",
        "StLNr",
        "FrMenge",
        "ID",
        "Pauschal",
        "Stundenlohn",
    }
)
NOTES = frozenset({"Hinweis", "Hinweistext", "Vorbemerkung", "Vorbem", "Zusatztext", "AusfBeschr", "AusfBeschreibung"})
LINE = re.compile(r"\s*(#begin|#end)?\[([^\]\n]{1,60})\](.*)")
ENGLISH = {
    "BoQCtgy": "LVBereich",
    "Item": "Position",
    "ShortText": "Kurztext",
    "LongText": "Langtext",
    "Qty": "Menge",
    "QU": "ME",
    "UP": "EP",
    "IT": "GB",
    "Name": "Bez",
    "Currency": "Wae",
    "BoQ": "LV",
}
GROUP, ITEM = "LVBereich", "Position"


class Token(NamedTuple):
    """`kind` is "begin", "end" or "field"."""

    kind: str
    name: str
    value: str
    line: int


class Gaeb2000Reader:
    """Text that begins with #begin[GAEB]."""

    format: ClassVar[str] = "gaeb_2000"

    def score(self, head: bytes, name: str) -> int:
        """By its first words."""
        start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
        return 90 if start.startswith(START) or b"\r\n" + START in head[:400] or b"\n" + START in head[:400] else 0

    def read(self, data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Workbook:
        """One grid. EngineError `corrupt` when a field is never closed or there is no item."""
        if progress:
            progress("reading", 0, 1)
        data = data.removeprefix(b"\xef\xbb\xbf")
        encoding = alphabet(data, "cp1252")
        reading = _Reading(limits)
        text = data.decode(encoding, "replace")
        for token in tokens(text) if "[end]" in text else line_tokens(text):
            reading.take(token)
        if reading.stack and "GAEB" in reading.stack:
            raise EngineError("corrupt", detail=f"#begin[{reading.stack[-1]}]")
        if not reading.bill.items:
            raise EngineError("unsupported_format", format=f"GAEB P{reading.phase or '?'}", name=name[:200])
        warnings = reading.warnings() + prices_alone([reading.bill], reading.phase)
        grids = finished([reading.bill], reading.currency, reading.party, warnings)
        return Workbook(self.format, grids, encoding, tuple(warnings))


def tokens(text: str) -> Iterator[Token]:
    """All marks and fields in file order; a field may run over lines."""
    place, line = 0, 1
    while (start := _next(text, place)) >= 0:
        line += text.count("\n", place, start)
        if text[start] == "#":
            kind = "begin" if text.startswith("#begin[", start) else "end"
            opening = start + len(kind) + 2
            end = text.find("]", opening, opening + 100)
            if end < 0:
                place = start + 1
                continue
            yield Token(kind, text[opening:end].strip(), "", line)
            place = end + 1
            continue
        end = text.find("]", start, start + 100)
        name = text[start + 1 : end].strip() if end > 0 else ""
        if not name or not name.replace("_", "").isalnum():
            place = start + 1
            continue
        close = text.find("[end]", end)
        if close < 0:
            raise EngineError("corrupt", detail=f"[{name[:40]}] line {line}")
        yield Token("field", name, text[end + 1 : close], line)
        line += text.count("\n", start, close)
        place = close + 5


def line_tokens(text: str) -> Iterator[Token]:
    """The same of a dialect in which a field ends with its line, names are English, and numbers stand behind the beginning."""
    long: list[str] | None = None
    for line, raw in enumerate(text.splitlines(), 1):
        found = LINE.match(raw)
        if found is None:
            if long is not None:
                long.append(raw.strip())
            continue
        mark, name, value = found[1] or "", ENGLISH.get(found[2].strip(), found[2].strip()), found[3].strip()
        if mark == "#begin" and name == "Langtext":
            long = [value] if value else []
        elif mark == "#end" and name == "Langtext":
            yield Token("field", name, "\n".join(long or ()), line)
            long = None
        elif mark:
            yield Token(mark[1:], name, "", line)
            if value and mark == "#begin":
                yield Token("field", "OZ", value, line)
        elif long is not None:
            long.append(raw.strip())
        else:
            yield Token("field", name, value, line)


def _next(text: str, place: int) -> int:
    """Where the next mark or field begins, -1 at the end."""
    ends = [found for mark in ("#begin[", "#end[", "[") if (found := text.find(mark, place)) >= 0]
    return min(ends, default=-1)


class _Reading:
    """Keeps what is open while tokens go by."""

    def __init__(self, limits: Limits) -> None:
        self.bill = Bill(limits)
        self.stack: list[str] = []
        self.lengths: list[int] = []
        self.phase = self.currency = self.party = ""
        self.item: dict[str, str] = {}
        self.item_line = 0
        self.note: dict[str, str] = {}
        self.unread: dict[str, int] = {}
        self.begun: list[bool] = []
        self.pending: list[tuple[int, str]] = []

    def take(self, token: Token) -> None:
        """One mark or field."""
        if token.kind == "begin":
            self.stack.append(token.name)
            if len(self.stack) > DEEPEST:
                raise EngineError("corrupt", detail="nesting")
            self.begin(token)
        elif token.kind == "end":
            if token.name in self.stack:
                while self.stack and self.stack[-1] != token.name:
                    self.stack.pop()
                self.stack.pop()
                self.end(token)
        else:
            self.field(token)

    def begin(self, token: Token) -> None:
        """An object begins."""
        if token.name == GROUP:
            self.bill.begin("", token.line, GROUP)
        elif token.name == ITEM:
            self.item, self.item_line = {}, token.line
        elif token.name in NOTES:
            self.note, self.item_line = {}, token.line

    def end(self, token: Token) -> None:
        """An object ends."""
        if token.name == GROUP:
            self.bill.close()
        elif token.name == ITEM:
            self.add_item()
        elif token.name in NOTES and ITEM not in self.stack:
            short = plain_text(self.note.get("Kurztext", ""))
            long = plain_text(self.note.get("Langtext", "") or self.note.get("Text", ""))
            self.bill.remark(self.item_line, token.name, short or long, long if short else "")

    def field(self, token: Token) -> None:
        """A field, by the object that it stands in."""
        name, value = token.name, token.value.strip()
        if ITEM in self.stack:
            self.item.setdefault(name, token.value)
        elif any(note in self.stack for note in NOTES):
            self.note.setdefault(name, token.value)
        elif self.stack and self.stack[-1] == GROUP:
            self.group_field(name, value, token)
        elif name == "DP":
            self.phase = value
        elif name == "Wae":
            self.currency = value.upper()[:3]
        elif name == "Name1" and "AN" in self.stack:
            self.party = " ".join(value.split())
        elif name in ("Bez", "Name") and self.stack and self.stack[-1] == "LVInfo" and value:
            self.bill.rows.name = sheet_name(value)
        elif name == "Laenge" and value.isdecimal() and len(value) < 3:
            self.lengths.append(int(value))
        elif name in ("Summe", "GB") and self.stack and self.stack[-1] in ("LV", "LVInfo"):
            self.total(token, 0, TotalKind.NET)

    def group_field(self, name: str, value: str, token: Token) -> None:
        """Number, title and sum of a group."""
        if name == "OZ":
            self.bill.parts[-1] = self.split(value)[-1] if value else ""
            row = self.bill.open_rows[-1]
            self.bill.rows.cells[row][2] = self.bill.ordinal() or None
        elif name in ("Bez", "BezTx"):
            self.bill.title(" ".join(plain_text(token.value).split()))
        elif name in ("Summe", "GB"):
            self.total(token, self.bill.level, TotalKind.SUBTOTAL)

    def total(self, token: Token, level: int, kind: TotalKind) -> None:
        """A stated sum."""
        amount = self.bill.rows.figure(token.value, AMOUNT)
        if amount is None:
            return
        if level == 0:
            self.bill.rows.stated = len(self.bill.rows)
        record = Record(RowKind.SUBTOTAL, level, amount=amount, total=kind)
        self.bill.rows.add(record, token.line, token.name, text="Summe", amount=token.value.strip())

    def split(self, number: str) -> list[str]:
        """The parts of an ordinal number, which is written without points, by the declared lengths."""
        if "." in number:
            return [part for part in number.split(".") if part] or [number]
        if not self.lengths:
            above = [part for part in self.bill.parts if part]
            begun = "".join(above)
            return [*above, number[len(begun) :]] if begun and number.startswith(begun) else [number]
        parts, place = [], 0
        for length in self.lengths:
            if place < len(number):
                parts.append(number[place : place + length].strip())
                place += length
        return parts if place >= len(number) else [*parts, number[place:]]

    def add_item(self) -> None:
        """The row of an item."""
        item, rows = self.item, self.bill.rows
        for name in item.keys() - READ:
            self.unread[name] = self.unread.get(name, 0) + 1
        quantity = rows.figure(item.get("Menge"), QUANTITY)
        rate = rows.figure(item.get("EP"), RATE)
        stated = item.get("GB", item.get("GP", ""))
        amount = rows.figure(stated, AMOUNT)
        kind = ItemKind.LUMP_SUM if _yes(item, "Pauschal") else ItemKind.DAYWORK if _yes(item, "Stundenlohn") else None
        short, long = plain_text(item.get("Kurztext", "")), plain_text(item.get("Langtext", ""))
        record = Record(RowKind.ITEM, self.bill.level, item=kind, quantity=quantity, rate=rate, amount=amount)
        row = rows.add(
            record,
            self.item_line,
            ITEM,
            ".".join(part for part in self.split(item.get("OZ", "").strip()) if part),
            short or long,
            item.get("ME", "").strip(),
            item.get("Menge"),
            item.get("EP"),
            stated,
            long if short else "",
        )
        self.bill.items += 1
        self.bill.quantities += quantity is not None
        self.bill.prices += rate is not None or amount is not None
        if not short and not long:
            self.bill.untitled.append(row)
        self.item = {}

    def warnings(self) -> Warnings:
        """Fields of items that were not interpreted."""
        if not self.unread:
            return []
        return [("gaeb_fields_unread", "", {"fields": ", ".join(sorted(self.unread))[:200]})]


def _yes(item: dict[str, str], name: str) -> bool:
    return item.get(name, "").strip().upper()[:1] in ("J", "Y", "1", "X")
