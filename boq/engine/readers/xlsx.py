"""xlsx, xlsm, xlsb and ods packages."""

from __future__ import annotations

import io
import zipfile
from typing import ClassVar

from boq.engine.errors import EngineError
from boq.engine.grid import Workbook
from boq.engine.readers.calamine import read_grids
from boq.engine.readers.limits import Limits, Progress


class PackageReader:
    """A zip with a workbook inside."""

    format: ClassVar[str] = "xlsx"

    def score(self, head: bytes, name: str) -> int:
        """Any zip: `read` looks inside."""
        return 80 if head.startswith(b"PK\x03\x04") else 0

    def read(self, data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Workbook:
        """All worksheets as values."""
        try:
            names = zipfile.ZipFile(io.BytesIO(data)).namelist()
        except zipfile.BadZipFile as error:
            raise EngineError("corrupt", detail=str(error)[:200]) from error
        kind = "ods" if "content.xml" in names else "xlsb" if "xl/workbook.bin" in names else "xlsx"
        return Workbook(kind, read_grids(data, limits, progress, frozenset({"formulas", "hidden", "styles"})))
