"""The strict subset of JSON Schema that providers of structured output take; the playing provider refuses the rest as they do."""

from __future__ import annotations

import re
from typing import Any

NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
LEVELS = 10
PROPERTIES = 5_000
ENUM = 1_000
_TYPES = frozenset({"object", "array", "string", "number", "integer", "boolean", "null"})
_KNOWN = frozenset({
    "type", "properties", "required", "additionalProperties", "items", "enum", "const", "anyOf", "$ref", "$defs", "title", "description",
    "pattern", "format", "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minItems", "maxItems",
})  # fmt: skip


def refused_schema(schema: object) -> str:
    """Why a strict server refuses `schema`, in the words of one; "" when it does not."""
    if not isinstance(schema, dict) or schema.get("type") != "object":
        return "schema must be a JSON Schema of 'type: \"object\"'"
    if "anyOf" in schema:
        return "the root of a schema must not be 'anyOf'"
    count = [0]
    fault = _refused(schema, "()", 1, count)
    return fault or ("too many properties" if count[0] > PROPERTIES else "")


def _refused(schema: Any, place: str, level: int, count: list[int]) -> str:
    if not isinstance(schema, dict):
        return f"In context={place}, a schema must be an object"
    unknown = sorted(set(schema) - _KNOWN)
    if unknown:
        return f"In context={place}, '{unknown[0]}' is not permitted"
    if level > LEVELS:
        return f"In context={place}, more than {LEVELS} levels of nesting"
    if len(schema.get("enum", ())) > ENUM:
        return f"In context={place}, more than {ENUM} values of 'enum'"
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if not set(kinds) <= _TYPES or not (kinds or {"anyOf", "$ref", "enum", "const"} & set(schema)):
        return f"In context={place}, schema must have a 'type' key"
    if "object" in kinds and (fault := _refused_object(schema, place)):
        return fault
    count[0] += len(schema.get("properties", ()))
    return next((fault for name, part in _parts(schema) if (fault := _refused(part, name, level + 1, count))), "")


def _refused_object(schema: dict[str, Any], place: str) -> str:
    if schema.get("additionalProperties") is not False:
        return f"In context={place}, 'additionalProperties' is required to be supplied and to be false"
    if set(schema.get("required", ())) != set(schema.get("properties", {})):
        return f"In context={place}, 'required' is required to be supplied and to be an array including every key in properties"
    return ""


def _parts(schema: dict[str, Any]) -> list[tuple[str, Any]]:
    parts = [(f"('properties', '{name}')", part) for name, part in schema.get("properties", {}).items()]
    parts += [(f"('$defs', '{name}')", part) for name, part in schema.get("$defs", {}).items()]
    parts += [("('anyOf')", part) for part in schema.get("anyOf", ())]
    return parts + ([("('items')", schema["items"])] if "items" in schema else [])
