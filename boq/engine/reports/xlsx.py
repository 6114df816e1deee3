"""The bill as a new workbook: summary, bill with live formulas, findings.

xlsxwriter makes the workbook with its styles, its summary and the frames of the two long sheets; their rows, which may be a hundred
thousand, are then streamed into the frames. So nothing long is kept in memory. Everything that people typed is a text cell, also where it
begins like a formula. Links and macros are never made.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

import xlsxwriter

from boq.engine.model import Boq, Finding, Receipt
from boq.engine.reports.formats import STREAMED, Formats, Numbers, add_sheet
from boq.engine.reports.labels import Labels
from boq.engine.reports.plan import Plan
from boq.engine.reports.xlsx_bill import BillSheet
from boq.engine.reports.xlsx_findings import FindingsSheet
from boq.engine.reports.xlsx_summary import SummarySheet

OPTIONS = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
BILL_PART, FINDINGS_PART = "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"
_SAMPLE = re.compile(rb'<c r="[A-Z]+1"(?: s="(\d+)")?>')
_DIMENSION = re.compile(rb"<dimension [^>]*/>")
AT_ONCE = 500  # rows handed on together


class XlsxWriter:
    """Writes a workbook. Raises EngineError `too_many_rows` when a sheet cannot hold the bill or its findings."""

    name = "xlsx"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def write(self, out: BinaryIO, boq: Boq, findings: Sequence[Finding], receipt: Receipt, labels: Labels) -> None:
        plan = Plan(boq)
        bill, found = BillSheet(boq, plan, labels), FindingsSheet(boq, findings, labels)
        frame = io.BytesIO()
        book = xlsxwriter.Workbook(frame, OPTIONS)
        formats = Formats(book)
        sheets = [add_sheet(book, labels, f"sheet.{key}", boq) for key in ("summary", "bill", "findings")]
        link = f"'{sheets[1].get_name()}'!{bill.amount_column}"
        SummarySheet(sheets[0], boq, receipt, labels, formats).write(plan, link)
        bill.set_up(sheets[1], formats)
        found.set_up(sheets[2], formats)
        _samples(sheets[1], formats)
        book.close()
        _fill(frame, out, {BILL_PART: bill, FINDINGS_PART: found})


def _samples(sheet: Any, formats: Formats) -> None:
    """One cell in each streamed style, so that the frame tells which number the style has got."""
    for column, style in enumerate(STREAMED):
        sheet.write_number(0, column, 0, formats.get(*style))


def _fill(frame: io.BytesIO, out: BinaryIO, streamed: dict[str, BillSheet | FindingsSheet]) -> None:
    """Copy the frame's parts to `out` and put the streamed rows in the place of the samples."""
    with zipfile.ZipFile(frame) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as whole:
        samples = _SAMPLE.findall(parts.read(BILL_PART))
        number_of = Numbers({style: int(number or 0) for style, number in zip(STREAMED, samples, strict=True)})
        for part in parts.infolist():
            if part.filename not in streamed:
                whole.writestr(part, parts.read(part))
                continue
            head, _, rest = parts.read(part).partition(b"<sheetData")
            tail = rest.partition(b"</sheetData>")[2] or rest.partition(b"/>")[2]
            with whole.open(part.filename, "w") as sheet:
                sheet.write(_DIMENSION.sub(b"", head) + b"<sheetData>")
                for chunk in _chunks(streamed[part.filename].rows(number_of)):
                    sheet.write(chunk)
                sheet.write(b"</sheetData>" + tail)


def _chunks(rows: Iterable[str]) -> Iterable[bytes]:
    waiting: list[str] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == AT_ONCE:
            yield "".join(waiting).encode()
            waiting.clear()
    yield "".join(waiting).encode()
