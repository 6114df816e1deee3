"""The same bill in every format: values at their true places, and what its look says about it."""

from __future__ import annotations

import datetime as dt

import pytest

from boq.engine.readers.base import READERS, pick_reader, read_workbook
from boq.tests.makers.workbooks import LINES, TITLE, cells, csv_bill, ods_bill, xls_bill, xlsx_bill

MAKERS = {"xlsx": xlsx_bill, "xls": xls_bill, "ods": ods_bill}


def shown(grid):
    """Rows without empty cells at their ends, None for empty."""
    rows = []
    for row in grid.rows:
        row = [None if value == "" else value for value in row]
        while row and row[-1] is None:
            row.pop()
        rows.append(row)
    return rows


@pytest.mark.parametrize("kind", MAKERS)
def test_values_stand_where_the_sheet_has_them(kind):
    workbook = read_workbook(MAKERS[kind](), "bill")
    assert workbook.format == kind
    found = shown(workbook.grids[0])[: len(LINES) + 4]
    expected = cells()
    if kind == "xls":  # its writer does not calculate
        expected = [row[:5] if row and isinstance(row[-1], float) else row for row in expected]
    assert found == expected


@pytest.mark.parametrize("kind", MAKERS)
def test_hidden_rows_bold_cells_and_formulas_are_seen(kind):
    grid = read_workbook(MAKERS[kind](), "bill").grids[0]
    assert grid.hidden_rows == {6}
    assert (3, 1) in grid.bold
    assert (5, 1) not in grid.bold
    assert (1, 0, 1, 5) in grid.merged
    assert "D5*" in grid.formulas[4, 5]
    assert not grid.blind


def test_a_csv_file_is_one_grid_of_texts_named_after_it():
    workbook = read_workbook(csv_bill(), "Bill of Villa 3.csv")
    (grid,) = workbook.grids
    assert (workbook.format, workbook.encoding, grid.name) == ("csv", "utf-8", "Bill of Villa 3")
    assert grid.rows[1] == ["A", "Excavate trench, depth 1.5 m", "m3", "120.5", "45.0", "5422.5"]
    assert grid.rows[3][1] == LINES[2][1]


class TestXlsx:
    @pytest.fixture
    def workbook(self):
        return read_workbook(xlsx_bill(), "bill.xlsx")

    @pytest.fixture
    def grid(self, workbook):
        return workbook.grids[0]

    def test_sheets_tell_whether_they_are_hidden(self, workbook):
        assert [(grid.name, grid.hidden, grid.very_hidden) for grid in workbook.grids] == [
            ("Bill 1", False, False),
            ("Old", True, False),
            ("Secret", True, True),
        ]

    def test_empty_cells_with_a_style_do_not_make_the_sheet_longer(self, grid):
        assert len(grid.rows) == 11
        assert max(map(len, grid.rows)) == 6
        assert all(row < 11 for row, _ in grid.bold)

    def test_looks_are_told(self, grid):
        assert grid.right_to_left
        assert grid.hidden_columns == {2}
        assert grid.outline == {6: 1}
        assert grid.struck == {(6, 0)}
        assert grid.indent == {(row, 1): 2 for row in range(4, 8)}
        assert grid.percent == {(8, 5)}
        assert (3, 0) in grid.filled

    def test_dates_are_dates(self, grid):
        assert grid.rows[9][5] == dt.date(2023, 3, 15)

    def test_errors_keep_their_text_and_are_listed(self, grid):
        assert grid.rows[10][5] == "#REF!"
        assert grid.errors == {(10, 5)}

    def test_formulas_have_no_equals_sign(self, grid):
        assert grid.formulas[4, 5] == "D5*E5"


class TestXls:
    @pytest.fixture
    def workbook(self):
        return read_workbook(xls_bill(), "bill.xls")

    def test_formulas_are_written_out(self, workbook):
        assert workbook.grids[0].formulas[4, 5] == "ROUND(D5*$E5,2)+SUM(D5:D5)"
        assert workbook.grids[1].formulas[0, 0] == "'Bill 1'!D5*2"

    def test_results_that_the_writer_could_not_calculate_are_missing(self, workbook):
        grid = workbook.grids[0]
        assert grid.uncalculated == {(row, 5) for row in range(4, 8)}
        assert grid.rows[4][5] is None

    def test_looks_are_told(self, workbook):
        grid = workbook.grids[0]
        assert grid.hidden_columns == {2}
        assert grid.struck == grid.percent == {(8, 5)}
        assert grid.indent == {(8, 5): 2}
        assert (3, 0) in grid.filled
        assert workbook.grids[1].hidden


def test_an_ods_formula_reads_like_any_other():
    grid = read_workbook(ods_bill(), "bill.ods").grids[0]
    assert grid.formulas[4, 5] == "D5*E5"
    assert len(grid.rows) == 8


def test_each_reader_is_picked_by_content_whatever_the_name():
    makers = {"xlsx": xlsx_bill, "xls": xls_bill, "csv": csv_bill}
    for kind, maker in makers.items():
        for name in ("bill.xlsx", "bill.xls", "bill.ods", "bill.csv", "bill", "تسعير"):
            assert pick_reader(maker(), name).format == kind
    assert len({reader.format for reader in READERS}) == len(READERS)


def test_a_title_is_read_once_though_its_cells_are_merged():
    grid = read_workbook(xlsx_bill(), "bill.xlsx").grids[0]
    assert [value for value in grid.rows[1] if value] == [TITLE]
