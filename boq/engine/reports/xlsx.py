"""The bill as a new workbook: summary, bill with live formulas, findings.

Rows are written one after the other and not kept (`constant_memory`), so that 100,000 items need little memory.
Everything that people typed
is written as text, also where it begins like a formula. Links and macros are never made.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

import xlsxwriter

from boq.engine.model import Boq, Finding, Receipt
from boq.engine.reports.formats import Formats, add_sheet
from boq.engine.reports.labels import Labels
from boq.engine.reports.xlsx_bill import BillSheet
from boq.engine.reports.xlsx_findings import write_findings
from boq.engine.reports.xlsx_summary import SummarySheet

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": True,
}


class XlsxWriter:
    """Writes a workbook. Raises EngineError `too_many_rows` when a sheet cannot hold the bill."""

    name = "xlsx"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def write(self, out: BinaryIO, boq: Boq, findings: Sequence[Finding], receipt: Receipt, labels: Labels) -> None:
        book = xlsxwriter.Workbook(out, OPTIONS)
        formats = Formats(book)
        summary, bill, found = (add_sheet(book, labels, f"sheet.{key}", boq) for key in ("summary", "bill", "findings"))
        written = BillSheet(bill, boq, labels, formats).write()
        SummarySheet(summary, boq, receipt, labels, formats).write(written, bill.get_name())
        write_findings(found, boq, findings, labels, formats)
        bill.activate()
        summary.activate()
        book.close()
