"""A rate may be for ten, a hundred or a thousand units, where the bill says so or shows it; a single misfit is a slipped decimal."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boq.engine.checks.base import run_checks
from boq.engine.reading import read
from boq.tests.makers.workbooks import HEADER, csv_bill, xlsx_rows
from boq.tests.reading.grids import read_sheets, read_table, sheet

CENT = Decimal("0.01")


def test_one_amount_that_is_a_tenth_is_a_slip_that_is_found():
    reading = read_table(
        """
Item | Description | Unit | Qty | Rate | Amount
A | Concrete in beds | m3 | 10 | 100 | 1000
B | Concrete in walls | m3 | 396 | 9480 | 375408
C | Formwork to walls | m2 | 40 | 25 | 1000
D | Reinforcement | kg | 500 | 2 | 1000
"""
    )
    assert [item.price.rate_base for item in reading.boq.items] == [1, 1, 1, 1]
    slip = [finding for finding in run_checks(reading.boq) if finding.code == "arithmetic.decimal-slip"]
    assert [finding.facts["factor"] for finding in slip] == ["10"]


@pytest.mark.parametrize(
    ("text", "unit", "heading", "quantity", "rate", "amount", "base"),
    [
        ("Bricks", "1000 nr", "Rate", 4500, 300, 1350, 1000),
        ("Bricks, rate per 1,000", "nr", "Rate", 4500, 300, 1350, 1000),
        ("Earthwork", "m3", "Rate per 100", 4500, 300, 13500, 100),
        ("Обработка, расценка за 10 шт", "шт", "Rate", 40, 30, 120, 10),
        ("Add for profit", "%", "Rate", 5, 5000, 250, 100),
        ("Bricks", "nr", "Rate", 4500, 300, 1350, 1),
        ("Pipes of 100 mm", "m", "Rate", 45, 300, 135, 1),
        ("Blocks, 100 x 200", "nr", "Rate", 45, 300, 135, 1),
        ("Ladrillos", "millar", "Rate", 4500, 300, 1350, 1000),
        ("Кирпич", "тыс. шт", "Rate", 4500, 300, 1350, 1000),
        ("توريد طوب، السعر لكل ١٠٠٠ طوبة", "عدد", "Rate", 4500, 300, 1350, 1000),
        ("Steine, Preis je 1.000 St", "St", "Rate", 4500, 300, 1350, 1000),
        ("Plaster", "% Cft", "Rate", 4500, 300, 13500, 100),
        ("Earthwork", "m3", "Rate % Cum", 4500, 300, 13500, 100),
        ("Earthwork", "m3", "Rate/100m3", 4500, 300, 13500, 100),
        ("Nails", "1000 nr", "Rate", 7, "35.20", "0.25", 1000),
        ("Filling compacted to 95% of the maximum density", "m3", "Rate", 4500, 300, 13500, 1),
        ("Reducing tee 150/100", "nr", "Rate", 45, 300, 135, 1),
        ("Insulation, per 100 mm of thickness", "m2", "Rate", 45, 300, 135, 1),
        ("Manhole as per 10/A", "nr", "Rate", 45, 300, 1350, 1),
        ("Blocks, al 100% nuevos", "nr", "Rate", 45, 300, 135, 1),
        ("Earthwork", "m3", "Rate incl. 15% VAT", 4500, 300, 13500, 1),
        ("Clips", "pack of 100", "Rate", 45, 300, 135, 1),
    ],
)
def test_a_base_that_is_said_is_believed_and_others_are_not(text, unit, heading, quantity, rate, amount, base):
    reading = read_table(
        f"""
Item | Description | Unit | Qty | {heading} | Amount
A | Concrete in beds | m3 | 10 | 100 | 1000
B | {text} | {unit} | {quantity} | {rate} | {amount}
C | Formwork to walls | m2 | 40 | 25 | 1000
"""
    )
    assert reading.boq.items[1].price.rate_base == base


def test_amounts_in_thousands_are_no_slips():
    """Said by their heading, be it of a few works or many; unsaid where all works show it."""
    rows = [f"{n} | Work {n} | {unit} | {n}00 | 2500 | {n * 250}" for n, unit in enumerate(("м3", "м2", "т", "м"), 1)]
    plain = "№ | Наименование работ | Ед. изм. | Кол-во | Цена, руб. | Сумма, руб."
    for head, count in ((plain.replace("Сумма, руб", "Сумма, тыс. руб"), 2), (plain, 4)):
        reading = read_table("\n".join([head, *rows[:count]]))
        assert [item.price.rate_base for item in reading.boq.items] == [1000] * count
        assert not [one for one in run_checks(reading.boq) if one.code == "arithmetic.decimal-slip"]


def test_works_of_another_unit_vouch_for_nothing():
    """Most works are priced by the hundred cubic feet, as their unit says; doors are not, and one of them has slipped."""
    rows = "\n".join(f"{n} | Earthwork {n} | % Cft | {n}000 | 250 | {n * 2500}" for n in range(1, 6))
    reading = read_table(
        f"""
