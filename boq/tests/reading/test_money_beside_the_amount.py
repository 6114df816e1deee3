"""Shares, payments, discounts and taxes in columns beside the price: what they change, and what they must not be taken for."""

from __future__ import annotations

from decimal import Decimal

from boq.tests.reading.grids import read_table


def test_a_share_that_is_done_is_no_quantity_of_the_scheduled_value():
    receipt = read_table(
        """
CONTINUATION SHEET | | | | | | | | |
ITEM | DESCRIPTION | SCHEDULED | WORK COMPLETED | | MATERIALS | TOTAL | % | BALANCE | RETAINAGE
NO. | OF WORK | VALUE | PREVIOUS | THIS PERIOD | STORED | COMPLETED | | TO FINISH |
01 | Mobilization | 10000 | 5000 | 1000 | 0 | 6000 | 0.6 | 4000 | 600
02 | Earthwork | 15000 | 15000 | 0 | 0 | 15000 | 1 | 0 | 1500
03 | Foundations | 20000 | 4000 | 6000 | 500 | 10500 | 0.525 | 9500 | 1050
04 | Masonry veneer | 5000 | 0 | 0 | 0 | 0 | 0 | 5000 | 0
 | TOTALS | 50000 | 24000 | 7000 | 500 | 31500 | 0.63 | 18500 | 3150
"""
    ).receipt
    assert receipt.items == 4
    assert receipt.total == receipt.stated_total == Decimal(50000)
    assert not receipt.needs_confirmation


def test_sums_under_a_heading_that_names_work_are_no_words_of_the_description():
    reading = read_table(
        """
No | Description of work | Contract sum | Work completed | % done
1 | Mobilization | 10000 | 5000 | 50
2 | Earthwork | 15000 | 15000 | 100
3 | Foundations | 20000 | 4000 | 20
 | Total | 45000 | 24000 | 53.3
"""
    )
    assert [item.description for item in reading.boq.items] == ["Mobilization", "Earthwork", "Foundations"]
    assert reading.receipt.total == Decimal(45000)
