"""JSON with one spelling, as RFC 8785 has it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boq.engine.canonical import canonical


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None, "é\n"]}, '{"a":[true,null,"é\\n"],"b":1}'),
        ({"€": 1, "\r": 2, "1": 3, "😀": 4, "\ufb33": 5}, '{"\\r":2,"1":3,"€":1,"😀":4,"\ufb33":5}'),
        ([1.0, 0.95, 1e21, 1e-7, 0.00001, -0.0, 333333333.3333333, 1e-5, 4.5e-6], None),
    ],
)
def test_keys_are_ordered_and_numbers_have_one_form(value, text):
    expected = text or "[1,0.95,1e+21,1e-7,0.00001,0,333333333.3333333,0.00001,0.0000045]"
    assert canonical(value).decode() == expected


@pytest.mark.parametrize("value", [float("nan"), 2**60 + 1, {1, 2}, {"a": "\ud800"}])
def test_what_has_no_form_is_refused(value):
    with pytest.raises((ValueError, UnicodeError), match=r".+"):
        canonical(value)


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-1e15, 1e15)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=12,
)  # fmt: skip


@given(plain)
def test_the_form_is_json_of_the_same_value_and_does_not_change_when_read_back(value):
    once = canonical(value)
    assert json.loads(once) == value
    assert canonical(json.loads(once)) == once
