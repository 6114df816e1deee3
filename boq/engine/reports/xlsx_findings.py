"""The sheet with the findings, one a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from boq.engine.errors import EngineError
from boq.engine.model import Boq, Finding
from boq.engine.reports.formats import Formats
from boq.engine.reports.labels import Labels, sentence, word
from boq.engine.reports.safe import cell_text
from boq.engine.reports.xlsx_bill import ROWS

COLUMNS = (("severity", 11), ("finding", 90), ("item", 14), ("cell", 20), ("code", 32))


def write_findings(sheet: Any, boq: Boq, findings: Sequence[Finding], labels: Labels, formats: Formats) -> None:
    """Severity, words, item number, cell and code of each finding."""
    if len(findings) + 1 > ROWS:
        raise EngineError("too_many_rows", rows=len(findings) + 1, limit=ROWS)
    refs = {item.key: item.ref for item in boq.items} if findings else {}
    for column, (name, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, cell_text(word(labels, name)), formats.style("head"))
    for row, finding in enumerate(findings, start=1):
        texts = (
            word(labels, f"severity.{finding.severity}"),
            sentence(labels, finding),
            refs.get(finding.item, ""),
            finding.source.cell if finding.source else "",
            finding.code,
        )
        for column, text in enumerate(texts):
            if text:
                sheet.write_string(row, column, cell_text(text), formats.style("text"))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, max(len(findings), 1), len(COLUMNS) - 1)