Item | Description | Unit | Qty | Rate | Amount
{rows}
6 | Doors | Each | 4 | 2500 | 100
"""
    )
    assert [item.price.rate_base for item in reading.boq.items] == [100] * 5 + [1]


def test_what_works_of_a_unit_show_goes_before_what_the_unit_says():
    """Quantities are in hundreds there: an amount that is a hundredth is a slip."""
    rows = "\n".join(f"{n} | Plaster {n} | 100 m2 | {n}.5 | 800 | {n * 800 + 400}" for n in range(1, 5))
    reading = read_table(
        f"""
Item | Description | Unit | Qty | Rate | Amount
{rows}
5 | Plaster to ceilings | 100 m2 | 20 | 900 | 180
"""
    )
    assert {item.price.rate_base for item in reading.boq.items} == {1}
    assert [one.facts["factor"] for one in run_checks(reading.boq) if one.code == "arithmetic.decimal-slip"] == ["100"]


@pytest.mark.parametrize(
    ("formula", "base"),
    [
        ("ROUND(D3*E3/10,0)", 10),
        ("D3*E3 / 10", 10),
        ("D3*E3*0.1", 10),
        ("D3*E3*.1", 10),
        ("D3*E3/100", 1),
        ("D3*E3", 1),
    ],
)
def test_a_formula_that_divides_is_believed(formula, base):
    """An amount that is typed may have slipped; who writes a formula that divides by ten means a rate for ten."""
    rows = """
Item | Description | Unit | Qty | Rate | Amount
A | Concrete in beds | m3 | 10 | 100 | 1000
B | Plastering, 15 mm thick | m2 | 2502 | 741 | 185398
C | Formwork to walls | m2 | 40 | 25 | 1000
"""
    reading = read_sheets(sheet(rows, formulas={(2, 5): formula}))
    assert reading.boq.items[1].price.rate_base == base


def _works(dice, units, base=1):
    """Rows of a right bill whose rates are for `base` units."""
    rows = []
    for number in range(12):
        quantity, rate = Decimal(dice.randint(1000, 90000)), Decimal(dice.randint(2000, 900000)) / 100
        amount = (quantity * rate / base).quantize(CENT, ROUND_HALF_UP)
        rows.append([f"{number + 1}", f"Work of kind {number + 1}", dice.choice(units), quantity, rate, amount])
    return rows


def _read(rows, kind):
    values = [[float(one) if isinstance(one, Decimal) else one for one in row] for row in rows]
    data = csv_bill(lines=values) if kind == "csv" else xlsx_rows([HEADER, *values])
    return read(data, f"bill.{kind}").boq


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    kind=st.sampled_from(["csv", "xlsx"]),
    factor=st.sampled_from([10, 100, 1000]),
    larger=st.booleans(),
    at=st.integers(0, 11),
)
def test_a_decimal_that_slips_either_way_in_a_file_is_found_once(seed, kind, factor, larger, at):
    rows = _works(random.Random(seed), ("m2", "m3", "kg", "nr"))
    stated = rows[at][5] * factor if larger else rows[at][5] / factor
    rows[at][5] = stated.quantize(CENT, ROUND_HALF_UP)
    found = [
        one for one in run_checks(_read(rows, kind)) if one.code.startswith("arithmetic.") and "share" not in one.code
    ]
    assert [(one.code, one.facts["factor"], one.source.row) for one in found] == [
        ("arithmetic.decimal-slip", str(factor), at + 2)
    ]


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6), kind=st.sampled_from(["csv", "xlsx"]), base=st.sampled_from([10, 100, 1000]))
def test_rates_for_so_many_units_of_a_whole_bill_are_no_slips(seed, kind, base):
    """Each unit says it, or no unit does and every work shows it."""
    for units in ((f"{base} m2", f"{base} nr"), ("m2", "m3", "nr")):
        boq = _read(_works(random.Random(seed), units, base), kind)
        assert {item.price.rate_base for item in boq.items} == {base}
        assert not [one for one in run_checks(boq) if one.code.startswith("arithmetic.") and "share" not in one.code]


def test_a_base_that_most_works_of_a_unit_show_is_believed():
    rows = "\n".join(f"{n} | Bricks, kind {n} | nr | {n}000 | 100 | {n}00" for n in range(1, 5))
    reading = read_table(
        f"""
Item | Description | Unit | Qty | Rate | Amount
{rows}
5 | Formwork to walls | m2 | 40 | 25 | 1000
6 | Formwork to beds | m2 | 10 | 25 | 250
"""
    )
    assert [item.price.rate_base for item in reading.boq.items] == [Decimal(1000)] * 4 + [1, 1]
