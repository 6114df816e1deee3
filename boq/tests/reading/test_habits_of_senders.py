"""Small bills in the habits of single senders: headings that are a sign, measures as quantities, lists after the total."""

from __future__ import annotations

from decimal import Decimal

import pytest

from boq.tests.reading.grids import read_sheets, read_table, sheet


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


def test_what_is_added_below_the_total_of_the_works_is_no_work():
    reading = read_table(
        """
S.No | Description | Qty | Unit | Rate | Amount
1 | Workstation | 10 | Nos | 500 | 5000
2 | Chairs | 20 | Nos | 100 | 2000
3 | Storage | 5 | Nos | 400 | 2000
4 | Conference table | 1 | No | 1000 | 1000
 | Basic total | | | | 10000
 | Crating for sea transport | | | | 200
 | GST 18% | | | | 1836
 | Less: round off | | | | -36
 | Grand Total | | | | 12000
"""
    )
    assert reading.receipt.items == 4
    assert reading.receipt.stated_total == Decimal(12000)
    assert not reading.receipt.needs_confirmation


def test_sums_under_a_heading_of_their_own_are_works_though_a_total_stands_above():
    reading = read_table(
        """
Item | Description | Unit | Qty | Rate | Amount
A | Excavation | m3 | 50 | 10 | 500
B | Concrete | m3 | 8 | 100 | 800
 | Sub total | | | | 1300
 | SUMS FOR SPECIALISTS | | | |
C | Lift installation | | | | 10000
D | Kitchen equipment | | | | 2000
 | Total | | | | 13300
"""
    )
    assert reading.receipt.items == 4 or reading.receipt.needs_confirmation


def test_a_discount_is_taken_off_whatever_it_is_called():
    reading = read_table(
        """
S.No | Description | Qty | Unit | Rate | Amount
1 | Workstation | 10 | Nos | 500 | 5000
2 | Chairs | 20 | Nos | 100 | 2000
3 | Storage | 5 | Nos | 400 | 2000
4 | Conference table | 1 | No | 1000 | 1000
 | Gross | | | | 10000
 | Loyalty bonus @10% | | | | 1000
 | Net | | | | 9000
 | Add: 5% VAT | | | | 450
 | Payable | | | | 9450
"""
    )
    assert reading.receipt.items == 4
    assert reading.receipt.stated_total == Decimal(9450)
    assert reading.receipt.ties_out is True
    assert not reading.receipt.needs_confirmation


VERSIONS = """
{heading}
1 | Excavation | m3 | 38.5 | 100 | 3850 | 40 | 1540
2 | Subbase | m3 | 142 | 10 | 1420 | 4 | 568
3 | Asphalt | m2 | 54 | 20 | 1080 | 8 | 432
4 | Kerbs | m | 98 | 30 | 2940 | 12 | 1176
"""


def test_of_several_quantities_the_one_of_the_contract_is_the_bill():
    heading = "No | Description | Unit | Price | Original Contract Quantity | Total Contract Sum | Estimated Quantity | Total Estimate"
    receipt = read_table(VERSIONS.format(heading=heading)).receipt
    assert receipt.total == Decimal(9290)
    assert not receipt.needs_confirmation


def test_a_sum_alone_in_the_last_row_tells_which_quantity_counts():
    heading = "No | Description | Unit | Price | Quantity | Amount | Quantity by site | Amount by site"
    assert read_table(VERSIONS.format(heading=heading) + " | | | | | 9290 | | |").receipt.total == Decimal(9290)
    assert read_table(VERSIONS.format(heading=heading) + " | | | | | | | 3716").receipt.total == Decimal(3716)


def test_two_quantities_at_one_rate_are_asked_about_where_no_heading_tells():
    heading = "No | Description | Unit | Price | Quantity | Amount | Quantity by site | Amount by site"
    receipt = read_table(VERSIONS.format(heading=heading)).receipt
    assert "prices_beside" in {question.code for question in receipt.questions}


