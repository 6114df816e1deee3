"""From the text of a reply to typed claims: what is not JSON is refused, what is not honest is dropped and counted.

A reply is an object with one list of claims. The list must be there; each claim stands or falls alone, so that one
NaN or one invented id costs one claim and not forty.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

import msgspec

from llm.plain import plain
from llm.providers.base import BadReply

T = TypeVar("T", bound=msgspec.Struct)
_THOUGHT = re.compile(r"^\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"```(?:json)?\s*(.*?)```", re.DOTALL | re.IGNORECASE)


class GroupClaim(msgspec.Struct, frozen=True):
    """The model says that item `id` belongs to cost group `group`, with confidence 0 to 1."""

    id: int
    group: str
    confidence: float


class IssueClaim(msgspec.Struct, frozen=True):
    """The model says that something is the matter with item `id`: one of the words of its prompt, why, and what to ask."""

    id: int
    issue: str
    reason: str
    ask: str


class ScopeClaim(msgspec.Struct, frozen=True):
    """The model says that `scope` (of cost group `group`) is probably missing, because of the items `ids`."""

    group: str
    scope: str
    reason: str
    ids: list[int]


class StatementClaim(msgspec.Struct, frozen=True):
    """One sentence of a summary, with the facts `ids` it rests on."""

    text: str
    ids: list[int]


class Claims(msgspec.Struct, Generic[T], frozen=True):
    """What stood up in a reply, and how many claims did not."""

    kept: tuple[T, ...]
    dropped: int = 0


def schema_of(claim: type[msgspec.Struct], field: str, enums: Mapping[str, list[str]] | None = None) -> dict[str, Any]:
    """The JSON Schema of `{field: [claim, …]}` in the strict subset that providers accept. `enums` closes text fields."""
    _, components = msgspec.json.schema_components([claim], ref_template="{name}")
    shape = dict(components[claim.__name__])
    properties = {
        name: {"type": "string", "enum": enums[name]} if enums and name in enums else value
        for name, value in shape["properties"].items()
    }
    entry = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return {
        "type": "object",
        "properties": {field: {"type": "array", "items": entry}},
        "required": [field],
        "additionalProperties": False,
    }


def read_claims(text: str, claim: type[T], field: str, enums: Mapping[str, list[str]] | None = None) -> Claims[T]:
    """The claims of type `claim` under `field`. Raises BadReply when the reply is not the object asked for."""
    found = _json_object(text)
    rows = found.get(field)
    if not isinstance(rows, list):
        raise BadReply(f"The reply has no list “{field}”.", text=text)
    kept: list[T] = []
    for row in rows:
        try:
            value = msgspec.convert(row, claim, strict=False)
        except (msgspec.ValidationError, ValueError, OverflowError):
            continue
        if _honest(value, enums or {}):
            kept.append(_plain_texts(value, enums or {}))
    return Claims(tuple(kept), len(rows) - len(kept))


def _honest(value: msgspec.Struct, enums: Mapping[str, list[str]]) -> bool:
    """No number outside 0 to 1 where a share is asked for, no word outside a closed list."""
    for name in value.__struct_fields__:
        content = getattr(value, name)
        if isinstance(content, float) and not (math.isfinite(content) and 0 <= content <= 1):
            return False
        if name in enums and content not in enums[name]:
            return False
    return True


def _plain_texts(value: T, enums: Mapping[str, list[str]]) -> T:
    texts = {
        name: plain(getattr(value, name))
        for name in value.__struct_fields__
        if isinstance(getattr(value, name), str) and name not in enums
    }
    return msgspec.structs.replace(value, **texts)


def _json_object(text: str) -> dict[str, Any]:
    """The one JSON object in `text`, bare, fenced, or between words. Raises BadReply."""
    bare = _THOUGHT.sub("", text).strip()
    fenced = _FENCE.search(bare)
    for candidate in (bare, fenced.group(1) if fenced else "", bare[bare.find("{") :] if "{" in bare else ""):
        if not candidate:
            continue
        try:
            found, _ = json.JSONDecoder(parse_constant=lambda _name: None).raw_decode(candidate.strip())
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            return found
    raise BadReply("The reply is not JSON.", text=text)
