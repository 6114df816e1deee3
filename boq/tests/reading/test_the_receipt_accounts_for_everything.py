"""The receipt: every row one kind, every figure traceable, one public form."""

from __future__ import annotations

from decimal import Decimal

from boq.engine.model import RowKind, TotalKind, Verdict
from boq.engine.receipt import ROW_KINDS, ROW_LETTERS, to_json
from boq.tests.reading.grids import read_sheets, read_table, sheet

BILL = """
Project: school extension

Item | Description | Unit | Quantity | Rate (SAR) | Amount (SAR) | Remarks |
1 | SUBSTRUCTURE | | | | |
1.1 | Excavate trenches for foundations | m3 | 10 | 5 | 50 | deep |
1.2 | Concrete in foundations | m3 | 4 | 100 | 400 | | 77
 | Note: all rates include waste | | | | |
 | Sub-total | | | | 450 |
2 | FINISHES | | | | |
2.1 | Ceramic floor tiles | m2 | 20 | 10 | 200 |
 | Sub-total | | | | 200 |
 | Total | | | | 650 |
 | VAT 15% | | | | 97.5 |
 | Grand Total | | | | 747.5 |
"""


def test_every_row_has_one_kind_and_none_is_unread():
    receipt = read_table(BILL).receipt
    assert receipt.rows == dict.fromkeys(ROW_KINDS, 0) | {
        "item": 3,
        "heading": 2,
        "note": 1,
        "subtotal": 5,
        "header": 1,
        "not_bill": 1,
        "blank": 1,
    }
    assert sum(receipt.rows.values()) == receipt.rows_total == 14
    assert receipt.sheets[0].row_kinds == "xbHhiinshissss"
    assert receipt.cells_unused == 1  # the stray 77


def test_letters_and_kinds_are_one_to_one():
    assert sorted(ROW_LETTERS) == sorted(kind.value for kind in RowKind)
    assert len(set(ROW_LETTERS.values())) == len(ROW_LETTERS)


def test_totals_are_linked_to_what_they_add_up():
    boq = read_table(BILL).boq
    found = [(t.kind, t.amount, t.expected, t.verdict, [c.cell for c in t.claims]) for t in boq.totals]
    assert found[0] == (TotalKind.SUBTOTAL, Decimal(450), Decimal(450), Verdict.EQUAL, ["Bill!5", "Bill!6"])
    assert found[2] == (TotalKind.NET, Decimal(650), Decimal(650), Verdict.EQUAL, ["Bill!5", "Bill!10"])
    assert found[3][:2] == (TotalKind.TAX, Decimal("97.5"))
    assert found[4] == (TotalKind.GRAND, Decimal("747.5"), Decimal("747.5"), Verdict.EQUAL, ["Bill!F12", "Bill!F13"])


def test_the_stated_total_is_the_last_grand_total_and_ties_out_to_the_items():
    receipt = read_table(BILL).receipt
    assert (receipt.total, receipt.stated_total, receipt.stated_total_cell, receipt.ties_out) == (
        Decimal(650), Decimal("747.5"), "Bill!F14", True,
    )  # fmt: skip
    assert (receipt.currency, receipt.language) == ("SAR", "en")


def test_without_a_label_or_a_formula_no_figure_is_a_total_however_large():
    rows = BILL.replace(
        " | Total | | | | 650 |\n | VAT 15% | | | | 97.5 |\n | Grand Total | | | | 747.5 |\n", ""
    ).replace(" | Sub-total | | | | 450 |\n", "")
    receipt = read_table(
        rows.replace(" | Sub-total | | | | 200 |\n", "3.1 | Marble | m2 | 1 | 90000 | 90000 |\n")
    ).receipt
    assert receipt.stated_total is None
    assert receipt.stated_total_cell is None
    assert receipt.ties_out is None


def test_sections_hold_their_stated_totals_and_their_place():
    sections = read_table(BILL).boq.sections
    assert [(s.ref, s.title, s.stated_total, s.source.cell) for s in sections] == [
        ("1", "SUBSTRUCTURE", Decimal(450), "Bill!B4"),
        ("2", "FINISHES", Decimal(200), "Bill!B9"),
    ]


def test_every_value_of_an_item_has_its_cell():
    item = read_table(BILL).boq.items[1]
    columns = (
        item.ref_column,
        item.description_column,
        item.unit_column,
        item.quantity_column,
        item.price.rate_column,
        item.price.amount_column,
    )
    assert [item.at(column).cell for column in columns] == [
        "Bill!A6",
        "Bill!B6",
        "Bill!C6",
        "Bill!D6",
        "Bill!E6",
        "Bill!F6",
    ]


def test_the_public_form_has_exactly_the_promised_keys():
    public = to_json(read_table(BILL).receipt)
    assert list(public) == [
        "file", "format", "language", "currency", "items", "by_kind", "sections", "total", "stated_total", "stated_total_cell", "ties_out",
        "rows", "rows_total", "hidden_rows", "cells_unused", "sheets", "warnings", "needs_confirmation",
        "totals",
    ]  # fmt: skip
    assert list(public["rows"]) == [
        "item", "heading", "description", "note", "subtotal", "collection", "summary", "header", "component", "measurement", "not_bill",
        "blank", "unread",
    ]  # fmt: skip
    assert list(public["sheets"][0]) == [
        "name",
        "used",
        "reason",
        "header_row",
        "columns",
        "confidence",
        "items",
        "total",
    ]
    assert list(public["sheets"][0]["columns"]) == ["ref", "description", "unit", "quantity", "rate", "amount"]
    assert public["total"] == "650"
    assert public["stated_total"] == "747.5"


def test_a_copied_sheet_is_counted_for_itself_and_not_again():
    receipt = read_sheets(sheet(BILL, "BOQ"), sheet(BILL, "Compliance")).receipt
    assert receipt.items == 3
    assert receipt.total == Decimal(650)
    assert [(s.used, s.reason, s.items) for s in receipt.sheets] == [(True, "bill", 3), (False, "copy", 3)]
    assert not receipt.needs_confirmation


def test_a_hidden_sheet_beside_a_visible_bill_is_left_alone():
    receipt = read_sheets(sheet(BILL, "BOQ"), sheet(BILL.replace("trenches", "pits"), "Old", hidden=True)).receipt
    assert [(s.used, s.reason) for s in receipt.sheets] == [(True, "bill"), (False, "hidden")]
    assert receipt.hidden_rows == 14


def test_a_summary_leads_from_the_bills_to_the_grand_total():
    other = (
        BILL.replace("Excavate", "Demolish")
        .replace("Concrete in", "Bricks for")
        .replace("Ceramic floor", "Marble wall")
    )
    summary = "\nBill | Amount\nBOQ A | 747.5\nBOQ B | 747.5\nTotal carried to form of tender | 1495"
    receipt = read_sheets(sheet(BILL, "BOQ A"), sheet(other, "BOQ B"), sheet(summary, "Summary")).receipt
    assert receipt.items == 6
    assert receipt.stated_total == Decimal(1495)
    assert receipt.stated_total_cell == "Summary!B4"
    assert receipt.ties_out is True
    assert [s.reason for s in receipt.sheets] == ["bill", "bill", "summary"]
    assert not receipt.needs_confirmation
