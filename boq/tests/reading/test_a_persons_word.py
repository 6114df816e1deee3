"""A person's columns win, and nothing is asked again."""

from __future__ import annotations

from decimal import Decimal

from boq.engine.grid import Workbook
from boq.engine.model import Mapping, SheetMapping
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
