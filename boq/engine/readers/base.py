"""Which reader reads a file: an explicit, ordered registry, asked by content."""

from __future__ import annotations

from typing import ClassVar, Protocol

from boq.engine.errors import EngineError
from boq.engine.grid import Workbook
from boq.engine.readers.arps import ArpsReader
from boq.engine.readers.bc3.reader import Bc3Reader
from boq.engine.readers.csv import CsvReader
from boq.engine.readers.gaeb.fixed import Gaeb90Reader
from boq.engine.readers.gaeb.tags import Gaeb2000Reader
from boq.engine.readers.gaeb.xml import GaebXmlReader
from boq.engine.readers.gge import GgeReader
from boq.engine.readers.html import HtmlReader
from boq.engine.readers.limits import DEFAULT_LIMITS, Limits, Progress, check_upload
from boq.engine.readers.onorm import OnormReader
from boq.engine.readers.packages import PackageReader
from boq.engine.readers.pdf.door import PdfReader
from boq.engine.readers.sniff import SPREADSHEET_NAMES, extension, foreign
from boq.engine.readers.spreadsheetml import XmlSpreadsheetReader
from boq.engine.readers.xls import XlsReader

HEAD_BYTES = 8192


class Reader(Protocol):
    """Makes grids of one file format."""

    format: ClassVar[str]

    def score(self, head: bytes, name: str) -> int:
        """How surely the content is this reader's, 0 (not at all) to 100; `name` may only settle a doubt."""

    def read(self, data: bytes, name: str, limits: Limits, progress: Progress | None = None) -> Workbook:
        """All grids of `data`, or an EngineError."""


DECLARING: tuple[Reader, ...] = (  # formats that name themselves: asked first
    GaebXmlReader(),
    Bc3Reader(),
    Gaeb2000Reader(),
    Gaeb90Reader(),
    OnormReader(),
    GgeReader(),
    ArpsReader(),
    PdfReader(),
)
READERS: tuple[Reader, ...] = (
    *DECLARING,
    PackageReader(),
    XlsReader(),
    XmlSpreadsheetReader(),
    HtmlReader(),
    CsvReader(),
)


def pick_reader(data: bytes, name: str) -> Reader:
    """The reader that is surest of `data`.

    EngineError `type_mismatch` when the name promises a spreadsheet and the content is something else,
    `unsupported_format` when it is something else and says so, `corrupt` when it is nothing known.
    """
    head = data[:HEAD_BYTES]
    claims = extension(name)
    for reader in DECLARING:
        if reader.score(head, name) > 0:
            return reader
    if found := foreign(head):
        code = "type_mismatch" if claims in SPREADSHEET_NAMES else "unsupported_format"
        raise EngineError(code, format=found, name=name[:200])
    best = max(READERS, key=lambda reader: reader.score(head, name))
    if best.score(head, name) <= 0:
        if claims in SPREADSHEET_NAMES:
            raise EngineError("corrupt", detail="signature")
        raise EngineError("unsupported_format", format=claims.upper() or "?", name=name[:200])
    return best


def read_workbook(
    data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, progress: Progress | None = None
) -> Workbook:
    """All grids of a file; an EngineError with a code of `boq.engine.errors.CODES` for whatever is wrong with it."""
    check_upload(data, limits)
    return pick_reader(data, name).read(data, name, limits, progress)
