"""Answers of the playing provider: one `Spoken` for every call, sent whole or in pieces.

A question of an analysis is answered by `answers.py`. A conversation follows the script of turns it was given; without one
the provider calls the first tool that it is offered, and then says what came of it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from llm.testing import faults, hostile
from llm.testing.answers import honest, is_question

PIECE = 24
EMPTY: dict[str, Any] = {"string": "", "number": 0, "integer": 0, "boolean": False, "array": [], "null": None}


@dataclass(frozen=True)
class Spoken:
    """What the model says: text, calls of tools as (name, arguments in JSON), and why it stopped."""

    text: str | None = None
    calls: tuple[tuple[str, str], ...] = ()
    finish: str = "stop"
    refusal: str = ""
    others: tuple[str, ...] = field(default=())

    @property
    def written(self) -> str:
        """Everything that was paid for."""
        return (self.text or "") + "".join(name + arguments for name, arguments in self.calls)


def spoken(body: dict[str, Any], fault: str, turns: list[dict[str, Any]]) -> Spoken:
    """The answer to `body`, spoilt by `fault`."""
    if is_question(body):
        claims = hostile.spoil(fault, body, faults.spoil_claims(fault, honest(body)))
        answer = Spoken(faults.spoil_text(fault, claims))
    else:
        said = _turn(body, turns)
        text = said.text if said.text is None else hostile.spoil_words(fault, said.text)
        answer = _spoilt_calls(fault, replace(said, text=text))
    if fault == "refusal":
        return Spoken(None, refusal="I cannot help with that.")
    if fault == "truncated":
        return replace(answer, text=(answer.text or "")[: len(answer.text or "") // 2], finish="length")
    if fault == "two-answers":
        return replace(answer, others=("Another answer that nobody asked for.",))
    if fault == "tools-unasked":
        return replace(answer, calls=(*answer.calls, ("delete_all_items", '{"boq": "all"}')))
    return answer


def _turn(body: dict[str, Any], turns: list[dict[str, Any]]) -> Spoken:
    """The turn of the script that follows what was said since the person last spoke; else a call of the first tool, then words."""
    roles = [message["role"] for message in body["messages"]]
    last = max((place for place, role in enumerate(roles) if role == "user"), default=-1)
    said = roles[last:].count("assistant")
    if turns:
        turn = turns[min(said, len(turns) - 1)]
        calls = tuple(
            (call["name"], json.dumps(call["arguments"], ensure_ascii=False)) for call in turn.get("calls", ())
        )
        return Spoken(turn.get("text"), calls, "tool_calls" if calls else "stop")
    if body.get("tools") and not said:
        function = body["tools"][0]["function"]
        return Spoken(None, ((function["name"], json.dumps(_least(function.get("parameters", {})))),), "tool_calls")
    given = [message.get("content") or "" for message in body["messages"] if message["role"] == "tool"]
    return Spoken(f"The data says: {given[-1][:400]}" if given else "You said: " + _last_words(body))


def _last_words(body: dict[str, Any]) -> str:
    return next((str(turn.get("content")) for turn in reversed(body["messages"]) if turn["role"] == "user"), "")[:400]


def _least(schema: dict[str, Any]) -> Any:
    """The smallest value that `schema` allows."""
    if schema.get("enum"):
        return schema["enum"][0]
    if "anyOf" in schema:
        return _least(schema["anyOf"][-1])
    kind = schema.get("type", "object")
    kind = kind[-1] if isinstance(kind, list) else kind
    if kind == "object":
        wanted = schema.get("required", ())
        return {name: _least(part) for name, part in schema.get("properties", {}).items() if name in wanted}
    return EMPTY[kind]


def _spoilt_calls(fault: str, said: Spoken) -> Spoken:
    if not said.calls:
        return said
    (name, arguments), *others = said.calls
    if fault == "unknown-tool":
        name = "run_sql"
    elif fault == "half-call":
        arguments = arguments[: max(1, len(arguments) // 2)] if arguments != "{}" else '{"half": '
    elif fault == "bad-arguments":
        arguments = "the sum of everything, please"
    elif fault == "zero-byte-arguments":
        arguments = json.dumps({"text": "\x00"})
    elif fault == "array-arguments":
        arguments = "[1, 2, 3]"
    elif fault == "deep-arguments":
        arguments = '{"a":' * 50_000
    elif fault == "many-calls":
        others = [(name, arguments)] * 1_000
    elif fault == "foreign-call-ids":
        arguments = json.dumps(dict.fromkeys(json.loads(arguments) or ["boq"], str(UUID(int=7))))
    return replace(said, calls=((name, arguments), *others))


def whole(body: dict[str, Any], answer: Spoken, usage: dict[str, Any], fault: str) -> dict[str, Any]:
    """The answer as one body."""
    message: dict[str, Any] = {"role": "assistant", "content": answer.text}
    if answer.refusal:
        message["refusal"] = answer.refusal
    if answer.calls:
        message["tool_calls"] = [_call(place, *call) for place, call in enumerate(answer.calls)]
    choices = [{"index": 0, "message": message, "finish_reason": answer.finish}]
    for place, text in enumerate(answer.others, 1):
        choices.append({"index": place, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"})
    reply = {
        "id": "chatcmpl-played",
        "object": "chat.completion",
        "created": 0,
        "model": body["model"],
        "choices": [] if fault == "empty-choices" else choices,
        "usage": usage,
    }
    if fault == "no-usage":
        del reply["usage"]
    return reply


def chunks(body: dict[str, Any], answer: Spoken, usage: dict[str, Any], fault: str) -> list[dict[str, Any]]:
    """The answer as the chunks of a stream: roles, texts, fragments of calls, the end, and the usage where it is wanted."""
    parts: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
    if answer.refusal:
        parts.append({"refusal": answer.refusal})
    text = answer.text or ""
    parts += [{"content": text[start : start + PIECE]} for start in range(0, len(text), PIECE)]
    for place, call in enumerate(answer.calls):
        parts += _fragments(place, *call, whole=fault == "calls-without-index")
    found = [_chunk(body, [{"index": 0, "delta": part, "finish_reason": None}]) for part in parts]
    for place, other in enumerate(answer.others, 1):
        found.insert(2, _chunk(body, [{"index": place, "delta": {"content": other}, "finish_reason": None}]))
    found.append(_chunk(body, [{"index": 0, "delta": {}, "finish_reason": answer.finish}]))
    if fault == "empty-choices":
        found = [_chunk(body, [])]
    if body.get("stream_options", {}).get("include_usage") and fault != "no-usage":
        found.append(_chunk(body, []) | {"usage": usage})
    return found


def _fragments(place: int, name: str, arguments: str, *, whole: bool) -> list[dict[str, Any]]:
    if whole:
        call = _call(place, name, arguments)
        return [{"tool_calls": [call]}]
    third = len(arguments) // 3 + 1
    first = {"index": place, **_call(place, name, "")}
    cuts = [
        {"index": place, "function": {"arguments": arguments[cut : cut + third]}}
        for cut in range(0, len(arguments), third)
    ]
    return [{"tool_calls": [part]} for part in (first, *cuts)]


def _call(place: int, name: str, arguments: str) -> dict[str, Any]:
    return {"id": f"call_played_{place}", "type": "function", "function": {"name": name, "arguments": arguments}}


def _chunk(body: dict[str, Any], choices: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": "chatcmpl-played",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": body["model"],
        "choices": choices,
    }
