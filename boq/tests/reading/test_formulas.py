"""Formulas without saved values: the simple ones are calculated and said, the others are left empty, never zero."""

from __future__ import annotations

from decimal import Decimal

from boq.tests.reading.grids import read_sheets, sheet

BILL = """
Item | Description | Unit | Quantity | Rate | Amount
1 | Excavate trenches | m3 | 10 | 5 |
2 | Concrete in foundations | m3 | 4.5 | 100 |
 | Total | | | |
"""


def uncalculated(formulas: dict[tuple[int, int], str]):
    return read_sheets(sheet(BILL, formulas=formulas, uncalculated=frozenset(formulas)))


def test_products_and_sums_are_calculated_and_said():
    reading = uncalculated({(1, 5): "D2*E2", (2, 5): "ROUND(D3*E3,2)", (3, 5): "SUM(F2:F3)"})
    assert [item.price.amount for item in reading.boq.items] == [Decimal(50), Decimal(450)]
    assert reading.receipt.stated_total == Decimal(500)
    assert reading.receipt.ties_out is True
    assert [(w.code, w.facts["count"]) for w in reading.receipt.warnings] == [("formulas_calculated", 3)]


def test_a_formula_beyond_us_is_left_empty_and_named():
    reading = uncalculated({(1, 5): "VLOOKUP(A2,Rates!A:B,2,0)*D2"})
    assert reading.boq.items[0].price.amount is None
    assert ("formulas_uncalculated", "Bill!F2") in [(w.code, w.cell) for w in reading.receipt.warnings]


def test_a_formula_that_refers_to_itself_is_left_empty():
    reading = uncalculated({(1, 5): "F2+1"})
    assert reading.boq.items[0].price.amount is None


def test_formulas_are_kept_beside_their_values():
    reading = read_sheets(sheet(BILL.replace("| 10 | 5 |", "| 10 | 5 | 50"), formulas={(1, 5): "D2*E2", (1, 3): "2*5"}))
    assert reading.boq.items[0].price.amount_formula == "D2*E2"
    assert reading.boq.items[0].quantity_formula == "2*5"


def test_an_unlabelled_sum_by_formula_is_a_total():
    text = (
        BILL.replace("| 10 | 5 |", "| 10 | 5 | 50")
        .replace("| 100 |", "| 100 | 450")
        .replace(" | Total | | | |", " | | | | | 500")
    )
    receipt = read_sheets(sheet(text, formulas={(3, 5): "SUM(F2:F3)"})).receipt
    assert receipt.stated_total == Decimal(500)
    assert receipt.ties_out is True
