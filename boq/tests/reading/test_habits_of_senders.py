"""Small bills in the habits of single senders: headings that are a sign, measures as quantities, lists after the total."""

from __future__ import annotations

from decimal import Decimal

from boq.tests.reading.grids import read_table


def test_a_sign_may_head_the_column_of_rates():
    reading = read_table(
        """
Ref | Works | Qty | Unit | @ | £
A | Strip out kitchen | 1 | Item | 450 | 450
B | Make good plaster | 20 | m2 | 25 | 500
C | Two coats emulsion | 50 | m2 | 6 | 300
 | | | | | 1250
"""
    )
    assert [item.price.rate for item in reading.boq.items if item.price] == [Decimal(450), Decimal(25), Decimal(6)]
    assert reading.receipt.stated_total == reading.receipt.total == Decimal(1250)
    assert not reading.receipt.needs_confirmation


def test_rates_without_a_known_heading_are_found_beside_amounts():
    reading = read_table(
        """
Ref | Works | Qty | Unit | Zzz | £
A | Make good plaster | 20 | m2 | 25 | 500
B | Two coats emulsion | 50 | m2 | 6 | 300
C | Skirting | 50 | m | 10 | 500
"""
    )
    assert [item.price.amount for item in reading.boq.items if item.price] == [Decimal(500), Decimal(300), Decimal(500)]


def test_the_number_off_is_the_quantity():
    reading = read_table(
        """
Item | Description | No. off | Rate | Total
1 | Fire door FD30 | 4 | 250 | 1000
2 | Fire door FD60 | 4 | 300 | 1200
3 | Glazed screen | 2 | 400 | 800
 | Total | | | 3000
"""
    )
    assert [item.quantity for item in reading.boq.items] == [Decimal(4), Decimal(4), Decimal(2)]
    assert not reading.receipt.needs_confirmation


def test_of_several_measures_the_one_that_multiplies_out_is_the_quantity():
    reading = read_table(
        """
Mark | Description | Width | Height | No. | Area (m2) | Rate | Amount
D1 | Flush door | 0.9 | 2.1 | 5 | 9.45 | 100 | 945
D2 | Panel door | 1 | 2.1 | 10 | 21 | 100 | 2100
W1 | Window | 1.5 | 1.2 | 10 | 18 | 100 | 1800
 | Total | | | | | | 4845
"""
    )
    assert [item.quantity for item in reading.boq.items] == [Decimal("9.45"), Decimal(21), Decimal(18)]
    assert reading.receipt.ties_out is True
    assert not reading.receipt.needs_confirmation


def test_a_quantity_may_be_called_provisional_in_brackets():
    reading = read_table(
        """
Item | Description | Unit | Qty | Rate | Amount
1 | Excavation | m3 | 100 (Prov) | 10 | 1000
2 | Blinding | m3 | 20 | 100 | 2000
3 | Concrete | m3 | 10 (Prov.) | 200 | 2000
 | Total | | | | 5000
"""
    )
    assert [item.quantity for item in reading.boq.items] == [Decimal(100), Decimal(20), Decimal(10)]
    assert not reading.receipt.needs_confirmation
