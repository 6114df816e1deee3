"""Tables as they come: side by side, without headings, in two coins, built up row by row, with lists of sums around them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from boq.engine.model import ItemKind, PricingState, Reading, Standing
from boq.tests.reading.grids import read_sheets, read_table, sheet

HEAD = "Item | Description | Unit | Qty | Rate | Amount"


def questions(reading: Reading) -> set[str]:
    return {question.code for question in reading.receipt.questions}


def test_tables_side_by_side_are_read_one_after_the_other():
    reading = read_table(
        """
GROUND FLOOR | | | | | | FIRST FLOOR
Description | Unit | Qty | Rate | Amount | | Description | Unit | Qty | Rate | Amount
Excavate trenches | m3 | 10 | 5 | 50 | | Brick walls | m2 | 10 | 7 | 70
Concrete in foundations | m3 | 4 | 100 | 400 | | Plaster to walls | m2 | 20 | 3 | 60
Formwork to sides | m2 | 20 | 10 | 200 | | Paint to walls | m2 | 30 | 1 | 30
Hardcore filling | m2 | 20 | 1 | 20 | |
Total | | | | 670 | | Total | | | | 160
"""
    )
    assert reading.receipt.items == 7
    assert reading.receipt.total == Decimal(830)
    assert [s.title for s in reading.boq.sections] == ["GROUND FLOOR", "FIRST FLOOR"]
    assert [reading.boq.sections[i.section].title for i in reading.boq.items][4:] == ["FIRST FLOOR"] * 3
    assert reading.receipt.rows["item"] == 4
    assert sum(reading.receipt.rows.values()) == reading.receipt.rows_total
    assert questions(reading) == set()


@pytest.mark.parametrize("numbers", [True, False])
def test_a_table_without_heading_is_read_by_its_arithmetic(numbers):
    rows = [("Excavate trenches", "m3", 10, 5), ("Concrete in foundations", "m3", 4, 100), ("Formwork", "m2", 20, 10)]
    lines = [
        f"{n if numbers else ''} | {text} | {unit} | {q} | {r} | {q * r}"
        for n, (text, unit, q, r) in enumerate(rows, 1)
    ]
    reading = read_table("\n".join(lines) + "\n | Total | | | | 650")
    assert (reading.receipt.items, reading.receipt.stated_total, reading.receipt.ties_out) == (3, 650, True)
    assert [item.ref for item in reading.boq.items] == (["1", "2", "3"] if numbers else ["", "", ""])
    assert questions(reading) == set()


def test_a_mirrored_table_without_heading_is_read_from_right_to_left():
    reading = read_table(
        """
50 | 5 | 10 | m3 | Excavate trenches for foundations | 1
400 | 100 | 4 | m3 | Concrete in foundations and bases | 2
200 | 10 | 20 | m2 | Formwork to sides of foundations | 3
600 | 2 | 300 | kg | Reinforcement of bars in bases | 4
"""
    )
    assert [(i.ref, i.quantity, i.price.rate, i.price.amount) for i in reading.boq.items][1] == ("2", 4, 100, 400)
    assert questions(reading) == set()


def test_a_table_over_the_first_heading_is_read_too():
    reading = read_table(
        f"""
1.1 | Mobilization of plant and men | LS | 1 | 8500 | 8500
1.2 | Project sign board as detailed | nr | 2 | 650 | 1300
1.3 | Setting out of the works | LS | 1 | 200 | 200
1.4 | Site offices for the engineer | nr | 2 | 1000 | 2000
 | Total bill 1 | | | | 12000
 | BILL 2
{HEAD}
2.1 | Excavate trenches | m3 | 10 | 5 | 50
2.2 | Concrete in foundations | m3 | 4 | 100 | 400
2.3 | Formwork to sides | m2 | 20 | 10 | 200
 | Total bill 2 | | | | 650
"""
    )
    assert reading.receipt.items == 7
    assert reading.receipt.total == Decimal(12650)


def test_pounds_and_pence_in_two_columns_are_one_figure():
    reading = read_table(
        """
Item | Description | Unit | Qty | Rate | | Amount |
 | | | | £ | p | £ | p
A | Excavate trenches for foundations | m3 | 10 | 5 | 50 | 55 | 0
B | Concrete in foundations | m3 | 4 | 100 | 25 | 401 | 0
C | Formwork to foundations | m2 | 21 | 10 | 10 | 212 | 10
 | Total | | | | | 668 | 10
"""
    )
    assert [i.price.rate for i in reading.boq.items] == [Decimal("5.5"), Decimal("100.25"), Decimal("10.1")]
    assert reading.receipt.total == reading.receipt.stated_total == Decimal("668.1")
    assert questions(reading) == set()


def test_items_closed_by_a_total_of_their_own_take_its_amount():
    table = """
