"""Shares, payments, discounts and taxes in columns beside the price: what they change, and what they must not be taken for."""

from __future__ import annotations

from decimal import Decimal

import pytest

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


def test_schedules_of_values_are_bills_of_sums_with_or_without_numbers():
    receipt = read_table(
        """
Description | Scheduled Value | Previous Applications | This Application | Total Completed | Percent Complete | Balance To Finish
General conditions | 10000 | 5000 | 1000 | 6000 | 0.6 | 4000
Roofing | 15000 | 15000 | 0 | 15000 | 1 | 0
Glazing | 20000 | 4000 | 6000 | 10000 | 0.5 | 10000
Masonry | 5000 | 0 | 0 | 0 | 0 | 5000
Total | 50000 | 24000 | 7000 | 31000 | 0.62 | 19000
"""
    ).receipt
    assert receipt.items == 4
    assert receipt.total == receipt.stated_total == Decimal(50000)
    assert not receipt.needs_confirmation


DISCOUNTED = {
    "percentage": """
Pos | Artikel | Menge | Einh. | Listenpreis | Rabatt % | Gesamt
1 | Fenster | 6 | Stk | 400 | 10 | 2160
2 | Fensterbank | 10 | m | 50 | 20 | 400
3 | Montage | 10 | Std | 100 | 5 | 950
 | Summe | | | | | 3510
""",
    "share": """
Item | Description | Unit | Qty | Unit price | Discount | Amount
1 | Windows | nr | 6 | 400 | 0.1 | 2160
2 | Sills | m | 10 | 50 | 0.2 | 400
3 | Fixing | h | 10 | 100 | 0.05 | 950
 | Total | | | | | 3510
""",
    "money, with the amount before it": """
SN | Particulars | Qty | Unit | Rate | Gross Amount | Discount Amt | Net Amount
1 | Windows | 6 | nos | 400 | 2400 | 240 | 2160
2 | Sills | 10 | rmt | 50 | 500 | 100 | 400
3 | Fixing | 10 | hrs | 100 | 1000 | 50 | 950
 | Total | | | | 3900 | 390 | 3510
""",
    "percentage, with both amounts": """
№ | Наименование | Ед. изм. | Кол-во | Цена | Сумма | Скидка, % | Сумма со скидкой
1 | Окно | шт | 6 | 400 | 2400 | 10 | 2160
2 | Подоконник | м | 10 | 50 | 500 | 20 | 400
3 | Монтаж | ч | 10 | 100 | 1000 | 5 | 950
 | Итого | | | | 3900 | | 3510
""",
}


@pytest.mark.parametrize("text", DISCOUNTED.values(), ids=DISCOUNTED)
def test_a_discount_of_each_row_is_part_of_its_rate(text):
    reading = read_table(text)
    assert reading.receipt.total == reading.receipt.stated_total == Decimal(3510)
    assert not reading.receipt.needs_confirmation
    prices = [item.prices[0] for item in reading.boq.items]
    assert [price.rate for price in prices] == [Decimal(360), Decimal(40), Decimal(95)]
    assert [part.rate for part in prices[0].components] == [Decimal(400), Decimal(-40)]
    assert not [finding for finding in reading.findings if finding.code.startswith("arithmetic")]


TAXED = {
    "percentages and amounts": """
Sl No | Description of Work | Unit | Qty | Rate | CGST % | CGST Amt | SGST % | SGST Amt | Total Amount
1 | Partition | sqm | 100 | 500 | 9 | 4500 | 9 | 4500 | 59000
2 | Ceiling | sqm | 80 | 400 | 9 | 2880 | 9 | 2880 | 37760
3 | Skirting | rm | 50 | 120 | 6 | 360 | 6 | 360 | 6720
 | Grand Total | | | | | 7740 | | 7740 | 103480
""",
    "two rows of headings": """
Sr | Description | Unit | Qty | Rate | CGST | | SGST | | Amount incl. GST
 | | | | | % | Rs. | % | Rs. |
1 | Partition | sqm | 100 | 500 | 9 | 4500 | 9 | 4500 | 59000
2 | Ceiling | sqm | 80 | 400 | 9 | 2880 | 9 | 2880 | 37760
3 | Skirting | rm | 50 | 120 | 6 | 360 | 6 | 360 | 6720
 | Grand Total | | | | | 7740 | | 7740 | 103480
""",
    "one percentage": """
Pos. | Bezeichnung | Menge | ME | EP netto | MwSt % | Gesamt brutto
1 | Trennwand | 100 | m2 | 500 | 18 | 59000
2 | Decke | 80 | m2 | 400 | 18 | 37760
3 | Sockelleiste | 50 | m | 120 | 12 | 6720
 | Summe | | | | | 103480
""",
}


@pytest.mark.parametrize("text", TAXED.values(), ids=TAXED)
def test_a_tax_of_each_row_is_part_of_its_rate_where_the_amount_holds_it(text):
    reading = read_table(text)
    assert reading.receipt.total == reading.receipt.stated_total == Decimal(103480)
    assert not reading.receipt.needs_confirmation
    assert [item.prices[0].rate for item in reading.boq.items] == [Decimal(590), Decimal(472), Decimal("134.4")]
    assert not [finding for finding in reading.findings if finding.code.startswith("arithmetic")]


def test_an_amount_before_tax_stays_the_amount_where_the_tax_stands_beside_it():
    reading = read_table(
        """
No | Item | Qty | Unit | Unit price | Amount | VAT 15% | Total incl. VAT
1 | Pump | 2 | nr | 1000 | 2000 | 300 | 2300
2 | Pipe | 100 | m | 12 | 1200 | 180 | 1380
3 | Valve | 6 | nr | 80 | 480 | 72 | 552
 | Total | | | | 3680 | 552 | 4232
"""
    )
    assert reading.receipt.total == Decimal(3680)
    assert [item.prices[0].rate for item in reading.boq.items] == [Decimal(1000), Decimal(12), Decimal(80)]


def test_a_column_that_names_material_and_labour_together_is_the_whole():
    receipt = read_table(
        """
ลำดับที่ | รายการ | จำนวน | หน่วย | ราคาวัสดุสิ่งของ | | ค่าแรงงาน | | ค่าวัสดุและแรงงาน
 | | | | ราคาหน่วยละ | จำนวนเงิน | ราคาหน่วยละ | จำนวนเงิน |
1 | งานดิน | 20 | ลบ.ม. | - | - | 100 | 2000 | 2000
2 | ทราย | 5 | ลบ.ม. | 450 | 2250 | 90 | 450 | 2700
3 | คอนกรีต | 8 | ลบ.ม. | 2100 | 16800 | 400 | 3200 | 20000
 | รวมเป็นเงิน | | | | 19050 | | 5650 | 24700
"""
    ).receipt
    assert receipt.total == receipt.stated_total == Decimal(24700)
    assert not receipt.needs_confirmation
