"""Limits and rests are kept for all workers together, in one step, by the clock of the server that keeps them."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.conf import settings as configured

from llm import shared

pytestmark = pytest.mark.django_db  # not for the database: the server of the cache is emptied before each


@pytest.fixture
def owner():
    return uuid4().hex


def go(owner, *, requests=0, tokens=0, asked=0):
    return shared.wait_seconds(owner, requests=requests, tokens=tokens, asked=asked, call=uuid4().hex)


def pass_by(owner, seconds):
    """Let time go by for what is kept of `owner`, by moving it into the past: no test waits, and none hangs on a busy machine."""
    server = shared._client(configured.CACHES["default"]["LOCATION"])
    calls, until, trial = shared._keys(owner, "calls", "until", "trial")
    for name, score in server.zrange(calls, 0, -1, withscores=True):
        server.zadd(calls, {name: round(score - seconds * 1000)})
    if rest := server.get(until):
        server.set(until, round(float(rest) - seconds * 1000), keepttl=True)
    if (left := server.pttl(trial)) > 0:
        server.pexpire(trial, max(1, round(left - seconds * 1000)))
        while left <= seconds * 1000 and server.exists(trial):
            time.sleep(0.001)


def test_without_limits_everything_goes_and_nobody_is_asked(owner, settings):
    settings.CACHES = {"default": {"LOCATION": "redis://127.0.0.1:1/0"}}
    assert go(owner, asked=10**9) == 0


def test_requests_a_minute(owner):
    assert [go(owner, requests=3) for _ in range(3)] == [0, 0, 0]
    assert 59 < go(owner, requests=3) <= 60


def test_tokens_a_minute(owner):
    assert go(owner, tokens=1_000, asked=600) == 0
    assert go(owner, tokens=1_000, asked=500) > 0
    assert go(owner, tokens=1_000, asked=400) == 0
    assert go(owner, tokens=1_000, asked=1) > 0


def test_the_wait_is_until_enough_is_free(owner):
    assert go(owner, tokens=100, asked=60) == 0
    pass_by(owner, 30)
    assert go(owner, tokens=100, asked=40) == 0
    soon, later = go(owner, tokens=100, asked=50), go(owner, tokens=100, asked=90)
    assert 0 < soon <= 30 < later <= 60
    pass_by(owner, soon)
    assert go(owner, tokens=100, asked=50) == 0


def test_a_call_above_the_limit_gets_a_minute_of_its_own(owner):
    assert go(owner, tokens=100, asked=5_000) == 0
    assert go(owner, tokens=100, asked=1) > 0


def test_calls_that_wait_are_not_counted(owner):
    assert go(owner, requests=1) == 0
    assert all(go(owner, requests=1) > 0 for _ in range(20))
    pass_by(owner, 60)
    assert go(owner, requests=1) == 0


def test_many_workers_at_once_never_pass_the_limit(owner):
    with ThreadPoolExecutor(16) as pool:
        waits = list(pool.map(lambda _: go(owner, requests=40, tokens=10_000, asked=100), range(200)))
    assert waits.count(0) == 40


def test_never_more_than_the_limit_in_any_window(owner):
    pick, went_by, passed = random.Random(7), 0.0, []
    while went_by < 400:
        before = went_by + time.monotonic()
        if not go(owner, requests=10):
            passed.append((before, went_by + time.monotonic()))  # somewhere between the two
        step = pick.choice((0, 0.5, 3))
        pass_by(owner, step)
        went_by += step
    spans = [later[1] - earlier[0] for earlier, later in zip(passed, passed[10:], strict=False)]
    assert len(passed) > 50  # it does not starve either
    assert min(spans) > 59.9


def test_five_failures_in_a_row_and_it_rests(owner):
    for _ in range(4):
        shared.failed(owner)
    assert not shared.is_resting(owner, "a", trial_seconds=5)
    shared.failed(owner)
    assert shared.is_resting(owner, "a", trial_seconds=5)
    assert shared.rests_after_failures(owner)


def test_an_answer_in_between_begins_the_count_anew(owner):
    for _ in range(3):
        for _ in range(4):
            shared.failed(owner)
        shared.succeeded(owner)
    assert not shared.is_resting(owner, "a", trial_seconds=5)


def rested(owner):
    for _ in range(5):
        shared.failed(owner)
    assert shared.is_resting(owner, "a", trial_seconds=5)
    pass_by(owner, shared.REST_SECONDS)


def test_after_the_rest_one_run_tries_and_the_others_wait(owner):
    rested(owner)
    assert [shared.is_resting(owner, who, trial_seconds=5) for who in "abca"] == [False, True, True, False]


def test_a_trial_that_succeeds_opens_it_for_all(owner):
    rested(owner)
    assert not shared.is_resting(owner, "a", trial_seconds=5)
    shared.succeeded(owner)
    assert not shared.is_resting(owner, "b", trial_seconds=5)
    assert not shared.rests_after_failures(owner)


def test_a_trial_that_fails_begins_another_rest(owner):
    rested(owner)
    assert not shared.is_resting(owner, "a", trial_seconds=5)
    shared.failed(owner, rest_seconds=60)
    assert shared.is_resting(owner, "a", trial_seconds=5)


def test_one_who_tried_and_died_is_followed_by_another(owner):
    rested(owner)
    assert not shared.is_resting(owner, "a", trial_seconds=5)
    assert shared.is_resting(owner, "b", trial_seconds=5)
    pass_by(owner, 5)
    assert not shared.is_resting(owner, "b", trial_seconds=5)


def test_many_threads_find_one_who_tries(owner):
    rested(owner)
    with ThreadPoolExecutor(16) as pool:
        resting = list(pool.map(lambda number: shared.is_resting(owner, f"{number}", trial_seconds=5), range(64)))
    assert resting.count(False) == 1


def test_looking_does_not_take_the_trial(owner):
    rested(owner)
    assert shared.rests_after_failures(owner)
    assert not shared.is_resting(owner, "a", trial_seconds=5)


def test_keys_rest_and_wake():
    key = uuid4().hex
    assert shared.key_rest(key) == ("", 0.0)
    shared.rest_key(key, "llm.unauthorized", 100)
    code, seconds = shared.key_rest(key)
    assert code == "llm.unauthorized"
    assert 99 < seconds <= 100
    shared.wake_key(key)
    assert shared.key_rest(key) == ("", 0.0)


def test_without_the_server_nothing_is_limited_and_nothing_rests(owner, settings):
    settings.CACHES = {"default": {"LOCATION": "redis://127.0.0.1:1/0"}}
    assert go(owner, requests=1) == 0
    assert go(owner, requests=1) == 0
    shared.failed(owner)
    shared.succeeded(owner)
    assert not shared.is_resting(owner, "a", trial_seconds=5)
    assert shared.key_rest("k") == ("", 0.0)
