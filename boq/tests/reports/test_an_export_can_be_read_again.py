"""What Mizan writes, Mizan reads: the same items and the same total."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boq.engine.model import Standing
from boq.engine.reading import read
from boq.engine.reports.base import writer_for
from boq.tests.checks.bills import changed, right_bill
from boq.tests.reports.making import receipt_of, report

READ_AGAIN = ("xlsx", "csv")


@pytest.mark.parametrize("name", READ_AGAIN)
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6), items=st.integers(15, 80))
def test_the_same_items_and_the_same_total_come_back(name, seed, items):
    boq = right_bill(seed, items, 2, 2)
    again = read(report(boq, name), f"again.{writer_for(name).name}")
    assert again.receipt.items == len(boq.items)
    assert again.receipt.total == receipt_of(boq).total
    assert [one.quantity for one in again.boq.items] == [one.quantity for one in boq.items]
    assert [one.value for one in again.boq.items] == [one.value for one in boq.items]


@pytest.mark.parametrize("name", READ_AGAIN)
def test_options_stay_out_of_the_total_that_comes_back(name):
    boq = changed(changed(right_bill(), 1, standing=Standing.OPTIONAL), 2, standing=Standing.NOT_APPLICABLE)
    again = read(report(boq, name), f"again.{name}")
    assert again.receipt.total == receipt_of(boq).total
    assert [one.standing for one in again.boq.items[:4]] == [one.standing for one in boq.items[:4]]


@pytest.mark.parametrize("name", READ_AGAIN)
def test_every_bidder_comes_back(name):
    boq = right_bill(items=20)
    items = []
    for one in boq.items:
        first = msgspec.structs.replace(one.prices[0], party="North")
        second = msgspec.structs.replace(
            first, party="South", amount=first.amount and first.amount * 2, rate=first.rate and first.rate * 2
        )
        items.append(msgspec.structs.replace(one, prices=(first, second)))
    boq = msgspec.structs.replace(boq, items=tuple(items), parties=("North", "South"))
    again = read(report(boq, name), f"again.{name}")
    assert again.receipt.items == len(boq.items)
    assert [[price.amount for price in one.prices] for one in again.boq.items] == [
        [price.amount for price in one.prices] for one in boq.items
    ]
