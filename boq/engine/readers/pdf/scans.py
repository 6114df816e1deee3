"""Pages that are pictures: their words as `tesseract` recognizes them, each with how sure it is."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from boq.engine.readers.pdf.document import frame_of, page_at
from boq.engine.readers.pdf.parts import Page, Run, Word
from boq.engine.readers.pdf.picture import png_of
from boq.engine.readers.recognize import DOTS, Found, Helper

MOST_PAGES = 15  # as many as can be recognized within the time of one reading
POINTS = 72
CAPITALS = 0.72  # of the size: how high capital letters and digits are


def recognize(document: Any, pages: list[Page], helper: Helper) -> list[Page]:
    """The pages with the words that stand in their pictures."""
    return [_recognized(document, page, helper) for page in pages]


def _recognized(document: Any, page: Page, helper: Helper) -> Page:
    with page_at(document, page.number) as handle:
        frame = frame_of(handle, 0)
        png = png_of(handle, frame.right - frame.left, frame.top - frame.bottom, 0, DOTS / POINTS)
    lines: dict[str, list[Found]] = defaultdict(list)
    for found in helper.words(png):
        lines[found.line].append(found)
    page.runs = [run for words in lines.values() for run in _runs(words)]
    return page


def _runs(words: list[Found]) -> list[Run]:
    """The words of a line, each a run of its own; they share the baseline and size of most of them."""
    scale = POINTS / DOTS
    heights = sorted(word.height for word in words)
    bottoms = sorted(word.top + word.height for word in words)
    size = heights[len(heights) // 2] * scale / CAPITALS
    base = bottoms[len(bottoms) // 2] * scale
    return [
        Run([Word(w.text, w.left * scale, (w.left + w.width) * scale, base, size, begins=True, sure=w.sure)])
        for w in sorted(words, key=lambda word: word.left)
    ]
