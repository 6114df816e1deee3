"""More small bills of families that were once read wrongly: exports of programs, quotations, offers."""

from __future__ import annotations

from decimal import Decimal

from boq.tests.reading.grids import read_sheets, read_table, sheet


def test_chapters_written_as_once_their_own_total_are_no_items():
    reading = read_table(
        """
Code | Unit | Description | Qty | Rate | Amount
01 | | DEMOLITION | 1 | 900 | 900
D10 | m2 | Take down walls | 10 | 20 | 200
D20 | m2 | Take up floors | 100 | 7 | 700
 | | 01 | 1 | 900 | 900
02 | | FINISHES | 1 | 500 | 500
F10 | m2 | Plaster | 10 | 30 | 300
 | | Plaster in two coats, trowelled smooth, including beads | | |
F20 | m2 | Paint | 10 | 20 | 200
 | | 02 | 1 | 500 | 500
 | | ESTIMATE | 1 | 1400 | 1400
"""
    )
    receipt = reading.receipt
    assert receipt.items == 4
    assert receipt.total == receipt.stated_total == Decimal(1400)
    assert receipt.ties_out is True
    assert [s.title for s in reading.boq.sections] == ["DEMOLITION", "FINISHES"]
    assert not receipt.needs_confirmation


def test_works_done_once_at_a_price_are_items_where_nothing_adds_up():
    reading = read_table(
        """
Code | Unit | Description | Qty | Rate | Amount
1 | | Site survey | 1 | 900 | 900
2 | m2 | Take down walls | 10 | 20 | 200
3 | m2 | Take up floors | 100 | 7 | 700
4 | | Drawings as built | 1 | 450 | 450
5 | m2 | Plaster | 10 | 30 | 300
 | | Total | | | 2550
"""
    )
    assert reading.receipt.items == 5
    assert reading.receipt.ties_out is True


def test_a_column_that_names_the_nature_of_each_row_is_believed():
    reading = read_table(
        """
Código | Nat | Ud | Resumen | CanPres | PrPres | ImpPres
01 | Capítulo | | DEMOLICIONES | 1 | |
01.01 | Partida | m2 | Demolición de fábrica | 64.2 | |
 | | | Demolición de fábrica de ladrillo, incluso carga | | |
01.02 | Partida | m2 | Levantado de pavimento | 820 | |
O01 | Mano de obra | h | Peón ordinario | 0.5 | |
02 | Capítulo | | ALBAÑILERÍA | 1 | |
02.01 | Partida | m2 | Tabique hueco doble | 186.5 | |
"""
    )
    assert [item.quantity for item in reading.boq.items] == [Decimal("64.2"), Decimal(820), Decimal("186.5")]
    assert [s.title for s in reading.boq.sections] == ["DEMOLICIONES", "ALBAÑILERÍA"]
    assert reading.receipt.rows["component"] == 1
    assert reading.receipt.rows["description"] == 1


def test_the_end_of_a_quotation_is_a_chain_wherever_its_words_stand():
    reading = read_table(
        """
Sr.No | Particulars | HSN | Qty | Unit | Rate | Amount
1 | Base cabinets | 9403 | 10 | sft | 100 | 1000
2 | Wall cabinets | 9403 | 20 | sft | 50 | 1000
3 | Drawer set | 8302 | 4 | nos | 500 | 2000
 | | | | Sub Total | | 4000
 | | | | Less: Discount 5% | | -200
 | | | | Taxable Value | | 3800
 | | | | CGST @ 9% | | 342
 | | | | SGST @ 9% | | 342
 | | | | Round Off | | -4
 | | | | GRAND TOTAL | | 4480
"""
    )
    receipt = reading.receipt
    assert receipt.items == 3
    assert receipt.total == Decimal(4000)
    assert receipt.stated_total == Decimal(4480)
    assert receipt.ties_out is True
    assert not receipt.needs_confirmation


