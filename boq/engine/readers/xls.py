"""xls: the binary workbooks of Excel 97 to 2003, inside an OLE compound file."""

from __future__ import annotations

from typing import ClassVar

from boq.engine.grid import Workbook
from boq.engine.readers.limits import Limits, Progress
from boq.engine.readers.packages import values_only


class XlsReader:
    """An OLE compound file."""

    format: ClassVar[str] = "xls"

    def score(self, head: bytes, name: str) -> int:
        """Any OLE compound file: `read` looks inside."""
        return 80 if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") else 0

    def read(self, data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Workbook:
        """All worksheets; formulas, hidden rows and styles are not seen."""
        return Workbook("xls", values_only(data, limits, progress))
