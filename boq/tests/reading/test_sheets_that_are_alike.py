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
def test_houses_and_floors_are_works_of_their_own(names):
    receipt = read_sheets(*(house(name, walls) for name, walls in zip(names, (40, 60), strict=True))).receipt
    assert receipt.items == 10
    assert not receipt.needs_confirmation


def test_houses_that_are_equal_to_the_last_figure_may_be_copies():
    receipt = read_sheets(house("Block A", 40), house("Block B", 40)).receipt
    assert "sheets_alike" in {question.code for question in receipt.questions}


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


def test_the_share_of_labour_in_the_works_is_no_second_bill():
    bill = sheet(
        """
No | Descrizione | U.M. | Quantità | Prezzo | Importo
1 | Demolizione di tramezzi | m² | 10 | 20 | 200
2 | Intonaco a base di calce | m² | 20 | 30 | 600
3 | Tinteggiatura | m² | 50 | 8 | 400
 | Totale lavori | | | | 1200
""",
        "CME",
    )
    labour = sheet(
        """
TARIFFA | DESCRIZIONE | IMPORTO | % MDO | IMPORTO MDO
A02 | Demolizione con altre parole | 200 | 50 | 100
A10 | Intonaco | 600 | 40 | 240
A20 | Pitture | 400 | 60 | 240
""",
        "Stima manodopera",
    )
    frame = sheet("QUADRO ECONOMICO\nImporto lavori | 1200\nIVA 10% | 120\nTOTALE PROGETTO | 1320", "Quadro")
    assert read_sheets(frame, bill, labour).receipt.items == 3


def test_options_and_provisional_sums_on_sheets_of_their_own_under_one_total_on_top():
    main = sheet(
        """
 | | | | إجمالي العرض بدون ضريبة | | 4500

الرقم | البند | الوحدة | الكمية | السعر | الإجمالي
1 | حفر عام | م3 | 100 | 10 | 1000
2 | ردم | م3 | 50 | 20 | 1000
3 | خرسانة | م3 | 5 | 200 | 1000
 | الإجمالي | | | | 3000
""",
        "الجدول الأساسي",
    )
    options = sheet(
        "الرقم | البند | الوحدة | الكمية | السعر | الإجمالي\n1 | مراوح | عدد | 10 | 50 | 500", "البنود الاختيارية"
    )
    sums = sheet(
        "الرقم | البند | المبلغ\n1 | مبلغ احتياطي للزراعة | 900\n2 | مبلغ احتياطي للوحات | 600\n | الإجمالي | 1500",
        "المبالغ الاحتياطية",
    )
    reading = read_sheets(main, options, sums)
    assert [item.standing for item in reading.boq.items] == ["counts"] * 3 + ["optional"] + ["counts"] * 2
    assert [item.kind for item in reading.boq.items][-2:] == ["provisional_sum"] * 2


def test_the_schedule_of_values_of_an_application_for_payment_is_a_bill_beside_lists_of_rates():
    values = sheet(
        """
ITEM NO. | DESCRIPTION OF WORK | SCHEDULED VALUE
1 | General conditions | 186000
2 | Overhead doors | 96500
3 | Concrete | 298500
4 | Masonry | 246800
 | GRAND TOTALS | 827800
""",
        "Continuation",
    )
    rates = sheet(
        "No. | Description | Unit | Price\n1 | Rock excavation | CY | 145\n2 | Unsuitable soil | CY | 48", "Unit Prices"
    )
    receipt = read_sheets(values, rates).receipt
    assert receipt.items == 4
    assert receipt.stated_total == Decimal(827800)


def test_a_priced_list_of_materials_beside_the_works_is_asked_about():
    works = sheet(
        """
№ | Наименование | Ед. | Объем | Цена | Сумма
1 | Штукатурка стен | м2 | 100 | 70 | 7000
2 | Окраска стен | м2 | 100 | 30 | 3000
3 | Стяжка | м2 | 50 | 90 | 4500
 | ИТОГО | | | | 14500
""",
        "КП",
    )
    materials = sheet(
        "№ | Материал | Ед. | Кол-во | Цена | Сумма\n1 | Смесь сухая | кг | 450 | 3 | 1350\n2 | Краска для стен | кг | 20 | 50 | 1000",
        "Спец",
    )
    both = sheet("Работы | 14500\nМатериалы | 2350\nВсего | 16850", "Свод")
    assert "materials_listed" in {question.code for question in read_sheets(works, materials).receipt.questions}
    assert not read_sheets(works, materials, both).receipt.needs_confirmation


