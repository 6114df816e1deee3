"""The work grows with the bill and not faster, whatever is wrong with it."""

from __future__ import annotations

import time
from decimal import Decimal

import msgspec
import pytest

from boq.engine.checks.base import run_checks
from boq.engine.model import Boq
from boq.tests.checks.bills import bill, grand, item, right_bill, section


def alike(count: int) -> Boq:
    """Every item is the same work, at two rates."""
    return bill(
        *(
            item(number, rate=str(1 + number % 2), description="The same work everywhere", ref="1")
            for number in range(count)
        )
    )


def wrong(count: int) -> Boq:
    """Every amount and every total is wrong, every line a grand total that nobody has proven."""
    items = [item(number, price={"amount": Decimal(990)}) for number in range(count)]
    sections = tuple(section(index, stated_total=items[0].value) for index in range(count))
    items = [msgspec.structs.replace(one, section=index) for index, one in enumerate(items)]
    return bill(*items, sections=sections, totals=tuple(grand("1.23", row=row) for row in range(count)))


def deep(count: int) -> Boq:
    """Every section is part of the one before."""
    sections = tuple(section(index, parent=index - 1, level=index, stated_total=item().value) for index in range(count))
    return bill(*(item(number, section=number) for number in range(count)), sections=sections)


def seconds(boq: Boq) -> float:
    start = time.process_time()
    run_checks(boq)
    return time.process_time() - start


@pytest.mark.parametrize("make", [lambda count: right_bill(1, count, 20, 10), alike, wrong, deep])
def test_eight_times_the_items_take_less_than_twenty_times_as_long(make):
    small, large = make(1000), make(8000)
    seconds(small)
    quick = min(seconds(small) for _ in range(3))
    assert min(seconds(large) for _ in range(2)) < 20 * max(quick, 0.01)
