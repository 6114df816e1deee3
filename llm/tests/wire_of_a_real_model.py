"""Mizan's side of the wire against a real model and its server (`make wire`). Proves the protocol; no answer is judged here."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import msgspec
import pytest

from llm.providers import base
from llm.providers.base import ChatRequest, Conversation, Message, Tool, ToolCall
from llm.providers.openai_compatible import OpenAICompatible
from llm.steps import ClassifyItems
from llm.testing.real_model import CONTEXT
from llm.tests.works import works

ROW = {
    "type": "object",
    "properties": {"id": {"type": "integer"}, "group": {"type": "string", "enum": ["concrete", "masonry"]}},
    "required": ["id", "group"],
    "additionalProperties": False,
}
SCHEMA = {
    "type": "object",
    "properties": {"items": {"type": "array", "items": ROW, "minItems": 1, "maxItems": 4}},
    "required": ["items"],
    "additionalProperties": False,
}
COUNT = Tool(
    "count_items",
    "Counts the items of a group.",
    ROW | {"properties": {"group": {"type": "string"}}, "required": ["group"]},
)
TOO_LONG = "concrete " * 2 * CONTEXT


@pytest.fixture(scope="module")
def model() -> Iterator[OpenAICompatible]:
    """A client of the model, served in a process of its own."""
    server = subprocess.Popen(
        [sys.executable, "-m", "llm.testing.real_model"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout is not None
    address = server.stdout.readline().strip()
    assert address.startswith("http://127.0.0.1:")
    ours = OpenAICompatible(base_url=f"{address}/v1", api_key="", model="smollm2", timeout_seconds=120)
    yield ours
    ours.close()
    server.kill()
    server.communicate()


def asked(text: str, tokens: int = 200) -> ChatRequest:
    return ChatRequest(messages=(Message("user", text),), schema_name="sort", schema=SCHEMA, max_tokens=tokens)


def talk(text: str, *turns: Message, tokens: int = 60, tools: tuple[Tool, ...] = ()) -> Conversation:
    return Conversation(messages=(Message("user", text), *turns), max_tokens=tokens, tools=tools)


def paid(stream: base.Stream) -> base.Usage:
    """What an answer cost; a model this small may babble until it is cut short."""
    with suppress(base.Truncated):
        for _delta in stream:
            pass
    assert not stream.usage.estimated
    return stream.usage


def test_an_answer_keeps_to_the_schema_and_is_counted(model):
    reply = model.complete(asked("Sort: item 1 is a concrete slab, item 2 is a block wall."))
    rows = json.loads(reply.text)["items"]
    assert 1 <= len(rows) <= 4
    assert all(set(row) == {"id", "group"} and row["group"] in ("concrete", "masonry") for row in rows)
    assert not reply.usage.estimated
    assert reply.usage.input_tokens > 10
    assert reply.usage.output_tokens > 10
    assert reply.model


def test_a_question_of_an_analysis_is_taken_with_its_schema(model):
    """The schema of the real step is accepted by a server that makes a grammar of it; the reply is its object, right or wrong."""
    request = msgspec.structs.replace(ClassifyItems().request(works(2)), max_tokens=20)
    with pytest.raises(base.Truncated) as caught:
        model.complete(request)
    assert '"items"' in caught.value.text
    assert caught.value.usage.output_tokens == 20


def test_an_answer_that_is_cut_short_is_known_as_such(model):
    with pytest.raises(base.Truncated) as caught:
        model.complete(asked("Sort everything.", tokens=8))
    assert caught.value.usage.output_tokens == 8


def test_a_question_that_is_too_long_is_known_as_such(model):
    with pytest.raises(base.TooLong):
        model.complete(asked(TOO_LONG))
    with pytest.raises(base.TooLong):
        list(model.stream(talk(TOO_LONG)))


def test_an_answer_comes_in_pieces_with_its_usage_at_the_end(model):
    *pieces, last = list(model.stream(talk("Say hello.", tokens=200)))
    assert len(pieces) > 3
    assert "".join(piece.text for piece in pieces).strip()
    assert last.finish == "stop"
    assert not last.usage.estimated
    assert last.usage.output_tokens >= len(pieces) // 2


def test_a_streamed_answer_that_is_cut_short_is_known_as_such(model):
    with pytest.raises(base.Truncated) as caught:
        list(model.stream(talk("Count to a hundred in words.", tokens=8)))
    assert caught.value.text
    assert caught.value.usage.output_tokens == 8


def test_the_beginning_of_a_prompt_that_was_sent_before_is_cached(model):
    rules = "You answer in one short word. " * 20
    paid(model.stream(talk(rules + "Name a colour.", tokens=20)))
    assert paid(model.stream(talk(rules + "Name a number.", tokens=20))).cached_input_tokens > 50


def test_tools_are_taken_and_what_they_gave_is_read(model):
    """A model this small need not call a tool; a call that it makes is one of those offered, or BadCall."""
    assert paid(model.stream(talk("How many items? Use the tool.", tools=(COUNT,), tokens=60))).input_tokens > 5
    called = Message("assistant", "", calls=(ToolCall("call_1", "count_items", {"group": "concrete"}),))
    told = (called, Message("tool", '{"count": 12}', call_id="call_1"))
    assert paid(model.stream(talk("How many items?", *told, tools=(COUNT,), tokens=60))).input_tokens > 20


def test_a_stop_ends_the_answer_at_once_and_frees_the_model(model):
    stream = model.stream(talk("Count from one to five hundred in words.", tokens=1_500))
    assert next(stream).text
    threading.Timer(0.3, stream.stop).start()
    started = time.monotonic()
    heard = list(stream)
    assert time.monotonic() - started < 2
    assert not any(delta.finish for delta in heard)
    assert stream.usage.output_tokens >= len(heard)
    started = time.monotonic()
    paid(model.stream(talk("Say hello.", tokens=5)))
    assert time.monotonic() - started < 20
