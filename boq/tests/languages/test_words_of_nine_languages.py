"""Headings, totals, kinds, pricing words, notes, options and sheet names are known in nine languages."""

from __future__ import annotations

import pytest

from boq.engine.grid import Grid
from boq.engine.item_kinds import kind_of
from boq.engine.numbers import parse
from boq.engine.tables.purpose import purpose_by_title
from boq.engine.tables.roles import role_of
from boq.engine.tables.sheet import Sheet
from boq.engine.tables.view import View
from boq.engine.tables.words import is_note, option_kind, total_kind
from boq.engine.text import fold
from boq.engine.units import UNKNOWN
from boq.tests.makers import phrases

SHARED = {"ref": {"ref", "item"}, "desc": {"desc", "item"}, "rate": {"rate", "price"}, "amt": {"amt", "price"}}


def cases(table: dict[str, dict[str, str]]) -> list[tuple[str, str]]:
    """(phrase, meaning) of every language."""
    return [(text, name) for found in table.values() for name, texts in found.items() for text in texts.split("|")]


def flat(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(text, name) for name, texts in table.items() for text in texts.split("|")]


@pytest.mark.parametrize(("text", "role"), cases(phrases.HEADINGS))
def test_a_heading_names_its_column(text, role):
    found = role_of(text)
    assert found.role in SHARED.get(role, {role})
    assert found.cover >= 0.5


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Description / البيان", "desc"), ("الوصف Description", "desc"), ("Qty الكمية", "qty"), ("Unit / الوحدة", "unit"),
        ("Unit Rate سعر الوحدة", "rate"), ("Amount / الإجمالي", "amt"), ("Наименование работ / Description of works", "desc"),
        ("Кол-во / Qty", "qty"), ("Ед. изм. / Unit", "unit"), ("Цена / Price", "rate"), ("Сумма / Amount", "amt"),
        ("Désignation / البيان", "desc"), ("Quantité / الكمية", "qty"), ("รายการ / Description", "desc"), ("จำนวน (Qty)", "qty"),
        ("Beschreibung / Description", "desc"), ("Birim Fiyat / Unit Price", "rate"), ("Menge / Quantity", "qty"),
    ],
)  # fmt: skip
def test_a_heading_in_two_languages_names_one_column(text, role):
    assert role_of(text).role in SHARED.get(role, {role})


@pytest.mark.parametrize(("text", "kind"), cases(phrases.TOTALS))
def test_a_label_says_which_total_it_is(text, kind):
    assert total_kind(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Remise en état des lieux", "Remise en peinture des portes", "Transporte de material escavado", "Перенос инженерных сетей",
        "Total station survey of the site", "Reporting and documents", "Alvenaria de blocos", "Резервуар стальной 10 м3",
    ],
)  # fmt: skip
def test_works_that_open_like_a_total_are_works(text):
    assert total_kind(text) is None


@pytest.mark.parametrize(("text", "kind"), flat(phrases.KINDS))
def test_an_item_says_its_kind(text, kind):
    assert kind_of(fold(text), UNKNOWN) == kind


@pytest.mark.parametrize(("text", "word"), flat(phrases.PRICE_WORDS))
def test_words_stand_in_place_of_figures(text, word):
    assert parse(text).word == word


@pytest.mark.parametrize("text", phrases.NOTES.split("|"))
def test_a_note_opens_as_one(text):
    assert is_note(text)


@pytest.mark.parametrize(("text", "standing"), flat(phrases.OPTIONS))
def test_an_option_opens_as_one(text, standing):
    assert option_kind(text) == standing


@pytest.mark.parametrize(("name", "purpose"), flat(phrases.TITLES))
def test_a_sheet_is_named_for_its_purpose(name, purpose):
    assert purpose_by_title(Sheet(View.of(Grid(name, [])), [])) == purpose


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("ﺍﻟﻜﻤﻴﺔ", "الكمية"),  # presentation forms
        ("الكميــــة", "الكمية"),  # tatweel
        ("الكَمِّيَّة", "الكمية"),  # vowel marks
        ("\u202bالكمية\u202c", "الكمية"),  # marks of direction
        ("الكميه", "الكمية"),
        ("BİRİM FİYATI", "Birim Fiyatı"),
        ("BIRIM FIYATI", "Birim Fiyatı"),
        ("КОЛ-ВО", "Кол-во"),
        ("Объём", "Объем"),
        ("Désignation", "Designation"),
        ("Stück", "STÜCK"),
    ],
)  # fmt: skip
def test_one_word_however_it_is_typed(written, plain):
    assert fold(written) == fold(plain)


@pytest.mark.parametrize(
    "text",
    [
        "Page 3 of 12",
        "صفحة 3/12",
        "Лист 2 из 9",
        "Seite 4 von 10",
        "Página 1 / 9",
        "Page 2 sur 7",
        "Sayfa 3",
        "หน้า 1/9",
        "Pág. 3 de 8",
    ],
)
def test_a_row_that_counts_pages_is_a_note(text):
    assert is_note(text)


@pytest.mark.parametrize(
    "text", ["Page boy", "Sheet 12 mm plywood", "Лист стальной 3 мм", "Seitenschalung 20", "Hoja de puerta 2 m"]
)
def test_works_with_words_for_pages_are_none(text):
    assert not is_note(text)
