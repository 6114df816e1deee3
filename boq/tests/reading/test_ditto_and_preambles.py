"""Descriptions and units that point at what was written before, and texts that rule the items under them."""

from __future__ import annotations

import pytest

from boq.engine.echoes import Echoes, echo_of, is_mark
from boq.engine.preambles import is_preamble
from boq.tests.reading.grids import read_sheets, read_table, sheet

BILL = """
Item | Description | Unit | Quantity | Rate | Amount
 | CONCRETE WORK
 | Supply and place the following concrete; rates shall include formwork:
A | Concrete C25 in footings | m3 | 10 | 50 | 500
B | Ditto in columns | m3 | 5 | 60 | 300
C | Ditto | m3 | 2 | 60 | 120
D | As item A but 30 MPa | m3 | 1 | 70 | 70
E | 〃 | 〃 | 2 | 60 | 120
 | MASONRY
F | Block walls 200 mm thick laid in | m2 | 10 | 10 | 100
 | cement mortar, pointed both sides
G | Do. 150 mm | do | 10 | 8 | 80
 | Total | | | | 1290
"""


def test_a_ditto_keeps_its_text_and_says_what_it_stands_for_and_where_that_is_written():
    items = read_table(BILL).boq.items
    assert [(item.description, item.resolved, item.resolved_row) for item in items[:5]] == [
        ("Concrete C25 in footings", "", 0),
        ("Ditto in columns", "Concrete C25 in footings; in columns", 4),
        ("Ditto", "Concrete C25 in footings; in columns", 4),
        ("As item A but 30 MPa", "Concrete C25 in footings; but 30 MPa", 4),
        ("〃", "Concrete C25 in footings; but 30 MPa", 4),
    ]
    assert items[0].words == "Concrete C25 in footings"
    assert items[2].words == "Concrete C25 in footings; in columns"


def test_a_ditto_in_the_column_of_units_is_the_unit_above():
    items = read_table(BILL).boq.items
    assert [item.unit_code for item in items] == ["m3"] * 5 + ["m2"] * 2


def test_a_description_goes_on_under_the_figures():
    item = read_table(BILL).boq.items[5]
    assert item.description == "Block walls 200 mm thick laid in cement mortar, pointed both sides"
    assert read_table(BILL).boq.items[6].words == f"{item.description}; 150 mm"


def test_a_preamble_rules_the_items_of_its_section_and_is_no_part_of_their_words():
    items = read_table(BILL).boq.items
    said = "Supply and place the following concrete; rates shall include formwork:"
    assert [item.preamble for item in items] == [said] * 5 + [""] * 2
    assert items[0].preamble_row == 3
    assert all(said not in item.description for item in items)


def test_an_echo_that_nothing_stands_before_is_left_as_it_is():
    item = read_table(
        "Item | Description | Unit | Qty | Rate | Amount\n1 | Ditto | m3 | 2 | 3 | 6\n2 | Sand | m3 | 2 | 3 | 6"
    ).boq.items[0]
    assert (item.description, item.resolved, item.resolved_row) == ("Ditto", "", 0)


def test_every_sheet_starts_anew():
    first = sheet(
        "Item | Description | Unit | Qty | Rate | Amount\n1 | Sand fill | m3 | 2 | 3 | 6\n2 | Gravel | m3 | 2 | 3 | 6",
        "A",
    )
    second = sheet(
        "Item | Description | Unit | Qty | Rate | Amount\n1 | Ditto | m3 | 5 | 3 | 15\n2 | Lime | m3 | 2 | 4 | 8", "B"
    )
    assert [item.resolved for item in read_sheets(first, second).boq.items] == ["", "", "", ""]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Ditto", ""),
        ("-do-", ""),
        ("Do.", ""),
        ("DITTO, 200 mm thick", "200 mm thick"),
        ("Same as above but 150 dia", "but 150 dia"),
        ("as above", ""),
        ("نفس البند السابق", ""),
        ("نفس البند ولكن بسمك 20 سم", "ولكن بسمك 20 سم"),
        ("كما سبق", ""),
        ("То же", ""),
        ("То же, диаметром 100 мм", "диаметром 100 мм"),
        ("wie vor", ""),
        ("Wie vor, jedoch DN 150", "jedoch DN 150"),
        ("dito", ""),
        ("desgl., 24 cm", "24 cm"),
        ("Ídem", ""),
        ("Idem anterior, de 110 mm", "de 110 mm"),
        ("Idem", ""),
        ("idem ci-dessus, DN 200", "DN 200"),
        ("Idem ao anterior", ""),
        ("Yukarıdaki gibi", ""),
        ("Aynı", ""),
        ("เหมือนข้อข้างต้น", ""),
        ("เช่นเดียวกับข้างต้น ขนาด 6 นิ้ว", "ขนาด 6 นิ้ว"),
    ],
)
def test_dittos_of_nine_languages(text, rest):
    echo = echo_of(text)
    assert echo is not None
    assert (echo.rest, echo.reference) == (rest, "")


