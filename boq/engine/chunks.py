"""Sheets as packed runs of texts and looks: what a person sees of the file, kept so that a preview needs no new reading."""

from __future__ import annotations

import re
import zlib
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

import msgspec

from boq.engine.readers.aside import LANES, aside

if TYPE_CHECKING:  # the model names GridChunk, and grids may name the model
    from boq.engine.grid import CellValue, Grid, Workbook

ROWS = 500
COLUMNS = 60
TEXT = 2_000
LOOKS = 400_000  # looks of one kind on a sheet beyond which they are the sheet's habit and tell nothing
MERGED = 2_000  # merged cells of a sheet that are drawn
PLAIN = "plain"  # a fill whose colour the reader does not tell
REMEMBERED = 50_000  # numbers whose texts are kept
_ONLY_TEXTS, _ONLY_NUMBERS = frozenset({str}), frozenset({float})
_NUMBER = re.compile(r"^[^\w]{0,3}[\d٠-٩۰-۹][\d٠-٩۰-۹.,'’٫٬\s]*[^\w]{0,3}$")


class GridChunk(msgspec.Struct, frozen=True):
    """`rows` rows of `sheet` from `first_row` (1-based) on; `data` is zlib over MessagePack of `Packed`."""

    sheet: str
    first_row: int
    rows: int
    data: bytes


class Looks(msgspec.Struct, omit_defaults=True):
    """How the cells of a chunk look. A cell's place is its row within the chunk × COLUMNS + its column, both 0-based.

    `merged` are (first row, first column, last row, last column) within the chunk; `tints` the name of a cell's fill. `hidden_columns`,
    `right_to_left`, `hidden` and `written` (columns whose numbers are texts) speak of the whole sheet.
    """

    bold: list[int] = []
    tints: dict[int, str] = {}
    struck: list[int] = []
    indent: dict[int, int] = {}
    merged: list[tuple[int, int, int, int]] = []
    hidden_rows: list[int] = []
    hidden_columns: list[int] = []
    written: list[int] = []
    right_to_left: bool = False
    hidden: bool = False


class Packed(msgspec.Struct, omit_defaults=True):
    """The texts of a chunk's rows, and their looks.

    In files of pages, `pages` is the page of every row and `boxes` say where a cell stands: page, left, top, right, bottom in
    tenths of points.
    """

    rows: list[list[str]]
    looks: Looks = msgspec.field(default_factory=Looks)
    pages: list[int] = []
    boxes: dict[int, tuple[int, int, int, int, int]] = {}


_pack = msgspec.msgpack.Encoder()
_unpack = msgspec.msgpack.Decoder(Packed | list[list[str]])


def chunks_of(workbook: Workbook) -> Iterator[GridChunk]:
    """All sheets, at most COLUMNS columns wide and TEXT characters a cell. One is packed while the next are made."""
    under_way: deque[tuple[str, int, int, Callable[[], bytes]]] = deque()
    for number, (name, first_row, rows, packed) in enumerate(_runs(workbook)):
        under_way.append((name, first_row, rows, aside(partial(zlib.compress, packed, 1), number % LANES)))
        if len(under_way) > 2 * LANES:
            yield _packed(*under_way.popleft())
    while under_way:
        yield _packed(*under_way.popleft())


def _packed(name: str, first_row: int, rows: int, wait: Callable[[], bytes]) -> GridChunk:
    return GridChunk(name, first_row, rows, wait())


