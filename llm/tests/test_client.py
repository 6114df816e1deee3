"""A question is tried at most three times in all, repaired once, and everything paid is counted."""

from __future__ import annotations

import time

import pytest

from llm.client import Answer, Breaker, Failure, ask
from llm.steps import ClassifyItems
from llm.tests.works import QUICK, works

STEP = ClassifyItems()
WORKS = works(8)


def asked(provider, breaker=None):
    return ask(
        provider, STEP.request(WORKS), lambda text: STEP.read(text, WORKS), policy=QUICK, breaker=breaker or Breaker(5)
    )


@pytest.mark.parametrize("fault", ["429", "500", "503", "reset", "error-body"])
def test_a_passing_fault_is_tried_again(provider, played, fault):
    played.play({"fault": fault, "times": 2})
    got = asked(provider)
    assert isinstance(got, Answer)
    assert got.calls == 3
    assert len(got.value.answers) == 8


@pytest.mark.parametrize(
    ("fault", "code"), [("429", "llm.rate-limited"), ("500", "llm.unavailable"), ("reset", "llm.unavailable")]
)
def test_three_tries_are_all(provider, played, fault, code):
    played.play({"fault": fault, "times": -1})
    got = asked(provider)
    assert isinstance(got, Failure)
    assert (got.code, got.calls, played.counts()["calls"]) == (code, 3, 3)


@pytest.mark.parametrize(
    ("fault", "code"), [("401", "llm.unauthorized"), ("402", "llm.out-of-credit"), ("refusal", "llm.refused")]
)
def test_a_fault_that_stays_is_not_tried_again(provider, played, fault, code):
    played.play({"fault": fault, "times": -1})
    got = asked(provider)
    assert (got.code, played.counts()["calls"]) == (code, 1)


@pytest.mark.parametrize("fault", ["prose", "broken", "wrong-shape", "empty-text", "empty-choices"])
def test_a_reply_that_is_not_json_is_mended_once(provider, played, fault):
    played.play({"fault": fault}, keep_bodies=True)
    got = asked(provider)
    assert isinstance(got, Answer)
    assert got.calls == 2
    assert len(got.value.answers) == 8
    first, second = played.counts()["bodies"]
    assert second["messages"][: len(first["messages"])] == first["messages"]


def test_the_repair_is_paid_together_with_the_first_reply(provider, played):
    alone = asked(provider).usage
    played.play({"fault": "prose"})
    mended = asked(provider).usage
    assert mended.input_tokens > 2 * alone.input_tokens


def test_a_second_bad_reply_ends_it(provider, played):
    played.play({"fault": "prose", "times": -1})
    got = asked(provider)
    assert (got.code, got.calls) == ("llm.invalid", 2)
    assert got.usage.input_tokens > 0


@pytest.mark.parametrize("fault", ["fenced", "thinking", "string-ids"])
def test_json_in_wrapping_is_taken_without_a_second_call(provider, played, fault):
    played.play({"fault": fault, "times": -1})
    got = asked(provider)
    assert (got.calls, len(got.value.answers)) == (1, 8)


def test_retry_after_is_waited_for(provider, played):
    played.play({"fault": "429", "seconds": 0.4})
    started = time.monotonic()
    assert isinstance(asked(provider), Answer)
    assert time.monotonic() - started >= 0.4


def test_a_provider_that_asks_for_a_long_wait_is_left_alone(provider, played):
    played.play({"fault": "429", "seconds": 3600, "times": -1})
    assert asked(provider).code == "llm.rate-limited"
    assert played.counts()["calls"] == 1


def test_five_failures_in_a_row_open_the_breaker(provider, played):
    played.play({"fault": "500", "times": -1})
    breaker = Breaker(5)
    for _ in range(4):
        asked(provider, breaker)
    assert breaker.open
    assert played.counts()["calls"] == 5


def test_an_answer_closes_the_count_of_failures(provider, played):
    breaker = Breaker(5)
    for _ in range(4):
        played.play({"fault": "500", "times": 2})
        assert isinstance(asked(provider, breaker), Answer)
    assert not breaker.open
