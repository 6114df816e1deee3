"""The playing provider is as strict as real servers are: what it lets pass would pass there too."""

from __future__ import annotations

from contextlib import closing

import pytest

from llm.providers import base
from llm.providers.base import ChatRequest, Conversation, Message, Tool, ToolCall
from llm.providers.openai_compatible import OpenAICompatible
from llm.steps import ClassifyItems
from llm.testing.schemas import refused_schema
from llm.tests.works import works

CLOSED = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
ASKED = (Message("user", "How much?"),)


def ours(played, *, model: str = "played", key: str = "sk-test") -> OpenAICompatible:
    return OpenAICompatible(base_url=played.base_url, api_key=key, model=model, timeout_seconds=5)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "items": {"type": "string"}},
        {"type": "object", "properties": {}},
        CLOSED | {"properties": {"a": {"type": "string"}}},
        CLOSED | {"properties": {"a": {}}, "required": ["a"]},
        CLOSED | {"properties": {"a": {"oneOf": [{"type": "string"}]}}, "required": ["a"]},
        CLOSED | {"properties": {"a": {"type": "array", "items": {"type": "object"}}}, "required": ["a"]},
        CLOSED | {"anyOf": [CLOSED]},
        CLOSED | {"properties": {"a": {"type": "string", "enum": [str(n) for n in range(1_001)]}}, "required": ["a"]},
        CLOSED | {"properties": {"a": {"type": "text"}}, "required": ["a"]},
    ],
)
def test_schemas_outside_the_strict_subset_are_refused(schema):
    assert refused_schema(schema)


def test_a_strict_schema_passes():
    inner = CLOSED | {"properties": {"n": {"type": ["integer", "null"]}}, "required": ["n"]}
    rows = {"type": "array", "items": {"anyOf": [inner, {"$ref": "#/$defs/row"}]}}
    assert refused_schema(CLOSED | {"properties": {"rows": rows}, "required": ["rows"], "$defs": {"row": inner}}) == ""


@pytest.mark.parametrize(
    "tool",
    [Tool("sum items", "", CLOSED), Tool("sum", "", {"type": "object"}), Tool("sum", "", {"type": "string"})],
)
def test_a_tool_that_a_real_server_refuses_is_refused(provider, tool):
    with pytest.raises(base.Refused):
        list(provider.stream(Conversation(messages=ASKED, max_tokens=100, tools=(tool,))))


@pytest.mark.parametrize(
    "turns",
    [
        (Message("tool", "12", call_id="call_1"),),
        (Message("assistant", "", calls=(ToolCall("call_1", "sum", {}),)),),
        (Message("assistant", "", calls=(ToolCall("call_1", "sum", {}),)), Message("user", "Go on.")),
        (Message("assistant", "", calls=(ToolCall("call_1", "sum", {}),)), Message("tool", "12", call_id="call_2")),
    ],
)
def test_a_conversation_whose_calls_are_not_answered_is_refused(provider, turns):
    with pytest.raises(base.Refused):
        list(provider.stream(Conversation(messages=(*ASKED, *turns), max_tokens=100)))


def test_the_stable_beginning_of_questions_is_cached(provider):
    first = provider.complete(ClassifyItems().request(works(40))).usage
    second = provider.complete(ClassifyItems().request(works(80)[40:])).usage
    assert first.cached_input_tokens == 0
    assert second.cached_input_tokens > 500


def test_models_that_are_not_there_are_refused(played):
    played.play(models=["small", "large"])
    with closing(ours(played, model="large")) as there, closing(ours(played, model="medium")) as missing:
        assert there.complete(ClassifyItems().request(works(3))).model == "large"
        with pytest.raises(base.Refused):
            missing.complete(ClassifyItems().request(works(3)))


def test_each_key_has_its_own_limits(played):
    keys = {"sk-a": {"limit": 2, "seconds": 30}, "sk-b": {"limit": 1, "seconds": 30}, "sk-c": {"status": 402}}
    played.play(keys=keys)
    request = ChatRequest(messages=ASKED, schema_name="any", schema=CLOSED, max_tokens=50)
    ends = []
    for key in ("sk-a", "sk-a", "sk-a", "sk-b", "sk-b", "sk-c", "sk-d"):
        with closing(ours(played, key=key)) as mine:
            try:
                mine.complete(request)
                ends.append("")
            except base.ProviderError as error:
                ends.append(error.code)
                waits = getattr(error, "retry_after", None)
                assert waits is None or 0 < waits <= 30
    limited = base.RateLimited.code
    assert ends == ["", "", limited, "", limited, base.OutOfCredit.code, base.Unauthorized.code]
    assert played.counts()["keys"] == {"sk-a": 3, "sk-b": 2, "sk-c": 1}


def test_a_second_answer_and_calls_that_nobody_asked_for_are_left_aside(provider, played):
    request = ClassifyItems().request(works(3))
    honest = provider.complete(request).text
    for fault in ("two-answers", "tools-unasked"):
        played.play({"fault": fault})
        assert provider.complete(request).text == honest
