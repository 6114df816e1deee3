"""A page as a picture, drawn in the same limited child process that reads."""

from __future__ import annotations

import ctypes
import struct
import zlib
from typing import Any

import msgspec
import pypdfium2.raw as pdfium

from boq.engine.errors import EngineError
from boq.engine.readers.limits import Limits, Progress, check_pages
from boq.engine.readers.pdf.document import frame_of, opened, page_at, page_count, text_of
from boq.engine.readers.pdf.glyphs import turns_of_text

LONGEST = 2_200  # pixels of the longer side
MOST_PIXELS = 4_000  # of any side
SHARPEST = 2.0  # pixels a point
WHITE = 0xFFFFFFFF
CHANNELS = 4
RGB = 2  # colour type of PNG


class Picture(msgspec.Struct, frozen=True):
    """`png` shows page `number` of `pages`, which is `width` × `height` points as shown."""

    number: int
    pages: int
    width: float
    height: float
    png: bytes


def draw(
    data: bytes, name: str, *, limits: Limits, mapping: object = None, progress: Progress | None = None
) -> Picture:
    """Draw the page whose number (1-based) `name` is. EngineError as `reader.read`; `corrupt` for a page that is not there."""
    with opened(data) as document:
        pages = page_count(document)
        check_pages(pages, limits)
        number = int(name) if name.isdigit() and len(name) < 9 else 0
        if not 1 <= number <= pages:
            raise EngineError("corrupt", detail=f"page {name[:9]}")
        with page_at(document, number) as page:
            with text_of(page) as text:
                turns = turns_of_text(text)
            frame = frame_of(page, turns)
            width, height = frame.right - frame.left, frame.top - frame.bottom
            if turns % 2:
                width, height = height, width
            scale = min(SHARPEST, LONGEST / max(width, height, 1.0))
            return Picture(number, pages, width, height, png_of(page, width, height, turns, scale))


def png_of(page: Any, width: float, height: float, turns: int, scale: float) -> bytes:
    """The page in red, green and blue at `scale` pixels a point, turned so that its text is upright."""
    scale = min(scale, MOST_PIXELS / max(width, height, 1.0))
    wide, high = max(1, round(width * scale)), max(1, round(height * scale))
    bitmap = pdfium.FPDFBitmap_Create(wide, high, 0)
    if not bitmap:
        raise EngineError("corrupt", detail="picture")
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, wide, high, WHITE)
        turn = (turns - pdfium.FPDFPage_GetRotation(page)) % 4
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, wide, high, turn, pdfium.FPDF_REVERSE_BYTE_ORDER)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * high)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return _encoded(pixels, wide, high, stride)


def _encoded(pixels: bytes, wide: int, high: int, stride: int) -> bytes:
    """PNG of four-byte pixels, their fourth byte left out."""
    lines = bytearray()
    for row in range(high):
        line = pixels[row * stride : row * stride + wide * CHANNELS]
        rgb = bytearray(wide * 3)
        rgb[0::3], rgb[1::3], rgb[2::3] = line[0::CHANNELS], line[1::CHANNELS], line[2::CHANNELS]
        lines += b"\0" + rgb
    head = struct.pack(">IIBBBBB", wide, high, 8, RGB, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(lines), 5)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )
