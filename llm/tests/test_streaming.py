"""An answer comes in pieces: text as it is said, calls of tools whole, what it cost at the end; every fault is one typed error."""

from __future__ import annotations

import threading
import time

import pytest

from llm.providers import base
from llm.providers.base import Conversation, Message, Tool, Usage
from llm.providers.openai_compatible import OpenAICompatible

OBJECT = {"type": "object", "additionalProperties": False}
SUM = Tool("sum_items", "Sums amounts.", OBJECT | {"properties": {"group": {"type": "string"}}, "required": ["group"]})
COUNT = Tool("count_items", "Counts items.", OBJECT | {"properties": {}, "required": []})
QUESTION = "What does the concrete cost? Сколько стоит бетон? كم تكلفة الخرسانة؟ " * 6
CALLED = {"calls": [{"name": "sum_items", "arguments": {"group": "concrete, бетон, خرسانة"}}]}


def talk(*turns: Message, tools: tuple[Tool, ...] = ()) -> Conversation:
    return Conversation(
        messages=(Message("system", "You help."), Message("user", QUESTION), *turns), max_tokens=400, tools=tools
    )


def heard(stream) -> tuple[str, base.Delta]:
    """The whole text and the last delta."""
    *pieces, last = list(stream)
    assert all(piece.text and not piece.finish for piece in pieces)
    return "".join(piece.text for piece in pieces), last


def test_text_comes_in_pieces_and_the_cost_at_the_end(provider):
    pieces = list(provider.stream(talk()))
    assert len(pieces) > 5
    text, last = "".join(piece.text for piece in pieces), pieces[-1]
    assert text == f"You said: {QUESTION[:400]}"
    assert (last.finish, last.model, last.calls) == ("stop", "played", ())
    assert last.usage.input_tokens > 100
    assert not last.usage.estimated


def test_a_call_of_a_tool_is_put_together_from_its_fragments(provider, played):
    played.play(turns=[CALLED])
    text, last = heard(provider.stream(talk(tools=(COUNT, SUM))))
    assert (text, last.finish) == ("", "calls")
    assert [(call.name, call.arguments) for call in last.calls] == [("sum_items", {"group": "concrete, бетон, خرسانة"})]


def test_several_calls_and_words_before_them(provider, played):
    calls = [{"name": "count_items", "arguments": {}}, *CALLED["calls"], *CALLED["calls"]]
    played.play(turns=[{"text": "Let me look.", "calls": calls}])
    text, last = heard(provider.stream(talk(tools=(COUNT, SUM))))
    assert text == "Let me look."
    assert [call.name for call in last.calls] == ["count_items", "sum_items", "sum_items"]
    assert len({call.id for call in last.calls}) == 3


def test_what_a_tool_gave_is_told_and_answered(provider, played):
    played.play(turns=[CALLED, {"text": "It is 12."}], keep_bodies=True)
    request = talk(tools=(SUM,))
    _, last = heard(provider.stream(request))
    told = (Message("assistant", "", calls=last.calls), Message("tool", '{"sum": "12.00"}', call_id=last.calls[0].id))
    text, end = heard(provider.stream(talk(*told, tools=(SUM,))))
    assert (text, end.finish) == ("It is 12.", "stop")
    assert played.counts()["bodies"][1]["messages"][-1]["content"] == '{"sum": "12.00"}'


def test_a_conversation_that_grows_is_cached_by_the_provider(provider):
    rules = Message("system", "The tools give figures; say nothing that they do not give. " * 40)
    request = Conversation(messages=(rules, Message("user", "How many items?")), max_tokens=400)
    first = heard(provider.stream(request))[1].usage
    longer = (*request.messages, Message("assistant", "Twelve."), Message("user", "And in masonry?"))
    second = heard(provider.stream(Conversation(messages=longer, max_tokens=400)))[1].usage
    assert first.cached_input_tokens == 0
    assert 0.8 * first.input_tokens < second.cached_input_tokens < second.input_tokens


@pytest.mark.parametrize(
    "fault", ["split-bytes", "no-done", "whole-body", "calls-without-index", "two-answers", "no-end"]
)
def test_servers_differ_and_are_understood(provider, played, fault):
    played.play({"fault": fault, "times": -1, "seconds": 30}, turns=[{"text": "Сумма, المجموع, sum.", **CALLED}])
    text, last = heard(provider.stream(talk(tools=(SUM,))))
    assert text == "Сумма, المجموع, sum."
    assert [call.arguments for call in last.calls] == [CALLED["calls"][0]["arguments"]]
    assert last.usage.input_tokens > 100


def test_usage_that_is_missing_is_estimated_and_never_zero(provider, played):
    honest = heard(provider.stream(talk()))[1].usage
    played.play({"fault": "no-usage"})
    guessed = heard(provider.stream(talk()))[1].usage
    assert guessed.estimated
    assert guessed.input_tokens >= honest.input_tokens
    assert guessed.output_tokens >= honest.output_tokens


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("429", base.RateLimited),
        ("402", base.OutOfCredit),
        ("401", base.Unauthorized),
        ("404", base.Refused),
        ("400-context", base.TooLong),
        ("500", base.Unavailable),
        ("reset", base.Unavailable),
        ("redirect", base.Refused),
        ("error-body", base.Unavailable),
        ("not-json-body", base.BadReply),
        ("empty-choices", base.BadReply),
        ("truncated", base.Truncated),
        ("refusal", base.Refused),
        ("stream-reset", base.Unavailable),
        ("stream-ends", base.Unavailable),
        ("stream-error", base.Unavailable),
        ("stream-garbage", base.BadReply),
        ("stream-endless", base.BadReply),
        ("no-tools", base.NoTools),
        ("no-tools-500", base.NoTools),
        ("unknown-tool", base.BadCall),
        ("half-call", base.BadCall),
        ("bad-arguments", base.BadCall),
        ("array-arguments", base.BadCall),
        ("deep-arguments", base.BadCall),
        ("many-calls", base.BadReply),
        ("tools-unasked", base.BadCall),
    ],
)
def test_a_fault_becomes_a_typed_error(provider, played, fault, error):
    played.play({"fault": fault, "times": -1}, turns=[{"text": "Words that come first. " * 5, **CALLED}])
    with pytest.raises(base.ProviderError) as caught:
        list(provider.stream(talk(tools=(SUM,))))
    assert type(caught.value) is error


