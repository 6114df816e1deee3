"""How a PDF file is known. What reads it is loaded with the first: each file is read in a process of its own, most are workbooks."""

from __future__ import annotations

from typing import ClassVar

from boq.engine.grid import Workbook
from boq.engine.readers.limits import Limits, Progress

HEAD = 1024  # bytes in which programs look for the mark


class PdfReader:
    """Portable documents with a text layer."""

    format: ClassVar[str] = "pdf"

    def score(self, head: bytes, name: str) -> int:
        """By the mark near the file's beginning."""
        return 90 if b"%PDF-" in head[:HEAD] else 0

    def read(self, data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Workbook:
        """A grid for each table over all its pages. EngineError `encrypted_file`, `corrupt`, `pdf_limit`, `no_text_layer`."""
        from boq.engine.readers.pdf.reader import read

        return read(data, limits, progress)
