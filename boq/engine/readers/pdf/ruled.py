"""The rows of a ruled table: each band between two lines is a row, unless several items stand in it."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence

from boq.engine.readers.pdf.bidi import is_right_to_left
from boq.engine.readers.pdf.columns import find_heading
from boq.engine.readers.pdf.lines import Line, is_figure, lines_of
from boq.engine.readers.pdf.parts import Cell, Row, Run, Word
from boq.engine.readers.pdf.rows import group_rows
from boq.engine.readers.pdf.zones import Zone

WIDE_SPACE = 0.42  # of the size: wider than the space between two words
THINNEST = 0.45  # of the size: lower bands are double lines
FEW_BANDS = 3  # a heading and a body: such a table is not ruled row by row
WRAPPED = 1.75  # of the size: lines further apart are not of one paragraph

Placed = dict[tuple[int, int], list[Run]]


def ruled_rows(zone: Zone, page: int, size: float) -> list[Row]:
    """All rows of a zone, empty ones too, from top to bottom."""
    placed: Placed = defaultdict(list)
    for run in zone.runs:
        for column, part in cut(zone, run):
            placed[zone.band_of(run), column].append(part)
    least = 1 if zone.bands <= FEW_BANDS else 2
    crowded = {band for band in range(zone.bands) if _is_crowded(placed, band, zone.columns, least)}
    merged = _merge_cells(zone, placed, crowded, page)
    rows: list[Row] = []
    first_row: dict[int, Row] = {}
    for band in range(zone.bands):
        top, bottom = zone.ys[band], zone.ys[band + 1]
        here = {column: placed[band, column] for column in range(zone.columns) if placed.get((band, column))}
        if not here and bottom - top < THINNEST * size:
            continue
        if band in crowded:
            rows += crowded_rows(here, page, zone.columns)
        else:
            row = first_row[band] = Row(page, top, bottom)
            row.cells = {
                column: Cell([line.runs for line in lines_of(runs, page)], page) for column, runs in here.items()
            }
            rows.append(row)
    _note_spans(zone, first_row, merged)
    return rows


def cut(zone: Zone, run: Run) -> list[tuple[int, Run]]:
    """The parts of a run by column. What the file writes in one go stays together, unless it leaves room at a line."""
    inset = min(1.5, (run.x1 - run.x0) / 4)
    first, last = zone.column_at(run.x0 + inset), zone.column_at(run.x1 - inset)
    if first == last:
        return [(first, run)]
    band = zone.band_of(run)
    if len(run.words) == 1:
        return [(zone.column_at((run.x0 + run.x1) / 2), run)]
    edges = [zone.xs[c] for c in range(first + 1, last + 1) if not zone.open_before(band, c)]
    begin = last if is_right_to_left(run.text) else first
    parts: list[Run] = []
    rest = list(run.words)
    splits = [_split_at(rest, edge, run.size) for edge in edges]
    overflows = run.x1 > zone.xs[-1] + run.size or run.x0 < zone.xs[0] - run.size
    if overflows or not all(splits):
        splits = [found if found and found[1] else None for found in splits]
    if not any(splits):
        return [(begin, run)]
    start = 0
    for found in filter(None, splits):
        if found[0] > start:
            parts.append(Run(rest[start : found[0]]))
            start = found[0]
    parts.append(Run(rest[start:]))
    return [
        (zone.column_at((part.x0 + part.x1) / 2 if len(part.words) == 1 else part.x0 + inset), part) for part in parts
    ]


def _split_at(words: Sequence[Word], edge: float, size: float) -> tuple[int, bool] | None:
    """The word before which a line runs through a gap, and whether the gap is wider than a space."""
    for index in range(1, len(words)):
        left, right = words[index - 1].x1, words[index].x0
        if left - 0.2 * size <= edge <= right + 0.2 * size:
            return index, right - left >= WIDE_SPACE * size
    return None


def _is_crowded(placed: Placed, band: int, columns: int, least: int) -> bool:
    """True when several items stand in one band: `least` columns that each hold more than one figure."""
    several = 0
    for column in range(columns):
        runs = placed.get((band, column))
        if runs and len(runs) > 1:
            lines = lines_of(runs, 0)
            several += sum(is_figure(line.text) for line in lines) >= 2
    return several >= least


def crowded_rows(cells: dict[int, list[Run]], page: int, columns: int) -> list[Row]:
    """The rows of a band that is not ruled inside."""
    parts = [(run, column) for column, runs in cells.items() for run in runs]
    lines = lines_of([run for run, _ in parts], page)
    column_of = {id(run): column for run, column in parts}
    for line in lines:
        for run in line.runs:
            line.cells.setdefault(column_of[id(run)], []).append(run)
    heading = find_heading(lines)
    if heading is not None:
        for line in lines[heading.first : heading.last + 1]:
            line.header = True
    return group_rows(lines, columns)


def _merge_cells(zone: Zone, placed: Placed, crowded: set[int], page: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Move what stands in merged cells to their first cell; returns the last cell of each first one that holds something."""
    for band in range(zone.bands):
        for column in range(zone.columns - 1, 0, -1):
            if band not in crowded and placed.get((band, column)) and zone.open_before(band, column):
                placed[band, column - 1] += placed.pop((band, column))
    for column in range(zone.columns):
        top = 0
        for band in range(1, zone.bands + 1):
            if band < zone.bands and band not in crowded and zone.open_above(band, column):
                continue
            if band - top > 1:
                _lift(zone, placed, column, top, band, page)
            top = band
    spans = {}
    for (band, column), runs in placed.items():
        if runs and band not in crowded:
            right, low = column, band
            while right + 1 < zone.columns and zone.open_before(band, right + 1) and not placed.get((band, right + 1)):
                right += 1
            while (
                low + 1 < zone.bands
                and zone.open_above(low + 1, column)
                and not any(placed.get((low + 1, c)) for c in range(column, right + 1))
            ):
                low += 1
            if right > column or low > band:
                spans[band, column] = (low, right)
    return spans