№ | Обоснование | Наименование работ | Ед. изм. | Количество | Цена за единицу | Стоимость
1 | ФЕР46-04-008 | Разборка покрытий кровель из рулонных материалов | 100 м2 | 8.42 | |
 | | ОТ | | | | 9646.57
 | | ЭМ | | | | 1640.73
 | | Итого по расценке | | | | 11287.3
 | | Всего по позиции | | | | 26988.53
2 | ФЕР46-04-009 | Разборка стяжки цементной толщиной 30 мм | 100 м2 | 8.42 | |
 | | ОТ | | | | 16577.3
 | | ЭМ | | | | 4961.56
 | | Итого по расценке | | | | 21538.86
 | | Всего по позиции | | | | 46736.35
3 | ФССЦ-01 | Погрузка мусора строительного | т | 64.3 | 412.5 | 26523.75
 | | Итого по смете | | | | 100248.63
"""
    reading = read_sheets(sheet(table, formulas={(5, 6): "SUM(G3:G5)*1.2"}))
    assert [item.price.amount for item in reading.boq.items] == [
        Decimal("26988.53"),
        Decimal("46736.35"),
        Decimal("26523.75"),
    ]
    assert [item.price.amount_row for item in reading.boq.items] == [6, 11, 0]
    assert [item.price.amount_formula for item in reading.boq.items] == ["SUM(G3:G5)*1.2", "", ""]
    assert reading.receipt.rows["component"] == 6
    assert reading.receipt.stated_total == Decimal("100248.63")
    assert reading.receipt.ties_out is True
    assert questions(reading) == set()


@pytest.mark.parametrize("under", [True, False])
def test_a_list_of_sums_on_the_bill_s_own_sheet_is_its_summary(under):
    bill = f"""{HEAD}
A | EARTHWORKS | | | |
1 | Excavate trenches | m3 | 10 | 5 | 50
2 | Concrete in foundations | m3 | 4 | 100 | 400
 | Total Part A | | | | 450
B | CONCRETE | | | |
3 | Formwork to sides | m2 | 20 | 10 | 200
4 | Blinding layer | m2 | 10 | 10 | 100
 | Total Part B | | | | 300
"""
    listed = "No | Description | Amount\nA | EARTHWORKS | 450\nB | CONCRETE | 300\n | Total | 750"
    over = "SUMMARY\nPart A | | | | | 450\nPart B | | | | | 300\nTotal | | | | | 750\n\n"
    reading = read_table(bill + "\n\n" + listed if under else over + bill)
    assert (reading.receipt.items, reading.receipt.stated_total, reading.receipt.ties_out) == (4, 750, True)
    assert questions(reading) == set()


def test_a_unit_called_sum_is_no_total():
    reading = read_table(
        f"""
{HEAD}
1 | Mobilization of plant | sum | | | 5000
2 | Insurances of the works | item | | | 1000
3 | Concrete in foundations | m3 | 4 | 100 | 400
4 | Allow for temporary works | | | | 600
 | Total | | | | 7000
"""
    )
    assert [i.kind for i in reading.boq.items] == [
        ItemKind.LUMP_SUM,
        ItemKind.LUMP_SUM,
        ItemKind.MEASURED,
        ItemKind.LUMP_SUM,
    ]
    assert (reading.receipt.total, reading.receipt.stated_total, reading.receipt.ties_out) == (7000, 7000, True)


def test_the_first_of_numbered_options_is_the_bill():
    works = [
        ("Air cooled chiller", "nr", 3, 38500),
        ("Chilled water pump", "nr", 4, 1685),
        ("Flow switch", "nr", 3, 42),
    ]
    rows = [HEAD]
    for option, factor in ((1, 1), (2, 2)):
        rows.append(f"{'AB'[option - 1]} | OPTION - {option} : MAKE {option} | | | |")
        rows += [f"{n} | {t} | {u} | {q} | {r * factor} | {q * r * factor}" for n, (t, u, q, r) in enumerate(works, 1)]
        rows.append(f" | TOTAL OPTION - {option} | | | | {sum(q * r for _, _, q, r in works) * factor}")
    reading = read_table("\n".join(rows))
    assert [i.standing for i in reading.boq.items] == [Standing.COUNTS] * 3 + [Standing.ALTERNATIVE] * 3
    assert reading.receipt.total == reading.receipt.stated_total == Decimal(122366)
    assert questions(reading) == set()


def test_a_word_that_is_a_trade_name_too_does_not_take_an_item_out_of_a_proven_total():
    reading = read_table(
        """
