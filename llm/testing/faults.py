"""What a provider can do wrong, by name: wrong on the wire, or wrong in what a reply says."""

from __future__ import annotations

import json
from typing import Any

from llm.testing import hostile

STATUSES: dict[str, tuple[int, str]] = {
    "400-context": (400, "This model's maximum context length is 8192 tokens"),
    "400": (400, "Invalid request"),
    "401": (401, "Incorrect API key provided: sk-test-of-the-provider"),
    "402": (402, "Insufficient balance"),
    "404": (404, "The model does not exist"),
    "429": (429, "Rate limit reached"),
    "429-quota": (429, "You exceeded your current quota: insufficient_quota"),
    "500": (500, "The server had an error"),
    "503": (503, "Overloaded"),
}
WIRE = ("reset", "slow", "drip", "redirect")
SPOKEN = (
    "prose", "fenced", "thinking", "broken", "truncated", "empty-choices", "empty-text", "error-body", "not-json-body", "foreign-ids",
    "markup", "nan", "huge-number", "no-usage", "half", "refusal", "string-ids", "wrong-shape", "invented-numbers", "endless",
    "zero-byte", "absurd-usage",
)  # fmt: skip
STREAM = (
    "stream-reset", "stream-ends", "stream-stalls", "stream-error", "stream-garbage", "no-done", "no-end", "whole-body", "split-bytes",
    "stream-endless",
)  # fmt: skip
CALLS = (
    "unknown-tool", "half-call", "bad-arguments", "array-arguments", "deep-arguments", "many-calls", "foreign-call-ids",
    "calls-without-index", "tools-unasked", "two-answers", "zero-byte-arguments",
)  # fmt: skip
DIALECT = (
    "no-json-schema", "no-response-format", "no-temperature", "new-token-limit", "no-stream-options", "no-tools", "no-tools-500",
)  # fmt: skip
NAMES = (*STATUSES, *WIRE, *SPOKEN, *STREAM, *CALLS, *DIALECT, *hostile.NAMES)

_MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)> ![x](https://evil.example/?q=1) [here](javascript:alert(1)) plain words"


def refused_by_dialect(fault: str, body: dict[str, Any]) -> str:
    """The text of a 400 when the body holds what this server does not know; "" when it is content."""
    kind = body.get("response_format", {}).get("type")
    if fault == "no-json-schema" and kind == "json_schema":
        return "response_format type json_schema is not supported"
    if fault == "no-response-format" and kind:
        return "unknown field: response_format"
    if fault == "no-temperature" and "temperature" in body:
        return "Unsupported value: 'temperature' does not support 0 with this model"
    if fault == "new-token-limit" and "max_tokens" in body:
        return "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
    if fault == "no-stream-options" and "stream_options" in body:
        return "Unrecognized request argument supplied: stream_options"
    if fault == "no-tools" and "tools" in body:
        return "played does not support tools"
    return ""


def spoil_claims(fault: str, reply: dict[str, Any]) -> dict[str, Any]:
    """An honest reply with its claims spoilt."""
    field, claims = next(iter(reply.items()))
    if fault == "foreign-ids":
        claims = claims + [dict(claim, id=999_999, ids=[999_999]) for claim in claims[:2]]
    elif fault == "string-ids":
        claims = [{name: str(value) if name == "id" else value for name, value in claim.items()} for claim in claims]
    elif fault == "half":
        claims = claims[: len(claims) // 2]
    elif fault == "markup":
        claims = [
            {name: _MARKUP if name in ("reason", "ask", "text", "scope") else claim[name] for name in claim}
            for claim in claims
        ]
    elif fault == "huge-number":
        claims = [dict(claim, confidence=1e99) if index == 0 else claim for index, claim in enumerate(claims)]
    elif fault == "invented-numbers":
        claims = [
            dict(claim, text="The works cost 987,654,321.00.") if index == 0 else claim
            for index, claim in enumerate(claims)
        ]
    return {field: claims}


def spoil_text(fault: str, reply: dict[str, Any]) -> str:
    """The text of a reply, spoilt on its way."""
    text = json.dumps(reply, ensure_ascii=False)
    if fault == "nan":
        return text.replace('"confidence": 0.', '"confidence": NaN, "was": 0.', 1)
    return {
        "prose": "I looked at the bill and everything seems to be in good order. Let me know if you need more!",
        "fenced": f"Here is what you asked for:\n```json\n{text}\n```\nAnything else?",
        "thinking": f"<think>The user wants {{}} JSON.</think>\n{text}",
        "broken": text[: len(text) * 2 // 3] + "…",
        "truncated": text[: len(text) // 2],
        "empty-text": "",
        "wrong-shape": json.dumps({"result": reply}),
        "endless": text + " " * 5_000_000,
        "zero-byte": text + "\x00",
    }.get(fault, text)
