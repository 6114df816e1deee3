"""Bills that somebody changed before sending them: a column taken out or moved, a sheet renamed. Each is read rightly or asked about."""

from __future__ import annotations

from decimal import Decimal

from boq.tests.reading.grids import read_sheets, read_table, sheet


def test_tables_side_by_side_may_have_an_empty_column_and_lack_another():
    receipt = read_table(
        """
No | Works | | Qty | Unit price | Total | | No | Works | Unit | Qty | Unit price | Total
1 | Block walls | | 56 | 19 | 1064 | | 1 | Main panel | pc | 1 | 850 | 850
2 | Plaster | | 240 | 11 | 2640 | | 2 | Light points | pt | 58 | 32 | 1856
3 | Screed | | 118 | 9 | 1062 | | 3 | Sockets | pt | 46 | 35 | 1610
4 | Paint | | 410 | 7 | 2870 | | 4 | Drainage | lot | 1 | 1650 | 1650
"""
    ).receipt
    assert receipt.items == 8
    assert receipt.total == Decimal(13602)


PRICED = """
Item | Description | Qty | Rate | Amount
1 | Excavation | 64 | 10 | 640
2 | Disposal | 28 | 20 | 560
3 | Filling | 46 | 30 | 1380
4 | Blinding | 12 | 50 | 600
 | Total | | | 3180
"""
BLANK = """
Item | Description | Unit | Qty | Rate | Amount
1 | Excavation | m3 | 64 | |
2 | Disposal | m3 | 28 | |
3 | Filling | m3 | 46 | |
4 | Blinding | m3 | 12 | |
"""


def test_a_copy_that_lost_its_units_is_a_copy():
    receipt = read_sheets(sheet(BLANK, "Blank"), sheet(PRICED, "Priced")).receipt
    assert receipt.items == 4
    assert receipt.total == receipt.stated_total == Decimal(3180)


def test_chapters_closed_by_once_their_own_total_are_asked_about_where_no_unit_tells_them_from_works():
    receipt = read_table(
        """
Code | Summary | Qty | Rate | Amount
A | DEMOLITION | 1 | 1150 | 1150
A1 | Take down walls | 10 | 20 | 200
A2 | Take up floors | 100 | 7 | 700
A3 | Cart away | 10 | 25 | 250
 | A | 1 | 1150 | 1150
B | FINISHES | 1 | 900 | 900
B1 | Plaster | 10 | 30 | 300
B2 | Paint | 20 | 20 | 400
B3 | Skirting | 40 | 5 | 200
 | B | 1 | 900 | 900
"""
    ).receipt
    assert receipt.needs_confirmation or receipt.total == Decimal(2050)


def test_rows_without_unit_and_price_between_priced_works_are_asked_about():
    receipt = read_table(
        """
No | Kind | Works | Qty | Rate | Total
1 | K | Digging of pits | 64.8 | 412 | 26697.6
 | VV | axis A to B, 32.4 * 2 | 64.8 | |
2 | K | Moving of soil | 64.8 | 286 | 18532.8
 | VV | as item 1 | 64.8 | |
3 | K | Backfilling | 12.4 | 618 | 7663.2
 | VV | 6.2 * 2 | 12.4 | |
 | | Total | | | 52893.6
"""
    ).receipt
    assert receipt.needs_confirmation or receipt.items == 3


def test_a_heading_of_unit_prices_is_no_heading_of_units():
    reading = read_table(
        """
ITEM | DESCRIÇÃO | UND | QTD | R$ UNIT. MAT | R$ UNIT. M.O. | R$ TOTAL
1 | Alvenaria | m2 | 10 | 30 | 20 | 500
2 | Reboco | m2 | 20 | 10 | 15 | 500
3 | Pintura | m2 | 20 | 4 | 6 | 200
 | TOTAL | | | | | 1200
"""
    )
    assert [item.unit_code for item in reading.boq.items] == ["m2", "m2", "m2"]
    assert reading.receipt.total == Decimal(1200)
    thai = read_table(
        """
ที่ | รายการ | จำนวน | หน่วย | ค่าวัสดุ/หน่วย | ค่าวัสดุ | ค่าแรง/หน่วย | ค่าแรง | รวมเป็นเงิน
1 | งานขุดดิน | 20 | ลบ.ม. | | | 100 | 2000 | 2000
2 | ทรายหยาบ | 5 | ลบ.ม. | 450 | 2250 | 90 | 450 | 2700
3 | คอนกรีต | 8 | ลบ.ม. | 2100 | 16800 | 400 | 3200 | 20000
4 | ไม้แบบ | 25 | ตร.ม. | 120 | 3000 | 110 | 2750 | 5750
 | รวมทั้งสิ้น | | | | | | | 30450
"""
    )
    assert thai.receipt.items == 4
    assert thai.receipt.total == Decimal(30450)
    assert not thai.receipt.needs_confirmation


