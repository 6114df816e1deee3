"""Sheets with the same works: parts of a project that are built again, analyses of the bill, copies of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from boq.tests.reading.grids import read_sheets, sheet

BILL = """
No | Description | Unit | Qty | Rate | Amount
1 | Plaster to walls | m2 | {0} | 10 | {0}0
2 | Tiles to floors | m2 | 20 | 30 | 600
3 | Doors | no | 4 | 100 | 400
4 | Paint to walls | m2 | {0} | 5 | {1}
5 | Skirting | m | 30 | 4 | 120
"""


def house(name: str, walls: int):
    return sheet(BILL.format(walls, walls * 5), name)


@pytest.mark.parametrize(
    "names",
    [
        ("Ground Floor", "First Floor"),
        ("rumah 1", "rumah 2"),
        ("Block A", "Block B"),
        ("Villa-1", "Villa-2"),
        ("корпус 1", "корпус 2"),
        ("الدور الأرضي", "الدور الأول"),
    ],
)
@pytest.mark.parametrize("walls", [(40, 40), (40, 60)])
def test_houses_and_floors_are_works_of_their_own(names, walls):
    receipt = read_sheets(*(house(name, area) for name, area in zip(names, walls, strict=True))).receipt
    assert receipt.items == 10
    assert not receipt.needs_confirmation


@pytest.mark.parametrize("names", [("Block A", "Block A rev 2"), ("BOQ", "BOQ (2)"), ("Building", "Building priced")])
def test_other_sheets_with_the_same_works_are_not_counted_twice(names):
    receipt = read_sheets(*(house(name, 40) for name in names)).receipt
    assert receipt.items == 5


def test_the_works_sorted_by_what_they_cost_are_an_analysis_of_the_bill():
    bill = house("Budget", 40)
    rows = sorted(bill.rows[1:], key=lambda row: -float(row[5]))  # type: ignore[arg-type]
    ranked = sheet("", "Ranking")
    ranked.rows = [bill.rows[0], *rows]
    receipt = read_sheets(bill, ranked).receipt
    assert receipt.items == 5
    assert receipt.total == Decimal(1720)
    assert not receipt.needs_confirmation


def test_a_sparse_heading_of_a_summary_is_seen_and_the_tender_amount_is_the_last_word():
    bills = [house("Masonry", 40), house("Repairs", 60)]
    summary = sheet(
        """
BILL | | | PAGE | | AMOUNT

1 | MASONRY | Page | 3 | | 1720
2 | REPAIRS | Page | 4 | | 2020
 | Sub-total | | | | 3740
 | Contingencies 5% | | | | 187
 | VAT 15% | | | | 589.05
 | TENDER AMOUNT | | | | 4516.05
""",
        "Final Summary",
    )
    receipt = read_sheets(*bills, summary).receipt
    assert receipt.items == 10
    assert receipt.stated_total == Decimal("4516.05")
    assert receipt.ties_out is True