@pytest.mark.parametrize(
    "fault", ["stream-reset", "stream-ends", "stream-error", "truncated", "bad-arguments", "many-calls"]
)
def test_a_broken_answer_still_says_what_it_cost(provider, played, fault):
    played.play({"fault": fault}, turns=[{"text": "Words that come first. " * 5, **CALLED}])
    with pytest.raises(base.ProviderError) as caught:
        list(provider.stream(talk(tools=(SUM,))))
    assert caught.value.usage.input_tokens > 100
    assert caught.value.usage.output_tokens > 10


def test_a_question_that_was_never_taken_costs_nothing(provider, played):
    played.play({"fault": "500"})
    stream = provider.stream(talk())
    with pytest.raises(base.Unavailable) as caught:
        next(stream)
    assert caught.value.usage == stream.usage == Usage()


@pytest.mark.parametrize("fault", ["stream-stalls", "drip", "slow"])
def test_an_answer_that_takes_too_long_is_given_up_in_time(played, fault):
    played.play({"fault": fault, "seconds": 5})
    hasty = OpenAICompatible(base_url=played.base_url, api_key="", model="played", timeout_seconds=0.6)
    started = time.monotonic()
    with pytest.raises(base.TimedOut):
        list(hasty.stream(talk()))
    assert time.monotonic() - started < 1.2


def test_a_whole_answer_that_stalls_is_given_up_in_time_too(played):
    played.play({"fault": "drip", "seconds": 5})
    hasty = OpenAICompatible(base_url=played.base_url, api_key="", model="played", timeout_seconds=0.6)
    request = base.ChatRequest(messages=talk().messages, schema_name="any", schema=COUNT.schema, max_tokens=50)
    started = time.monotonic()
    with pytest.raises(base.TimedOut):
        hasty.complete(request)
    assert time.monotonic() - started < 1.2


def test_a_stop_from_another_thread_cuts_the_connection_at_once(provider, played):
    played.play({"fault": "stream-stalls", "seconds": 4})
    stream = provider.stream(talk())
    threading.Timer(0.5, stream.stop).start()
    started = time.monotonic()
    pieces = list(stream)
    assert time.monotonic() - started < 1.5
    assert pieces
    assert not any(piece.finish for piece in pieces)
    assert stream.usage.input_tokens > 100
    _until(lambda: played.counts()["cut"] == 1)


def test_a_stop_before_the_first_word_cuts_the_connection_too(provider, played):
    played.play(delay=3)
    stream = provider.stream(talk())
    threading.Timer(0.5, stream.stop).start()
    started = time.monotonic()
    assert list(stream) == []
    assert time.monotonic() - started < 1.5


def test_an_answer_that_is_no_longer_wanted_is_closed(provider, played):
    played.play({"fault": "stream-stalls", "seconds": 4})
    with provider.stream(talk()) as stream:
        assert next(stream).text
    assert list(stream) == []
    _until(lambda: played.counts()["cut"] == 1)


def test_stopping_one_answer_leaves_others_alone(provider, played):
    played.play({"fault": "stream-stalls", "seconds": 0.8})
    slow, quick = provider.stream(talk()), provider.stream(talk())
    assert next(slow).text
    assert next(quick).text
    quick.stop()
    assert heard(slow)[1].finish == "stop"


@pytest.mark.parametrize("fault", ["no-stream-options", "no-temperature", "new-token-limit"])
def test_a_server_of_another_dialect_is_understood_and_remembered(provider, played, fault):
    played.play({"fault": fault, "times": -1})
    assert heard(provider.stream(talk()))[1].finish == "stop"
    first = played.counts()["calls"]
    assert heard(provider.stream(talk()))[1].usage.input_tokens
    assert played.counts()["calls"] == first + 1


def test_a_server_without_tools_answers_conversations_without_them(provider, played):
    played.play({"fault": "no-tools", "times": -1})
    with pytest.raises(base.NoTools) as caught:
        list(provider.stream(talk(tools=(SUM,))))
    assert not caught.value.retryable
    assert heard(provider.stream(talk()))[1].finish == "stop"


def test_a_refusal_in_a_conversation_does_not_take_the_schema_from_analyses(provider, played):
    played.play({"fault": "400", "times": 2}, keep_bodies=True)
    with pytest.raises(base.Refused):
        list(provider.stream(talk()))
    provider.complete(base.ChatRequest(messages=talk().messages, schema_name="any", schema=COUNT.schema, max_tokens=50))
    assert played.counts()["bodies"][-1]["response_format"]["type"] == "json_schema"


def _until(holds) -> None:
    deadline = time.monotonic() + 3
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)
