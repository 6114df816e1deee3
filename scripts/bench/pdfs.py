"""Pages of PDF bills with text read in a second of one core: to grids alone, and to a bill with its receipt."""

from __future__ import annotations

import sys
import time
from typing import Any

from boq.engine.readers.base import read_workbook
from boq.engine.reading import read
from boq.tests.makers import pdfs

ITEMS = 1_500
STROKES = {"ruled": pdfs.BOTH, "unruled": "none"}


def measure() -> dict[str, Any]:
    """By layout: pages, pages a second to grids and to a bill, and whether every item came back."""
    works = pdfs.bill(ITEMS, 1)
    figures: dict[str, Any] = {}
    for name, stroke in STROKES.items():
        figures[name] = _measured(pdfs.table(works, stroke=stroke, inset="4pt"))
    figures["texts above figures"] = _measured(pdfs.below(pdfs.bill(ITEMS // 3, 2, longest=40)))
    print("pdf", figures, file=sys.stderr, flush=True)
    return figures


def _measured(data: bytes) -> dict[str, Any]:
    began = time.process_time()
    grids = read_workbook(data, "bill.pdf").grids
    opened = time.process_time()
    reading = read(data, "bill.pdf")
    done = time.process_time()
    pages = max(page for grid in grids for page in grid.pages)
    return {
        "pages": pages,
        "items": len(reading.boq.items),
        "pages_per_second_to_grids": round(pages / (opened - began), 1),
        "pages_per_second_whole": round(pages / (done - opened), 1),
    }