def _runs(workbook: Workbook) -> Iterator[tuple[str, int, int, bytes]]:
    """The runs of rows: sheet, first row, how many, and what is to be packed."""
    shown = _Shown()
    for grid in workbook.grids:
        looks = _looks(grid)
        for start in range(0, max(1, len(grid.rows)), ROWS):
            rows = grid.rows[start : start + ROWS]
            packed = Packed(_texts(rows, shown), looks[start // ROWS], grid.pages[start : start + ROWS])
            packed.boxes = _boxes(grid, start, len(rows))
            yield grid.name, start + 1, len(rows), _pack.encode(packed)


def _texts(rows: list[list[CellValue]], shown: _Shown) -> list[list[str]]:
    """The cells as texts. Rows of one length are taken column by column: one of nothing but texts is as it is. Rows may come as tuples,
    which are packed alike.
    """
    rows = [row[:COLUMNS] for row in rows] if max(map(len, rows), default=0) > COLUMNS else rows
    if len(set(map(len, rows))) == 1 and rows[0]:
        columns = [_column(column, shown) for column in zip(*rows, strict=True)]
        return cast("list[list[str]]", list(zip(*columns, strict=True)))
    return cast("list[list[str]]", [_column(row, shown) for row in rows])


def _column(values: Sequence[CellValue], shown: _Shown) -> Sequence[str]:
    """Values beside or below one another, as texts."""
    kinds = set(map(type, values))
    if kinds == _ONLY_TEXTS and max(map(len, cast("Sequence[str]", values))) <= TEXT:
        return cast("Sequence[str]", values)
    if kinds == _ONLY_NUMBERS:
        return [shown[value] for value in cast("Sequence[float]", values)]
    return [
        value[:TEXT] if type(value) is str else shown[value] if type(value) is float else show(value)
        for value in values
    ]


class _Shown(dict[float, str]):
    """Numbers as texts: many come again."""

    def __missing__(self, value: float) -> str:
        if len(self) >= REMEMBERED:
            self.clear()
        text = show(value)
        if value:  # 0.0 and -0.0 are equal and look different
            self[value] = text
        return text


def show(value: CellValue) -> str:
    """A cell's value as a short text: floats in at most 15 significant digits, nothing for empty."""
    if value is None:
        return ""
    if isinstance(value, float):
        return format(value, ".15g")
    return str(value)[:TEXT]


def _looks(grid: Grid) -> list[Looks]:
    """The looks of each chunk of a sheet."""
    columns = sorted(column for column in grid.hidden_columns if column < COLUMNS)
    written = _written(grid.rows[:ROWS])
    found = [
        Looks(hidden_columns=columns, written=written, right_to_left=grid.right_to_left, hidden=grid.hidden)
        for _ in range(max(1, -(-len(grid.rows) // ROWS)))
    ]
    height = len(grid.rows)
    for row, column in _few(grid.bold, height):
        found[row // ROWS].bold.append(row % ROWS * COLUMNS + column)
    for row, column in _few(grid.struck, height):
        found[row // ROWS].struck.append(row % ROWS * COLUMNS + column)
    for row, column in _few(grid.filled, height):
        found[row // ROWS].tints[row % ROWS * COLUMNS + column] = grid.tints.get((row, column), PLAIN)
    for row, column in _few(grid.indent, height):
        found[row // ROWS].indent[row % ROWS * COLUMNS + column] = grid.indent[row, column]
    for row in grid.hidden_rows:
        if row < height:
            found[row // ROWS].hidden_rows.append(row % ROWS)
    for first, left, last, right in grid.merged[:MERGED]:
        if first < height and left < COLUMNS:
            end = min(last, first // ROWS * ROWS + ROWS - 1)
            found[first // ROWS].merged.append((first % ROWS, left, end % ROWS, min(right, COLUMNS - 1)))
    return found


def _boxes(grid: Grid, start: int, rows: int) -> dict[int, tuple[int, int, int, int, int]]:
    """The boxes of a chunk's cells by their places."""
    found: dict[int, tuple[int, int, int, int, int]] = {}
    for row in range(start, start + rows) if grid.boxes else ():
        for column in range(min(len(grid.rows[row]), COLUMNS)):
            if box := grid.boxes.get((row, column)):
                left, top, right, bottom = (round(edge * 10) for edge in box[1:])
                found[(row - start) * COLUMNS + column] = (box[0], left, top, right, bottom)
    return found


def _few(cells: Collection[tuple[int, int]], height: int) -> Iterator[tuple[int, int]]:
    """The cells that are drawn; none where nearly everything looks so."""
    if len(cells) <= LOOKS:
        for row, column in cells:
            if row < height and column < COLUMNS:
                yield row, column


def _written(rows: list[list[CellValue]]) -> list[int]:
    """Columns in which at least two numbers are written as texts: there the decimal mark is a matter of reading."""
    counts: dict[int, int] = {}
    for row in rows:
        for column, value in enumerate(row[:COLUMNS]):
            if type(value) is str and len(value) < 40 and _NUMBER.search(value):
                counts[column] = counts.get(column, 0) + 1
    return sorted(column for column, count in counts.items() if count >= 2)


def rows_of(data: bytes) -> list[list[str]]:
    """The texts of a packed chunk."""
    return unpack(data).rows


def unpack(data: bytes) -> Packed:
    """A packed chunk; those of earlier versions hold no looks."""
    found = _unpack.decode(zlib.decompress(data))
    return Packed(found) if isinstance(found, list) else found


def add_looks(to: Looks, looks: Looks, offset: int, rows: int) -> None:
    """Put the looks of a chunk that begins `offset` rows after a window of `rows` rows (or before it) into those of the window."""
    shift, end = offset * COLUMNS, rows * COLUMNS
    to.bold += [place + shift for place in looks.bold if 0 <= place + shift < end]
    to.struck += [place + shift for place in looks.struck if 0 <= place + shift < end]
    to.tints |= {place + shift: tint for place, tint in looks.tints.items() if 0 <= place + shift < end}
    to.indent |= {place + shift: level for place, level in looks.indent.items() if 0 <= place + shift < end}
    to.hidden_rows += [row + offset for row in looks.hidden_rows if 0 <= row + offset < rows]
    for first, left, last, right in looks.merged:
        if last + offset >= 0 and first + offset < rows:
            to.merged.append((max(0, first + offset), left, min(last + offset, rows - 1), right))
    to.hidden_columns, to.written = looks.hidden_columns, looks.written
    to.right_to_left, to.hidden = looks.right_to_left, looks.hidden
