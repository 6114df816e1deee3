"""What is printed on a page and belongs to none of its tables: titles, addresses, dates, page numbers, watermarks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from boq.engine.readers.pdf.bidi import in_reading_order
from boq.engine.readers.pdf.lines import Line
from boq.engine.readers.pdf.parts import Page, Run
from boq.engine.tables.words import total_kind

NUMBER = re.compile(r"\d+")
MONEY = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,' ]\d{3})*[.,]\d{2,3}(?![\d.,])")
TOP, BOTTOM = 0.3, 0.8  # shares of the page's height between which nothing is furniture
LEVEL = 6.0  # points by which its place may differ
HUGE = 2.2  # times the size of most letters
LEAST_CROSSED = 2


def take_watermarks(pages: Sequence[Page]) -> None:
    """Take huge words that lie over or under other texts from the runs of the pages: no title does that.

    Where they do so on one page they are a watermark on every page.
    """
    huge = [(page, run) for page in pages for size in [page.size] for run in page.runs if run.size >= HUGE * size]
    said = {
        (run.text, round(run.size))
        for page, run in huge
        if sum(_crosses(run, other) for other in page.runs) >= LEAST_CROSSED
    }
    if not said:
        return
    for page in pages:
        found = [run for where, run in huge if where is page and (run.text, round(run.size)) in said]
        gone = {id(run) for run in found}
        page.behind += found
        page.runs = [run for run in page.runs if id(run) not in gone]


def _crosses(run: Run, other: Run) -> bool:
    if other.size * HUGE > run.size or other.x1 < run.x0 or other.x0 > run.x1:
        return False
    return run.words[0].top < other.base and other.words[0].top < run.base


def mark_furniture(lines: Sequence[Line], heights: Sequence[float]) -> None:
    """Mark lines that return at the same place on other pages; the first at the top is kept, for it says what the file is."""
    pages = len(heights)
    if pages < 2:
        return
    least = 2 if pages < 4 else 3
    headed = {line.page: line.base for line in lines if line.header}
    groups: dict[str, list[Line]] = defaultdict(list)
    counters: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        share = line.base / max(1.0, heights[line.page - 1])
        if line.header or TOP < share < BOTTOM or (share <= TOP and line.base > headed.get(line.page, line.base)):
            continue  # what stands under a heading is of its table
        text = in_reading_order(line.text)
        if total_kind(text) is not None:
            continue
        groups[text].append(line)
        if NUMBER.search(text) and not MONEY.search(text):
            counters[NUMBER.sub("#", text)].append(line)
    for same in groups.values():
        _mark(_level(same), least, heights)
    for alike in counters.values():
        _mark([line for line in _level(alike) if _counts(line, alike[0])], least, heights)


def _level(lines: list[Line]) -> list[Line]:
    """Those at the height of most of them."""
    middle = sorted(line.base for line in lines)[len(lines) // 2]
    return [line for line in lines if abs(line.base - middle) <= LEVEL]


def _counts(line: Line, first: Line) -> bool:
    """True when a number grows with the pages and the others stay."""
    steps = {
        int(b[:9]) - int(a[:9]) for a, b in zip(NUMBER.findall(first.text), NUMBER.findall(line.text), strict=True)
    }
    return steps <= {0, line.page - first.page}


def _mark(lines: Sequence[Line], least: int, heights: Sequence[float]) -> None:
    if len({line.page for line in lines}) < least:
        return
    for number, line in enumerate(lines):
        if number or line.base > 0.5 * heights[line.page - 1]:
            line.furniture = True
