"""Sheets as packed runs of texts: what a person sees of the file, kept so that a preview or a cell's neighbours need no new reading."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import msgspec

from boq.engine.grid import CellValue, Grid, Workbook

ROWS = 500
COLUMNS = 60
TEXT = 2_000

_pack = msgspec.msgpack.Encoder()
_unpack = msgspec.msgpack.Decoder(list[list[str]])


class GridChunk(msgspec.Struct, frozen=True):
    """`rows` rows of `sheet` from `first_row` (1-based) on; `data` is zlib over MessagePack of their texts."""

    sheet: str
    first_row: int
    rows: int
    data: bytes


def chunks_of(workbook: Workbook) -> Iterator[GridChunk]:
    """All sheets, at most COLUMNS columns wide and TEXT characters a cell."""
    for grid in workbook.grids:
        for start in range(0, max(1, len(grid.rows)), ROWS):
            yield _chunk(grid, start)


def _chunk(grid: Grid, start: int) -> GridChunk:
    rows = grid.rows[start : start + ROWS]
    packed = zlib.compress(_pack.encode([_texts(row) for row in rows]), 1)
    return GridChunk(grid.name, start + 1, len(rows), packed)


def _texts(row: list[CellValue]) -> list[str]:
    return [value[:TEXT] if type(value) is str else show(value) for value in row[:COLUMNS]]


def show(value: CellValue) -> str:
    """A cell's value as a short text: floats in at most 15 significant digits, nothing for empty."""
    if value is None:
        return ""
    if isinstance(value, float):
        return format(value, ".15g")
    return str(value)[:TEXT]


def rows_of(data: bytes) -> list[list[str]]:
    """The texts of a packed chunk."""
    return _unpack.decode(zlib.decompress(data))