def test_quantity_times_rate_tells_the_decimal_mark_that_the_columns_do_not():
    receipt = read_table(
        """
Ref | Item | Qty | Unit | Rate | Total
"1" | Preliminaries | | | |
"1.1" | Site set up | "1" | item | "4.800" | "4.800"
"1.2" | Welfare | "12" | wk | "420" | "5.040"
"2" | Roof | | | |
"2.1" | Strip felt | "1.240" | m2 | "9,5" | "11.780"
"2.2" | New deck | "120" | m2 | "46" | "5.520"
"2.3" | Flashings | "64" | m | "110" | "7.040"
 | Total | | | | "34.180"
"""
    ).receipt
    assert receipt.total == receipt.stated_total == Decimal(34180)


def test_a_thousand_is_no_base_of_the_rates_where_the_decimal_mark_is_not_known():
    rows = "\n".join(
        f'{n} | Work {n} | m2 | "96" | "180" | "{"17.280" if n % 2 else "80 600,00"}"' for n in range(1, 9)
    )
    receipt = read_table(f"No | Works | Unit | Quantity | Rate | Amount\n{rows}").receipt
    assert receipt.needs_confirmation


def test_an_amount_under_words_that_nobody_knows_is_known_by_its_totals():
    receipt = read_table(
        """
No | Description | Unit | Quantity | Hinna kokku
1 | Roof tiles | m2 | 412 | 2801.6
2 | Battens | m2 | 412 | 10094
 | Part I | | | 12895.6
3 | Gutters | m | 96 | 2688
4 | Downpipes | m | 54 | 1296
 | Part II | | | 3984
"""
    ).receipt
    assert receipt.items == 4
    assert receipt.total == Decimal("16879.6")


def test_works_with_quantities_and_amounts_are_asked_about_where_the_title_speaks_of_analysis():
    receipt = read_sheets(
        sheet(
            """
Ref | Element | Qty | Unit | Total
1 | Partitions | 20 | m2 | 900
2 | Ceilings | 30 | m2 | 600
3 | Doors | 4 | nr | 1200
 | Total | | | 2700
""",
            "Analysis",
        )
    ).receipt
    assert receipt.needs_confirmation or receipt.total == Decimal(2700)


def test_rates_that_are_added_up_are_more_than_a_price_list():
    receipt = read_sheets(
        sheet(
            """
No | Works | Unit | Rate
1 | Partitions | m2 | 900
2 | Ceilings | m2 | 600
 | Total part 1 | | 1500
3 | Doors | nr | 1200
 | Total part 2 | | 1200
""",
            "Rates",
        )
    ).receipt
    assert receipt.needs_confirmation or receipt.items == 3


def test_a_total_of_alternates_says_what_its_works_are_where_no_heading_does():
    reading = read_table(
        """
Description | Unit | Qty | Unit Price | Amount
Mobilization | LS | 1 | 62000 | 62000
Earthwork | CY | 2450 | 16 | 39200
TOTAL BASE BID | | | | 101200
Splash pad | LS | 1 | 165000 | 165000
Pump | LS | 1 | 98000 | 98000
TOTAL ADD ALTERNATE NO. 1 | | | | 263000
"""
    )
    assert [item.standing.value for item in reading.boq.items] == ["counts", "counts", "alternative", "alternative"]
    assert reading.receipt.total == reading.receipt.stated_total == Decimal(101200)


def test_options_without_numbers_end_with_the_next_heading_after_their_total():
    reading = read_table(
        """
Item | Qty | Unit | Rate | Total
Preliminaries | | | |
Site set up | 1 | item | 4800 | 4800
Total section 1 | | | | 4800
OPTION A: Single ply | | | |
Vapour barrier | 100 | m2 | 6 | 600
Insulation | 100 | m2 | 30 | 3000
Single ply membrane | 100 | m2 | 41 | 4100
Total section 2A | | | | 7700
OPTION B: Felt | | | |
Vapour barrier | 100 | m2 | 6 | 600
Insulation | 100 | m2 | 30 | 3000
Three layer felt | 100 | m2 | 48 | 4800
Total section 2B | | | | 8400
Rainwater | | | |
Outlets | 12 | nr | 185 | 2220
Total section 3 | | | | 2220
TOTAL (sections 1, 2A and 3) | | | | 14720
"""
    )
    assert reading.receipt.total == reading.receipt.stated_total == Decimal(14720)
    assert [item.standing.value for item in reading.boq.items if "felt" in item.description] == ["alternative"]


def test_a_sheet_of_quantities_without_a_heading_beside_one_with_is_asked_about():
    headed = sheet(
        """
No | Works | Unit | Quantity
1 | Digging | m3 | 2450
2 | Filling | m3 | 1120
3 | Blinding | m3 | 42
4 | Foundations | m3 | 386
5 | Walls | m3 | 214
""",
        "Revision 1",
    )
    bare = sheet(
        """
1 | Digging | m3 | 2548
2 | Filling | m3 | 1164
3 | Blinding | m3 | 43
4 | Foundations | m3 | 401
5 | Walls | m3 | 222
6 | Waterproofing | m2 | 640
""",
        "Revision 2",
    )
    assert read_sheets(headed, bare).receipt.needs_confirmation