def test_goods_without_units_are_a_bill_where_headings_name_them_and_their_number():
    first = sheet(
        """
Sr. No. | Equipment | Make | Quantity
1 | Single disc machine | To match interior | 4
2 | Wet and dry vacuum | As per approved sample | 12
3 | Maids trolley | As per approved sample | 6
""",
        "Housekeeping",
    )
    second = sheet(
        """
SL NO | Item | Capacity | Nos
1 | Highball | 300 ml | 240
2 | Old fashioned | 250 ml | 12
3 | Red wine glass | 450 ml | 24
""",
        "Glassware",
    )
    reading = read_sheets(first, second)
    assert [item.quantity for item in reading.boq.items] == [Decimal(n) for n in (4, 12, 6, 240, 12, 24)]
    assert reading.boq.items[0].description == "Single disc machine"
    assert not reading.receipt.needs_confirmation


def test_a_sum_of_a_summary_made_of_the_bills_total_by_a_factor_needs_no_sheet_of_its_own():
    bill = sheet(
        """
No | Description | Unit | Qty | Rate | Amount
1 | Excavation | m3 | 100 | 100 | 10000
2 | Concrete | m3 | 10 | 1000 | 10000
3 | Walls | m2 | 100 | 200 | 20000
 | Total | | | | 40000
"""
    )
    first = sheet(
        "No | Item | Direct cost | Factor | Cost\n1 | Building works | 40000 | 1.25 | 50000\n | Total | | | 50000", "F5"
    )
    second = sheet(
        "No | Item | Cost | Note\n1 | Building by form 5 | 50000 |\n | Total of project | 50000 |\n | Rounded to | 49900 |",
        "F6",
    )
    reading = read_sheets(bill, first, second)
    assert reading.receipt.items == 3
    assert "sheet_left_out" not in {question.code for question in reading.receipt.questions}


def test_a_party_to_a_row_may_be_numbered_by_its_rank():
    bidders = (("A. Roe Ltd", 1, 10), ("B. Doe Ltd", 2, 11), ("C. Poe Ltd", 3, 12))
    works = [(f"{n}09-0{n}", f"Work number {n}", n * 10) for n in range(1, 6)]
    rows = [
        f"{name} | {rank} | {code} | {text} | {quantity} | m2 | {rate} | {quantity * rate}"
        for name, rank, rate in bidders
        for code, text, quantity in works
    ]
    heading = "Bidder Name | Pos | Pay Item | Description | Quantity | Unit | Unit Price | Extension"
    reading = read_table("\n".join([heading, *rows]))
    assert reading.receipt.items == 5
    assert [item.ref for item in reading.boq.items][:2] == ["109-01", "209-02"]
    assert reading.receipt.total == Decimal(1500)


def test_additions_named_in_the_column_of_rates_lead_to_the_last_total():
    receipt = read_table(
        """
S.No | Particulars | Qty | Unit | Rate | Amount
1 | Excavation | 100 | cum | 165 | 16500
2 | Levelling course | 20 | cum | 4480 | 89600
3 | Reinforced concrete | 10 | cum | 8120 | 81200
 | | | | Total | 187300
 | | | | Add 3% contingency | 5619
 | | | | G. Total | 192919
"""
    ).receipt
    assert receipt.stated_total == Decimal(192919)
    assert receipt.ties_out is True
    assert not receipt.needs_confirmation


