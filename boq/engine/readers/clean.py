"""Values as every later room may rely on them: finite numbers, texts of bounded length that any database can store."""

from __future__ import annotations

import datetime as dt
import re

from boq.engine.errors import EngineError
from boq.engine.grid import CellValue
from boq.engine.model import SourceRef
from boq.engine.readers.limits import Limits

Row = list[CellValue]
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
LAST_SERIAL = 2_950_000  # a little before the end of the year 9999, for either calendar
LARGEST = 1.7976931348623157e308


def clean_rows(rows: list[Row], limits: Limits, sheet: str = "") -> set[tuple[int, int]]:
    """Mend values in place and drop empty rows at the end; returns cells without a finite number (shown as `#NUM!`)."""
    broken = set()
    longest = limits.text_length
    for index, row in enumerate(rows):
        for column, value in enumerate(row):
            if type(value) is str:
                if value and not value.isprintable():
                    row[column] = UNSTORABLE.sub("", value)
                if len(value) > longest:
                    cell = SourceRef(sheet, index + 1, column + 1).cell
                    raise EngineError("text_too_long", cell=cell, length=len(value), limit=longest)
            elif type(value) is float and not -LARGEST <= value <= LARGEST:
                row[column] = "#NUM!"
                broken.add((index, column))
    while rows and not any(value is not None and value != "" for value in rows[-1]):
        rows.pop()
    return broken


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