def test_lists_of_materials_and_labour_are_no_bills_beside_the_bill():
    bill = house("Dormitory", 40)
    materials = sheet(
        """
No | Material | Unit | Qty | Price | Cost
1 | Cement in bags | bag | 90 | 7 | 630
2 | River sand | t | 12 | 15 | 180
""",
        "Material schedule",
    )
    receipt = read_sheets(bill, materials).receipt
    assert receipt.items == 5
    assert not receipt.needs_confirmation


def test_a_summary_that_cuts_the_works_another_way_is_known_by_their_sum():
    heading = "S.No | Description | UOM | Qty | Supply Rate | Supply Amount | Installation Rate | Installation Amount | Total Amount"
    high = sheet(
        heading
        + """
1 | Outdoor units | Nos | 10 | 100 | 1000 | 10 | 100 | 1100
2 | Cassettes | Nos | 20 | 50 | 1000 | 5 | 100 | 1100
""",
        "High Side",
    )
    low = sheet(
        heading
        + """
1 | Copper pipe | m | 100 | 8 | 800 | 2 | 200 | 1000
2 | Ducting | m2 | 50 | 10 | 500 | 4 | 200 | 700
""",
        "Low Side",
    )
    extra = sheet(
        """
S.No | Description | UOM | Qty | Rate | Amount
1 | Integration | Lot | 1 | 850 | 850
""",
        "Optional items",
    )
    summary = sheet(
        """
PRICE SUMMARY
A | Supply | 3300
B | Installation | 600
 | Total (A+B) | 3900
 | GST 18% | 702
 | Grand Total | 4602
""",
        "Price Summary",
    )
    receipt = read_sheets(summary, high, low, extra).receipt
    assert receipt.stated_total == Decimal(4602)
    assert not receipt.needs_confirmation


def test_a_plan_of_progress_repeats_the_sections_of_the_summary():
    bill = sheet(
        """
No | Uraian | Sat | Vol | Harga Satuan | Jumlah
I | PEKERJAAN TANAH | | | |
1 | Galian tanah | m3 | 10 | 100 | 1000
2 | Urugan pasir | m3 | 20 | 50 | 1000
 | Sub Total | | | | 2000
II | PEKERJAAN DINDING | | | |
1 | Pasangan bata | m2 | 10 | 200 | 2000
2 | Plesteran | m2 | 20 | 50 | 1000
 | Sub Total | | | | 3000
""",
        "RAB",
    )
    recap = sheet(
        """
No | Uraian | Jumlah
I | PEKERJAAN TANAH | 2000
II | PEKERJAAN DINDING | 3000
 | Jumlah | 5000
""",
        "Rekapitulasi",
    )
    plan = sheet(
        """
No | Uraian | Jumlah | Bobot | M1 | M2
I | PEKERJAAN TANAH | 2000 | 40 | 1 | 2
II | PEKERJAAN DINDING | 3000 | 60 | 1 | 2
""",
        "Kurva S",
    )
    receipt = read_sheets(recap, bill, plan).receipt
    assert receipt.stated_total == Decimal(5000)
    assert not receipt.needs_confirmation


def test_a_row_a_bidder_may_list_the_bills_side_by_side():
    bid = """
Item | Description | Qty | Unit | Unit Price | Total
1 | {0} one | 10 | EA | {1} | {1}0
2 | {0} two | 20 | LF | {1} | {2}0
 | Total | | | | {3}0
"""
    parts = [
        sheet(bid.format(name, rate, 2 * rate, 3 * rate), f"Bid Tab {name}") for name, rate in (("A", 50), ("B", 70))
    ]
    summary = sheet(
        "Bidder | Schedule A | Schedule B | Total\nRoe Ltd | 1500 | 2100 | 3600\nDoe Ltd | 1600 | 2200 | 3800",
        "Summary",
    )
    receipt = read_sheets(*parts, summary).receipt
    assert receipt.stated_total == Decimal(3600)
    assert not receipt.needs_confirmation


def test_a_summary_with_a_factor_and_a_word_beside_it_is_no_analysis_of_a_rate():
    bill = house("ปร.4", 40)
    summary = sheet(
        """
ที่ | รายละเอียด | ค่างานต้นทุน | Factor F | ค่าก่อสร้าง | หน่วย : บาท
1 | ค่าวัสดุและค่าแรง | 1720 | 1.25 | 2150 |
 | รวมค่าก่อสร้าง | | | 2150 |
""",
        "สรุป",
    )
    receipt = read_sheets(bill, summary).receipt
    assert receipt.items == 5
    assert receipt.stated_total == Decimal(2150)