def test_a_list_of_lists_of_sums_has_the_last_word_wherever_it_stands():
    rows = "1 | {0} one | m3 | 10 | {1} | {1}0\n2 | {0} two | m3 | 20 | {1} | {2}0\n | Total | | | | {3}0"
    bill = "No | Description | Unit | Qty | Rate | Amount\n" + rows
    works = [
        sheet(bill.format(name, rate, 2 * rate, 3 * rate), name) for name, rate in (("Earth", 100), ("Concrete", 300))
    ]
    loose = sheet(bill.format("Chairs", 50, 100, 150), "Furniture")
    top = sheet(
        "No | Item | Cost\n1 | Works | 15000\n2 | Furniture bought | 1605\n | Total of the whole project | 16605",
        "Form 6",
    )
    first = sheet(
        """
No | Item | Direct cost | Factor | Cost
1 | Earth | 3000 | 1.25 | 3750
2 | Concrete | 9000 | 1.25 | 11250
 | Total | 12000 | | 15000
""",
        "Form 5a",
    )
    second = sheet("No | Item | Price | Tax 7% | Total\n1 | Furniture | 1500 | 105 | 1605", "Form 5b")
    receipt = read_sheets(top, first, second, *works, loose).receipt
    assert receipt.stated_total == Decimal(16605)
    assert receipt.items == 6
    assert not receipt.needs_confirmation


def test_a_memorandum_of_payment_repeats_the_bills_own_grand_total():
    bill = sheet(
        """
S.No. | Item of Work | Unit | Quantity | Rate | Amount
1 | Excavation | Cum | 1000 | 148 | 148000
2 | Pipes | Rmt | 100 | 1124 | 112400
3 | Valves | Each | 10 | 7840 | 78400
 | Total | | | | 338800
 | Add tender premium above | % | 4.5 | | 15246
 | Grand Total | | | | 354046
""",
        "Bill",
    )
    memo = sheet(
        """
MEMORANDUM OF PAYMENTS
1 | Total value of work measured | 354046
2 | Deduct: paid before | 200000
3 | Security deposit 10 % | 15404
4 | By cheque | 138642
""",
        "Memo",
    )
    receipt = read_sheets(bill, memo).receipt
    assert receipt.stated_total == Decimal(354046)
    assert not receipt.needs_confirmation


def test_sheets_of_parts_are_copies_of_the_full_list_however_few_works_they_hold():
    heading = "Source | Part Number | Quantity | Description | Unit Price | Total Price\n"
    parts = {
        "Server": "Tool | 6E-1 | 2 | Server | 100 | 200\nTool | 6E-2 | 3 | Rack | 20 | 60\nTool | 6E-3 | 2 | Tray | 10 | 20",
        "Room": "Tool | 7E-1 | 3 | Operator desk | 42800 | 128400\nTool | 7E-2 | 4 | Display 55 inch | 19650 | 78600",
    }
    full = sheet(heading + "\n".join(parts.values()), "Full list")
    numbers = " | | 4 | 5 | 6 | 7\n"
    pieces = [sheet(heading + numbers + rows, name) for name, rows in parts.items()]
    receipt = read_sheets(full, *pieces).receipt
    assert receipt.items == 5
    assert receipt.total == Decimal(207280)


def test_lines_of_a_collection_measured_in_pages_are_no_works():
    receipt = read_table(
        """
Item | Description | Unit | Quantity | Rate | Amount
A | Excavate pit | m3 | 64 | 18 | 1152
B | Return and fill | m3 | 38 | 10 | 380
 | To Collection | | | | 1532
A | Hardcore | m2 | 186 | 16 | 2976
B | Lean concrete | m2 | 52 | 14 | 728
 | To Collection | | | | 3704
 | COLLECTION | | | |
 | Total brought forward from page 3/1/1 | Page | 1 | | 1532
 | Total brought forward from page 3/1/2 | Page | 2 | | 3704
 | ELEMENT 1 carried to summary | | | | 5236
"""
    ).receipt
    assert receipt.items == 4
    assert receipt.total == receipt.stated_total == Decimal(5236)
    assert not receipt.needs_confirmation


