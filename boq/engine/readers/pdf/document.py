"""A PDF file opened: refused when it is locked, damaged or too large, then given page by page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2.raw as pdfium

from boq.engine.errors import EngineError
from boq.engine.readers.pdf.glyphs import read_runs, turns_of_text
from boq.engine.readers.pdf.letters import Frame
from boq.engine.readers.pdf.parts import Page
from boq.engine.readers.pdf.rulings import read_rulings

LARGEST_SIDE = 20_000.0  # points: PDF's own limit is 14,400
MOST_LETTERS = 400_000  # of one page

pdfium.FPDF_InitLibrary()


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The document's handle. EngineError `encrypted_file` or `corrupt`."""
    kept = (ctypes.c_char * len(data)).from_buffer_copy(data)
    document = pdfium.FPDF_LoadMemDocument64(kept, len(data), None)
    if not document:
        error = pdfium.FPDF_GetLastError()
        if error in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise EngineError("encrypted_file")
        raise EngineError("corrupt", detail=f"pdf {error}")
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def page_count(document: Any) -> int:
    """How many pages. EngineError `corrupt` when there are none."""
    pages = int(pdfium.FPDF_GetPageCount(document))
    if pages < 1:
        raise EngineError("corrupt", detail="pages")
    return pages


@contextmanager
def page_at(document: Any, number: int) -> Iterator[Any]:
    """The handle of a page (1-based). EngineError `corrupt` when the page cannot be read."""
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise EngineError("corrupt", detail=f"page {number}", page=number)
    try:
        yield page
    finally:
        pdfium.FPDF_ClosePage(page)


def frame_of(page: Any, turns: int) -> Frame:
    """The page's visible box, and the turn that makes its text upright."""
    box = [ctypes.c_float() for _ in range(4)]
    for read in (pdfium.FPDFPage_GetCropBox, pdfium.FPDFPage_GetMediaBox):
        if read(page, *box):
            left, right = sorted((box[0].value, box[2].value))
            bottom, top = sorted((box[1].value, box[3].value))
            if right - left > 1 and top - bottom > 1:
                return Frame(turns, left, bottom, right, top)
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    if turns % 2 != pdfium.FPDFPage_GetRotation(page) % 2:
        width, height = height, width
    return Frame(turns, 0.0, 0.0, width, height)


@contextmanager
def text_of(page: Any) -> Iterator[Any]:
    """The handle of a page's text."""
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        raise EngineError("corrupt", detail="text")
    try:
        yield text
    finally:
        pdfium.FPDFText_ClosePage(text)


def read_page(document: Any, number: int) -> Page:
    """One page taken apart, turned so that its text is upright."""
    with page_at(document, number) as handle, text_of(handle) as text:
        letters = pdfium.FPDFText_CountChars(text)
        if letters > MOST_LETTERS:
            raise EngineError("too_many_cells", cells=letters, limit=MOST_LETTERS)
        turns = turns_of_text(text) if letters else 0
        frame = frame_of(handle, turns)
        width, height = frame.right - frame.left, frame.top - frame.bottom
        if max(width, height) > LARGEST_SIDE:
            raise EngineError("corrupt", detail=f"page {number}: {int(max(width, height))} points")
        if turns % 2:
            width, height = height, width
        runs, behind = read_runs(text, frame)
        page = Page(number, width, height, runs, behind=behind)
        read_rulings(handle, frame, page)
        return page
