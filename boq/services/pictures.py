"""Pages of a paged file as pictures, with the boxes of the cells that were read from them."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import caches

from accounts.access import Action, Actor, require
from accounts.errors import NotFound
from boq.engine.chunks import COLUMNS, ROWS, unpack
from boq.engine.errors import EngineError
from boq.engine.readers.pdf.picture import Picture
from boq.models import SheetChunk, Upload
from boq.services.bounded import decoded, run_bounded

ENTRY = "boq.engine.readers.pdf.picture:draw"
LONGEST_SECONDS = 20
KEPT_SECONDS = 3600
LARGEST_KEPT = 4 * 2**20
TENTHS = 10


@dataclass(frozen=True)
class Marked:
    """A cell on its page, in points from the page's upper left corner. `column` is 1-based."""

    column: int
    left: float
    top: float
    width: float
    height: float


def picture(*, by: Actor, upload: Upload, number: int) -> Picture:
    """Page `number` of an upload, drawn in a bounded child process and kept for a while.

    NotFound where the file has no such page, EngineError when it cannot be drawn within the limits, Conflict when others are being drawn.
    """
    require(by, Action.VIEW, upload)
    key = f"page-picture:{upload.pk}:{number}"
    answer = caches["handy"].get(key)
    if answer is None:
        try:
            answer = run_bounded(upload, str(number), ENTRY, LONGEST_SECONDS)
        except EngineError as error:
            if error.code != "corrupt":
                raise  # too slow or too large: that has words of its own
            raise NotFound("not_found") from error
        if len(answer) <= LARGEST_KEPT:
            caches["handy"].set(key, answer, KEPT_SECONDS)
    return decoded(answer, Picture)


def page_of(upload: Upload, sheet: str, row: int) -> int:
    """The page of a row (1-based), 0 where the file has no pages or no such row."""
    chunk = _chunk(upload, sheet, row)
    if chunk is None:
        return 0
    pages = unpack(bytes(chunk.data)).pages
    place = row - chunk.first_row
    return pages[place] if place < len(pages) else 0


def boxes_of(upload: Upload, sheet: str, row: int, page: int) -> list[Marked]:
    """Where the cells of a row stand on a page."""
    chunk = _chunk(upload, sheet, row)
    if chunk is None:
        return []
    first = (row - chunk.first_row) * COLUMNS
    found = []
    for place, (number, *edges) in sorted(unpack(bytes(chunk.data)).boxes.items()):
        if first <= place < first + COLUMNS and number == page:
            left, top, right, bottom = (edge / TENTHS for edge in edges)
            found.append(Marked(place - first + 1, left, top, right - left, bottom - top))
    return found


def _chunk(upload: Upload, sheet: str, row: int) -> SheetChunk | None:
    chunks = SheetChunk.objects.filter(
        upload=upload, sheet=sheet[:255], first_row__lte=row, first_row__gt=row - ROWS
    ).order_by("-first_row")
    chunk: SheetChunk | None = chunks.first()
    return chunk