def test_the_title_of_a_further_table_may_state_its_total():
    receipt = read_table(
        """
PART I - CIVIL WORK | | | | | | 3500
S.No. | Particulars | Qty | Unit | Rate | Per | Amount
1 | Masonry | 10 | Cum | 100 | Cum | 1000
2 | Plaster | 100 | Sqm | 15 | Sqm | 1500
3 | Flooring | 20 | Sqm | 50 | Sqm | 1000
 | | | | | |
 | PART II - ELECTRICAL WORK | | | | | 1300
S.No. | Particulars | Rate | Unit | Qty | BSR | Amount
1 | Wiring | 20 | Point | 40 | 1.1 | 800
2 | Fans | 100 | Each | 5 | 2.2 | 500
 | Total Part I + II | | | | | 4800
"""
    ).receipt
    assert receipt.items == 5
    assert receipt.stated_total == Decimal(4800)
    assert not receipt.needs_confirmation


def test_chapters_done_once_of_their_own_sum_are_no_works_though_no_rate_is_given():
    receipt = read_table(
        """
Item | Código | Descrição | Und | Quant. | Valor Unit | Total
1 | | SERVIÇOS PRELIMINARES | | 1 | | 1500
1.1 | 98459 | Tapume | M2 | 10 | 100 | 1000
1.2 | 98460 | Engenheiro de obra | H | 50 | 10 | 500
2 | | FUNDAÇÕES | | 1 | | 3000
2.1 | 96521 | Escavação | M3 | 20 | 100 | 2000
2.2 | 96619 | Lastro de concreto | M2 | 10 | 100 | 1000
 | | | | | Total Geral | 4500
"""
    ).receipt
    assert receipt.items == 4
    assert receipt.stated_total == receipt.total == Decimal(4500)
    assert not receipt.needs_confirmation


def test_offers_side_by_side_with_parts_of_their_prices_and_materials_under_the_works():
    rows = """
№ п/п | Наименование | Ед. изм. | Кол-во | НМЦ | | | | | | ООО «Фасад» | | | | |
 | | | | Цена, руб. | | | Стоимость, руб. | | | Цена, руб. | | | Стоимость, руб. | |
 | | | | Материалы | СМР | Всего | Материалы | СМР | Всего | Материалы | СМР | Всего | Материалы | СМР | Всего
1 | Утепление | | | | | | 5000 | 3000 | 8000 | | | | 4500 | 3000 | 7500
1.1 | Монтаж ваты | м2 | 100 | 30 | 20 | 50 | 3000 | 2000 | 5000 | 25 | 20 | 45 | 2500 | 2000 | 4500
1.1.1 | Материал: вата | м2 | 105 | 25 | | 25 | 2625 | | 2625 | 20 | | 20 | 2100 | | 2100
1.2 | Установка дюбелей | шт | 200 | 10 | 5 | 15 | 2000 | 1000 | 3000 | 10 | 5 | 15 | 2000 | 1000 | 3000
1.2.1 | Материал: дюбель | шт | 210 | 8 | | 8 | 1680 | | 1680 | 8 | | 8 | 1680 | | 1680
2 | Подсистема | | | | | | 6000 | 4000 | 10000 | | | | 6000 | 3000 | 9000
2.1 | Монтаж направляющих | м | 50 | 60 | 40 | 100 | 3000 | 2000 | 5000 | 60 | 30 | 90 | 3000 | 1500 | 4500
2.1.1 | Материал: профиль | м | 52 | 50 | | 50 | 2600 | | 2600 | 50 | | 50 | 2600 | | 2600
2.2 | Монтаж кронштейнов | шт | 50 | 60 | 40 | 100 | 3000 | 2000 | 5000 | 60 | 30 | 90 | 3000 | 1500 | 4500
"""
    merged = [(1, 5, 1, 10), (1, 11, 1, 16), (2, 5, 2, 7), (2, 8, 2, 10), (2, 11, 2, 13), (2, 14, 2, 16)]
    ranges = [(top - 1, left - 1, bottom - 1, right - 1) for top, left, bottom, right in merged]
    reading = read_sheets(sheet(rows, merged=ranges))
    assert reading.receipt.items == 4
    assert reading.receipt.total == Decimal(18000)
    assert reading.receipt.rows["component"] == 3
    assert not reading.receipt.needs_confirmation


