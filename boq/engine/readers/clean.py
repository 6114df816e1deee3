"""Values as every later room may rely on them: finite numbers, texts of bounded length that any database can store."""

from __future__ import annotations

import datetime as dt
import math
import re
from itertools import chain

from boq.engine.errors import EngineError
from boq.engine.grid import CellValue
from boq.engine.model import SourceRef
from boq.engine.readers.limits import Limits

Row = list[CellValue]
LINE_END = re.compile("\r\n?")
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
LAST_SERIAL = 2_950_000  # a little before the end of the year 9999, for either calendar
UNWANTED = re.compile(f"\r|{UNSTORABLE.pattern}")
CHUNK = 2000  # rows looked at together
MANY_ROWS = 20_000
MOST_SHARED = 50_000  # values that are looked up
SHAREABLE = frozenset({str, float, type(None)})


def clean_rows(rows: list[Row], limits: Limits, sheet: str = "") -> set[tuple[int, int]]:
    """Mend values in place and drop empty rows at the end; returns cells without a finite number (shown as `#NUM!`)."""
    broken = mend(rows, 0, limits, sheet)
    drop_empty_end(rows)
    if len(rows) > MANY_ROWS:
        share_values(rows)
    return broken


def mend(rows: list[Row], first: int, limits: Limits, sheet: str) -> set[tuple[int, int]]:
    """Mend values in place, of rows that begin with number `first` of their sheet; returns cells without a finite number."""
    broken: set[tuple[int, int]] = set()
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        if not is_clean(chunk, limits):
            for index, row in enumerate(chunk, first + start):
                broken.update((index, column) for column in clean_row(row, index, limits, sheet))
    return broken


def drop_empty_end(rows: list[Row]) -> None:
    """Drop the rows at the end that hold nothing."""
    while rows and not any(value is not None and value != "" for value in rows[-1]):
        rows.pop()


def share_values(rows: list[Row], known: dict[CellValue, CellValue] | None = None) -> None:
    """Make equal texts and equal numbers one object, in place: long sheets are made of few words and figures. `known` are those before."""
    known = {} if known is None else known
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        cells = list(chain.from_iterable(chunk))
        if len(known) > MOST_SHARED:
            known.clear()  # what is seldom the same is not worth looking up
        if not SHAREABLE.issuperset(map(type, cells)) or _has_negative_zero(cells):
            continue  # 1 and True, 0.0 and -0.0 are equal and yet not the same
        shared = list(map(known.setdefault, cells, cells))
        end = 0
        for row in chunk:
            begin, end = end, end + len(row)
            row[:] = shared[begin:end]


def _has_negative_zero(cells: list[CellValue]) -> bool:
    return any(math.copysign(1.0, value) < 0 for value in cells if type(value) is float and not value)


def is_clean(rows: list[Row], limits: Limits) -> bool:
    """True when nothing in the rows needs mending: one look at all texts and numbers together."""
    cells = list(chain.from_iterable(rows))
    texts = [value for value in cells if type(value) is str]
    if texts:
        if len(max(texts, key=len)) > limits.text_length:
            return False
        together = "".join(texts)
        if not together.isprintable() and UNWANTED.search(together):  # most are, which is known far sooner
            return False
    return math.isfinite(sum([value for value in cells if type(value) is float]))


def clean_row(row: Row, index: int, limits: Limits, sheet: str) -> list[int]:
    """Mend one row; returns the columns whose number is not finite."""
    broken = []
    for column, value in enumerate(row):
        if type(value) is str:
            row[column] = clean_text(value)
            if len(value) > limits.text_length:
                cell = SourceRef(sheet, index + 1, column + 1).cell
                raise EngineError("text_too_long", cell=cell, length=len(value), limit=limits.text_length)
        elif type(value) is float and not math.isfinite(value):
            row[column] = "#NUM!"
            broken.append(column)
    return broken


def clean_text(text: str) -> str:
    """Line ends as `\\n`, and without the characters that databases and XML cannot hold."""
    return UNSTORABLE.sub("", LINE_END.sub("\n", text))


def moment(serial: float, kind: str, date_1904: bool) -> CellValue:
    """A serial number as its cell shows it: date, time, both or duration; the number itself where no calendar has it."""
    if kind == "duration":
        return dt.timedelta(days=serial) if 0 <= serial < 1e6 else serial
    if not 0 < serial < LAST_SERIAL:
        return serial
    shown = epoch(serial, date_1904) + dt.timedelta(seconds=round(serial * 86400))
    if serial < 1:
        return shown.time()
    return shown.date() if serial == int(serial) else shown


def epoch(serial: float, date_1904: bool) -> dt.datetime:
    """Day 0 of the calendar, which counts a 29 February 1900 that never was. Cells have no time zone."""
    if date_1904:
        return dt.datetime(1904, 1, 1)  # noqa: DTZ001
    return dt.datetime(1899, 12, 30 if serial >= 60 else 31)  # noqa: DTZ001