def test_the_sum_cut_another_way_under_the_bill_is_no_work():
    reading = read_table(
        """
Item | Description | Qty | Unit | Labour amount | Material amount | Total amount
10 | Clear site | 2 | acre | 900 | | 900
20 | Footing forms | 420 | sf | 2310 | 760 | 3070
30 | Blocking | 1200 | BF | 2100 | 1080 | 3180
 | Estimate totals | | | | |
 | Labour | | | | | 5310
 | Material | | | | | 1840
 | | | | | | 7150
 | Overhead 6% | | | | | 429
 | Total | | | | | 7579
"""
    )
    receipt = reading.receipt
    assert receipt.items == 3
    assert receipt.total == Decimal(7150)
    assert receipt.stated_total == Decimal(7579)
    assert receipt.rows["collection"] == 2


def test_a_share_of_the_works_is_added_whatever_it_is_called():
    reading = read_table(
        """
No | Description | Unit | Qty | Rate | Amount
1 | Masonry | m3 | 18 | 1442.6 | 25966.80
2 | Plaster | m2 | 420 | 14.8 | 6216
3 | Screed | m3 | 9 | 486 | 4374
 | Total direct costs | | | | 36556.80
 | Workers' scheme | | | | 822.53
 | Head office | | | | 3737.93
 | TOTAL | | | | 41117.26
"""
    )
    assert reading.receipt.items == 3
    assert reading.receipt.total == Decimal("36556.80")
    assert reading.receipt.stated_total == Decimal("41117.26")
    assert reading.receipt.ties_out is True


def test_a_heading_in_an_unknown_language_is_no_item():
    reading = read_table(
        """
Qvx | Plorum | vnt | Dral | Mirt | Sontru
1 | Masonry of solid bricks | m3 | 18 | 142 | 2556
2 | Plaster to walls | m2 | 420 | 14 | 5880
3 | Screed of cement | m3 | 9 | 486 | 4374
4 | Paint to walls | m2 | 420 | 3 | 1260
"""
    )
    assert reading.receipt.items == 4


def test_plain_headings_of_further_languages_are_known():
    for heading, unit, total in (
        ("STT | Nội dung công việc | Đơn vị | Khối lượng | Đơn giá | Thành tiền", "m3", "TỔNG CỘNG"),
        ("番号 | 名　　称 | 単位 | 数量 | 単価 | 金額", "㎡", "合 計"),
        ("Nr. crt. | Denumirea lucrărilor | U.M. | Cantitatea | Preț unitar | Valoare", "mp", "TOTAL GENERAL"),
        ("Lp. | Wyszczególnienie | J.m. | Ilość | Cena jedn. | Wartość netto", "m2", "Razem"),
        ("№ з/п | Найменування робіт | Одиниця виміру | Кількість | Ціна | Вартість", "м2", "Разом"),
        ("ردیف | شرح عملیات | واحد | مقدار | بهای واحد | بهای کل", "مترمربع", "جمع کل"),
    ):
        reading = read_table(
            f"""
{heading}
1 | Abcdef ghij | {unit} | 10 | 5 | 50
2 | Klmnop qrst | {unit} | 4 | 25 | 100
 | {total} | | | | 150
"""
        )
        assert [(item.quantity, item.price.rate, item.price.amount) for item in reading.boq.items] == [
            (Decimal(10), Decimal(5), Decimal(50)),
            (Decimal(4), Decimal(25), Decimal(100)),
        ], heading
        assert reading.receipt.stated_total == Decimal(150), heading
        assert all(item.unit_code for item in reading.boq.items), heading
        assert not reading.receipt.needs_confirmation, heading


def test_material_labour_and_machines_under_vietnamese_headings_are_parts():
    reading = read_sheets(
        sheet(
            """
STT | Nội dung công việc | Đơn vị | Khối lượng | Đơn giá | | | Thành tiền
 | | | | Vật liệu | Nhân công | Máy | Vật liệu | Nhân công | Máy
1 | Bê tông lót móng | m3 | 4 | 600 | 200 | 30 | 2400 | 800 | 120
2 | Cốt thép móng | tấn | 2 | 15000 | 3000 | 100 | 30000 | 6000 | 200
3 | Xây móng gạch | m3 | 10 | 1100 | 400 | | 11000 | 4000 |
 | TỔNG CỘNG | | | | | | 43400 | 10800 | 320
""",
            merged=((0, 4, 0, 6), (0, 7, 0, 9)),
        )
    )
    assert reading.receipt.total == Decimal(54520)
    assert [item.price.amount for item in reading.boq.items] == [Decimal(3320), Decimal(36200), Decimal(15000)]