البند | الوصف | الوحدة | الكمية | السعر | الإجمالي
1 | بديل خشب للجدران | م2 | 46 | 165 | 7590
2 | دهان داخلي للجدران | م2 | 100 | 19 | 1900
3 | جبس بورد للأسقف | م2 | 10 | 72 | 720
 | الإجمالي | | | | 10210
"""
    )
    assert {i.standing for i in reading.boq.items} == {Standing.COUNTS}
    assert reading.receipt.total == Decimal(10210)


def test_a_rate_asked_alone_is_not_added():
    reading = read_table(
        """
OZ | Kurztext | Menge | ME | EP | GP
01.0010 | Oberboden abtragen und lagern | 240 | m3 | 6.85 | 1644
01.0020 | Zulage Fels *** Bedarfsposition | 1 | m3 | 38.5 | nur EP
01.0030 | Verfüllen der Arbeitsräume | 310 | m3 | 18.9 | 5859
01.0040 | Ortbetondecke *** Alternativposition | 10 | m2 | 84.9 | (849.00)
01.0050 | Bodenaustausch mit Kies | 185 | m3 | 34.6 | 6401
 | Summe Titel 01 | | | | 13904
"""
    )
    states = [i.price.state for i in reading.boq.items]
    assert states[1] is PricingState.RATE_ONLY
    assert [i.standing for i in reading.boq.items][1:4:2] == [Standing.OPTIONAL, Standing.ALTERNATIVE]
    assert reading.boq.items[3].price.amount == Decimal(849)
    assert reading.receipt.total == reading.receipt.stated_total == Decimal(13904)


def test_parents_with_the_unit_are_headings_and_give_it_to_their_children():
    reading = read_table(
        f"""
{HEAD}
1.1 | Earthwork in filling in platform | cum | | |
(a) | lead up to 1 km | | 640 | 218 | 139520
(b) | lead 1 to 3 km | | 1280 | 264 | 337920
1.2 | Moorum blanketing of the formation | sqm | | |
(a) | 150 mm layer | | 186 | 412 | 76632
 | Total | | | | 554072
"""
    )
    assert [i.unit_code for i in reading.boq.items] == ["m3", "m3", "m2"]
    assert reading.receipt.ties_out is True


def test_struck_rows_are_deleted_items():
    text = f"{HEAD}\n1 | Pipe of 25 mm | m | 180 | 5 |\n2 | Pipe of 50 mm | m | 165 | 6 |\n3 | Pipe of 65 mm | m | 165 | 7 |"
    reading = read_sheets(sheet(text, struck=frozenset({(2, 1), (2, 3)})))
    assert [i.ref for i in reading.boq.items] == ["1", "3"]


def test_one_bill_in_two_languages_counts_once():
    english = [("Demolition of partitions", 340, 28), ("Gypsum partitions", 520, 125), ("Vinyl flooring", 760, 95)]
    english += [("Wooden doors", 26, 1250), ("Wall painting", 2850, 19), ("Exhaust fans", 16, 420)]
    arabic = ["إزالة القواطع", "قواطع جبسية", "أرضيات فينيل", "أبواب خشبية", "دهان جدران", "مراوح شفط"]
    first = "\n".join(f"{n} | {t} | m2 | {q} | {r} | {q * r}" for n, (t, q, r) in enumerate(english, 1))
    second = "\n".join(
        f"{n} | {t} | م2 | {q} | {r} | {q * r}" for n, (t, (_, q, r)) in enumerate(zip(arabic, english, strict=True), 1)
    )
    heading = "م | البيان | الوحدة | الكمية | سعر الوحدة | الإجمالي"
    reading = read_sheets(sheet(f"{HEAD}\n{first}", "BOQ EN"), sheet(f"{heading}\n{second}", "BOQ AR"))
    assert reading.receipt.items == 6
    assert questions(reading) == set()


def test_a_list_of_lump_sums_that_the_summary_counts_is_a_bill():
    sums = "Item | Description | Amount\nA | Provide a prime cost sum for doors | 2000\nB | Add for profit 5% | 100\n"
    sums += "C | Provide a provisional sum for drains | 900\n | Total carried to summary | 3000"
    works = f"{HEAD}\n1 | Excavate trenches | m3 | 10 | 5 | 50\n2 | Concrete in bases | m3 | 4 | 100 | 400\n | Total | | | | 450"
    summary = "Bill | Amount\nWorks | 450\nPC and PS | 3000\nTotal | 3450"
    reading = read_sheets(sheet(works, "Works"), sheet(sums, "PC and PS"), sheet(summary, "Summary"))
    assert [s.items for s in reading.receipt.sheets] == [2, 3, 0]
    assert (reading.receipt.total, reading.receipt.stated_total) == (3450, 3450)


def test_prices_in_two_currencies_are_asked_about():
    reading = read_table(
        """
