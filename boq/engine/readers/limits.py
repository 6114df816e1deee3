"""How much of a file is read before it is refused, and how progress is told."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from boq.engine.errors import EngineError

Progress = Callable[[str, int, int], None]
"""`progress(phase, done, total)`: phase is a word such as "reading", done and total count sheets or rows."""


class Limits(msgspec.Struct, frozen=True):
    """The most that a file may hold. Sizes are bytes; `seconds` is wall clock, `memory` the child's address space."""

    upload_bytes: int = 100 * 1024 * 1024
    unpacked_bytes: int = 512 * 1024 * 1024
    parts: int = 10_000
    cells: int = 20_000_000
    text_length: int = 100_000
    pages: int = 2_000
    seconds: int = 60
    memory: int = 1024 * 1024 * 1024


DEFAULT_LIMITS = Limits()


def check_upload(data: bytes, limits: Limits) -> None:
    """Refuse what is empty or larger than an upload may be."""
    if not data.strip(b"\x00 \t\r\n"):
        raise EngineError("empty_file")
    if len(data) > limits.upload_bytes:
        raise EngineError("file_too_large", limit_mb=limits.upload_bytes // 2**20)


def check_pages(pages: int, limits: Limits) -> None:
    """Refuse more pages than the limit."""
    if pages > limits.pages:
        raise EngineError("pdf_limit", pages=pages, limit=limits.pages, limit_mb=limits.unpacked_bytes // 2**20)


def check_cells(cells: int, limits: Limits) -> None:
    """Refuse more cells than the limit, counted as rows × columns where the count is dense."""
    if cells > limits.cells:
        raise EngineError("too_many_cells", cells=cells, limit=limits.cells)
