"""АРПС 1.10, the text exchange of Russian estimates: fields between `#`, the first says what a line is.

Read are: 1 head, 3 document (its field 13 the total), 10 section (0 main, 1 under it), 20 work (number, code, unit, text, 5 direct cost
of a unit in base prices, 15 in current ones, 16 and 18 wages in it, 26 quantity), 25 overheads (2) and profit (3) as a share of wages,
30 resources of the work above. The file holds no amounts of works. They are quantity × direct cost; with overheads and profit where
the stated total proves that it means those, and only where it is proved is it taken for the stated total.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from boq.engine.errors import EngineError
from boq.engine.grid import Workbook
from boq.engine.layout import Record
from boq.engine.model import RateComponent, RowKind, TotalKind
from boq.engine.readers.alphabets import alphabet
from boq.engine.readers.limits import Limits, Progress
from boq.engine.readers.records import AMOUNT, QUANTITY, RATE, Rows, fault_warnings, figure, sheet_name

MARK = "АРПС"
ENCODINGS = ("cp866", "cp1251", "utf-8", "utf-16")
CENT = Decimal("0.01")
ZERO = Decimal(0)
TOTAL_FIELD = 13


class ArpsReader:
    """Text whose first line is a record 1 that names the format."""

    format: ClassVar[str] = "arps"

    def score(self, head: bytes, name: str) -> int:
        """By the first line, in whichever Russian alphabet."""
        start = head.removeprefix(b"\xef\xbb\xbf")[:60]
        named = any(start.startswith(("1#" + MARK).encode(code)) for code in ENCODINGS[:3])
        return 90 if named or head.decode("utf-16", "ignore").startswith("1#" + MARK) else 0

    def read(self, data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Workbook:
        """One grid. EngineError `corrupt` when there is no record 20."""
        if progress:
            progress("reading", 0, 1)
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            encoding = "utf-16"
        else:
            data = data.removeprefix(b"\xef\xbb\xbf")
            encoding = alphabet(data, "", ("cp866", "cp1251"))
        reading = _Reading(limits)
        for number, line in enumerate(data.decode(encoding, "replace").splitlines(), 1):
            if "#" in line:
                reading.line(number, [field.strip() for field in line.split("#")])
        if not reading.works:
            raise EngineError("corrupt", detail="no records 20")
        reading.settle()
        rows = reading.rows
        rows.currency, rows.language = "RUB", "ru"
        warnings = fault_warnings(rows)
        if not reading.proved:
            warnings.append(("direct_costs_only", "", {"items": str(len(reading.works))}))
        return Workbook(self.format, [rows.grid()], encoding, tuple(warnings))


@dataclass(slots=True)
class _Work:
    """A work with what its overheads and profit are shares of."""

    row: int
    record: Record
    wages: Decimal = ZERO
    overheads: Decimal = ZERO
    profit: Decimal = ZERO

    @property
    def direct(self) -> Decimal:
        """Quantity × direct cost."""
        return (self.record.quantity or ZERO) * (self.record.rate or ZERO)

    @property
    def whole(self) -> Decimal:
        """With overheads and profit."""
        base = self.wages * (self.record.quantity or ZERO)
        return self.direct + base * self.overheads + base * self.profit


class _Reading:
    """Keeps the open sections and the last work."""

    def __init__(self, limits: Limits) -> None:
        self.rows = Rows("Смета", limits)
        self.rows.computed = True
        self.level = 0
        self.works: list[_Work] = []
        self.stated = ""
        self.stated_line = 0
        self.proved = False

    def line(self, number: int, fields: list[str]) -> None:
        """One record."""
        fields += [""] * (30 - len(fields))
        kind = fields[0]
        if kind == "3":
            self.stated, self.stated_line = fields[TOTAL_FIELD], number
            self.rows.name = sheet_name(fields[3] or fields[6] or "Смета")
            self.rows.add(Record(RowKind.NOTE), number, "3", text=" ".join(filter(None, fields[3:13])))
        elif kind == "10":
            self.level = 2 if fields[1].strip("0") and self.level else 1
            self.rows.add(Record(RowKind.HEADING, self.level), number, "10", text=fields[3] or fields[2])
        elif kind == "20":
            self.work(number, fields)
        elif kind == "25" and self.works:
            share = figure(fields[4]) or ZERO
            work = self.works[-1]
            if fields[1] == "2" and not work.overheads:
                work.overheads = share
            elif fields[1] == "3":
                work.profit = share
            self.rows.add(
                Record(RowKind.COMPONENT, self.level),
                number,
                "25",
                fields[1],
                " ".join(filter(None, fields[2:4])),
                rate=fields[4],
            )
        elif kind == "30":
            self.rows.add(
                Record(RowKind.COMPONENT, self.level),
                number,
                "30",
                fields[1],
                fields[3],
                fields[2],
                fields[5],
                fields[7],
            )
        elif kind not in ("0", "1", ""):
            self.rows.add(Record(RowKind.NOTE, self.level), number, kind, text=" ".join(filter(None, fields[1:])))

    def work(self, number: int, fields: list[str]) -> None:
        """A work. Current prices where they are given, else base prices."""
        rows = self.rows
        shown = fields[15] or fields[5]
        wages = (figure(fields[16]) or ZERO) + (figure(fields[18]) or ZERO)
        if not fields[15]:
            wages = (figure(fields[6]) or ZERO) + (figure(fields[8]) or ZERO)
        record = Record(
            RowKind.ITEM, self.level, quantity=rows.figure(fields[26], QUANTITY), rate=rows.figure(shown, RATE)
        )
        row = rows.add(record, number, "20", fields[1], fields[4], fields[3], fields[26], shown, details=fields[2])
        self.works.append(_Work(row, record, wages))

    def settle(self) -> None:
        """The stated total decides whether the works' amounts hold overheads and profit; where it fits neither it is a note."""
        stated = figure(self.stated)
        whole = sum((work.whole.quantize(CENT) for work in self.works), ZERO)
        direct = sum((work.direct.quantize(CENT) for work in self.works), ZERO)
        slack = CENT * len(self.works)
        with_shares = stated is not None and bool(stated) and abs(whole - stated) <= slack
        self.proved = with_shares or (stated is not None and bool(stated) and abs(direct - stated) <= slack)
        for work in self.works:
            if work.record.rate is None or work.record.quantity is None:
                continue
            amount = (work.whole if with_shares else work.direct).quantize(CENT)
            if with_shares and work.whole != work.direct:
                per_unit = work.wages * (work.overheads + work.profit)
                work.record.parts = (RateComponent("ПЗ", work.record.rate), RateComponent("НР + СП", per_unit))
                work.record.rate += per_unit
            work.record.amount = amount
            self.rows.cells[work.row][AMOUNT] = format(amount, "f")
        if stated:
            kind = RowKind.SUBTOTAL if self.proved else RowKind.NOTE
            record = Record(kind, 0, amount=stated, total=TotalKind.GRAND if self.proved else None)
            if self.proved:
                total = whole if with_shares else direct
                record.expected = stated if total != stated else None  # the parts are rounded one by one
                self.rows.stated = len(self.rows)
            self.rows.add(record, self.stated_line, "3", text="Всего", amount=self.stated)