LOTS = """
Recapitulation | | |
No | Lot | Amount |
1 | Structure | 3000 |
2 | Roof | 2000 |
 | Total | 5000 |
"""
LOT = """
No | Works | Unit | Qty | Rate | Amount
1 | {0} one | m2 | 10 | {1} | {2}
2 | {0} two | m2 | 10 | {1} | {2}
"""
TOTAL = " | Total | | | | {0}\n"


def test_a_bill_without_a_total_that_the_list_of_bills_leaves_out_is_asked_about():
    structure = sheet(LOT.format("Wall", 150, 1500) + TOTAL.format(3000), "Structure")
    roof = sheet(LOT.format("Roof", 100, 1000) + TOTAL.format(2000), "Roof")
    other = sheet(LOT.format("Wage", 7, 70), "Sheet4")
    receipt = read_sheets(sheet(LOTS, "Recap"), structure, roof, other).receipt
    assert "sheet_purpose_unsure" in [question.code for question in receipt.questions]
    alone = read_sheets(sheet(LOTS, "Recap"), structure, roof).receipt
    assert not alone.needs_confirmation
    assert alone.total == alone.stated_total == Decimal(5000)


def test_what_one_unit_is_made_of_is_no_bill_whatever_its_sheet_is_called():
    bill = sheet(LOT.format("Wall", 150, 1500) + TOTAL.format(3000), "Sheet1")
    analysis = sheet(
        """
1 m2 wall | | | | |
No | Resource | Unit | Coefficient | Unit price | Amount
1 | Mason | h | 0.75 | 95000 | 71250
2 | Foreman | h | 0.025 | 135000 | 3375
3 | Bricks | nr | 70 | 900 | 63000
 | Total | | | | 137625
""",
        "Sheet2",
    )
    receipt = read_sheets(bill, analysis).receipt
    assert receipt.items == 2
    assert receipt.total == Decimal(3000)


def test_a_sheet_of_supplements_in_french_is_optional():
    bill = sheet(LOT.format("Wall", 150, 1500) + TOTAL.format(3000), "LOT 01")
    reading = read_sheets(bill, sheet(LOT.format("Extra", 20, 200), "PSE"))
    assert [item.standing.value for item in reading.boq.items] == ["counts", "counts", "optional", "optional"]


def test_column_numbers_under_unknown_headings_are_no_work():
    receipt = read_table(
        """
Nro | Kuvaus | Yks. | Paljous | Hinta | Arvo
1 | 2 | 3 | 4 | 5 | 6
1 | Fouilles | m3 | 420 | 38 | 15960
2 | Béton | m3 | 18 | 820 | 14760
3 | Coffrage | m2 | 60 | 20 | 1200
4 | Acier | kg | 100 | 3 | 300
"""
    ).receipt
    assert receipt.items == 4
    assert receipt.total == Decimal(32220)


def test_tables_side_by_side_may_have_their_columns_in_another_order():
    receipt = read_table(
        """
Unit | Qty | Unit price | Total | Works | No | | No | Works | Unit | Qty | Unit price | Total
m2 | 56 | 19 | 1064 | Block walls | 1 | | 1 | Main panel | pc | 1 | 850 | 850
m2 | 240 | 11 | 2640 | Plaster | 2 | | 2 | Light points | pt | 58 | 32 | 1856
m2 | 118 | 9 | 1062 | Screed | 3 | | 3 | Sockets | pt | 46 | 35 | 1610
"""
    ).receipt
    assert receipt.items == 6
    assert receipt.total == Decimal(9082)


def test_insurance_between_works_without_numbers_is_a_work():
    receipt = read_table(
        """
Description | Quantity | Unit | Rate | Amount
Site office | 14 | month | 12500 | 175000
Insurance | | | | 420000
Safety officer | 14 | month | 42000 | 588000
Testing | 1 | Item | 180000 | 180000
Total | | | | 1363000
"""
    ).receipt
    assert receipt.items == 4
    assert receipt.total == receipt.stated_total == Decimal(1363000)


def test_a_grand_total_more_than_twice_what_was_read_is_asked_about_though_another_total_proves_the_works():
    receipt = read_table(
        """
No | Works | Unit | Qty | Rate | Amount
1 | Block walls | m2 | 56 | 20 | 1120
2 | Plaster | m2 | 240 | 10 | 2400
3 | Screed | m2 | 118 | 10 | 1180
 | Total civil | | | | 4700
 | GRAND TOTAL | | | | 11980
"""
    ).receipt
    assert "total_unexplained" in [question.code for question in receipt.questions]


def test_money_beside_the_quantity_that_is_added_up_is_the_amount():
    receipt = read_table(
        """
ITEM | DESCRIPTION | QTY | UNIT | KSHS
A | Excavate trenches | 56 | CM | 16800
B | Blinding | 240 | SM | 72000
C | Walling | 118 | SM | 177000
 | Total | | | 265800
"""
    ).receipt
    assert receipt.total == receipt.stated_total == Decimal(265800)