def test_options_said_in_brackets_to_be_alternatives_do_not_count():
    reading = read_table(
        """
Ref | Item | Qty | Unit | Rate | Total
1 | Preliminaries | | | |
1.1 | Scaffold | 1 | item | 18500 | 18500
 | Total section 1 | | | | 18500
3A | OPTION A - Single ply | | | |
3A.1 | Vapour barrier | 1240 | m2 | 6 | 7440
3A.2 | Single ply membrane | 1240 | m2 | 41 | 50840
 | Total section 3A | | | | 58280
3B | OPTION B - Liquid applied (alternative) | | | |
3B.1 | Primer | 1240 | m2 | 5 | 6200
3B.2 | Liquid system | 1240 | m2 | 62 | 76880
 | Total section 3B | | | | 83080
4 | Rainwater | | | |
4.1 | Outlets | 12 | nr | 185 | 2220
 | Total section 4 | | | | 2220
 | TOTAL (sections 1, 3A, 4) | | | | 79000
"""
    )
    receipt = reading.receipt
    assert [item.standing.value for item in reading.boq.items] == ["counts"] * 3 + ["alternative"] * 2 + ["counts"]
    assert receipt.stated_total == Decimal(79000)
    assert receipt.ties_out is True
    assert not receipt.needs_confirmation


def test_lettered_preliminaries_are_items_whatever_their_words():
    reading = read_table(
        """
Item | Description | Quantity | Unit | Rate | Amount
A | Possession and setting out | | | | Included
B | Supervision | 14 | month | 86000 | 1204000
C | Site office | 14 | month | 12500 | 175000
D | Insurance | | | | 420000
E | Traffic arrangement | | | | 680000
F | Lighting for the works | | | | Nil
G | Safety officer | 14 | month | 42000 | 588000
 | Bill No. 1 carried to summary | | | | 3067000
"""
    )
    receipt = reading.receipt
    assert [item.ref for item in reading.boq.items] == list("ABCDEFG")
    assert receipt.total == receipt.stated_total == Decimal(3067000)
    assert not receipt.needs_confirmation


def test_a_number_of_pieces_is_the_quantity_where_no_other_heading_names_one():
    reading = read_table(
        """
S.No | Description | Qty | Unit | Rate | Amount
1 | Brick work | 640 | Cft | 28 | 17920
2 | Plaster | 8600 | Sft | 42 | 361200
 | Total Part A | | | | 379120

Sr | Description | Model | Nos | Price each | Price
1 | Split inverter 2 ton | GS-24 | 18 | 215000 | 3870000
2 | Floor standing 4 ton | GF-48 | 4 | 465000 | 1860000
3 | Exhaust fan | EF-12 | 36 | 6800 | 244800
 | Total Part B | | | | 5974800
 | GRAND TOTAL | | | | 6353920
"""
    )
    receipt = reading.receipt
    assert receipt.items == 5
    assert receipt.total == receipt.stated_total == Decimal(6353920)
    assert not receipt.needs_confirmation


def test_quantities_taken_off_alone_in_a_file_are_works_to_be_priced():
    take_off = """
Type | Description | Item # | Takeoff Qty | Units | Pages
Folder | Walls | | | |
Linear | Metal stud wall 10' | W01 | 1240.5 | LF | A2.1
Area | Gypsum board type X | W04 | 38460 | SF | A2.1
Area | Sound batts | W06 | 11240 | SF | A2.2
"""
    alone = read_sheets(sheet(take_off, "takeoff export"))
    assert alone.receipt.items == 3
    assert not alone.receipt.needs_confirmation
    bill = "Item | Description | Qty | Unit | Rate | Amount\n1 | Plaster | 2 | m2 | 3 | 6\n2 | Paint | 2 | m2 | 4 | 8"
    both = read_sheets(sheet(bill, "Bill"), sheet(take_off, "takeoff export"))
    assert both.receipt.items == 2


def test_quantity_and_unit_in_one_column_are_read_apart():
    reading = read_table(
        """
Item | Description | Qty / Unit | Rate | Amount
1 | Excavation | 100 m3 | 5 | 500
2 | Concrete | 20 m3 | 100 | 2000
3 | Blockwork | 50 m2 | 20 | 1000
 | Total | | | 3500
"""
    )
    assert [(item.quantity, item.unit_code) for item in reading.boq.items] == [(100, "m3"), (20, "m3"), (50, "m2")]
    assert reading.receipt.ties_out is True
    assert not reading.receipt.needs_confirmation


