"""Comma, semicolon, tab and pipe separated text. Values stay text."""

from __future__ import annotations

import csv
import io
from typing import ClassVar

from charset_normalizer import from_bytes

from boq.engine.errors import EngineError
from boq.engine.grid import CellValue, Grid, Workbook
from boq.engine.readers.limits import Limits, Progress, check_cells


class CsvReader:
    """Text with delimiters, in any encoding."""

    format: ClassVar[str] = "csv"

    def score(self, head: bytes, name: str) -> int:
        """Text without NUL bytes, or UTF-16 by its mark: the weakest claim."""
        if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
            return 20
        return 10 if b"\x00" not in head else 0

    def read(self, data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Workbook:
        """One grid named after nothing: `Sheet1`."""
        text, encoding = decode(data)
        lines = text.splitlines()
        delimiter = max(",;\t|", key=lambda d: sum(line.count(d) for line in lines[:200]))
        rows: list[list[CellValue]] = [list(row) for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
        check_cells(sum(map(len, rows)), limits)
        while rows and not any(rows[-1]):
            rows.pop()
        return Workbook("csv", [Grid("Sheet1", rows, blind=frozenset({"formulas", "hidden", "styles"}))], encoding)


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding."""
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    best = from_bytes(data).best()
    if best is None:
        raise EngineError("encoding_unknown")
    return str(best), best.encoding
