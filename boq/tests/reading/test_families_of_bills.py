"""One small bill of each family that practice sends: what is an item there, and what is not."""

from __future__ import annotations

from decimal import Decimal

from boq.tests.reading.grids import read_sheets, read_table, sheet


def test_an_italian_bill_prices_the_sum_of_its_measurements():
    reading = read_table(
        """
Num. Ord. | Designazione dei lavori | par.ug. | lung. | larg. | H/peso | Quantità | Prezzo unitario | Importo
1 | Scavo a sezione obbligata per fondazioni | | | | | | |
  | Fondazione nord | 2 | 10 | 0.5 | 1 | 10 | |
  | Fondazione sud | 1 | 10 | 0.5 | 1 | 5 | |
  | SOMMANO mc | | | | | 15 | 20 | 300
2 | Calcestruzzo per fondazioni | | | | | | |
  | Plinti | 4 | 1 | 1 | 0.5 | 2 | |
  | SOMMANO mc | | | | | 2 | 150 | 300
  | TOTALE euro | | | | | | | 600
"""
    )
    assert [(i.description, i.unit_code, i.quantity) for i in reading.boq.items] == [
        ("Scavo a sezione obbligata per fondazioni", "m3", Decimal(15)),
        ("Calcestruzzo per fondazioni", "m3", Decimal(2)),
    ]
    assert reading.receipt.total == reading.receipt.stated_total == Decimal(600)
    assert reading.receipt.ties_out is True
    assert not reading.receipt.needs_confirmation


def test_page_totals_listed_in_a_collection_are_not_items():
    reading = read_table(
        """
Item | Description | Qty | Unit | Rate | Amount
 | BILL NO. 1 - SUBSTRUCTURE | | | |
A | Excavate trenches not exceeding 2m deep | 100 | m3 | 5 | 500
B | Hardcore filling 150mm thick | 50 | m2 | 8 | 400
 | Carried to Collection | | | | 900
A | Concrete in foundations | 20 | m3 | 100 | 2000
B | Formwork to sides of foundations | 30 | m2 | 10 | 300
 | Carried to Collection | | | | 2300
 | COLLECTION | | | |
 | Page No. 1 | | | | 900
 | Page No. 2 | | | | 2300
 | Carried to Summary | | | | 3200
"""
    )
    receipt = reading.receipt
    assert receipt.items == 4
    assert receipt.total == receipt.stated_total == Decimal(3200)
    assert receipt.ties_out is True
    assert receipt.rows["collection"] == 2
    assert not receipt.needs_confirmation


def test_a_brazilian_bill_states_totals_on_its_headings_and_two_rates():
    reading = read_table(
        """
Item | Código | Banco | Descrição | Und | Quant. | Valor Unit | Valor Unit com BDI | Total | Peso (%)
1 | | | SERVIÇOS PRELIMINARES | | | | | 1250 | 0.3
1.1 | 93584 | SINAPI | Execução de depósito em canteiro | m² | 10 | 80 | 100 | 1000 | 0.24
1.2 | 98524 | SINAPI | Limpeza manual de vegetação em terreno | m² | 50 | 4 | 5 | 250 | 0.06
2 | | | FUNDAÇÕES | | | | | 2950 | 0.7
2.1 | 96522 | SINAPI | Escavação manual para bloco de coroamento | m³ | 20 | 80 | 100 | 2000 | 0.47
2.2 | 96546 | SINAPI | Armação de bloco com aço CA-50 | kg | 95 | 8 | 10 | 950 | 0.23
 | | | | | | | Total Geral | 4200 |
"""
    )
    receipt = reading.receipt
    assert receipt.items == 4
    assert receipt.total == receipt.stated_total == Decimal(4200)
    assert receipt.ties_out is True
    assert [s.stated_total for s in reading.boq.sections] == [Decimal(1250), Decimal(2950)]
    assert [i.price.rate for i in reading.boq.items] == [Decimal(100), Decimal(5), Decimal(100), Decimal(10)]
    assert not receipt.needs_confirmation


