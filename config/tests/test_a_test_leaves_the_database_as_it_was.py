"""Whatever a test commits is gone after it, and what it removes is back: tests pass in any order."""

from __future__ import annotations

import pytest

from accounts.models import User
from config.tests.clearing import clear
from website.models import Flag

pytestmark = pytest.mark.django_db(transaction=True)


def test_rows_of_migrations_come_back_and_others_go():
    made = set(Flag.objects.values_list("name", "note"))
    assert made
    Flag.objects.all().delete()
    Flag.objects.create(name="bobs")
    User.objects.create_user("bob@example.com", None)
    clear(None)
    assert set(Flag.objects.values_list("name", "note")) == made
    assert not User.objects.exists()
