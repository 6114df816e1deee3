"""Zip packages: xlsx, xlsm, xlsb, ods and docx told apart by their parts."""

from __future__ import annotations

from typing import ClassVar

from boq.engine.errors import EngineError
from boq.engine.grid import Workbook
from boq.engine.readers.docx import read_docx
from boq.engine.readers.limits import Limits, Progress
from boq.engine.readers.ods import read_ods
from boq.engine.readers.package import Package
from boq.engine.readers.sniff import SPREADSHEET_NAMES, ZIP_PARTS, extension
from boq.engine.readers.xlsb import read_xlsb
from boq.engine.readers.xlsx import read_xlsx
from boq.engine.readers.xlsx_book import workbook_part


class PackageReader:
    """A zip with a workbook inside."""

    format: ClassVar[str] = "xlsx"

    def score(self, head: bytes, name: str) -> int:
        """Any zip: `read` looks inside."""
        return 80 if head.startswith((b"PK\x03\x04", b"PK\x05\x06")) else 0

    def read(self, data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Workbook:
        """All worksheets."""
        package = Package(data, limits)
        part = workbook_part(package)
        if part is not None and part.endswith(".bin"):
            return read_xlsb(data, package, part, limits, progress)
        if part is not None and not any(part.startswith(folder) for folder, _ in ZIP_PARTS):
            return read_xlsx(package, part, limits, progress)
        if part is not None and part.startswith("word/") and part in package.names:
            return read_docx(package, part, limits, progress)
        kind = package.read("mimetype") or b""
        if "content.xml" in package.names and (not kind or b"spreadsheet" in kind):
            return read_ods(package, limits, progress)
        found = "OpenDocument text" if b"opendocument" in kind else "ZIP archive"
        found = next((name for folder, name in ZIP_PARTS if any(folder in entry for entry in package.names)), found)
        code = "type_mismatch" if extension(name) in SPREADSHEET_NAMES else "unsupported_format"
        raise EngineError(code, format=found, name=name[:200])