def test_pages_of_one_table_on_sheets_of_their_own_are_one_bill():
    """Converted from print: the heading on the first page alone, columns a little elsewhere, sums at the end of texts."""
    front = sheet(
        """
GENERAL ABSTRACT OF COST
1 Civil work as per abstract Rs. 45750.00
2 Contingencies @ 3 % Rs. 1372.50
GRAND TOTAL Rs. 47122.50
""",
        "Table 1",
    )
    first = sheet(
        """
ABSTRACT OF COST
S.No. | Particulars | | Qty | | Unit | Rate | | Amount
1 | Clearing of road land including | | 10 | | Hect. | 382 | | 3820
 | bushes and trees | | | | | | |
2 | Construction of subgrade | | 100 | | Cum | 162 | | 16200
""",
        "Table 2",
    )
    second = sheet(
        """
3 | | Cutting of joints | 20 | Rmt | 96 | 1920
4 | | Filling of joints | 30 | Rmt | 112 | 3360
5 | | Earthen shoulders | 40 | Cum | 158 | 6320
""",
        "Table 3",
    )
    third = sheet(
        """
6 | Hectometre stone | 8 | Nos | | | | 680 | 5440
7 | Guard stones | 16 | Nos | | | | 440 | 7040
8 | Kilometre stone | 2 | Nos | | | | 825 | 1650
Total Rs. 45750.00
""",
        "Table 4",
    )
    receipt = read_sheets(front, first, second, third).receipt
    assert receipt.items == 8
    assert receipt.total == Decimal(45750)
    assert receipt.stated_total == Decimal("47122.50")
    assert receipt.ties_out is True
    assert not receipt.needs_confirmation


def test_lists_of_goods_beside_others_that_have_columns_for_prices_are_read_as_well():
    priced = sheet(
        "Sr | Description | Qty | Rate | Amount\n1 | Mirror | 4 | |\n2 | Desk | 8 | |\n3 | Lamp | 2 | |", "Lobby"
    )
    plain = sheet(
        "Code | Item | Finish | No. of pcs\nGU-1 | Bed | oak | 4\nGU-2 | Chair | oak | 8\nGU-3 | Table | oak | 2",
        "Room",
    )
    assert read_sheets(priced, plain).receipt.items == 6


def test_the_sum_of_a_collection_that_does_not_add_up_is_still_the_stated_one():
    receipt = read_table(
        """
Item | Description | Unit | Quantity | Rate | Amount
1 | Filling | m3 | 186 | 400 | 74400
2 | Blinding | m3 | 24 | 300 | 7200
 | Carried Forward | | | | 81600
3 | Walls | m2 | 212 | 400 | 84800
4 | Damp course | m2 | 62 | 50 | 3100
 | Carried Forward | | | | 87900
 | COLLECTION | | | |
 | Page 1 | | | | 81600
 | Page 2 | | | | 87900
 | Carried to Final Summary | | | | 168500
"""
    ).receipt
    assert receipt.total == Decimal(169500)
    assert receipt.stated_total == Decimal(168500)
    assert receipt.ties_out is False


def test_additive_alternates_on_sheets_of_their_own_stay_out_of_the_base_bid():
    rows = """
Item | Description | Qty | Unit | Unit Price | Total
1 | {0} one | 10 | EA | 5 | 50
2 | {0} two | 10 | LF | 7 | 70
 | Total | | | | 120
"""
    reading = read_sheets(sheet(rows.format("Base"), "Base Bid"), sheet(rows.format("Extra"), "AddAlt 1"))
    assert [item.standing for item in reading.boq.items] == ["counts", "counts", "alternative", "alternative"]
    assert reading.receipt.stated_total == Decimal(120)


