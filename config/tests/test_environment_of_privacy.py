"""What data protection takes from the environment: faults are told with their mends."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import read_environment
from config.privacy import RETENTION_DAYS


def test_nothing_set_is_two_weeks_of_grace_and_the_days_of_the_table():
    privacy = read_environment({}).privacy
    assert (privacy.erasure_days, privacy.export_days, privacy.retention_days) == (14, 7, RETENTION_DAYS)
    assert privacy.erasure_keys == ()


def test_single_days_are_changed_and_the_keys_are_not_shown():
    given = {
        "MIZAN_RETENTION_DAYS": "audit_people=365, events=30",
        "MIZAN_ERASURE_DAYS": "0",
        "MIZAN_ERASURE_KEYS": "one, two",
    }
    privacy = read_environment(given).privacy
    assert (privacy.retention_days["audit_people"], privacy.retention_days["events"]) == (365, 30)
    assert privacy.retention_days["jobs"] == RETENTION_DAYS["jobs"]
    assert (privacy.erasure_days, privacy.erasure_keys) == (0, ("one", "two"))
    assert "two" not in repr(privacy)


def test_what_was_hashed_before_the_ledger_had_keys_of_its_own_is_still_read():
    assert read_environment({}).privacy.ledger_keys("secret") == ("secret",)
    assert read_environment({"MIZAN_ERASURE_KEYS": "one"}).privacy.ledger_keys("secret") == ("one", "secret")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MIZAN_ERASURE_DAYS", "-1"), ("MIZAN_ERASURE_DAYS", "soon"), ("MIZAN_PRIVACY_EXPORT_DAYS", "0"),
        ("MIZAN_RETENTION_DAYS", "audit_people"), ("MIZAN_RETENTION_DAYS", "shoes=3"), ("MIZAN_RETENTION_DAYS", "jobs=long"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_named(name, value):
    with pytest.raises(ImproperlyConfigured, match=name):
        read_environment({name: value})
