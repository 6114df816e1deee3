"""The sheet with the findings, one a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from boq.engine.errors import EngineError
from boq.engine.model import Boq, Finding
from boq.engine.reports.formats import Formats, Numbers
from boq.engine.reports.labels import Labels, sentence, word
from boq.engine.reports.plan import ROWS
from boq.engine.reports.rows import Row

COLUMNS = (("severity", 11), ("finding", 90), ("item", 14), ("cell", 20), ("code", 32))
LETTERS = "ABCDE"


class FindingsSheet:
    """Severity, words, item number, cell and code of each finding."""

    def __init__(self, boq: Boq, findings: Sequence[Finding], labels: Labels) -> None:
        if len(findings) + 1 > ROWS:
            raise EngineError("too_many_rows", rows=len(findings) + 1, limit=ROWS)
        self.boq, self.findings, self.labels = boq, findings, labels

    def set_up(self, sheet: Any, formats: Formats) -> None:
        for column, (_, width) in enumerate(COLUMNS):
            sheet.set_column(column, column, width, formats.get("plain"))
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, max(len(self.findings), 1), len(COLUMNS) - 1)

    def rows(self, number_of: Numbers) -> Iterator[str]:
        """The header and the findings, as XML."""
        head = Row(1)
        for letter, (name, _) in zip(LETTERS, COLUMNS, strict=True):
            head.text(letter, word(self.labels, name), number_of("head"))
        yield head.xml()
        refs = {item.key: item.ref for item in self.boq.items} if self.findings else {}
        for number, finding in enumerate(self.findings, start=2):
            row = Row(number)
            for letter, text in zip(LETTERS, self._texts(finding, refs), strict=True):
                if text:
                    row.text(letter, text, number_of("text"))
            yield row.xml()

    def _texts(self, finding: Finding, refs: dict[str, str]) -> tuple[str, ...]:
        return (
            word(self.labels, f"severity.{finding.severity}"),
            sentence(self.labels, finding),
            refs.get(finding.item, ""),
            finding.source.cell if finding.source else "",
            finding.code,
        )