WORKS = """
No | Description | Unit | Qty | Rate | Amount
1 | Stone pitching | m3 | 40 | 85 | 3400
2 | Gravel bed | m3 | 60 | 42 | 2520
3 | Kerb stones | m | 200 | 18 | 3600
 | Total | | | | 9520
"""


@pytest.mark.parametrize("ends", [("Total", "Total", "Total"), ("Cost for one", "Cost for one", "Cost for one")])
def test_blocks_that_end_in_the_rates_of_the_bill_work_these_out(ends):
    block = """
{0} |||||
Code | Resource | Unit | Qty | Rate | Amount
M1 | Mason | hour | 2 | 9 | 18
M2 | Stone | m3 | 1.1 | 21 | 23.1
 | {1} | | | | {2}
"""
    blocks = zip(("Pitching", "Bedding", "Kerbs"), ends, (85, 42, 18), strict=True)
    data = sheet("\n".join(block.format(*texts) for texts in blocks), "Backup")
    receipt = read_sheets(sheet(WORKS, "Works"), data).receipt
    assert (receipt.items, receipt.total) == (3, Decimal(9520))
    assert not receipt.needs_confirmation


def test_the_title_of_an_analysis_may_name_the_work():
    analysis = sheet(
        """
Rate analysis - stone pitching in cement mortar 1:3 |||||
No | Particulars | Unit | Quantity | Rate | Amount
1 | Mason | day | 1 | 30 | 30
2 | Stone | m3 | 1 | 55 | 55
 | Total | | | | 85
""",
        "RA 1",
    )
    receipt = read_sheets(sheet(WORKS, "Works"), analysis).receipt
    assert receipt.items == 3
    assert not receipt.needs_confirmation


@pytest.mark.parametrize("name", ["Materials", "حصر المواد", "Материалы"])
def test_materials_that_the_stated_total_leaves_out_are_no_works(name):
    materials = sheet(
        """
No | Description | Unit | Qty | Rate | Amount
1 | Cement | t | 20 | 90 | 1800
2 | Sand | m3 | 30 | 15 | 450
 | Total | | | | 2250
""",
        name,
    )
    summary = sheet("Bill of works | 9520\nCost per m2 | 95.2\nTotal | 9520", "Summary")
    receipt = read_sheets(sheet(WORKS, "Works"), materials, summary).receipt
    assert (receipt.items, receipt.total, receipt.stated_total) == (3, Decimal(9520), Decimal(9520))
    assert not receipt.needs_confirmation


def test_materials_that_the_stated_total_counts_are_works():
    materials = sheet(
        """
No | Description | Unit | Qty | Rate | Amount
1 | Cement | t | 20 | 90 | 1800
2 | Sand | m3 | 30 | 15 | 450
 | Total | | | | 2250
""",
        "Materials",
    )
    summary = sheet("Bill of works | 9520\nMaterials | 2250\nTotal | 11770", "Summary")
    assert read_sheets(sheet(WORKS, "Works"), materials, summary).receipt.items == 5


def test_the_sum_of_the_bill_opens_the_abstract_that_adds_to_it():
    abstract = sheet(
        """
1 | Cost of works as per bill | 9520
2 | VAT 10% | 952
3 | Supervision 2.5% | 238
 | GRAND TOTAL | 10710
""",
        "General abstract",
    )
    receipt = read_sheets(sheet(WORKS, "Works"), abstract).receipt
    assert receipt.stated_total == Decimal(10710)
    assert not receipt.needs_confirmation


PRICED = """
Pos | Leistung | Menge | Einheit | EP | GP
1 | Zaun aus Holz | 120 | m | 60 | 7200
2 | Tor, zweiflügelig | 2 | St | 900 | 1800
3 | Pflaster verlegen | 210 | m2 | 30 | 6300
 | Summe netto | | | | 15300
 | MwSt 19% | | | | 2907
 | Summe brutto | | | | 18207
"""


def test_the_costing_behind_the_bill_follows_it():
    costing = sheet(
        """
Pos | Leistung | Menge | Einheit | Lohn | Stoffe | Kosten | Zuschlag % | EP
1 | Zaun aus Holz | 120 | m | 20 | 30 | 50 | 20 | 60
2 | Tor, zweiflügelig | 2 | St | 250 | 500 | 750 | 20 | 900
3 | Pflaster verlegen | 210 | m2 | 11 | 14 | 25 | 20 | 30
""",
        "Kalkulation",
    )
    receipt = read_sheets(sheet(PRICED, "LV"), costing).receipt
    assert (receipt.items, receipt.total, receipt.stated_total) == (3, Decimal(15300), Decimal(18207))
    assert not receipt.needs_confirmation


