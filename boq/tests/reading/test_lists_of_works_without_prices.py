"""Works that nobody has priced yet: nothing multiplies out and nothing adds up, so words, units and numbers must do."""

from __future__ import annotations

import pytest

from boq.tests.reading.grids import read_table


def test_numbered_works_under_a_work_of_another_unit_are_works():
    receipt = read_table(
        """
ВЕДОМОСТЬ ОБЪЕМОВ РАБОТ | | | |
№ п/п | Наименование работ | Ед. изм. | Кол-во | Примечание
1 | Устройство свай | м | 450 |
1.1 | Бетон В25 | м3 | 45.7 |
1.2 | Каркасы арматурные | т | 3.2 |
2 | Кладка стен | м3 | 120 |
2.1 | Кирпич полнотелый | тыс.шт | 48 |
3 | Кровля | м2 | 300 |
"""
    ).receipt
    assert receipt.items == 6
    assert not receipt.needs_confirmation


def test_numbered_parts_that_add_up_to_the_work_over_them_are_asked_about():
    receipt = read_table(
        """
No | Works | Unit | Qty
1 | Excavation in all | m3 | 300
1.1 | by machine | m3 | 220
1.2 | by hand | m3 | 80
2 | Filling | m3 | 120
"""
    ).receipt
    assert [question.code for question in receipt.questions] == ["items_within_items"]


LISTS = {
    "numbered under a title": """
Refurbishment of flat 12 | | |
1 | Take down partition walls | 24 | m2
2 | Build new block walls | 31.5 | m2
3 | Plaster to walls | 88 | m2
4 | Floor screed | 52 | m2
5 | Skirting boards | 38 | m
""",
    "said by the title": """
Перечень работ по ремонту склада | | |
Демонтаж перегородок | м2 | 24 |
Устройство перегородок из ГКЛ | м2 | 31.5 |
Штукатурка стен | м2 | 88 |
Стяжка пола | м2 | 52 |
Укладка ламината | м2 | 40 |
""",
    "measured": """
Bathroom | |
Strip out existing bath | 1 | nr
Retile walls | 18 | m2
New basin and taps | 2 | nr
Make good floor | 4.5 | m2
Pipework boxing | 6 | m
""",
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_a_list_without_a_heading_that_can_only_hold_quantities_is_read(text):
    receipt = read_table(text).receipt
    assert receipt.items == 5
    assert not receipt.needs_confirmation


def test_figures_after_the_unit_that_may_be_prices_are_asked_about():
    receipt = read_table(
        """
Plastering | |
Plaster to walls | m2 | 240
Plaster to ceilings | m2 | 290
Screed | m2 | 310
Beads | m | 45
Skim coat | m2 | 110
"""
    ).receipt
    assert [question.code for question in receipt.questions] == ["heading_missing"]


def test_a_list_without_a_heading_that_holds_other_figures_too_is_asked_about():
    receipt = read_table(
        """
Bathroom | | | | |
Strip out existing bath | nr | 1 | | |
Retile walls | m2 | 18 | | |
New basin and taps | nr | 2 | | |
Make good floor | m2 | 4.5 | | |
Pipework boxing | m | 6 | | |
Allow for sundries | | | | 1500 |
"""
    ).receipt
    assert receipt.needs_confirmation


def test_works_by_others_are_works_where_nothing_is_numbered():
    reading = read_table(
        """
Element | Qty | Unit | Rate | Total
Partitions | 20 | m2 | 45 | 900
Ceilings | 30 | m2 | 20 | 600
Loose furniture | | | | Excluded

Doors | 4 | nr | 300 | 1200
Total | | | | 2700
"""
    )
    assert [item.description for item in reading.boq.items] == ["Partitions", "Ceilings", "Loose furniture", "Doors"]
    assert reading.receipt.total == reading.receipt.stated_total
