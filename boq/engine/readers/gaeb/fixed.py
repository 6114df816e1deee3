"""GAEB 90: records of 80 characters, the first two say what a record is, the last six number it.

Positions are those of the rules of 1990 ("Regelungen für den Datenaustausch Leistungsverzeichnis"): 00 head with the mask of the
ordinal numbers, 11/12/31/32 group, its title, end and sum, 21 item, 22/23 prices, 24 sub-description, 25/26 short and long text, 27
share of the quantity, 30 components of the price, 99 end with the sum of the bill and the number of its items. Figures have implied
decimals: quantities three, sums two, unit prices two and a third one behind them.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import ClassVar

from boq.engine.errors import EngineError
from boq.engine.grid import Workbook
from boq.engine.layout import Record
from boq.engine.model import ItemKind, RateComponent, RowKind, Standing, TotalKind
from boq.engine.readers.alphabets import alphabet
from boq.engine.readers.gaeb.bill import LONGEST, Bill, Warnings, finished, prices_alone
from boq.engine.readers.limits import Limits, Progress
from boq.engine.readers.records import AMOUNT, DETAILS, RATE, TEXT, sheet_name

BODY, WIDTH = 74, 80
RECORD = re.compile(rb"^(?:T[019]|[0-4]\d|99)")
HEAD = re.compile(rb"^00.{8}8[0-9][ KLA-Z]|^00.{60}[ 1-4PI0]{9}90", re.MULTILINE)
SUM = re.compile(r"\s*(-?)\s*(\d{12,14})(?!\d)")
KNOWN_KINDS, KNOWN_OPTIONS, KNOWN_TYPES = " NGAS", " NEM", " NL"
HUNDRED = Decimal(100)


class Gaeb90Reader:
    """Text whose lines are GAEB 90 records."""

    format: ClassVar[str] = "gaeb_90"

    def score(self, head: bytes, name: str) -> int:
        """By a head record, and lines that all begin with the number of a record."""
        if head[:2] not in (b"00", b"T0", b"T1", b"01", b"\xef\xbb"):
            return 0
        lines = [line for line in head.removeprefix(b"\xef\xbb\xbf").splitlines()[:-1] if line.strip()]
        known = sum(RECORD.match(line) is not None and len(line) <= WIDTH + 8 for line in lines)
        wide = sum(len(line.rstrip()) >= WIDTH - 6 for line in lines)
        numbered = sum(line[BODY:WIDTH].isdigit() for line in lines)
        if len(lines) < 3 or known < len(lines) * 0.9:
            return 0
        headed = HEAD.search(head) is not None
        return 90 if (headed and max(wide, numbered) * 2 >= len(lines)) or numbered >= len(lines) * 0.9 else 0

    def read(self, data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Workbook:
        """One grid. EngineError `corrupt` when there is no item."""
        if progress:
            progress("reading", 0, 1)
        data = data.removeprefix(b"\xef\xbb\xbf")
        encoding = alphabet(data, "cp850")
        reading = _Reading(limits)
        for number, line in enumerate(data.decode(encoding, "replace").splitlines(), 1):
            reading.line(number, line)
        reading.close_all()
        if not reading.bill.items:
            raise EngineError("corrupt", detail="no records 21")
        warnings = reading.warnings + prices_alone([reading.bill], reading.phase)
        grids = finished([reading.bill], reading.currency, reading.party, warnings)
        return Workbook(self.format, grids, encoding, tuple(warnings))


def implied(digits: str, places: int, sign: str = "") -> Decimal | None:
    """A figure without a point: "00000012500" with three places is 12.500; None for blanks and anything else."""
    digits = digits.strip()
    if not digits.isascii() or not digits.isdigit():
        return None
    value = Decimal(digits).scaleb(-places)
    return -value if sign == "-" else value


class _Reading:
    """Keeps the open groups and the item whose records go by."""

    def __init__(self, limits: Limits) -> None:
        self.bill = Bill(limits)
        self.phase = self.currency = self.party = self.mask = ""
        self.record: Record | None = None
        self.row = 0
        self.markup = self.in_item = self.after_part = False
        self.words: list[str] = []
        self.strange: set[str] = set()
        self.warnings: Warnings = []
        self.note_row = -1
        self.labels: list[str] = []
        self.groups: dict[str, list[str]] = {}
        self.by_number: dict[str, tuple[Record, int]] = {}

    def line(self, number: int, raw: str) -> None:
        """Take in one record."""
        kind, body = raw[:2], raw.ljust(WIDTH)
        if raw[BODY:WIDTH].strip().isdigit():
            body = raw[:BODY].ljust(WIDTH)
        work = getattr(self, f"on_{kind.lower()}", None) if kind.isalnum() else None
        if work is not None:
            work(number, body)

    def on_00(self, number: int, body: str) -> None:
        """Head: phase and mask of the ordinal numbers."""
        found = re.search(r"8\d", body[8:14])
        self.phase = found[0] if found else ""
        mask = body[62:71]
        self.mask = mask if "P" in mask and set(mask) <= set(" 01234PI") else ""

    def on_01(self, number: int, body: str) -> None:
        """The name of the bill."""
        if body[2:42].strip():
            self.bill.rows.name = sheet_name(body[2:42])

    def on_02(self, number: int, body: str) -> None:
        """Project."""
        self.bill.remark(number, "02", body[2:62].strip(), "")

    def on_03(self, number: int, body: str) -> None:
        """Client."""
        self.bill.remark(number, "03", body[2:62].strip(), "")

    def on_04(self, number: int, body: str) -> None:
        """Bidder."""
        self.party = self.party or " ".join(body[2:62].split())

    def on_06(self, number: int, body: str) -> None:
        """Names of the components of unit prices."""
        self.labels = [body[start : start + 14].strip() for start in (17, 31, 45, 59)]

    def on_08(self, number: int, body: str) -> None:
        """Currency."""
        self.currency = {"DM": "DEM", "€": "EUR"}.get(body[2:8].strip(), body[2:8].strip().upper()[:3])

    def on_t1(self, number: int, body: str) -> None:
        """General remarks."""
        self.append_note(number, "T1", body[2:BODY])

    def append_note(self, number: int, kind: str, text: str) -> None:
        """Lines of a remark are one row."""
        rows = self.bill.rows
        known = str(rows.cells[self.note_row][TEXT] or "") if self.note_row > 0 else ""
        if self.note_row == len(rows) - 1 and 0 < len(known) < LONGEST:
            rows.cells[self.note_row][TEXT] = rows.text(f"{known}\n{text.rstrip()}", self.note_row)
        elif text.strip():
            self.bill.remark(number, kind, text.rstrip(), "")
            self.note_row = len(rows) - 1

    def split(self, number: str) -> list[str]:
        """The parts of an ordinal number: by the mask, else by its spaces, else what goes beyond the number of a group announced before."""
        if self.mask:
            parts: list[str] = []
            last = ""
            for sign, place in zip(number.ljust(9), self.mask, strict=False):
                if place in " 0":
                    continue
                if place == last:
                    parts[-1] += sign
                else:
                    parts.append(sign)
                last = place
            while parts and not parts[-1].strip():
                parts.pop()
            return [part.strip() for part in parts]
        words = number.split()
        if len(words) > 1:
            return words
        text = number.strip()
        above = max((known for known in self.groups if known != text and text.startswith(known)), key=len, default="")
        return [*self.groups.get(above, ()), text[len(above) :]]

    def on_11(self, number: int, body: str) -> None:
        """A group begins and closes those of its level."""
        self.finish_item()
        parts = self.groups[body[2:11].strip()] = self.split(body[2:11])
        while self.bill.level >= max(1, len(parts)):
            self.bill.close()
        while self.bill.level < len(parts) - 1:
            self.bill.begin(parts[self.bill.level], number, "11")
        self.bill.begin(parts[-1] if parts else "", number, "11")
        record = self.bill.rows.records[self.bill.open_rows[-1]]
        if body[11] == "A" and record is not None:
            record.standing = Standing.ALTERNATIVE
        self.bill.title(body[16:BODY] if body[12:16].strip() == "" and body[11] in " NGA" else "")

    def on_12(self, number: int, body: str) -> None:
        """The title of the group."""
        self.bill.title(body[2:BODY])

    def on_20(self, number: int, body: str) -> None:
        """A remark begins."""
        self.finish_item()
        self.note_row = -1

    def on_21(self, number: int, body: str) -> None:
        """An item begins."""
        self.finish_item()
        parts = self.split(body[2:11])
        self.settle_level(parts, number)
        kind, option, kind_of, markup = body[11], body[12], body[13], body[19]
        for letter, known in ((kind, KNOWN_KINDS), (option, KNOWN_OPTIONS), (kind_of, KNOWN_TYPES)):
            if letter not in known:
                self.strange.add(letter)
        record = Record(RowKind.ITEM, self.bill.level)
        record.standing = _standing(kind, option)
        record.item = ItemKind.DAYWORK if kind == "S" else ItemKind.LUMP_SUM if kind_of == "L" else None
        record.quantity = implied(body[23:34], 3, body[22])
        self.markup = markup == "Z"
        if self.markup:
            record.kind, record.total, record.adds = RowKind.SUBTOTAL, TotalKind.ADDITION, True
        self.add(record, number, "21", ".".join(part for part in parts if part), body[34:38], body[22:34])
        self.by_number[body[2:11]] = (record, self.row)

    def add(self, record: Record, line: int, kind: str, ref: str, unit: str, raw_quantity: str) -> None:
        """The row of an item or of a percentage row, to be completed by the records that follow."""
        shown = "" if record.quantity is None else format(record.quantity, "f")
        self.row = self.bill.rows.add(record, line, kind, ref, "", unit.strip(), shown)
        self.record, self.in_item, self.after_part, self.words = record, True, False, []
        if not self.markup:
            self.bill.items += 1
            self.bill.quantities += record.quantity is not None

    def settle_level(self, parts: list[str], number: int) -> None:
        """Items belong to the group of their number: groups that were not announced are opened, others closed."""
        groups = parts[:-1]
        if self.mask and "I" in self.mask and len(parts) > len(set(self.mask) & set("1234")) + 1:
            groups = parts[:-2]
        while groups and not groups[-1]:
            groups.pop()  # a level that is left out
        while self.bill.level > len(groups) or (self.bill.parts and self.bill.parts != groups[: self.bill.level]):
            self.bill.close()
        while self.bill.level < len(groups):
            self.bill.begin(groups[self.bill.level], number, "11")

    def on_22(self, number: int, body: str) -> None:
        """Prices in an offer."""
        self.on_23(number, body)

    def on_23(self, number: int, body: str) -> None:
        """Unit price and amount of the item; in an offer of prices alone this is all there is of it."""
        known = self.by_number.get(body[2:11])
        if known is None:
            self.on_21(number, body[:11].ljust(WIDTH))
            known = (self.record or Record(RowKind.ITEM), self.row)
        record, row = known
        rate, amount = _prices(body)
        percent, base = implied(body[56:61], 2, body[55]), implied(body[62:74], 2, body[61])
        if record.kind is RowKind.SUBTOTAL:
            record.amount = amount
            if percent is not None and base is not None:
                record.expected = (base * percent / HUNDRED).quantize(Decimal("0.01"))
        else:
            record.rate, record.amount = rate, amount
            self.bill.prices += rate is not None or amount is not None
            self.bill.rows.cells[row][RATE] = None if rate is None else format(rate, "f")
        self.bill.rows.cells[row][AMOUNT] = None if amount is None else format(amount, "f")

    def on_24(self, number: int, body: str) -> None:
        """A sub-description: its texts follow and are not the item's."""
        self.after_part = True
        quantity = implied(body[5:16], 3, body[4])
        shown = "" if quantity is None else format(quantity, "f")
        self.bill.rows.add(
            Record(RowKind.DESCRIPTION, self.bill.level), number, "24", body[2:4].strip(), "", body[16:20], shown
        )

    def on_25(self, number: int, body: str) -> None:
        """Short text; further lines continue it."""
        self.put(TEXT, body[2:72].strip(), number)

    def on_26(self, number: int, body: str) -> None:
        """A line of the long text, or of a remark."""
        text = body[5:BODY].rstrip() if not body[2:5].strip(" AB0123456789") else body[2:BODY].rstrip()
        if not self.in_item:
            self.append_note(number, "26", text)
        elif self.after_part:
            self.put(DETAILS, text, number)
        else:
            self.words.append(text)

    def put(self, column: int, text: str, number: int) -> None:
        """Words for the row that is open: the item's or its part's."""
        if not self.in_item:
            self.append_note(number, "25", text)
            return
        row = len(self.bill.rows) - 1 if self.after_part else self.row
        known = str(self.bill.rows.cells[row][column] or "")
        if known.endswith("-") and text[:1].islower():
            joined = known[:-1] + text
        else:
            joined = f"{known} {text}".strip() if column == TEXT else f"{known}\n{text}".strip()
        self.bill.rows.cells[row][column] = self.bill.rows.text(joined, row) or None

    def on_27(self, number: int, body: str) -> None:
        """A share of the quantity for a place or a cost centre."""
        quantity = implied(body[32:43], 3, body[31])
        if self.in_item and quantity is not None:
            text = " ".join(body[2:31].split())
            self.bill.rows.add(
                Record(RowKind.MEASUREMENT, self.bill.level), number, "27", "", text, "", format(quantity, "f")
            )
            self.after_part = True

    def on_30(self, number: int, body: str) -> None:
        """Components of the unit price."""
        values = [implied(body[start : start + 10], 2) for start in (12, 22, 32, 42)]
        if self.record is not None and any(values):
            labels = [*self.labels, "1", "2", "3", "4"] if not self.labels else self.labels
            self.record.parts = tuple(
                RateComponent(label or str(place), value)
                for place, (label, value) in enumerate(zip(labels, values, strict=False), 1)
                if value is not None
            )

    def finish_item(self) -> None:
        """The item's long text is complete."""
        if self.in_item and self.words:
            text = "\n".join(self.words).strip()
            cells = self.bill.rows.cells[self.row]
            column = DETAILS if cells[TEXT] else TEXT
            cells[column] = self.bill.rows.text(text, self.row) or None
        if self.in_item and not self.markup and not self.bill.rows.cells[self.row][TEXT]:
            self.bill.untitled.append(self.row)
        self.in_item, self.note_row = False, -1

    def on_31(self, number: int, body: str) -> None:
        """A group ends; its sum may follow."""
        self.finish_item()
        parts = self.split(body[2:11])
        while parts and self.bill.level > len(parts):
            self.bill.close()

    def on_32(self, number: int, body: str) -> None:
        """The sum of a group."""
        self.finish_item()
        found = SUM.match(body, 11)
        parts = self.split(body[2:11])
        if found is None:
            return
        while parts and self.bill.level > len(parts):
            self.bill.close()
        amount = implied(found[2][:12] if len(found[2]) == 12 else found[2], 2, found[1])
        if amount is not None:
            record = Record(RowKind.SUBTOTAL, self.bill.level, amount=amount, total=TotalKind.SUBTOTAL)
            self.bill.rows.add(record, number, "32", self.bill.ordinal(), "Summe", amount=format(amount, "f"))

    def on_99(self, number: int, body: str) -> None:
        """The end: the sum of the bill, and how many items it has."""
        self.finish_item()
        found = re.match(r"(\d{12,14})(?!\d)|(\d{12})(?=\d{7})", body[2:21])
        amount = implied(found[1] or found[2], 2) if found else None
        if amount:
            self.bill.rows.stated = len(self.bill.rows)
            record = Record(RowKind.SUBTOTAL, 0, amount=amount, total=TotalKind.NET)
            self.bill.rows.add(record, number, "99", text="Summe", amount=format(amount, "f"))
        count = body[69:BODY].strip()
        if count.isdigit() and int(count) and int(count) != len(self.by_number):
            facts = {"said": str(int(count)), "items": str(len(self.by_number))}
            self.warnings.append(("items_missing", "", facts))

    def close_all(self) -> None:
        """The end of the file."""
        self.finish_item()
        if self.strange:
            facts = {"letters": ", ".join(sorted(self.strange))[:80]}
            self.warnings.append(("gaeb_letters_unknown", "", facts))


def _standing(kind: str, option: str) -> Standing:
    """A is an alternative to a G; E is asked for without an amount, M enters the total."""
    if kind == "A":
        return Standing.ALTERNATIVE
    return Standing.OPTIONAL if option == "E" else Standing.COUNTS


def _prices(body: str) -> tuple[Decimal | None, Decimal | None]:
    """Unit price (ten digits with two decimals, an eleventh is the third decimal) and amount (twelve digits, two decimals)."""
    sign, digits, third = body[11], body[12:22], body[22]
    amount = implied(body[24:36], 2, body[23])
    if body[11].isdigit():  # written one place to the left, as some programs do
        whole = re.match(r"\d{11}", body[11:22])
        amount = amount if amount is not None else implied(body[23:35], 2)
        return (implied(whole[0], 3) if whole else None), amount
    if third.isdigit():
        return implied(digits + third, 3, sign), amount
    return implied(digits, 2, sign), amount
