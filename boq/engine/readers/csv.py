"""Text with delimiters: csv, tsv and their kin, in any encoding. Values stay text."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from pathlib import PurePath
from typing import ClassVar

from boq.engine.errors import EngineError
from boq.engine.grid import Grid, Workbook
from boq.engine.readers.clean import Row, clean_rows
from boq.engine.readers.encoding import decode
from boq.engine.readers.limits import Limits, Progress, check_cells
from boq.engine.readers.sniff import TEXT_NAMES, extension, looks_like_text

DELIMITERS = "\t;|,"
SAMPLE_LINES = 300
SEPARATOR_LINE = re.compile(r'^"?sep=(.)"?[ \t]*(?:\r\n|\r|\n)', re.IGNORECASE)
LINE = re.compile(r"\r\n|\r|\n")
FORCED_TEXT = re.compile(r'^="(.*)"$', re.DOTALL)
BLIND = frozenset({"formulas", "hidden", "styles"})


class CsvReader:
    """Anything that is text and that no other reader is surer of."""

    format: ClassVar[str] = "csv"

    def score(self, head: bytes, name: str) -> int:
        """10 for text; the name helps where a stray NUL makes it look binary, so that the line can be told."""
        if looks_like_text(head):
            return 10
        return 5 if extension(name) in TEXT_NAMES and head.count(0) * 4 < len(head) else 0

    def read(self, data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Workbook:
        """One grid named after the file. EngineError `csv_error` with the line of a NUL or of a quote left open."""
        if progress:
            progress("reading", 0, 1)
        decoded = decode(data)
        text = decoded.text.rstrip("\x1a")
        if (place := text.find("\x00")) >= 0:
            raise EngineError("csv_error", line=len(LINE.findall(text, 0, place)) + 1, problem="nul")
        first = 0
        if match := SEPARATOR_LINE.match(text):
            delimiter, text, first = match[1], text[match.end() :], 1
        else:
            delimiter = pick_delimiter(text)
        rows = parse(text, delimiter, limits, first)
        clean_rows(rows, limits, sheet_name(name))
        warnings = () if decoded.sure else (("encoding_guessed", "", {"encoding": decoded.encoding}),)
        return Workbook("csv", [Grid(sheet_name(name), rows, blind=BLIND)], decoded.encoding, warnings)


def sheet_name(name: str) -> str:
    """The sheet as spreadsheet programs call it: the file's name without its end."""
    return PurePath(name.replace("\\", "/")).stem[:31] or "Sheet1"


def pick_delimiter(text: str) -> str:
    """The delimiter that cuts most of the first rows into the same number of fields; more fields win."""
    head = "".join(text[:200_000].splitlines(keepends=True)[:SAMPLE_LINES])
    return max(DELIMITERS, key=lambda delimiter: agreement(head, delimiter))


def agreement(text: str, delimiter: str) -> float:
    """The share of non-empty rows with the commonest number of fields, times the cuts that this number means."""
    try:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row))
    except csv.Error:
        return 0.0
    several = [(count, width) for width, count in widths.items() if width > 1]
    if not several:
        return 0.0
    count, width = max(several)
    return count / widths.total() * math.sqrt(width - 1)


def parse(text: str, delimiter: str, limits: Limits, first: int = 0) -> list[Row]:
    """All rows. `first` is the number of lines before the text. Quotes in the middle of a field are letters."""
    csv.field_size_limit(limits.text_length)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[Row] = []
    started = last = slots = 0
    try:
        for row in reader:
            rows.append(row)  # type: ignore[arg-type]
            slots += len(row)
            if slots > limits.cells:
                check_cells(slots, limits)
            last, started = started, reader.line_num
    except csv.Error as error:
        line = first + started + 1
        if "field larger" in str(error):
            raise EngineError(
                "text_too_long", cell=f"{line}", length=limits.text_length, limit=limits.text_length
            ) from error
        raise EngineError("csv_error", line=line, problem=str(error)[:100]) from error
    if rows and left_open(text, delimiter, last):
        raise EngineError("csv_error", line=first + last + 1, problem="quote")
    if '="' in text:
        for cells in rows:
            cells[:] = [FORCED_TEXT.sub(r"\1", cell) if isinstance(cell, str) else cell for cell in cells]
    return rows


def left_open(text: str, delimiter: str, line: int) -> bool:
    """True when the row that starts after `line` lines has a quote that nothing closes."""
    source = io.StringIO(text, newline="")
    for _ in range(line):
        source.readline()
    rest = source.read()
    if '"' not in rest:
        return False
    try:
        list(csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False
