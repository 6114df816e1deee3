"""What a PDF would unpack to, measured before anything is unpacked, and whether its end is there."""

from __future__ import annotations

import re
import zlib
from typing import Any

from boq.engine.errors import EngineError
from boq.engine.readers.limits import Limits

STREAM = re.compile(rb"stream\r?\n")
PACKED = re.compile(rb"/Fl(?:ateDecode)?\b")
PICTURE = re.compile(rb"/Subtype\s*/Image\b")
PAGE = re.compile(rb"/Type\s*/Page\b")
DICTIONARY = 2_048  # bytes before a stream in which its dictionary stands
ENDING = 4_096  # bytes at the end of the file in which its end must be
LARGEST_STREAM = 128 * 2**20
STEP = 1 << 20
FEED = 1 << 17


def check_pdf(data: bytes, limits: Limits) -> None:
    """EngineError `corrupt` for a file without an end, `pdf_limit` for one whose streams unpack to more than the limits."""
    if b"%%EOF" not in data[-ENDING:] and b"startxref" not in data[-ENDING:]:
        raise EngineError("corrupt", detail="end")
    total = 0
    for found in STREAM.finditer(data):
        begin = data.rfind(b"obj", max(0, found.start() - DICTIONARY), found.start())
        words = data[begin if begin >= 0 else found.start() : found.start()]
        rounds = len(PACKED.findall(words))
        if not rounds or PICTURE.search(words):
            continue
        most = min(LARGEST_STREAM, limits.unpacked_bytes - total)
        size = unpacked(data, found.end(), rounds, most)
        total += size
        if size > most:
            raise _too_large(data, limits)


def unpacked(data: bytes, start: int, rounds: int, most: int) -> int:
    """The size of a packed stream, unpacked `rounds` times; more than `most` as soon as it is known to be more."""
    stages = [zlib.decompressobj() for _ in range(rounds)]
    size, place = 0, start
    try:
        while place < len(data) and not stages[0].eof and size <= most:
            part = stages[0].decompress(data[place : place + FEED], STEP)
            place += FEED - len(stages[0].unconsumed_tail)
            size += _further(stages[1:], part, most - size)
    except zlib.error:
        return size  # whether it can be read at all is seen later
    return size


def _further(stages: list[Any], part: bytes, most: int) -> int:
    """The size of a part after all further stages."""
    if not stages:
        return len(part)
    size = 0
    while size <= most:
        size += _further(stages[1:], stages[0].decompress(part, STEP), most - size)
        part = stages[0].unconsumed_tail
        if not part:
            break
    return size


def _too_large(data: bytes, limits: Limits) -> EngineError:
    pages = len(PAGE.findall(data))
    return EngineError("pdf_limit", pages=pages, limit=limits.pages, limit_mb=limits.unpacked_bytes // 2**20)
