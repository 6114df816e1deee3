"""Whatever a model says, Mizan talks to its provider and to nobody else."""

from __future__ import annotations

import socket
from contextlib import suppress

import pytest

from llm.providers import base
from llm.providers.base import ChatRequest, Conversation, Message, Tool
from llm.steps import ClassifyItems
from llm.testing.hostile import EVIL
from llm.testing.process import PlayedProvider
from llm.testing.watch import outgoing
from llm.tests.works import works

CLOSED = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
TALK = Conversation(
    messages=(Message("user", "How much?"),), max_tokens=200, tools=(Tool("sum_items", "Sums.", CLOSED),)
)
REQUEST = ChatRequest(messages=TALK.messages, schema_name="any", schema=CLOSED, max_tokens=50)


def test_the_watch_sees_what_it_should():
    with outgoing() as seen, socket.socket() as one:
        one.settimeout(0.2)
        one.connect_ex(("127.0.0.1", 9))
    assert seen == ["127.0.0.1:9"]
    with outgoing() as seen, suppress(OSError):
        socket.create_connection(("evil.invalid", 443), timeout=0.2)
    assert "evil.invalid:443" in seen


@pytest.mark.parametrize("fault", ["links", "obeys", "prices", "markup", "tools-unasked"])
def test_answers_full_of_addresses_are_only_words(provider, played, fault):
    played.play({"fault": fault, "times": -1})
    with outgoing() as seen:
        provider.complete(ClassifyItems().request(works(8)))
        played.play({"fault": fault, "times": -1}, turns=[{"text": f"See {EVIL}/a.png"}])
        words = "".join(delta.text for delta in _heard(provider))
    assert words.startswith(f"See {EVIL}")
    assert set(seen) <= {played.address.removeprefix("http://")}


@pytest.mark.parametrize("ask", ["complete", "stream"])
def test_a_redirect_is_not_followed(provider, played, ask):
    with PlayedProvider() as other:
        played.play({"fault": "redirect", "to": f"{other.base_url}/chat/completions", "times": -1})
        with pytest.raises(base.Refused):
            provider.complete(REQUEST) if ask == "complete" else list(provider.stream(TALK))
        assert other.counts()["calls"] == 0


def _heard(provider) -> list[base.Delta]:
    """All deltas of an answer; one that ends in a typed error ends there."""
    heard = []
    with suppress(base.BadCall):
        for delta in provider.stream(TALK):
            heard.append(delta)
    return heard
