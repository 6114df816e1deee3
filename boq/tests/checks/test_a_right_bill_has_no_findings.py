"""What agrees is left in peace."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from boq.engine.checks.base import run_checks
from boq.engine.model import Boq
from boq.tests.checks.bills import right_bill


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), items=st.integers(25, 90), bills=st.integers(1, 5), parts=st.integers(1, 4))
def test_a_bill_made_to_be_right_yields_no_finding(seed, items, bills, parts):
    assert run_checks(right_bill(seed, items, bills, parts)) == ()


def test_an_empty_bill_yields_no_finding():
    assert run_checks(Boq(sections=(), items=())) == ()


def test_the_same_bill_yields_the_same_findings_in_the_same_order():
    boq = right_bill(3)
    worse = Boq(boq.sections, boq.items + boq.items[:9], boq.totals[:1])
    first = run_checks(worse)
    assert first
    assert first == run_checks(worse)
