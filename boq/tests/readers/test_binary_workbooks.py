"""xlsb: values at their places, and what the records say beside them."""

from __future__ import annotations

import pytest

from boq.engine.readers.base import read_workbook
from boq.engine.readers.xlsb import records
from boq.engine.reading import read
from boq.tests.makers.workbooks import LINES, cells
from boq.tests.makers.xlsb import record, xlsb_bill


@pytest.fixture(scope="module")
def workbook():
    return read_workbook(xlsb_bill(), "bill.xlsb")


def test_values_stand_where_the_sheet_has_them(workbook):
    grid = workbook.grids[0]
    found = [[value for value in row if value != ""] for row in grid.rows]
    assert workbook.format == "xlsb"
    assert found[: len(LINES) + 4] == cells()


def test_hidden_rows_columns_and_sheets_merged_cells_and_direction_are_seen(workbook):
    grid, old = workbook.grids
    assert (grid.hidden_rows, grid.hidden_columns, grid.outline) == ({6}, {2}, {6: 1})
    assert grid.merged == ((1, 0, 1, 5),)
    assert grid.right_to_left
    assert (grid.hidden, old.hidden) == (False, True)


def test_an_error_cell_is_shown_and_marked(workbook):
    grid = workbook.grids[0]
    assert grid.rows[8][5] == "#REF!"
    assert grid.errors == {(8, 5)}


def test_what_it_cannot_see_is_said(workbook):
    assert workbook.grids[0].blind == {"formulas", "styles"}


def test_its_bill_is_read():
    reading = read(xlsb_bill(), "bill.xlsb")
    assert [item.description for item in reading.boq.items] == [line[1] for line in LINES]
    assert sum(item.value for item in reading.boq.items) == reading.receipt.total == sum(line[5] for line in LINES)


@pytest.mark.parametrize("cut", [1, 2, 5, 9])
def test_a_record_cut_short_ends_the_records(cut):
    whole = record(156, b"12345678")
    assert [kind for kind, _ in records(whole + record(0, b"x" * 12)[:cut])] == [156]
