"""What is counted within a time is counted once each, whoever counts at the same moment, and ends with its time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django.core.cache import cache

from config.counting import Count, counted


def test_each_of_many_at_once_is_counted():
    name = "counting:at-once"
    cache.delete(name)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: counted(name, 60).used, range(40)))
    assert sorted(found) == list(range(1, 41))


def test_a_count_without_an_end_gets_one():
    """As where the time ran out between two commands, and only the second one was heard."""
    name = "counting:endless"
    cache.set(name, 3, timeout=None)
    found = counted(name, 60)
    assert found.used == 4
    assert 0 < found.milliseconds <= 60_000
    assert 0 < counted(name, 5).milliseconds <= 60_000


def test_whoever_is_told_to_wait_is_told_enough():
    assert Count(1, 59_001).waiting() == {"seconds": 60, "minutes": 1}
    assert Count(1, 60_001).waiting() == {"seconds": 61, "minutes": 2}
