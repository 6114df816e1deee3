"""PDF files: text pages become grids; a file without text says so."""

from __future__ import annotations

from collections.abc import Iterator

from boq.engine.errors import EngineError
from boq.engine.grid import Grid, Workbook
from boq.engine.model import SourceRef
from boq.engine.readers.clean import clean_rows
from boq.engine.readers.limits import Limits, Progress, check_cells, check_pages
from boq.engine.readers.pdf.document import opened, page_count, read_page
from boq.engine.readers.pdf.grids import grid_of, names_of
from boq.engine.readers.pdf.guard import check_pdf
from boq.engine.readers.pdf.layout import Table, tables_of
from boq.engine.readers.pdf.parts import Page
from boq.engine.readers.pdf.scans import MOST_PAGES, recognize
from boq.engine.readers.pdf.sideways import join_sideways
from boq.engine.readers.recognize import helper

Doubt = tuple[str, str, int, dict[str, str | int]]
DOUBTFUL = 80  # of 100
MOST_TOLD = 100
FEWEST_WORDS = 3  # a page with fewer is no page of text
MOSTLY = 0.5  # share of a page that its pictures must cover for it to be a scan


def read(data: bytes, limits: Limits, progress: Progress | None = None) -> Workbook:
    """A grid for each table over all its pages. EngineError `encrypted_file`, `corrupt`, `pdf_limit`, `no_text_layer`."""
    check_pdf(data, limits)
    pages, recognized = pages_of(data, limits, progress)
    if not any(is_written(page) for page in pages):
        raise EngineError("no_text_layer", pages=len(pages))
    tables, apart = join_sideways(tables_of(pages))
    grids = [grid_of(table, title) for table, title in zip(tables, names_of(tables), strict=True)]
    check_cells(sum(len(row) for grid in grids for row in grid.rows), limits)
    for grid in grids:
        clean_rows(grid.rows, limits, grid.name)
    names = {id(table): grid.name for table, grid in zip(tables, grids, strict=True)}
    doubts = [
        *page_doubts(pages, grids[0].name),
        *(("pages_not_joined", names[id(table)], 0, {}) for table in apart),
    ]
    if recognized:
        doubts.append(("text_recognized", grids[0].name, 0, {"pages": ", ".join(str(page.number) for page in pages)}))
    return Workbook("pdf", grids, warnings=tuple(unsure(tables, grids)), doubts=tuple(doubts))


def pages_of(data: bytes, limits: Limits, progress: Progress | None) -> tuple[list[Page], bool]:
    """All pages taken apart, and whether their text had to be recognized in pictures."""
    pages: list[Page] = []
    with opened(data) as document:
        total = page_count(document)
        check_pages(total, limits)
        for number in range(1, total + 1):
            if progress and number % 10 == 1:
                progress("reading", number - 1, total)
            pages.append(read_page(document, number))
        recognizer = helper()
        if recognizer is None or total > MOST_PAGES or any(is_written(page) for page in pages):
            return pages, False
        return recognize(document, pages, recognizer), True


def unsure(tables: list[Table], grids: list[Grid]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Cells that were recognized with less than DOUBTFUL certainty, a hundred at most."""
    told = 0
    for table, grid in zip(tables, grids, strict=True):
        for number, row in enumerate(table.rows):
            for column, cell in sorted(row.cells.items()):
                sure = min((word.sure for line in cell.lines for run in line for word in run.words), default=100)
                if sure < DOUBTFUL and told < MOST_TOLD:
                    told += 1
                    place = table.columns - 1 - column if grid.right_to_left else column
                    ref = SourceRef(grid.name, number + 1, place + 1).cell
                    yield "cell_recognized", ref, {"cell": ref, "sure": str(sure)}


def is_written(page: Page) -> bool:
    """True for a page with text."""
    return sum(len(run.words) for run in page.runs) >= FEWEST_WORDS


def page_doubts(pages: list[Page], sheet: str) -> list[Doubt]:
    """What a person should look at: pictures between the pages of text, and text that a program recognized in pictures."""
    doubts: list[Doubt] = []
    scanned = [page.number for page in pages[1:-1] if not is_written(page) and page.pictures >= MOSTLY]
    if scanned:
        doubts.append(("pages_without_text", sheet, 0, {"pages": ", ".join(map(str, scanned[:20]))}))
    recognized = [page.number for page in pages if page.unseen >= MOSTLY and page.pictures >= MOSTLY]
    if recognized:
        doubts.append(("text_recognized", sheet, 0, {"pages": ", ".join(map(str, recognized[:20]))}))
    return doubts
