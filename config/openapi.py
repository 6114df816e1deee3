"""What every operation of the API has in common, described in one place: the one form of errors, versions and repeated requests."""

from __future__ import annotations

from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
WORDS = {
    "400": "Something in the request is not right; the facts name it.",
    "401": "Not signed in, or what was sent proves nothing.",
    "403": "Signed in, but not allowed.",
    "404": "It does not exist, or not for whoever asks.",
    "406": "This format cannot be answered in.",
    "409": "It clashes with the present state.",
    "412": "It has changed since the version that `If-Match` names.",
    "413": "More was sent than is taken.",
    "415": "That kind of body is not taken.",
    "422": "The file cannot be read as it is, or the `Idempotency-Key` was used for another request.",
    "429": "Too many tries or requests; `Retry-After` says how many seconds to wait.",
}
ALWAYS = ("400", "406", "429")
WITH_WAY_IN = ("401", "403", "404")
WITH_CHANGE = ("409", "413", "415", "422")
ERROR = {
    "type": "object",
    "description": "The one form of all errors.",
    "required": ["error"],
    "properties": {"error": {"$ref": "#/components/schemas/ErrorDetail"}},
}
DETAIL = {
    "type": "object",
    "description": "`code` is for programs, `message` for people, in the language of the request; `facts` are what the words are made of.",
    "required": ["code", "message", "facts", "request_id"],
    "properties": {
        "code": {"type": "string"},
        "message": {"type": "string"},
        "facts": {"type": "object", "additionalProperties": {}},
        "request_id": {"type": "string"},
    },
}


def describe_what_all_share(result: dict[str, Any], generator: Any, **kwargs: Any) -> dict[str, Any]:
    """Add to each operation the errors that any operation of its kind may answer. What a view says itself stays."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas.setdefault("ErrorDetail", DETAIL)
    schemas.setdefault("Error", ERROR)
    for methods in result["paths"].values():
        for method in METHODS:
            if method in methods:
                _add_errors(method, methods[method])
    return result


def _add_errors(method: str, operation: dict[str, Any]) -> None:
    """The errors of one operation: those of all, of whoever has to show who they are, and of whatever changes something."""
    open_to_all = {} in operation.get("security", [{}])
    statuses = [*ALWAYS, *(() if open_to_all else WITH_WAY_IN), *(WITH_CHANGE if method != "get" else ())]
    if any(one["name"] == "If-Match" for one in operation.get("parameters", ())):
        statuses.append("412")
    for status in statuses:
        operation["responses"].setdefault(status, _error(WORDS[status]))


def _error(words: str) -> dict[str, Any]:
    return {
        "description": words,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }
