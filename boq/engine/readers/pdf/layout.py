"""Pages to tables: which ruled zones and free lines go on from page to page, and in which columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from boq.engine.readers.pdf.breaks import join_broken
from boq.engine.readers.pdf.columns import Heading, find_heading, frames_of
from boq.engine.readers.pdf.furniture import mark_furniture, take_watermarks
from boq.engine.readers.pdf.lines import Frames, Line, lines_of
from boq.engine.readers.pdf.parts import Cell, Page, Row, Run
from boq.engine.readers.pdf.rows import group_rows, row_of
from boq.engine.readers.pdf.ruled import ruled_rows
from boq.engine.readers.pdf.zones import Zone, find_zones

SAME_EDGE = 3.0  # points
ALIKE = 0.6  # share of the edges that two tables must have in common to be one
LEAST_COLUMNS = 3
LEAST_BANDS = 5


@dataclass(slots=True)
class Part:
    """The rows that one page gives to a table."""

    page: int
    rows: list[Row]
    edges: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """One table over all its pages; `edges` are those of its columns where it is ruled."""

    columns: int
    edges: list[float] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    heading: tuple[str, ...] = ()
    joined: bool = False  # pages that lay beside one another were put together

    @property
    def rows(self) -> list[Row]:
        """All rows in file order."""
        return [row for part in self.parts for row in part.rows]

    @property
    def pages(self) -> list[int]:
        """Its pages in order."""
        return sorted({row.page for part in self.parts for row in part.rows})


@dataclass(slots=True)
class Sheet:
    """A page with its ruled zones and the lines outside them."""

    page: Page
    zones: list[Zone]
    lines: list[Line]
    behind: list[Line] = field(default_factory=list)
    heading: Heading | None = None


def tables_of(pages: Sequence[Page]) -> list[Table]:
    """All tables of a file in the order of their first rows. Every line of every page is in exactly one of them."""
    take_watermarks(pages)
    sheets = [_take_apart(page) for page in pages]
    _keep_ruled(sheets)
    for sheet in sheets:
        sheet.lines = [*sheet.behind, *sheet.lines]
    for sheet in sheets:
        if not sheet.zones:
            sheet.heading = find_heading(sheet.lines)
            if sheet.heading is not None:
                for line in sheet.lines[sheet.heading.first : sheet.heading.last + 1]:
                    line.header = True
    mark_furniture([line for sheet in sheets for line in sheet.lines], [page.height for page in pages])
    ruled: list[Table] = []
    tables: list[Table] = []
    free: list[Sheet] = []
    for sheet in sheets:
        if sheet.zones:
            tables += _free_tables(free)
            free = []
            _add_ruled(sheet, ruled, tables)
        else:
            free.append(sheet)
    tables += _free_tables(free)
    for table in tables:
        gone = join_broken(table.rows)
        for part in table.parts:
            part.rows = [row for row in part.rows if id(row) not in gone]
    return [table for table in tables if table.rows]


def _take_apart(page: Page) -> Sheet:
    behind = [Line(page.number, 0.0, run.size, [run], furniture=True) for run in page.behind]
    zones = find_zones(page)
    outside = []
    for run in page.runs:
        home = next((zone for zone in zones if zone.holds(run)), None)
        if home is None:
            outside.append(run)
        else:
            home.runs.append(run)
    for zone in zones:
        outside = _widen(zone, outside, page.width)
    return Sheet(page, zones, lines_of(outside, page.number), behind)


def _widen(zone: Zone, outside: list[Run], width: float) -> list[Run]:
    """Texts right or left of a table at the height of its rows are columns of it; returns the runs that are not."""
    if zone.columns < LEAST_COLUMNS:
        return outside
    level = [run for run in outside if zone.ys[0] <= run.middle <= zone.ys[-1]]
    right = [run for run in level if run.x0 >= zone.xs[-1] - 1]
    left = [run for run in level if run.x1 <= zone.xs[0] + 1]
    if right:
        zone.xs.append(max(width, zone.xs[-1] + 1))
    if len(left) >= LEAST_COLUMNS:
        zone.xs.insert(0, min(0.0, zone.xs[0] - 1))
    else:
        left = []
    taken = {id(run) for run in (*left, *right)}
    zone.runs += [*left, *right]
    return [run for run in outside if id(run) not in taken]


def _keep_ruled(sheets: Sequence[Sheet]) -> None:
    """Frames around text, and small ruled boxes beside free tables, are dissolved into lines."""
    for sheet in sheets:
        if sheet.zones and _stands_free(sheet):
            sheet.zones, sheet.lines = [], lines_of(sheet.page.runs, sheet.page.number)
        inside = sum(len(zone.runs) for zone in sheet.zones)
        kept = []
        for zone in sheet.zones:
            small = zone.columns < LEAST_COLUMNS and (len(sheet.zones) > 1 or zone.bands < 3)
            small = small or (zone.columns == 1 and not _is_column(zone))
            lesser = len(zone.runs) * 4 < len(sheet.page.runs) and inside * 3 < len(sheet.page.runs)
            if zone.runs and not small and not lesser:
                kept.append(zone)
        if len(kept) < len(sheet.zones):
            homes = {id(run) for zone in kept for run in zone.runs}
            sheet.zones = kept
            sheet.lines = lines_of([run for run in sheet.page.runs if id(run) not in homes], sheet.page.number)


def _stands_free(sheet: Sheet) -> bool:
    """True where the bill's heading stands outside the ruled tables, which are samples and drawings of a text."""
    inside = sum(len(zone.runs) for zone in sheet.zones)
    if inside * 10 > 6 * len(sheet.page.runs) or find_heading(sheet.lines) is None:
        return False
    return all(find_heading(lines_of(zone.runs, 0)) is None for zone in sheet.zones)


def _is_column(zone: Zone) -> bool:
    """A column of cells, each of one line: a part of a wider table, no frame around text."""
    return zone.bands >= LEAST_BANDS and len(lines_of(zone.runs, 0)) <= zone.bands


def _add_ruled(sheet: Sheet, ruled: list[Table], tables: list[Table]) -> None:
    """The zones of a page go on with the tables that have their columns, or begin tables; lines go to the zone before them."""
    lines = list(sheet.lines)
    for number, zone in enumerate(sheet.zones):
        end = sheet.zones[number + 1].ys[0] if number + 1 < len(sheet.zones) else float("inf")
        table, shift = _table_for(zone, ruled)
        if table is None:
            table, shift = Table(zone.columns, list(zone.xs)), 0.0
            ruled.append(table)
            tables.append(table)
        rows = _in_columns(ruled_rows(zone, sheet.page.number, sheet.page.size), zone, table, shift)
        frames = Frames([edge + shift for edge in table.edges[1:-1]])
        frames.learn(lines_of(zone.runs, sheet.page.number))
        first = number == 0
        own = [line for line in lines if line.base < end and (first or line.base >= zone.ys[0])]
        lines = [line for line in lines if not any(line is other for other in own)]
        for line in own:
            frames.place(line)
        before = [row_of([line], line.furniture) for line in own if line.base < zone.ys[0]]
        after = [row_of([line], line.furniture) for line in own if line.base >= zone.ys[0]]
        table.parts.append(Part(sheet.page.number, [*before, *rows, *after], [x - zone.xs[0] for x in zone.xs]))


def _table_for(zone: Zone, tables: Sequence[Table]) -> tuple[Table | None, float]:
    """The latest table with the zone's columns, and how far the zone is shifted against it."""
    for table in reversed(tables):
        shift = zone.xs[0] - table.edges[0]
        for moved in (0.0, shift):
            if len(table.edges) < len(zone.xs) and _all_near(
                table.edges, [x - moved for x in zone.xs[: len(table.edges)]]
            ):
                table.edges += [x - moved for x in zone.xs[len(table.edges) :]]
                table.columns = len(table.edges) - 1
                return table, moved
            if _alike(zone.xs, [edge + moved for edge in table.edges]):
                return table, moved
    return None, 0.0


def _alike(xs: Sequence[float], edges: Sequence[float]) -> bool:
    """True when most column edges are the same, and all of the zone's where the outer ones are not."""
    common = sum(any(abs(x - edge) <= SAME_EDGE for edge in edges) for x in xs)
    outer = abs(xs[0] - edges[0]) <= SAME_EDGE and abs(xs[-1] - edges[-1]) <= SAME_EDGE
    enough = common >= len(xs) * (ALIKE if outer else 1.0) and common >= ALIKE * max(len(xs), len(edges))
    return enough and (outer or min(len(xs), len(edges)) > 2)


