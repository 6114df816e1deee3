"""Every fault of the wire becomes one typed error, and what was paid is known."""

from __future__ import annotations

import time

import pytest

from llm.providers import base
from llm.providers.openai_compatible import OpenAICompatible
from llm.steps import ClassifyItems
from llm.tests.works import works

REQUEST = ClassifyItems().request(works(6))


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("429", base.RateLimited),
        ("429-quota", base.OutOfCredit),
        ("402", base.OutOfCredit),
        ("401", base.Unauthorized),
        ("404", base.Refused),
        ("400", base.Refused),
        ("400-context", base.TooLong),
        ("500", base.Unavailable),
        ("503", base.Unavailable),
        ("reset", base.Unavailable),
        ("error-body", base.Unavailable),
        ("not-json-body", base.BadReply),
        ("empty-choices", base.BadReply),
        ("empty-text", base.BadReply),
        ("truncated", base.Truncated),
        ("refusal", base.Refused),
        ("endless", base.BadReply),
    ],
)
def test_a_fault_becomes_a_typed_error(provider, played, fault, error):
    played.play({"fault": fault, "times": -1})
    with pytest.raises(base.ProviderError) as caught:
        provider.complete(REQUEST)
    assert type(caught.value) is error


@pytest.mark.parametrize("fault", ["slow", "drip"])
def test_an_answer_that_takes_too_long_is_given_up(played, fault):
    played.play({"fault": fault, "seconds": 5})
    hasty = OpenAICompatible(base_url=played.base_url, api_key="", model="played", timeout_seconds=0.5)
    started = time.monotonic()
    with pytest.raises(base.TimedOut):
        hasty.complete(REQUEST)
    assert time.monotonic() - started < 2


def test_nobody_at_the_address_is_unavailable():
    with pytest.raises(base.Unavailable):
        OpenAICompatible(base_url="http://127.0.0.1:9/v1", api_key="", model="played", timeout_seconds=1).complete(
            REQUEST
        )


def test_retry_after_is_read(provider, played):
    played.play({"fault": "429", "seconds": 7})
    with pytest.raises(base.RateLimited) as caught:
        provider.complete(REQUEST)
    assert caught.value.retry_after == 7


def test_a_truncated_answer_still_says_what_it_cost(provider, played):
    played.play({"fault": "truncated"})
    with pytest.raises(base.Truncated) as caught:
        provider.complete(REQUEST)
    assert caught.value.usage.output_tokens > 0


def test_an_honest_answer_comes_with_its_usage(provider):
    reply = provider.complete(REQUEST)
    assert len(ClassifyItems().read(reply.text, works(6)).answers) == 6
    assert reply.usage.input_tokens > 100
    assert not reply.usage.estimated


def test_missing_usage_is_estimated_and_never_zero(provider, played):
    honest = provider.complete(REQUEST).usage
    played.play({"fault": "no-usage"})
    guessed = provider.complete(REQUEST).usage
    assert guessed.estimated
    assert guessed.input_tokens >= honest.input_tokens
    assert guessed.output_tokens >= honest.output_tokens


@pytest.mark.parametrize("fault", ["no-json-schema", "no-response-format", "no-temperature", "new-token-limit"])
def test_a_server_of_another_dialect_is_understood_and_remembered(provider, played, fault):
    played.play({"fault": fault, "times": -1})
    assert provider.complete(REQUEST).text
    first = played.counts()["calls"]
    assert provider.complete(REQUEST).text
    assert played.counts()["calls"] == first + 1


def test_a_refused_question_does_not_spoil_the_dialect_for_the_next(provider, played):
    played.play({"fault": "400", "times": 3}, keep_bodies=True)
    with pytest.raises(base.Refused):
        provider.complete(REQUEST)
    provider.complete(REQUEST)
    assert played.counts()["bodies"][-1]["response_format"]["type"] == "json_schema"


def test_what_a_provider_says_about_a_key_is_not_repeated():
    error = base.Unauthorized("Incorrect API key provided: sk-abcd1234****wxyz. Bearer abcdefgh")
    assert "abcd" not in error.detail
    assert str(error) == "llm.unauthorized"
