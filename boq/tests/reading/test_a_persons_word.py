"""A person's columns win, and nothing is asked again."""

from __future__ import annotations

from decimal import Decimal

from boq.engine.grid import Workbook
from boq.engine.model import Mapping, RowKind, RowRun, SheetMapping
from boq.engine.reading import read_grids
from boq.tests.reading.grids import sheet

ODD = """
Group | What | How | Much | Worth | Money
A | Excavate trenches for foundations | m3 | 10 | 5 | 50
A | Concrete in foundations | m3 | 4 | 100 | 400
B | Formwork to foundations | m2 | 20 | 10 | 999
"""


def read_as(text: str, **sheets: SheetMapping):
    return read_grids(Workbook("xlsx", [sheet(text)]), "odd.xlsx", mapping=Mapping(sheets))


def test_the_columns_are_the_ones_that_a_person_picked():
    told = SheetMapping(
        header_row=1, columns={"ref": "A", "description": "B", "unit": "C", "quantity": "D", "rate": "E", "amount": "F"}
    )
    reading = read_as(ODD, Bill=told)
    assert [
        (i.ref, i.description, i.unit_code, i.quantity, i.price.rate, i.price.amount) for i in reading.boq.items
    ] == [
        ("A", "Excavate trenches for foundations", "m3", Decimal(10), Decimal(5), Decimal(50)),
        ("A", "Concrete in foundations", "m3", Decimal(4), Decimal(100), Decimal(400)),
        ("B", "Formwork to foundations", "m2", Decimal(20), Decimal(10), Decimal(999)),
    ]
    assert reading.receipt.needs_confirmation is False
    assert reading.receipt.sheets[0].confidence == 1.0


def test_a_sheet_that_a_person_rejects_is_not_read():
    reading = read_as(ODD, Bill=SheetMapping(use=False))
    assert reading.receipt.items == 0
    assert reading.receipt.sheets[0].used is False
    assert sum(reading.receipt.rows.values()) == reading.receipt.rows_total


def test_accepting_the_reading_as_it_is_leaves_its_questions_as_warnings():
    text = "\n".join(f"{n} | Works of kind {n} as described | m2 | {n * 7} | {n * 3}" for n in range(1, 12))
    assert read_grids(Workbook("xlsx", [sheet(text)]), "x").receipt.needs_confirmation
    receipt = read_as(text, Bill=SheetMapping()).receipt
    assert receipt.needs_confirmation is False
    assert receipt.items == 11


def test_a_hidden_sheet_that_a_person_wants_is_read():
    grids = [sheet(ODD, "Bill", hidden=True)]
    columns = {"description": "B", "unit": "C", "quantity": "D", "rate": "E", "amount": "F"}
    mapping = Mapping({"Bill": SheetMapping(header_row=1, columns=columns)})
    assert read_grids(Workbook("xlsx", grids), "x", mapping=mapping).receipt.items == 3


BILL = """
Item | Description | Unit | Qty | Rate | Amount
 | Substructure | | | |
1 | Excavate trenches for foundations | m3 | 10 | 5 | 50
2 | Concrete in foundations | m3 | 4 | 100 | 400
 | Prices hold for ninety days | | | |
3 | Formwork to foundations | m2 | 20 | 10 | 200
 | Sum of the above | | | | 650
"""


def kinds(reading):
    return reading.receipt.sheets[0].row_kinds


def test_rows_are_what_a_person_calls_them_and_all_else_stays_as_seen():
    seen = kinds(read_as(BILL))
    told = SheetMapping(rows=(RowRun(4, 4, RowKind.NOTE), RowRun(6, 6, RowKind.NOT_BILL), RowRun(5, 5, RowKind.ITEM)))
    reading = read_as(BILL, Bill=told)
    assert [item.source.row for item in reading.boq.items] == [3, 5]
    assert kinds(reading) == seen[:3] + "nix" + seen[6:]
    assert sum(reading.receipt.rows.values()) == reading.receipt.rows_total


def test_a_row_called_a_total_is_one_and_is_proved():
    rows = BILL.replace("Sum of the above", "Everything so far")
    told = SheetMapping(rows=(RowRun(7, 7, RowKind.SUBTOTAL),))
    reading = read_as(rows, Bill=told)
    assert kinds(reading)[6] == "s"
    assert (reading.receipt.items, reading.receipt.stated_total, reading.receipt.ties_out) == (3, Decimal(650), True)


def test_a_long_run_of_rows_takes_one_word():
    told = SheetMapping(rows=(RowRun(3, 10_000_000, RowKind.NOTE),))
    assert kinds(read_as(BILL, Bill=told)) == "Hhnnnnn"


def test_a_heading_that_a_person_calls_an_item_is_one():
    told = SheetMapping(rows=(RowRun(2, 2, RowKind.ITEM),))
    reading = read_as(BILL, Bill=told)
    assert reading.boq.items[0].description == "Substructure"


def test_the_decimal_mark_of_a_column_is_the_one_a_person_says():
    text = """
Description | Unit | Qty | Rate
Excavate trenches | m3 | "1.250" | "2.000"
Fill trenches | m3 | "3.500" | "4.000"
"""
    read = {mark: read_as(text, Bill=SheetMapping(marks={"C": mark, "D": mark})) for mark in ".,"}
    assert [item.quantity for item in read["."].boq.items] == [Decimal("1.250"), Decimal("3.500")]
    assert [item.quantity for item in read[","].boq.items] == [Decimal(1250), Decimal(3500)]
    assert read[","].boq.items[0].price.rate == Decimal(2000)


def test_a_sheet_that_a_person_calls_a_summary_only_adds_up():
    sums = """
Item | Description | Unit | Qty | Rate | Amount
1 | Substructure | Sum | 1 | 650 | 650
 | All | | | | 650
"""
    grids = [sheet(BILL, "Bill"), sheet(sums, "Part two")]
    plain = read_grids(Workbook("xlsx", grids), "x").receipt
    assert [one.used for one in plain.sheets] == [True, True]
    mapping = Mapping({"Part two": SheetMapping(use=False, summary=True)})
    receipt = read_grids(Workbook("xlsx", grids), "x", mapping=mapping).receipt
    assert [(one.used, one.reason) for one in receipt.sheets] == [(True, "bill"), (False, "summary")]
    assert (receipt.items, receipt.total, receipt.stated_total) == (3, Decimal(650), Decimal(650))
    assert receipt.ties_out
    assert sum(receipt.rows.values()) == receipt.rows_total