@pytest.mark.parametrize(
    ("text", "reference", "rest"),
    [
        ("As item 2.3", "2.3", ""),
        ("Same as item No. 4 but red", "4", "but red"),
        ("wie Pos. 01.02.0030", "01.02.0030", ""),
        ("то же, что п. 7", "7", ""),
        ("Igual que la partida 3.1", "3.1", ""),
        ("نفس البند رقم 5", "5", ""),
    ],
)
def test_an_echo_may_name_the_item_that_it_means(text, reference, rest):
    assert echo_of(text) == (rest, reference)


@pytest.mark.parametrize(
    "text",
    [
        "Door frames",
        "Do the works",
        "Samehoist hire",
        "Idempotent",
        "Так называемый",
        "Iddle",
        "Wiederaufbau",
        "As built drawings",
        "Dolomite",
        "Item A",
        "do muro de pedra",
        '12"',
        "-",
        "—",
        "'",
        "نفسية",
        "Аналоговый датчик",
    ],
)
def test_words_that_look_like_a_ditto_are_none(text):
    assert echo_of(text) is None


@pytest.mark.parametrize("text", ['"', "〃", "''", '-"-', "- ” -", ",,", "″", "« »", '" "'])
def test_ditto_marks(text):
    assert is_mark(text)


def test_a_chain_of_dittos_reaches_the_written_text():
    echoes = Echoes()
    assert echoes.resolve("1", "Pipe DN 100", 3) is None
    assert echoes.resolve("2", "Ditto DN 150", 4) == ("Pipe DN 100; DN 150", 3)
    assert echoes.resolve("3", "Ditto DN 200", 5) == ("Pipe DN 100; DN 200", 3)
    assert echoes.resolve("4", "Ditto", 6) == ("Pipe DN 100; DN 200", 3)


@pytest.mark.parametrize(
    "text",
    [
        "Supply and fix the following",
        "توريد وتركيب ما يلي",
        "Поставка и монтаж следующих материалов:",
        "Liefern und montieren der folgenden Türen",
        "Suministro y colocación de los siguientes elementos:",
        "Fourniture et pose des éléments suivants :",
        "Fornecimento dos seguintes itens:",
        "Aşağıdaki imalatlar için birim fiyat",
        "จัดหาและติดตั้งรายการต่อไปนี้",
        "Rates shall include waste and laps",
        "Vitrified clay pipes laid in trenches to BS EN 295:",
        "All excavation is in any kind of soil including rock, by hand or by machine, as directed",
    ],
)
def test_texts_that_rule_what_is_under_them(text):
    assert is_preamble(text)


@pytest.mark.parametrize(
    "text", ["CONCRETE WORK", "Section 3: Roofs", "باب الخرسانة", "Раздел 2", "Total:", "งานโครงสร้าง"]
)
def test_titles_rule_nothing(text):
    assert not is_preamble(text)


def test_a_heading_names_the_kind_of_the_items_under_it():
    items = read_table(
        """
Item | Description | Unit | Quantity | Rate | Amount
 | EARTHWORKS
A | Excavation | m3 | 10 | 5 | 50
B | Site clearance | Item | 1 | 100 | 100
 | DAYWORKS
C | Labourer | hr | 10 | 20 | 200
D | Excavator | day | 2 | 300 | 600
 | PROVISIONAL SUMS
E | Landscaping | Sum | 1 | 5000 | 5000
F | Work by the water board | Sum | 1 | 2000 | 2000
 | Grand total | | | | 7950
"""
    ).boq.items
    assert [str(item.kind) for item in items] == [
        "measured",
        "lump_sum",
        "daywork",
        "daywork",
        "provisional_sum",
        "provisional_sum",
    ]