def test_rupees_and_paise_may_be_parted_by_a_sign_of_equality():
    reading = read_table(
        """
S.No | Particulars | Qty | Unit | Rate | Amount
1 | GI pipe 15 mm | 10 | Rft | 226=50 | 2,265=00
2 | GI pipe 20 mm | 20 | do | 300=00 | 6,000=00
3 | Bib cock | 4 | Nos | 450=00 | 1,800=00
 | Total | | | | 10,065=00
"""
    )
    assert reading.receipt.total == reading.receipt.stated_total == Decimal(10065)
    assert not reading.receipt.needs_confirmation


def test_totals_that_come_again_as_works_are_asked_about():
    receipt = read_table(
        """
Item | Description | Unit | Quantity | Rate | Amount
A | Excavate pit | m3 | 64 | 18 | 1152
B | Return and fill | m3 | 38 | 10 | 380
 | To Collection | | | | 1532
A | Hardcore | m2 | 186 | 16 | 2976
B | Lean concrete | m2 | 52 | 14 | 728
 | To Collection | | | | 3704
 | COLLECTION | | | |
 | From sheet one | nr | 1 | | 1532
 | From sheet two | nr | 2 | | 3704
 | ELEMENT 1 carried to summary | | | | 5236
"""
    ).receipt
    assert "total_among_items" in {question.code for question in receipt.questions}


ESTIMATE = """
No | Works | Nos | Length | Breadth | Height | Quantity | Unit | Rate | Amount
1 | Trenches
 | Long walls | 2 | 10 | 0.5 | 1 | 10
 | Cross walls | 4 | 5 | 0.5 | 1 | 10
{0} | 20 | m3 | 30 | 600
2 | Hardcore
 | Under floors | 1 | 10 | 5 | 0.2 | 10
{0} | 10 | m3 | 50 | 500
3 | Screed
 | Floors | 1 | 10 | 5 | | 50
{0} | 50 | m2 | 12 | 600
 | Total | | | | | | | | 1700
"""


@pytest.mark.parametrize("total", [" | | | | | Total", " | Total | | | |", " | Total quantity | | | |"])
def test_the_total_of_the_measures_with_a_price_is_the_work_named_above(total):
    reading = read_table(ESTIMATE.format(total))
    assert [(item.ref, item.description) for item in reading.boq.items] == [
        ("1", "Trenches"),
        ("2", "Hardcore"),
        ("3", "Screed"),
    ]
    assert reading.receipt.total == reading.receipt.stated_total == Decimal(1700)
    assert not reading.receipt.needs_confirmation


def test_working_and_standby_machines_are_counted_together():
    reading = read_table(
        """
No | Description | Unit | Qty | Rate | Amount
1 | Booster pump | no | 3 (2W+1S) | 900 | 2700
2 | Dosing pump | no | 2 (1W + 1S) | 400 | 800
3 | Sump pump | no | 1 | 300 | 300
"""
    )
    assert [item.quantity for item in reading.boq.items] == [Decimal(3), Decimal(2), Decimal(1)]
    assert not reading.receipt.needs_confirmation


@pytest.mark.parametrize("names", [("von", "mittel", "bis"), ("Low", "Average", "High"), ("мин", "средняя", "макс")])
def test_prices_from_low_to_high_are_a_price_list(names):
    reading = read_table(
        "No | Description | Unit | {} | {} | {}\n".format(*names)
        + "\n".join(f"{n} | Masonry of class {n} | m2 | {n}0.50 | {n}5.20 | {n}9.90" for n in range(1, 8))
    )
    assert reading.receipt.items == 0
    assert reading.receipt.sheets[0].reason == "rates"


