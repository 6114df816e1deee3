"""Units: one meaning, many spellings."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from boq.engine.units import parse_unit, resolve
from boq.engine.vocabulary.units import SPELLINGS
from boq.tests.makers.phrases import UNITS


@pytest.mark.parametrize(
    ("code", "spellings"),
    [
        ("m", "m lm rm rmt l.m lin.m م.ط م/ط пог.м п.м. м.п M1 เมตร"),
        ("m2", "m2 m² sqm sq.m S.M smt м2 кв.м م2 متر_مسطح ตร.ม. mq M²"),
        ("m3", "m3 m³ cum cu.m CMT м3 куб.м م3 متر_مكعب ลบ.ม. mc"),
        ("nr", "nr no Nos. each EA pcs шт. عدد بالعدد un ud adet bh"),
        ("kg", "kg KGS кг كجم กก."),
        ("t", "t ton tonne طن т"),
        ("sum", "item L.S. sum مقطوعية vb psch 1s"),
        ("h", "hr h час ساعة"),
        ("set", "set компл. к-т طقم ชุด"),
    ],
)  # fmt: skip
def test_spellings_have_one_meaning(code, spellings):
    assert {parse_unit(text.replace("_", " ")).code for text in spellings.split()} == {code}


@pytest.mark.parametrize(
    ("text", "code", "factor"),
    [("100 м2", "m2", 100), ("100 шт", "nr", 100), ("per 100 sqm", "m2", 100), ("P Cum", "m3", 1), ("1 Cum", "m3", 1),
     ("ONE Nos.", "nr", 1), ("per kg", "kg", 1)],
)  # fmt: skip
def test_factors_and_words_before_the_unit(text, code, factor):
    assert parse_unit(text) == (code, Decimal(factor))


@pytest.mark.parametrize(("text", "code"), [(text, code) for code, texts in UNITS.items() for text in texts.split("|")])
def test_the_nine_languages_spell_their_units(text, code):
    assert parse_unit(text).code == code


@pytest.mark.parametrize(
    ("text", "code", "factor"),
    [
        ("per 1000 nr", "nr", 1000), ("per 1,000 nr", "nr", 1000), ("1 000 шт", "nr", 1000), ("1000 шт.", "nr", 1000), ("10 м", "m", 10),
        ("тыс. м3", "m3", 1000), ("% Cft", "cf", 100), ("‰ Cft", "cf", 1000), ("% 100 sft", "sf", 100), ("m² x 100", "m2", 100),
        ("١٠٠ م٢", "m2", 100), ("100кв.м", "m2", 100), ("за м2", "m2", 1), ("لكل م2", "m2", 1), ("je m²", "m2", 1), ("le m2", "m2", 1),
    ],
)  # fmt: skip
def test_rates_per_hundred_and_thousand(text, code, factor):
    assert parse_unit(text) == (code, Decimal(factor))


FACTORS = st.sampled_from(
    [("", 1), ("100 ", 100), ("per 100 ", 100), ("1000 ", 1000), ("per 1000 ", 1000), ("per ", 1), ("P ", 1), ("1 ", 1)]
)
SPELT = st.sampled_from(
    [
        (text, code)
        for code in ("m", "m2", "m3", "nr", "kg", "t")
        for text in UNITS[code].split("|")
        if text[0].isalpha()
    ]
)
TYPED = st.sampled_from(
    [str, str.upper, str.lower, lambda text: f" {text} ", lambda text: f"({text})", lambda text: f"\u200f{text}\u00a0"]
)


@given(FACTORS, SPELT, TYPED)
def test_a_unit_is_read_back_however_it_is_typed(factor, spelt, typed):
    assume((factor[0], spelt[0]) != ("P ", "to"))  # that is a point, "pto"
    assert parse_unit(typed(factor[0] + spelt[0])) == (spelt[1], Decimal(factor[1]))


@pytest.mark.parametrize(
    ("text", "seen", "steel", "code"),
    [
        ("MT", {"rm", "sqm", "cum"}, False, "t"),
        ("MT", {"smt", "cmt"}, False, "m"),
        ("MT", {"sqm"}, True, "t"),
        ("mt", {"sqm"}, False, "m"),
        ("م.م", {"م3", "عدد"}, False, "m2"),
        ("م.م", {"م2", "عدد"}, False, ""),
        ("ft", {"ml", "ens", "u"}, False, "sum"),
        ("ft", {"sft", "nos"}, False, "lf"),
    ],
)
def test_ambiguous_units_are_decided_by_the_table(text, seen, steel, code):
    assert resolve(parse_unit(text), text, seen, steel).code == code


def test_a_dollar_is_a_unit_of_allowance_items():
    assert parse_unit("$").code == "doll"


@pytest.mark.parametrize(
    "text", ["Supply", "12", "Concrete", "see drawing", "", "?", "a very long text that is no unit at all"]
)
def test_words_are_no_units(text):
    assert parse_unit(text).code == ""


def test_cm_beside_sm_is_a_cubic_metre_and_alone_a_centimetre():
    assert resolve(parse_unit("cm"), "cm", {"sm", "kg"}).code == "m3"
    assert resolve(parse_unit("cm"), "cm", {"m2"}).code == "cm"


def test_no_spelling_is_claimed_by_two_units_without_the_first_winning():
    for code, spellings in SPELLINGS.items():
        assert parse_unit(spellings[0]).code == code, spellings[0]


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader_of_units(text):
    parse_unit(text)