def test_titles_and_totals_in_the_column_of_numbers_leave_it_the_column_of_numbers():
    reading = read_table(
        """
Item | Description | Unit | Qty | Rate | Amount
Part 1 : Earthworks | | | | |
1.1 | Excavation | m3 | 100 | 5 | 500
Sub-total Part 1 | | | | | 500
Part 2 : Concrete | | | | |
2.1 | Concrete | m3 | 20 | 100 | 2000
2.2 | Blockwork | m2 | 50 | 20 | 1000
Sub-total Part 2 | | | | | 3000
Total | | | | | 3500
"""
    )
    assert [(item.ref, item.description) for item in reading.boq.items] == [
        ("1.1", "Excavation"),
        ("2.1", "Concrete"),
        ("2.2", "Blockwork"),
    ]
    assert [s.title for s in reading.boq.sections] == ["Part 1 : Earthworks", "Part 2 : Concrete"]


def test_a_total_above_the_heading_that_the_items_add_up_to_ties_out():
    reading = read_table(
        """
 | Contract sum (excl. VAT) | | | 3500
Item | Description | Unit | Qty | Rate | Amount
1 | Excavation | m3 | 100 | 5 | 500
2 | Concrete | m3 | 20 | 100 | 2000
3 | Blockwork | m2 | 50 | 20 | 1000
"""
    )
    assert reading.receipt.stated_total == Decimal(3500)
    assert reading.receipt.ties_out is True


def test_a_section_right_under_the_heading_is_no_part_of_it():
    reading = read_table(
        """
№ п/п | Наименование работ | Ед. изм. | Кол-во | Цена, руб. | Стоимость, руб.
 | Раздел 1. Земляные работы | | | |
1 | Разработка грунта | м3 | 100 | 5 | 500
2 | Обратная засыпка | м3 | 50 | 4 | 200
 | Всего по смете | | | | 700
"""
    )
    assert [s.title for s in reading.boq.sections] == ["Раздел 1. Земляные работы"]
    assert {item.section for item in reading.boq.items} == {0}


def test_a_priced_total_of_measurements_is_described_by_the_work_above():
    reading = read_table(
        """
Sl | Particulars | No | L | B | D | Qty | Unit | Rate | Amount
1 | Earthwork excavation | | | | | | | |
 | Footings | 4 | 1.5 | 1.5 | 1 | 9 | | |
 | Wall | 1 | 10 | 0.6 | 1 | 6 | | |
 | Total | | | | | 15 | cum | 200 | 3000
2 | PCC 1:4:8 | | | | | | | |
 | Footings | 4 | 1.5 | 1.5 | 0.1 | 0.9 | | |
 | Total | | | | | 0.9 | cum | 4000 | 3600
 | Grand total | | | | | | | | 6600
"""
    )
    assert [(i.ref, i.description) for i in reading.boq.items] == [("1", "Earthwork excavation"), ("2", "PCC 1:4:8")]
    assert reading.receipt.ties_out is True


def test_quantities_by_floor_with_their_total_give_the_quantity():
    reading = read_table(
        """
No | Description | Unit | GF | FF | SF | Total | Rate | Amount
1 | Plaster | m2 | 10 | 20 | 30 | 60 | 5 | 300
2 | Paint | m2 | 10 | 20 | 40 | 70 | 2 | 140
3 | Tiles | m2 | 5 | 5 | 5 | 15 | 10 | 150
 | Total | | | | | | | 590
"""
    )
    assert [item.quantity for item in reading.boq.items] == [60, 70, 15]
    assert not reading.receipt.needs_confirmation


def test_material_and_labour_that_add_up_to_the_amount_are_parts_of_the_amount():
    reading = read_table(
        """
No | Description | Qty | Unit | Material | Labor | Total
1 | Plaster | 60 | m2 | 180 | 120 | 300
2 | Paint | 70 | m2 | 70 | 70 | 140
3 | Tiles | 15 | m2 | 90 | 60 | 150
 | Total | | | 340 | 250 | 590
"""
    )
    assert [item.price.amount for item in reading.boq.items] == [300, 140, 150]
    assert reading.receipt.ties_out is True
    assert not reading.receipt.needs_confirmation