Item | Description | Unit | Qty | Unit Price | | Total Price |
 | | | | USD | RWF | USD | RWF
1 | Steel lattice tower | t | 10 | 100 | 5000 | 1000 | 50000
2 | Conductor of aluminium | km | 20 | 50 | 4000 | 1000 | 80000
3 | Insulator strings | set | 5 | 20 | 1000 | 100 | 5000
"""
    )
    assert "currencies_mixed" in questions(reading)


def test_amounts_in_another_column_for_many_items_are_asked_about():
    reading = read_table(
        """
Item | Description | Unit | Omit Qty | Add Qty | Rate | Omit Amount | Add Amount
1 | Ductile iron pipe | m | 186 | | 10 | 1860 |
2 | Polyethylene pipe | m | | 186 | 20 | | 3720
3 | Bends of iron | nr | 14 | | 30 | 420 |
4 | Bends of plastic | nr | | 14 | 40 | | 560
5 | Valves of brass | nr | | 3 | 50 | | 150
6 | Markers of posts | nr | 5 | | 8 | 40 |
"""
    )
    assert "figures_elsewhere" in questions(reading)


def test_materials_under_priced_works_are_their_parts():
    reading = read_table(
        f"""
{HEAD}
2.1 | Insulation of the facade in two layers | m2 | 3860 | 10 | 38600
 | Mineral wool slab 50 mm | m3 | 198.8 | |
 | Mineral wool slab 100 mm | m3 | 397.6 | |
2.2 | Wind barrier membrane | m2 | 3860 | 2 | 7720
2.3 | Insulation of reveals | m | 2140 | 3 | 6420
 | Total | | | | 52740
"""
    )
    assert reading.receipt.items == 3
    assert reading.receipt.rows["component"] == 2


def test_a_row_asked_for_its_rate_alone_is_no_heading():
    reading = read_table(
        """
وصف البند | وحدة القياس | الكمية | الفئة | القيمة
عزل بلاط بورسلان | مقطوعية | 1 | 2739.25 | 2739.25
ملاحظة: الأسعار شاملة
أعمال دهان بلاط | م.ط | | 1253.14 | Rate only
عزل مواسير صرف | مقطوعية | 1 | 1808.82 | 1808.82
حفر خرسانة مسلحة | كجم | 10 | 19 | 190
المجموع | | | | 4738.07
"""
    )
    assert reading.receipt.items == 4
    assert reading.receipt.ties_out is True
    assert reading.receipt.rows["header"] == 1


def test_columns_in_another_order_under_a_heading_in_mid_sheet_are_read_as_it_says():
    reading = read_table(
        f"""
{HEAD}
1 | Clearing of the site | sum | 1 | 1500 | 1500
2 | Wall demolition | m2 | 46 | 48 | 2208
3 | Rubble removal | trip | 9 | 650 | 5850
 | Sub total I | | | | 9558
 | EXTRA WORKS | | | |
Item | Description | Qty | Unit | Rate | Amount
1 | Steel canopy over the yard | 24 | m2 | 380 | 9120
2 | Kitchen cabinets complete | 4 | m | 2100 | 8400
 | Sub total extra | | | | 17520
 | GRAND TOTAL | | | | 27078
"""
    )
    assert [i.unit_code for i in reading.boq.items][3:] == ["m2", "m"]
    assert (reading.receipt.items, reading.receipt.total, reading.receipt.ties_out) == (5, 27078, True)


def test_a_sum_under_the_number_and_title_of_its_section_is_its_total():
    reading = read_table(
        f"""
{HEAD}
1 | Main building | | | |
1.1 | Roof of the main building | | | |
1.1.10 | Zinc sheets on battens | m2 | 10 | 20 | 200
1.1.20 | Gutters of zinc | m | 5 | 10 | 50
1.1.20.A | Brackets for these gutters | nr | 10 | 3 | 30
 | Subtotal | | | | 280
 | Premium 0 % | | | | -10
 | 1.1 Roof of the main building | | | | 270
 | 1 Main building | | | | 270
"""
    )
    assert [item.ref for item in reading.boq.items] == ["1.1.10", "1.1.20", "1.1.20.A"]
    restated = [total for total in reading.boq.totals if total.label.startswith("1")]
    assert [(total.amount, total.verdict.value) for total in restated] == [(270, "equal"), (270, "equal")]
    assert "items_within_items" not in [question.code for question in reading.receipt.questions]