def test_bidders_side_by_side_are_parties_of_the_same_items():
    reading = read_sheets(
        sheet(
            """
 | | | | Engineer's Estimate | | Alpha Construction | | Beta Builders |
Item No. | Item Description | Quantity | Unit | Unit Price | Total Price | Unit Price | Total Price | Unit Price | Total Price
0001 | Mobilization | 1 | LS | 5000 | 5000 | 4000 | 4000 | 6000 | 6000
0002 | Clearing and grubbing | 2 | ACRE | 1500 | 3000 | 1000 | 2000 | 2000 | 4000
0003 | Asphalt pavement, 4 inch | 300 | TON | 90 | 27000 | 95 | 28500 | 80 | 24000
 | Total Bid | | | | 35000 | | 34500 | | 34000
""",
            merged=((0, 4, 0, 5), (0, 6, 0, 7), (0, 8, 0, 9)),
        )
    )
    assert reading.receipt.items == 3
    assert reading.receipt.total == Decimal(35000)
    assert [[p.party for p in i.prices] for i in reading.boq.items] == [
        ["Engineer's Estimate", "Alpha Construction", "Beta Builders"]
    ] * 3
    assert [p.amount for p in reading.boq.items[2].prices] == [Decimal(27000), Decimal(28500), Decimal(24000)]


def test_one_row_a_bidder_is_read_as_one_item_with_several_prices():
    rows = ["Pay Item | Description | Quantity | Unit | Unit Price | Bidder Name | Extension"]
    for bidder, factor in (("ALPHA", 1), ("BETA", 2)):
        rows += [
            f"{100 + n}-0{n} | WORK NUMBER {n} | {n} | EACH | {10 * factor} | {bidder} | {10 * n * factor}"
            for n in range(1, 7)
        ]
    reading = read_table("\n".join(rows))
    assert reading.receipt.items == 6
    assert reading.receipt.total == Decimal(210)
    assert reading.boq.parties == ("ALPHA", "BETA")
    assert [p.amount for p in reading.boq.items[5].prices] == [Decimal(60), Decimal(120)]
    assert reading.receipt.rows["component"] == 6


def test_materials_under_a_work_are_its_parts():
    reading = read_table(
        """
№ п.п. | Наименование | Ед. изм. | Коэф. расхода | Объем
1 | Штукатурка стен по маякам | м² | 1 | 50
1.1 | Смесь цементно-песчаная | кг | 4.5 | 225
1.2 | Грунтовка глубокого проникновения | кг | 0.25 | 12.5
2 | Окраска стен за два раза | м² | 1 | 50
2.1 | Краска водно-дисперсионная | кг | 0.3 | 15
"""
    )
    assert [i.ref for i in reading.boq.items] == ["1", "2"]
    assert reading.receipt.rows["component"] == 3


def test_a_price_list_is_not_a_bill():
    rows = ["Code | Resource | Unit | Price"]
    rows += [f"R{n:03} | Material of kind {n} | kg | {n}.5" for n in range(1, 40)]
    receipt = read_table("\n".join(rows)).receipt
    assert receipt.items == 0
    assert [s.reason for s in receipt.sheets] == ["rates"]


def test_works_without_numbers_of_their_own_stand_under_their_parent():
    reading = read_table(
        """
Item | Description | Unit | Quantity | Rate | Amount
1 | Rewiring of light point with copper conductor | | | |
  | Short point (up to 3 m) | Each | 50 | 200 | 10000
  | Long point (up to 10 m) | Each | 20 | 600 | 12000
2 | Supplying 6 amp flush switch | Each | 10 | 20 | 200
  | Total | | | | 22200
  | Add tender premium 5% above | | | | 1110
  | Grand Total | | | | 23310
"""
    )
    receipt = reading.receipt
    assert receipt.items == 3
    assert receipt.total == Decimal(22200)
    assert receipt.stated_total == Decimal(23310)
    assert receipt.ties_out is True
    section = reading.boq.sections[reading.boq.items[0].section]
    assert section.title == "Rewiring of light point with copper conductor"