def _all_near(edges: Sequence[float], others: Sequence[float]) -> bool:
    return all(abs(a - b) <= SAME_EDGE for a, b in zip(edges, others, strict=True))


def _in_columns(rows: list[Row], zone: Zone, table: Table, shift: float) -> list[Row]:
    """Rows by the table's columns; edges that only this page has become edges of the table where all pages gain them."""
    if len(zone.xs) == len(table.edges):
        return rows
    places = [min(range(table.columns), key=lambda c: abs(table.edges[c] - (x - shift))) for x in zone.xs[:-1]]
    for row in rows:
        moved: dict[int, Cell] = {}
        for column, cell in row.cells.items():
            place = places[column]
            if place in moved:
                moved[place].lines += cell.lines
            else:
                moved[place] = cell
        row.cells = moved
        row.spans = [(places[a], places[b], down) for a, b, down in row.spans]
    return rows


def _free_tables(sheets: Sequence[Sheet]) -> list[Table]:
    """Tables without ruling lines: pages under one heading belong together."""
    tables: list[Table] = []
    group: list[Sheet] = []
    repeated = {
        sheet.heading.signature
        for number, sheet in enumerate(sheets)
        if sheet.heading and any(o.heading and o.heading.signature == sheet.heading.signature for o in sheets[:number])
    }
    signature: tuple[str, ...] | None = None
    for sheet in sheets:
        own = sheet.heading.signature if sheet.heading else None
        goes_on = own == signature or (own is None and signature not in repeated)
        if group and not goes_on and not (signature is None and own is not None and len(group) < 1):
            tables += _free_table(group)
            group = []
        if own is not None or not group:
            signature = own
        group.append(sheet)
    if group:
        tables += _free_table(group)
    return tables


def _free_table(sheets: Sequence[Sheet]) -> list[Table]:
    """One table over all pages; several where pages whose columns stand elsewhere do not have as many."""
    groups = _alike_pages(sheets)
    frames = [_placed(group) for group in groups]
    if len({found.columns for found in frames}) == 1:
        groups, frames = [list(sheets)], frames[:1]
    return [_table(group, found) for group, found in zip(groups, frames, strict=True)]


def _alike_pages(sheets: Sequence[Sheet]) -> list[list[Sheet]]:
    """Pages by where the cells of their headings stand; a page without a heading goes with the one before it."""
    groups: list[tuple[Heading | None, list[Sheet]]] = []
    last: list[Sheet] = []
    for sheet in sheets:
        own = sheet.heading
        if own is None and groups:
            last.append(sheet)
            continue
        found = next((pages for known, pages in groups if own and (known is None or known.stands_like(own))), None)
        if found is None:
            found = []
            groups.append((own, found))
        elif groups[0][0] is None:
            groups[0] = (own, found)
        found.append(sheet)
        last = found
    return [pages for _, pages in groups]


def _placed(sheets: Sequence[Sheet]) -> Frames:
    """The columns of pages whose columns stand alike, with every line put into them."""
    heading = next((sheet.heading for sheet in sheets if sheet.heading), None)
    frames = frames_of([line for sheet in sheets for line in sheet.lines], heading)
    for sheet in sheets:
        for number, line in enumerate(sheet.lines):
            if line.header and sheet.heading is not None:
                groups = [group for group in sheet.heading.groups if group.line == number - sheet.heading.first]
                frames.place_heading(line, {group.piece.x0: (group.left, group.right) for group in groups})
            else:
                frames.place(line)
    return frames


def _table(sheets: Sequence[Sheet], frames: Frames) -> Table:
    heading = next((sheet.heading for sheet in sheets if sheet.heading), None)
    table = Table(frames.columns)
    rows = group_rows([line for sheet in sheets for line in sheet.lines], frames.columns)
    for sheet in sheets:
        table.parts.append(
            Part(sheet.page.number, [row for row in rows if row.page == sheet.page.number], frames.bounds)
        )
    table.heading = heading.signature if heading else ()
    return table