def test_what_arithmetic_says_of_one_column_s_decimal_mark_helps_with_the_next():
    reading = read_table(
        """
No | Description | Unit | Qty | Rate | Amount
1 | Doors | nr | 10 | Rs. 500/- | Rs. 5,000/-
2 | Windows | nr | 4 | Rs. 250/- | Rs. 1,000/-
3 | Paint | sft | "1,000" | 5/- | "5,000/-"
 | Total | | | | Rs. 11,000/-
"""
    )
    assert [item.quantity for item in reading.boq.items] == [10, 4, 1000]
    assert not reading.receipt.needs_confirmation


def test_a_unit_may_stand_under_per():
    reading = read_table(
        """
No | Description | Qty | Per | Rate | Amount
1 | Earthwork | 2500 | 1000 cft | 4000 | 10000
2 | Brickwork | 300 | 100 cft | 9000 | 27000
3 | Steel | 10 | kg | 100 | 1000
 | Total | | | | 38000
"""
    )
    assert [item.unit for item in reading.boq.items] == ["1000 cft", "100 cft", "kg"]


def test_a_file_of_nothing_but_priced_works_is_a_bill_of_lump_sums():
    reading = read_table(
        """
No | Description of work | Scheduled value | Completed from previous | This period | Total completed | Balance
1 | General conditions | 50000 | 10000 | 5000 | 15000 | 35000
2 | Concrete | 120000 | 60000 | 20000 | 80000 | 40000
3 | Masonry | 80000 | 0 | 10000 | 10000 | 70000
 | Grand total | 250000 | 70000 | 35000 | 105000 | 145000
"""
    )
    assert reading.receipt.items == 3
    assert reading.receipt.total == reading.receipt.stated_total == Decimal(250000)
    assert not reading.receipt.needs_confirmation


def test_alternates_after_the_total_stand_apart():
    reading = read_table(
        """
Item | Description | Unit | Qty | Rate | Amount
1 | Excavation | m3 | 100 | 5 | 500
2 | Concrete | m3 | 20 | 100 | 2000
 | Total | | | | 2500
 | Add alternates | | | |
A1 | Stone in lieu of tiles | m2 | 10 | 30 | 300
A2 | Oak doors | nr | 2 | 100 | 200
"""
    )
    assert [item.standing.value for item in reading.boq.items] == ["counts", "counts", "alternative", "alternative"]
    assert reading.receipt.total == reading.receipt.stated_total == Decimal(2500)
    assert reading.receipt.ties_out is True


def test_a_rate_analysis_under_the_bill_holds_no_items():
    reading = read_table(
        """
Item | Description | Unit | Qty | Rate | Amount
1 | Excavation | m3 | 100 | 5 | 500
2 | Concrete | m3 | 20 | 78 | 1560
 | Total | | | | 2060

Rate analysis for item 2 | | | | |
No | Resource | Unit | Qty | Rate | Amount
1 | Cement | bag | 7 | 8 | 56
2 | Sand | m3 | 0.5 | 20 | 10
3 | Labour | h | 3 | 4 | 12
 | Total per m3 | | | | 78
"""
    )
    assert reading.receipt.items == 2
    assert reading.receipt.total == reading.receipt.stated_total == Decimal(2060)


def test_optional_in_place_of_an_amount_keeps_the_item_out_of_the_total():
    reading = read_table(
        """
No | Description | Unit | Qty | Rate | Amount
1 | Door | nr | 10 | 500 | 5000
2 | Window | nr | 4 | 250 | Optional
3 | Paint | m2 | 100 | 5 | 500
 | Total | | | | 5500
"""
    )
    assert [item.standing.value for item in reading.boq.items] == ["counts", "optional", "counts"]
    assert reading.receipt.total == reading.receipt.stated_total == Decimal(5500)
    assert reading.receipt.ties_out is True


