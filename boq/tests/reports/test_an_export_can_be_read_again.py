"""What Mizan writes, Mizan reads: the same items and the same total."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boq.engine.reading import read
from boq.engine.reports.base import writer_for
from boq.tests.checks.bills import right_bill
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