def test_the_sign_of_the_currency_beside_totals_hides_no_units():
    reading = read_table(
        """
Item no | | | Quantity | Rate | Amount
1 | Telephone service | Item | 1 | 48000 | 48000
2 | Allow profit on above | % | | 5% | 2400
 | Carried forward | R | | | 50400
 | Brought forward | R | | | 50400
3 | Signs | Item | 1 | 3500 | 3500
 | Carried to summary | R | | | 53900
"""
    )
    assert [item.unit for item in reading.boq.items] == ["Item", "%", "Item"]
    assert reading.receipt.total == Decimal(53900)
    assert not reading.receipt.needs_confirmation


def test_a_coefficient_of_one_makes_no_second_price():
    reading = read_table(
        """
No | Description | Unit | Qty | Factor F | Qty in all | Rate | Amount
1 | Strip wall tiles | m2 | 42 | 1 | 42 | 10 | 420
2 | Strip floor boards | m2 | 36 | 1 | 36 | 5 | 180
3 | Strip paint | m2 | 50 | 1 | 50 | 4 | 200
4 | Strip paper | m2 | 20 | 1 | 20 | 3 | 60
 | Total | | | | | | 860
"""
    )
    assert "prices_beside" not in {question.code for question in reading.receipt.questions}


@pytest.mark.parametrize(("second", "asks"), [((42, 36, 50), False), ((84, 72, 100), True)])
def test_two_columns_under_one_heading_of_quantities_must_say_the_same(second, asks):
    reading = read_table(
        """
No | Description | Unit | Quantity | Quantity | Amount
1 | Strip wall tiles | m2 | 42 | {} | 420
2 | Strip floor boards | m2 | 36 | {} | 180
3 | Strip paint | m2 | 50 | {} | 200
 | Total | | | | 800
""".format(*second)
    )
    assert ("quantity_column_unsure" in {question.code for question in reading.receipt.questions}) is asks


def test_a_total_in_words_on_a_page_of_its_own_is_the_stated_total():
    bill = sheet(
        """
Code | Item | Unit | Qty | Rate | Amount
A.1 | Partition | m2 | 120 | 12.500 | 1500.000
A.2 | Door set | nr | 4 | 210.250 | 841.000
A.3 | Ceiling | m2 | 90 | 7.750 | 697.500
"""
    )
    last = sheet("Sub Total BHD 3,038.500 VAT 10% 303.850 Total\nPage 2", "Page 2")
    receipt = read_sheets(bill, last).receipt
    assert receipt.stated_total == receipt.total == Decimal("3038.5")
    assert not receipt.needs_confirmation


def test_a_total_in_the_column_of_quantities_is_the_total():
    reading = read_table(
        """
No | Description | Unit | Qty | Rate | Amount
1 | Painting walls | m2 | 500 | 12 | 6000
2 | Painting ceilings | m2 | 300 | 15 | 4500
3 | Varnish doors | no | 20 | 200 | 4000
 | Total | | 14500 | |
"""
    )
    assert reading.receipt.stated_total == reading.receipt.total == Decimal(14500)
    assert not reading.receipt.needs_confirmation


def test_a_total_of_quantities_is_no_total_of_money():
    reading = read_table(
        """
No | Description | Unit | Qty | Rate | Amount
1 | Painting walls | m2 | 500 | 12 | 6000
2 | Painting ceilings | m2 | 300 | 15 | 4500
 | Total | | 800 | |
"""
    )
    assert reading.receipt.stated_total is None


def test_a_work_at_several_places_is_named_once():
    reading = read_table(
        """
No | Description | Location | Unit | Qty | Rate | Amount
1 | Floor tiles | Ground floor | m2 | 50 | 20 | 1000
 | | First floor | m2 | 40 | 20 | 800
 | | Second floor | m2 | 30 | 20 | 600
2 | Gypsum ceiling | Ground floor | m2 | 60 | 20 | 1200
 | | First floor | m2 | 65 | 20 | 1300
 | Total | | | | | 4900
"""
    )
    assert [item.description[:5] for item in reading.boq.items] == ["Floor"] * 3 + ["Gypsu"] * 2
    assert not reading.receipt.needs_confirmation
