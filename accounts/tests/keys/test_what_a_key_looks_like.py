"""A key carries its mark and a checksum, and is kept only as a hash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.keys import ALPHABET, MARK, new_key, well_formed
from accounts.models import ApiKey, AuditEntry


def test_a_new_key_is_well_formed_and_never_the_same():
    made = {new_key() for _ in range(100)}
    assert len(made) == 100
    assert all(one.startswith("mzn_live_") and well_formed(one) for one in made)


@given(st.integers(0, 37), st.sampled_from(ALPHABET))
def test_one_mistyped_letter_is_noticed(place, letter):
    key = new_key()
    at = len(MARK) + place
    wrong = key[:at] + letter + key[at + 1 :]
    assert well_formed(wrong) is (wrong == key)


@pytest.mark.parametrize(
    "text", ["", "mzn_live_", "mzn_live_" + "0" * 38, "mzn_test_" + "0" * 38, "é" * 47, "mzn_live_" + "ü" * 38]
)
def test_what_is_no_key_is_refused_without_a_look_into_the_database(text):
    assert not well_formed(text)


@pytest.mark.django_db
def test_nothing_that_is_kept_holds_the_key(key):
    row, plain = key("boqs:read")
    kept = str(list(ApiKey.objects.values())) + str(list(AuditEntry.objects.values()))
    assert plain not in kept
    assert plain.startswith(row.prefix)
    assert len(row.prefix) < len(plain) / 3
