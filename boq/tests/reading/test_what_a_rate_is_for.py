"""A rate may be for ten, a hundred or a thousand units, where the bill says so or shows it; a single misfit is a slipped decimal."""

from __future__ import annotations

from decimal import Decimal

import pytest

from boq.engine.checks.base import run_checks
from boq.tests.reading.grids import read_table


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