def test_the_price_of_the_works_beside_that_of_materials_is_no_description():
    reading = read_table(
        """
Поз. | Наименование | Ед. изм. | Кол-во | Материалы цена | Материалы сумма | Работы цена | Работы сумма | Всего
1 | Кладка | м3 | 10 | 100 | 1000 | 50 | 500 | 1500
2 | Штукатурка | м2 | 20 | 5 | 100 | 10 | 200 | 300
3 | Окраска | м2 | 30 | 1 | 30 | 2 | 60 | 90
 | Итого | | | | 1130 | | 760 | 1890
"""
    )
    assert [item.description for item in reading.boq.items] == ["Кладка", "Штукатурка", "Окраска"]
    assert reading.receipt.total == reading.receipt.stated_total == Decimal(1890)
    assert not reading.receipt.needs_confirmation


def test_a_total_with_quantity_and_rate_is_no_item():
    reading = read_table(
        """
Element | GFA m2 | Cost/m2 | Total cost | %
Substructure | 1000 | 50 | 50000 | 25
Frame | 1000 | 80 | 80000 | 40
Finishes | 1000 | 70 | 70000 | 35
Total | 1000 | 200 | 200000 | 100
"""
    )
    assert reading.receipt.items == 3
    assert reading.receipt.total == reading.receipt.stated_total == Decimal(200000)


def test_a_numbered_row_with_a_unit_over_lettered_parts_is_their_heading():
    reading = read_table(
        """
Sl. | Particulars | Unit | Qty | Rate | Amount
1 | Taking down of old screens | LS | 1 | 4800 | 4800
2 | Vitrified tiles on mortar | sqft | | |
 | a) Flooring | sqft | 214 | 148 | 31672
 | b) Skirting | rft | 38 | 62 | 2356
3 | Clerk tables | nr | | |
 | a) Large | nr | 6 | 1680 | 10080
 | Total | | | | 48908
"""
    )
    assert [item.description for item in reading.boq.items] == [
        "Taking down of old screens", "a) Flooring", "b) Skirting", "a) Large",
    ]  # fmt: skip
    assert [section.title for section in reading.boq.sections] == ["Vitrified tiles on mortar", "Clerk tables"]
    assert reading.receipt.ties_out is True


def test_a_share_in_percent_right_under_a_total_is_added_to_it_and_no_work():
    reading = read_table(
        """
No | Description | Qty | Unit | Rate | Amount
1 | Excavation in all soils | 100 | m3 | 20 | 2000
2 | Filling with sand | 50 | m3 | 40 | 2000
 | Total of schedule A | | | | 4000
 | Quoted above or below the schedule | | % | 12.5 | 500
 | Total with percentage | | | | 4500
"""
    )
    assert (reading.receipt.items, reading.receipt.total, reading.receipt.stated_total) == (2, 4000, 4500)
    assert reading.receipt.ties_out is True


def test_the_total_of_another_bill_listed_in_a_bill_is_no_work():
    civil = """
Item | Description | Unit | Qty | Rate | Amount
1 | Excavation | m3 | 100 | 20 | 2000
2 | Concrete | m3 | 10 | 250 | 2500
 | Total civil | | | | 4500
 | ELECTRICAL WORKS | | | | 1360
 | Total | | | | 5860
"""
    electrical = """
Item | Description | Unit | Qty | Rate | Amount
1 | Light points | nr | 20 | 40 | 800
2 | Socket outlets | nr | 14 | 40 | 560
 | Total electrical | | | | 1360
"""
    reading = read_sheets(sheet(civil, "Civil"), sheet(electrical, "Electrical"))
    assert (reading.receipt.items, reading.receipt.total) == (4, 5860)
    assert reading.receipt.stated_total == 5860


def test_amounts_in_rand_are_money():
    rows = [f"Works of kind {n} | {n} | m2 | R 1 0{n}0,50 | R {n} {n}00,00" for n in range(1, 6)]
    reading = read_table("\n".join(["Description | Qty | Unit | Rate | Total", *rows]))
    assert [item.price.rate for item in reading.boq.items] == [Decimal(f"10{n}0.50") for n in range(1, 6)]


def test_an_option_without_an_amount_stays_an_option_whatever_the_total_adds_up():
    reading = read_table(
        """
Item | Description | Unit | Qty | Rate | Amount
1 | Stone walls | m3 | 10 | 20 | 200
2 | Alternative: brick walls | m3 | 10 | 15 | 150
3 | Optional: clay walls | m3 | 10 | |
 | Total | | | | 350
"""
    )
    assert [item.standing.value for item in reading.boq.items] == ["counts", "counts", "optional"]
