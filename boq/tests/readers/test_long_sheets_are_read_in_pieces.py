"""Long sheets go to calamine in pieces, beside the rest of the reading: what is read is the same as of the whole."""

from __future__ import annotations

import datetime as dt
import io
import queue
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from boq.engine.readers import aside, xlsx_pieces, xlsx_scan
from boq.engine.readers.base import read_workbook

FAR = b'<row r="90000"><c r="Z90000"><v>7</v></c></row>'


def _book() -> bytes:
    """Two sheets: one that begins late and has gaps and ragged rows, and a short one."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    late, short = book.add_worksheet("Late"), book.add_worksheet("Short")
    for row in range(7, 400):
        if 100 <= row < 160:
            continue  # a whole piece of nothing
        late.write(row, 2, f"Work <row r='{row}'>")
        late.write(row, 3, row / 8)
        if row % 50 == 0:
            late.write(row, 9, True)
        if row % 60 == 0:
            late.write_formula(row, 4, "=1/0", None, "#DIV/0!")
        if row % 70 == 0:
            late.write(row, 5, "two\r\nlines")
            late.write(row, 6, dt.date(2026, 3, row // 70), book.add_format({"num_format": "yyyy-mm-dd"}))
    short.write_row(0, 0, ("Item", "Description", 1.5))
    book.close()
    return out.getvalue()


@pytest.fixture(params=["beside", "in turn"])
def small_pieces(request, monkeypatch):
    monkeypatch.setattr(xlsx_pieces, "CELLS", 40)
    monkeypatch.setattr(aside, "_threads", [])
    monkeypatch.setattr(
        aside, "_waiting", tuple(queue.SimpleQueue() for _ in range(aside.LANES))
    )  # threads of other tests wait on
    if request.param == "beside":
        aside.start()


def test_the_pieces_make_the_same_grids(small_pieces, monkeypatch):
    pieces = read_workbook(_book(), "book.xlsx").grids
    monkeypatch.setattr(xlsx_pieces, "CELLS", 40_000)
    whole = read_workbook(_book(), "book.xlsx").grids
    assert len(whole[0].rows) == 400
    assert whole[0].rows[70][5:7] == ["two\nlines", dt.date(2026, 3, 1)]
    assert whole[0].rows[60][4] == "#DIV/0!"
    assert pieces == whole


def test_what_is_no_finite_number_is_marked_in_its_place(small_pieces):
    grid = read_workbook(_damaged(lambda part: part.replace(b"<v>37.5</v>", b"<v>1e999</v>")), "book.xlsx").grids[0]
    assert grid.rows[300][3] == "#NUM!"
    assert (300, 3) in grid.errors


def test_strings_too_many_to_hold_twice_go_into_one_package(small_pieces, monkeypatch):
    both = read_workbook(_book(), "book.xlsx").grids
    monkeypatch.setattr(xlsx_pieces, "TWICE_BYTES", 10)
    assert read_workbook(_book(), "book.xlsx").grids == both


def test_a_part_is_cut_between_rows_and_loses_nothing():
    rows = [b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (number, number) for number in range(1, 200_001)]
    cells = b"<sheetData>" + b"".join(rows) + b"</sheetData>"
    pieces = [b"".join(piece) for piece in xlsx_pieces.split(cells, len(rows))]
    assert len(pieces) == 5
    assert all(piece.startswith(b"<sheetData>") and piece.endswith(b"</sheetData>") for piece in pieces)
    inside = b"".join(piece.removeprefix(b"<sheetData>").removesuffix(b"</sheetData>") for piece in pieces)
    assert inside == b"".join(rows)


def test_rows_out_of_order_are_read_by_walking(small_pieces):
    """Pieces whose rows lie before those of the piece before are refused; the patient parser puts every cell in its place."""

    def turned(part: bytes) -> bytes:
        head, _, rest = part.replace(b"</row><row", b"</row>\n<row").partition(b"<sheetData>")
        rows, _, tail = rest.partition(b"</sheetData>")
        return head + b"<sheetData>" + b"".join(reversed(rows.split(b"\n"))) + b"</sheetData>" + tail

    grid = read_workbook(_damaged(turned), "book.xlsx").grids[0]
    assert grid.rows[7][2] == "Work <row r='7'>"
    assert grid.rows[399][3] == 399 / 8


@pytest.mark.parametrize("far", [1, 2])
def test_a_sheet_whose_cells_lie_too_far_apart_is_never_given_to_calamine(small_pieces, monkeypatch, far):
    asked = []
    read = xlsx_pieces.Pieces.read
    monkeypatch.setattr(xlsx_pieces.Pieces, "read", lambda self, number: asked.append(number) or read(self, number))
    monkeypatch.setattr(xlsx_scan, "DENSE_CELLS", 1000)
    whole = read_workbook(_book(), "book.xlsx").grids
    *first, second = sorted(asked)
    asked.clear()
    grids = read_workbook(
        _damaged(lambda part: part.replace(b"</sheetData>", FAR + b"</sheetData>"), far), "book.xlsx"
    ).grids
    assert sorted(asked) == (first if far == 2 else [second])
    assert grids[far - 1].rows[89_999][25] == 7.0
    assert grids[2 - far] == whole[2 - far]


def _damaged(change: Callable[[bytes], bytes], sheet: int = 1) -> bytes:
    """The book with one of its sheets changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_book())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part) if name == f"xl/worksheets/sheet{sheet}.xml" else part)
    return out.getvalue()


def test_what_is_raised_beside_is_raised_where_it_is_waited_for(small_pieces):
    def fail() -> int:
        raise KeyError("beside")

    wait = aside.aside(fail, 1)
    with pytest.raises(KeyError, match="beside"):
        wait()
    assert aside.aside(lambda: 7, 1)() == 7