def _lift(zone: Zone, placed: Placed, column: int, top: int, end: int, page: int) -> None:
    """Texts of a cell that reaches over several bands: a paragraph goes to the first band, several texts stay in their own."""
    bands = [band for band in range(top, end) if placed.get((band, column))]
    if not bands:
        return
    runs = [run for band in bands for run in placed[band, column]]
    lines = lines_of(runs, page)
    if len(lines) > 1 and (all(is_figure(line.text) for line in lines) or not _is_paragraph(lines)):
        _keep_paragraphs(zone, placed, column, lines, bands)
        return
    for band in bands:
        del placed[band, column]
    placed[top, column] = runs


def _is_paragraph(lines: Sequence[Line]) -> bool:
    return all(b.base - a.base <= WRAPPED * max(a.size, b.size) for a, b in itertools.pairwise(lines))


def _keep_paragraphs(zone: Zone, placed: Placed, column: int, lines: Sequence[Line], bands: Sequence[int]) -> None:
    """Every paragraph stands in the band of its first line; a lone figure in its own."""
    for band in bands:
        del placed[band, column]
    home = -1
    before: Line | None = None
    for line in lines:
        figure = is_figure(line.text)
        if before is None or figure or line.base - before.base > WRAPPED * line.size:
            home = zone.band_of(line.runs[0])
        placed[home, column] += line.runs
        before = line


def _note_spans(zone: Zone, rows: dict[int, Row], merged: dict[tuple[int, int], tuple[int, int]]) -> None:
    for (band, column), (low, right) in merged.items():
        if band in rows:
            height = sum(1 for other in range(band + 1, low + 1) if other in rows)
            if right > column or height:
                rows[band].spans.append((column, right, height))
