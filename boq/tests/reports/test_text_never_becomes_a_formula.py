"""What people typed stays text in every export, whatever it begins with."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from boq.engine.reports.safe import XLSX_TEXT, csv_text
from boq.tests.checks.bills import bill, item, section
from boq.tests.reports.making import receipt_of, report
from boq.tests.reports.sheets import Sheets

EVIL = (
    '=HYPERLINK("http://example.com","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "=cmd|' /C calc'!A0",
    "＝1+1",
)


def evil_bill(text):
    one = item(1, description=text, ref=text, unit=text, note=text)
    return bill(one, sections=(section(title=text, ref=text),), currency="SAR")


def table(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.parametrize("text", EVIL)
def test_a_workbook_holds_it_as_text(text):
    boq = evil_bill(text)
    sheets = Sheets(report(boq, "xlsx", receipt_of(boq, file=text)))
    for sheet in sheets.formulas:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" or text not in cell.value
                assert cell.hyperlink is None
    wanted = text.replace("\r", "\n")
    assert sheets.rows(1)[2][1] == wanted
    assert sheets.formulas[sheets.names[1]]["B3"].data_type in ("s", "inlineStr")


@pytest.mark.parametrize("text", EVIL)
def test_csv_holds_it_behind_an_apostrophe(text):
    for row in table(report(evil_bill(text), "csv"))[1:]:
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝"))


def test_negative_figures_stay_figures():
    boq = bill(item(1, "-4", "2.50", description="Omit: doors", ref="-1"))
    row = dict(zip(*table(report(boq, "csv")), strict=True))
    assert (row["Quantity"], row["Rate"], row["Amount"], row["Item no."]) == ("-4", "2.50", "-10.00", "-1")
    shown = Sheets(report(boq, "xlsx")).rows(1)[2]
    assert shown[3:6] == [-4, 2.5, -10]


def test_a_text_longer_than_a_cell_is_cut_and_says_so():
    sheets = Sheets(report(evil_bill("x" * (XLSX_TEXT + 10)), "xlsx"))
    shown = sheets.rows(1)[2][1]
    assert len(shown) == XLSX_TEXT
    assert shown.endswith("x…")


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('_x0041_&<>"\n'), min_size=1))
def test_a_workbook_gives_back_every_text(text):
    data = report(evil_bill(text), "xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(1)
    assert sheet.to_python()[2][1] == text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


def test_signs_that_no_file_can_hold_are_replaced():
    boq = evil_bill("a\x00b\ud800c\x1b")
    assert Sheets(report(boq, "xlsx")).rows(1)[2][1] == "a\ufffdb\ufffdc\ufffd"
    assert "a\ufffdb\ufffdc\ufffd" in report(boq, "csv").decode("utf-8-sig")


def test_only_texts_that_could_be_formulas_are_marked():
    assert [csv_text(text) for text in ("Doors", "-5", "+1.250,00", "1-2", "- doors", "", "’=1")] == [
        "Doors", "-5", "+1.250,00", "1-2", "'- doors", "", "’=1",
    ]  # fmt: skip


def test_figures_keep_all_their_digits():
    boq = bill(item(1, "123456789.123", "0.00001234", price={"amount": Decimal("1523.46")}))
    row = dict(zip(*table(report(boq, "csv")), strict=True))
    assert (row["Quantity"], row["Rate"]) == ("123456789.123", "0.00001234")
    assert Sheets(report(boq, "xlsx")).rows(1)[2][3:5] == [123456789.123, 0.00001234]