def test_a_description_that_begins_with_its_number_and_ends_with_its_figures_is_one_item():
    reading = read_table(
        """
Item | Description | Unit | Qty | Rate | Amount
A | Supply and install fire rated steel | | | |
 | doors complete with frames, hinges and | | | |
 | all accessories as per drawing A-101 | nr | 10 | 500 | 5000
B | Supply and install aluminium windows | | | |
 | size 1200 x 1500 mm, double glazed | nr | 20 | 300 | 6000
C | Paint internal walls, three coats | m2 | 100 | 10 | 1000
D | Gypsum ceilings on metal frame | | | |
 | including access panels | m2 | 50 | 40 | 2000
 | TOTAL | | | | 14000
"""
    )
    first = reading.boq.items[0]
    assert (first.ref, first.source.row) == ("A", 4)
    assert first.description.startswith("Supply and install fire rated steel doors complete with frames")
    assert [item.ref for item in reading.boq.items] == ["A", "B", "C", "D"]
    assert reading.receipt.rows["description"] == 4


def test_a_percentage_with_a_number_of_its_own_is_an_item_and_one_without_is_added_to_the_total():
    reading = read_table(
        """
Item | Description | Unit | Qty | Rate | Amount
A | Provide the PC Sum of 5,000 for ironmongery | Sum | 1 | 5000 | 5000
B | Add for profit | % | 5 | 5000 | 250
C | Concrete in beds | m3 | 10 | 100 | 1000
 | Total | | | | 6250
 | Add contingency | % | 10 | | 625
 | Grand total | | | | 6875
"""
    )
    assert [item.kind.value for item in reading.boq.items] == ["prime_cost", "percentage", "measured"]
    assert reading.boq.items[1].price.rate_base == 100
    assert (reading.receipt.total, reading.receipt.stated_total, reading.receipt.ties_out) == (
        Decimal(6250),
        Decimal(6875),
        True,
    )


def test_a_summary_with_a_factor_leads_from_the_cost_to_the_price():
    bill = """
ลำดับที่ | รายการ | หน่วย | จำนวน | ค่าวัสดุ | | ค่าแรงงาน | | รวมค่าวัสดุและค่าแรงงาน
 | | | | ราคาต่อหน่วย | จำนวนเงิน | ราคาต่อหน่วย | จำนวนเงิน |
1 | รื้อถอนพื้นเดิม | ตร.ม. | 100 | 0 | 0 | 50 | 5000 | 5000
2 | ปูกระเบื้อง | ตร.ม. | 100 | 300 | 30000 | 150 | 15000 | 45000
3 | ทาสี | ตร.ม. | 200 | 40 | 8000 | 30 | 6000 | 14000
 | รวมทั้งสิ้น | | | | 38000 | | 26000 | 64000
"""
    summary = """
ลำดับที่ | รายการ | ค่างานต้นทุน | Factor F | ค่าก่อสร้าง
1 | งานปรับปรุงอาคาร | 64000 | 1.3 | 83200
 | รวมค่าก่อสร้างเป็นเงินทั้งสิ้น | | | 83200
"""
    reading = read_sheets(sheet(bill, "ปร.4", merged=((0, 4, 0, 5), (0, 6, 0, 7))), sheet(summary, "ปร.6"))
    assert reading.receipt.items == 3
    assert reading.receipt.total == Decimal(64000)
    assert (reading.receipt.stated_total, reading.receipt.stated_total_cell) == (Decimal(83200), "ปร.6!E3")
    assert not reading.receipt.needs_confirmation
    price = reading.boq.items[1].price
    assert [(part.rate, part.amount) for part in price.components] == [
        (Decimal(300), Decimal(30000)),
        (Decimal(150), Decimal(15000)),
    ]
    assert (price.rate, price.amount) == (Decimal(450), Decimal(45000))
