"""Numbers as people write them come back as what they are."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boq.engine.decimals import convention_of, file_convention
from boq.engine.grid import Grid
from boq.engine.numbers import from_float, parse
from boq.engine.units import parse_unit

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("999999999.99"), places=2, allow_nan=False, allow_infinity=False)
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def english(value: Decimal) -> str:
    return f"{value:,.2f}"


def swap(text: str, mark: str, group: str) -> str:
    return text.replace(",", "\0").replace(".", mark).replace("\0", group)


@given(AMOUNTS)
def test_points_and_commas_are_read_back_either_way(value):
    assert parse(english(value), ".").value == value
    assert parse(swap(english(value), ",", "."), ",").value == value
    assert parse(swap(english(value), ",", " "), ",").value == value
    assert parse(swap(english(value), ",", "\u00a0"), ",").value == value
    assert parse(swap(english(value), ".", "'"), ".").value == value


@given(AMOUNTS)
def test_two_decimals_are_never_taken_for_thousands_whatever_the_column_says(value):
    assert parse(f"{value:.2f}", ",").value == value
    assert parse(f"{value:.2f}".replace(".", ","), ".").value == value


@given(AMOUNTS)
def test_arabic_indic_and_persian_digits_are_digits(value):
    assert parse(english(value).translate(ARABIC), ".").value == value
    assert parse(swap(english(value), "٫", "٬").translate(ARABIC), ".").value == value
    assert parse(swap(english(value), "٫", "٬").translate(PERSIAN), ",").value == value


@given(st.integers(min_value=100_000, max_value=10**12))
def test_indian_grouping_is_read(value):
    digits, last = str(value)[:-3], str(value)[-3:]
    pairs = []
    while digits:
        pairs.insert(0, digits[-2:])
        digits = digits[:-2]
    assert parse(",".join([*pairs, last]) + ".00", ".").value == value


@given(AMOUNTS)
def test_negatives_are_marked_in_front_behind_or_with_brackets(value):
    for text in (f"-{english(value)}", f"({english(value)})", f"{english(value)}-", f"−{english(value)}"):
        assert parse(text, ".").value == -value


SPACES = st.sampled_from(" \u00a0\u2007\u2009\u202f\u3000")
SIGNS = st.sampled_from(
    ["SAR", "Rs.", "$", "€", "£", "AED", "руб.", "₽", "TL", "฿", "บาท", "ر.س", "R$", "US$", "EUR", "₹"]
)
CONVENTIONS = st.sampled_from(
    [(".", ","), (",", "."), (",", " "), (",", "\u00a0"), (",", "\u202f"), (".", "'"), (".", "’"), (".", " ")]
)
MARKS = st.sampled_from(["", "\u200e", "\u200f", "\u061c", "\u202b", "\u2067"])
DIGITS = st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "๐๑๒๓๔๕๖๗๘๙", "０１２３４５６７８９", "०१२३४५६७८९"])


@given(AMOUNTS, CONVENTIONS, DIGITS, SIGNS, SPACES, st.booleans(), st.booleans(), MARKS)
def test_what_is_written_in_any_convention_is_read_back_exactly(
    value, written, digits, sign, space, before, minus, mark
):
    text = swap(english(value), *written).translate(dict(zip(map(ord, "0123456789"), digits, strict=True)))
    text = mark + (f"-{text}" if minus else text)
    text = f"{sign}{space}{text}" if before else f"{text}{space}{sign}"
    found = parse(text, written[0])
    assert found.value == (-value if minus else value)


@given(
    st.integers(1, 99_999),
    st.sampled_from(["m2", "м3", "m²", "шт.", "kg", "ตร.ม.", "م2", "Nos.", "LS", "cu.m", "пог. м"]),
    SPACES,
)
def test_a_unit_inside_the_quantity_is_set_apart(number, unit, space):
    value = Decimal(number) / 100
    found = parse(f"{value}{space}{unit}", ".")
    assert (found.value, parse_unit(found.unit)) == (value, parse_unit(unit))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("500.-", "500"),
        ("1'200.-", "1200"),
        ("500,--", "500"),
        ("500/-", "500"),
        ("1,500/=", "1500"),
        ("Fr. 500.-", "500"),
    ],
)
def test_a_dash_in_place_of_cents_is_no_minus(text, value):
    assert parse(text).value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("½", "0.5"), ("2½", "2.5"), ("1 1/2", "1.5"), ("3/4", "0.75"), ("-1/4", "-0.25"), ("1/2 day", "0.5")],
)
def test_fractions_of_measures(text, value):
    assert parse(text).value == Decimal(value)


@pytest.mark.parametrize("text", ["%15", "15 %", "15٪", "٪15"])
def test_percentages_are_marked_before_or_behind(text):
    assert parse(text)[:2] == (Decimal(15), True)


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("Rs. 1,200.50", "1200.50", ""), ("SAR 500", "500", "SAR"), ("$16,474,320.00*^", "16474320.00", ""), ("€ 1,50", "1.50", "EUR"),
        ("500/-", "500", ""), ("GH¢ 5.00", "5.00", "GHS"), ("1 250,00 руб.", "1250.00", "RUB"), ("R$ 1.234,56", "1234.56", "BRL"),
    ],
)  # fmt: skip
def test_currencies_stand_around_the_number(text, value, currency):
    found = parse(text, ",")
    assert (found.value, found.currency) == (Decimal(value), currency)


def test_units_may_stand_inside_the_quantity():
    assert parse("12 m2")[:4] == (Decimal(12), False, "", "m2")
    assert parse("7.5 %")[:2] == (Decimal("7.5"), True)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("R.O.", "rate_only"), ("Rate Only", "rate_only"), ("سعر فقط", "rate_only"), ("Incl.", "included"), ("Included", "included"),
        ("مشمول", "included"), ("Excluded", "excluded"),
        ("by others", "excluded"), ("nil", "nil"), ("-", "nil"), ("—", "nil"), ("No bid", "unpriced"),
    ],
)  # fmt: skip
def test_words_in_place_of_figures_are_no_numbers(text, word):
    found = parse(text)
    assert (found.value, found.word) == (None, word)


@pytest.mark.parametrize(
    "text", ["1.2.3", "12/05/2026", "B25", "2 x 4", "1e308", "12,34", "1,2,3", "", "  ", "Ø 110", "1:2:4"]
)
def test_what_is_no_amount_stays_none(text):
    assert text == "12,34" or parse(text or " ").value is None


def test_a_lone_separator_before_three_digits_follows_the_column():
    assert parse("1.250", ".").value == Decimal("1.250")
    assert parse("1.250", ",").value == 1250
    assert parse("1,250", ".").value == 1250
    assert parse("1,250", ",").value == Decimal("1.250")


def test_the_convention_is_decided_by_the_values_that_can_be_read_one_way_only():
    assert convention_of(["1.250", "3.400", "12,5"]) == (",", True, 2)
    assert convention_of(["1,250", "3,400", "12.5"]) == (".", True, 2)
    assert convention_of(["1.250", "2.500"], default=",") == (",", False, 2)
    assert convention_of(["12", "n/a"]) == (".", False, 0)
    assert convention_of(["0.125", "1.250"]).mark == "."
    assert convention_of(["0,125", "1,250"]).mark == ","
    assert convention_of(["1 250,125", "1,250"]).mark == ","
    assert convention_of(["1,50,000", "2,345"]).mark == "."
    assert convention_of(["1234.567", "1.250"]).mark == "."


def test_grouped_thousands_stand_beside_bare_small_numbers_and_decimals_beside_bare_large_ones():
    assert convention_of(["1,250", "900", "45", "12,000"]) == (".", True, 2)
    assert convention_of(["1,257", "900", "45", "12,341"]) == (".", False, 2)
    assert convention_of(["1.250", "1500", "2250"]) == (".", True, 1)
    assert convention_of(["1.250", "900", "45", "12.000"]) == (",", False, 2)  # likely, and asked about
    assert convention_of(["1.250", "900", "45"], ".", known=True).mark == "."  # the rest of the file says more


def test_the_numbers_of_items_have_no_say_in_the_decimal_mark_of_a_file():
    rows = [[f"1.{n}", "Concrete", f"{n}.250", f"{n},50"] for n in range(1, 9)]
    assert file_convention([Grid("Bill", rows)]).mark == ","


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_a_float_becomes_the_decimal_that_spreadsheets_show(value):
    found = from_float(value)
    if value != value or abs(value) > 1e18:
        assert found is None
    else:
        assert found == Decimal(format(value, ".15g"))


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader_of_numbers(text):
    parse(text, ".")
    parse(text, ",")
