"""The Model Context Protocol, in the part that a server of data needs: one JSON-RPC message in, its answer out, and nothing kept between.

Versions with the handshake `initialize` are spoken; a client of a later one that asks first (`server/discover`) is told which, and
shakes hands. No batches, no streams, no messages of the server's own. https://modelcontextprotocol.io/specification/2025-11-25
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog

from accounts.access import Actor
from accounts.errors import MizanError, NotFound
from config.errors import coded, error_body
from programs.mcp import resources, tools
from programs.mcp.data import UNTRUSTED

log = structlog.get_logger(__name__)
VERSIONS = ("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05")
INVALID_REQUEST, NO_SUCH_METHOD, BAD_PARAMETERS, OUR_FAULT = -32600, -32601, -32602, -32603
NO_SUCH_RESOURCE, NO_SUCH_VERSION = -32002, -32022
INSTRUCTIONS = (
    "Mizan holds bills of quantities of one organization: sections, items, prices, and what checks and analyses found in them. "
    "Begin with list_projects and list_bills; a bill is named by its id. Figures are exact decimals as text. Every item and finding "
    f"says in which cell of the file it stands: name the cell when you speak of it. {UNTRUSTED} "
    "start_analysis may cost money: it states the cost first, and starts once the person has agreed to it."
)


class Refused(Exception):
    """What the protocol itself refuses."""

    def __init__(self, code: int, message: str, data: Any = None) -> None:
        super().__init__(message)
        self.code, self.message, self.data = code, message, data


def answer(message: Any, by: Actor) -> dict[str, Any] | None:
    """The answer to one message; None to what wants none (a notification, or an answer to a question that was never put)."""
    asked_id = message.get("id") if isinstance(message, dict) else None
    try:
        method, parameters, wants_answer = _read(message)
        if not wants_answer:
            return None
        found = METHODS.get(method)
        if found is None:
            raise Refused(NO_SUCH_METHOD, f"There is no method {method[:80]}.")
        return {"jsonrpc": "2.0", "id": asked_id, "result": found(parameters, by)}
    except Refused as refused:
        return _error(asked_id, refused)
    except MizanError as error:
        code = NO_SUCH_RESOURCE if isinstance(error, NotFound) else BAD_PARAMETERS
        body = error_body(error.code, error.facts)["error"]
        return _error(asked_id, Refused(code, body["message"], body))
    except Exception as error:
        status, code_, facts = coded(error)
        if status == 500:
            log.exception("mcp_message_failed")
        body = error_body(code_, facts)["error"]
        return _error(asked_id, Refused(OUR_FAULT, body["message"], body))


def unspoken(version: str, message: Any) -> dict[str, Any] | None:
    """The refusal of a version of the protocol that is not spoken here, as the header of a request names it."""
    if not version or version in VERSIONS:
        return None
    asked_id = message.get("id") if isinstance(message, dict) else None
    facts = {"supported": list(VERSIONS), "requested": version[:40]}
    return _error(asked_id, Refused(NO_SUCH_VERSION, "This version of the protocol is not spoken here.", facts))


def _read(message: Any) -> tuple[str, dict[str, Any], bool]:
    """(method, parameters, whether an answer is wanted). Raises Refused."""
    if isinstance(message, list):
        raise Refused(INVALID_REQUEST, "Send one message at a time, not a list.")
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        raise Refused(INVALID_REQUEST, "This is no message of JSON-RPC 2.0.")
    if "method" not in message and ("result" in message or "error" in message):
        return "", {}, False
    method, parameters, asked_id = message.get("method"), message.get("params", {}), message.get("id")
    if not isinstance(method, str):
        raise Refused(INVALID_REQUEST, "A message names its method.")
    if "id" in message and (isinstance(asked_id, bool) or not isinstance(asked_id, str | int)):
        raise Refused(INVALID_REQUEST, "An id is a text or a whole number.")
    if not isinstance(parameters, dict):
        raise Refused(BAD_PARAMETERS, "params is an object.")
    return method, parameters, "id" in message


def _error(asked_id: Any, refused: Refused) -> dict[str, Any]:
    told = {"code": refused.code, "message": refused.message} | ({"data": refused.data} if refused.data else {})
    known = isinstance(asked_id, str | int) and not isinstance(asked_id, bool)
    return {"jsonrpc": "2.0", "id": asked_id if known else None, "error": told}


def _initialize(parameters: dict[str, Any], by: Actor) -> dict[str, Any]:
    wanted = parameters.get("protocolVersion")
    return {
        "protocolVersion": wanted if wanted in VERSIONS else VERSIONS[0],
        "capabilities": {"tools": {"listChanged": False}, "resources": {"subscribe": False, "listChanged": False}},
        "serverInfo": {"name": "mizan", "title": "Mizan", "version": "1"},
        "instructions": INSTRUCTIONS,
    }


def _call(parameters: dict[str, Any], by: Actor) -> dict[str, Any]:
    name, arguments = parameters.get("name"), parameters.get("arguments", {})
    if not isinstance(name, str) or name not in tools.BY_NAME:
        raise Refused(BAD_PARAMETERS, f"There is no tool {str(name)[:80]}.")
    if not isinstance(arguments, dict):
        raise Refused(BAD_PARAMETERS, "arguments is an object.")
    return tools.call(name, arguments, by)


METHODS: dict[str, Callable[[dict[str, Any], Actor], dict[str, Any]]] = {
    "initialize": _initialize,
    "ping": lambda parameters, by: {},
    "tools/list": lambda parameters, by: {"tools": tools.offered(by)},
    "tools/call": _call,
    "resources/list": lambda parameters, by: resources.listed(by, parameters.get("cursor")),
    "resources/templates/list": lambda parameters, by: {"resourceTemplates": resources.TEMPLATES},
    "resources/read": lambda parameters, by: resources.read(by, parameters.get("uri")),
}