def test_a_part_of_the_works_priced_by_another_is_asked_about():
    other = sheet(
        """
Pos | Leistung | Menge | Einheit | EP | GP
1 | Zaun aus Holz | 120 | m | 48 | 5760
3 | Pflaster verlegen | 210 | m2 | 26 | 5460
 | Summe | | | | 11220
""",
        "Angebot 2",
    )
    receipt = read_sheets(sheet(PRICED, "LV"), other).receipt
    assert receipt.items == 3
    assert "sheets_alike" in {question.code for question in receipt.questions}


def test_labour_beside_the_bill_is_asked_about_where_no_list_of_totals_says():
    labour = sheet(
        """
No | Trade | Unit | Qty | Rate | Amount
1 | Mason | h | 220 | 40 | 8800
2 | Helper | h | 60 | 30 | 1800
 | Total | | | | 10600
""",
        "Labour",
    )
    receipt = read_sheets(sheet(WORKS, "Works"), labour).receipt
    assert "materials_listed" in {question.code for question in receipt.questions}


@pytest.mark.parametrize("name", ["Specification", "Спецификация", "Fiches techniques"])
def test_a_specification_without_prices_is_no_second_bill(name):
    articles = sheet(
        """
Ref | Item | Maker | Unit | Qty
1 | Fence | Timber Ltd | m | 120
2 | Gate | Gates Inc | no | 2
3 | Setts | Stone plc | m2 | 210
4 | Sand | - | m3 | 12
""",
        name,
    )
    receipt = read_sheets(sheet(PRICED, "LV"), articles).receipt
    assert (receipt.items, receipt.stated_total) == (3, Decimal(18207))
    assert not receipt.needs_confirmation


@pytest.mark.parametrize("name", ["Plan de obra", "Terminplan", "График работ", "Cash flow"])
def test_a_timetable_of_the_money_is_not_the_last_word(name):
    timetable = sheet(
        """
Works | Month 1 | Month 2 | Total
Fences | 7200 | 1800 | 9000
Paving | 2000 | 4300 | 6300
Total | 9200 | 6100 | 15300
""",
        name,
    )
    receipt = read_sheets(sheet(PRICED, "LV"), timetable).receipt
    assert receipt.stated_total == Decimal(18207)
    assert receipt.items == 3


SECOND = """
{}
No | Description | Unit | Qty | Rate | Amount
1 | Fence | m | 40 | 55 | 2200
2 | Gate | no | 2 | 400 | 800
 | Total | | | | 3000
"""


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("2", "Калькуляция на выполнение работ по ограждению участка"),
        ("Daywork labour", "Dayworks"),
        ("Part 2", "Bill 2"),
    ],
)
def test_bills_whose_titles_only_sound_like_something_else_count(name, title):
    receipt = read_sheets(sheet(WORKS, "1"), sheet(SECOND.format(title), name)).receipt
    assert receipt.items == 5


def test_quantities_with_their_specification_are_works():
    more = sheet(
        """
Bill of quantities and specification
Ref | Item | Specification | Unit | Qty
1 | Fence | Timber, 1.8 m | m | 120
2 | Gate | Steel, 3 m | no | 2
3 | Setts | Granite | m2 | 210
""",
        "Bill 2",
    )
    assert read_sheets(sheet(WORKS, "Bill 1"), more).receipt.items == 6


def test_what_the_client_thought_of_beside_the_offer_is_asked_about():
    offer, estimate = sheet(BILL.format(40, 200), "Offer"), sheet(BILL.format(40, 230), "Engineer's estimate")
    questions = {question.code for question in read_sheets(offer, estimate).receipt.questions}
    assert "sheets_alike" in questions


def test_goods_without_prices_beside_a_priced_bill_are_asked_about():
    machines = sheet(
        """
No | Equipment | Capacity | Unit | Qty
1 | Mixer | 350 l | no | 2
2 | Dumper | 1 t | no | 1
3 | Poker vibrator | 38 mm | no | 3
""",
        "Plant list",
    )
    receipt = read_sheets(sheet(WORKS, "Works"), machines).receipt
    assert "sheet_purpose_unsure" in {question.code for question in receipt.questions}
