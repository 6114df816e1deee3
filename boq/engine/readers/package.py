"""A zip of parts (xlsx, xlsb, ods), counted and measured before anything is inflated; nothing is written to disk."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from boq.engine.errors import EngineError
from boq.engine.readers.limits import Limits

CENTRAL_HEADER = b"PK\x01\x02"
BOMB_RATIO = 200  # honest sheets pack 10 to 50 times
BOMB_BYTES = 50 * 1024 * 1024  # below this a high ratio harms nobody
DOCTYPES = tuple("<!DOCTYPE".encode(codec) for codec in ("utf-8", "utf-16-le", "utf-16-be"))
DOCTYPE_EBCDIC = "<!DOCTYPE".encode("cp037")
BAD_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
)  # an unknown compression is a RuntimeError


class Package:
    """The parts of a zip, read one at a time by name. Names are matched without regard to case or slashes."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        if data.count(CENTRAL_HEADER) > limits.parts:
            raise EngineError("too_many_parts", limit=limits.parts)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except BAD_ZIP as error:
            raise EngineError("corrupt", detail=str(error)[:200]) from error
        if len(entries) > limits.parts:
            raise EngineError("too_many_parts", parts=len(entries), limit=limits.parts)
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > limits.unpacked_bytes or (unpacked > BOMB_BYTES and unpacked > BOMB_RATIO * len(data)):
            limit_mb = limits.unpacked_bytes // 2**20
            raise EngineError("unpacked_too_large", size_mb=unpacked // 2**20, limit_mb=limit_mb)
        self._entries = {normal(entry.filename): entry for entry in entries}
        if any(entry.flag_bits & 1 for entry in entries):
            raise EngineError("encrypted_file")

    @property
    def names(self) -> set[str]:
        """Every part's name, lower case, with forward slashes and no leading one."""
        return set(self._entries)

    def read(self, name: str) -> bytes | None:
        """The part's bytes (never more than it declared), or None when there is no such part."""
        entry = self._entries.get(normal(name))
        if entry is None:
            return None
        try:
            return self._zip.read(entry)
        except BAD_ZIP as error:
            raise EngineError("corrupt", part=entry.filename[:200], detail=str(error)[:200]) from error

    def xml(self, name: str) -> bytes | None:
        """As `read`, for a part that is XML: refused when it declares a document type, the door of entity attacks."""
        data = self.read(name)
        if data is not None:
            refuse_dtd(data, name)
        return data


def refuse_dtd(data: bytes, part: str) -> None:
    """EngineError `dtd_forbidden` when the XML has a document type declaration, whatever its encoding."""
    declared = b"!" in data and any(mark in data for mark in DOCTYPES)  # one byte is found ten times as fast as nine
    if declared or DOCTYPE_EBCDIC in data:
        raise EngineError("dtd_forbidden", part=part[:200])


def normal(name: str) -> str:
    """One spelling for a part's name."""
    return posixpath.normpath(name.replace("\\", "/").lower()).lstrip("/")


def resolve(folder: str, target: str) -> str:
    """The part that a relationship's target names, seen from the folder of its owner."""
    return normal(target if target.startswith("/") else posixpath.join(folder, target))
