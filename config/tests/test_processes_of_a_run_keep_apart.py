"""Processes that share a test run do not clear each other's cache."""

import os

import pytest
from django.conf import settings
from django.core.cache import cache

from config.tests.apart import own_database


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("unix:///run/a.sock", "unix:///run/a.sock?db=3"),
        ("unix:///run/a.sock?db=0", "unix:///run/a.sock?db=3"),
        ("redis://localhost:6379/0", "redis://localhost:6379/3"),
        ("rediss://:pass@host:6380", "rediss://:pass@host:6380/3"),
    ],
)
def test_each_has_a_database_of_its_own(url, own):
    assert own_database(url, 3) == own


def test_cache_and_broker_are_in_the_same_one():
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    number = int(worker.removeprefix("gw")) + 1 if worker else 0
    assert cache._cache.get_client().connection_pool.connection_kwargs.get("db", 0) == number
    assert not worker or settings.CELERY_BROKER_URL.endswith((f"virtual_host={number}", f"/{number}"))
