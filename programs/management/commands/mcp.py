"""`manage.py mcp`: the Model Context Protocol over standard input and output, for an assistant on the same machine as the server."""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Iterator
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.http import HttpRequest

from accounts import throttling
from accounts.services.keys import actor_of_key
from programs.mcp import tools
from programs.mcp.protocol import answer

LONGEST_LINE = 1024 * 1024
PARSE_ERROR, NOT_ALLOWED = -32700, -32000


class Command(BaseCommand):
    """One JSON-RPC message a line, until the input ends. The key is looked up for each: once revoked, it opens nothing more."""

    help = "Serve the Model Context Protocol on standard input and output, with the API key in MIZAN_API_KEY."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.MCP:
            raise CommandError("MCP is switched off on this server: set MCP=1.")
        if actor_of_key(settings.MIZAN_API_KEY) is None:
            raise CommandError(
                "MIZAN_API_KEY holds no valid API key. Make one under Settings, API keys, with the scopes that the assistant needs."
            )
        for line in lines():
            if line.strip() and (said := answered(line, settings.MIZAN_API_KEY)) is not None:
                self.stdout.write(json.dumps(said, ensure_ascii=True, separators=(",", ":")))
                self.stdout.flush()


def lines() -> Iterator[bytes]:
    """What comes in, line by line; one that is longer than LONGEST_LINE comes in parts, which are no JSON."""
    return iter(lambda: sys.stdin.buffer.readline(LONGEST_LINE), b"")


def answered(line: bytes, key: str) -> dict[str, Any] | None:
    """The answer to one line; None where none is wanted. Each has its own request id, as a request over HTTP has."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=str(uuid.uuid4()), door="mcp")
    close_old_connections()
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return _failed(None, PARSE_ERROR, "This is no JSON.")
    asked_id = message.get("id") if isinstance(message, dict) else None
    actor = actor_of_key(key)
    if actor is None:
        return None if asked_id is None else _failed(asked_id, NOT_ALLOWED, "The API key was revoked or has expired.")
    pace = throttling.count(HttpRequest(), actor)
    if pace is not None and pace.exceeded and asked_id is not None:
        if message.get("method") == "tools/call":
            return {"jsonrpc": "2.0", "id": asked_id, "result": tools.throttled(pace.resets_in)}
        return _failed(asked_id, NOT_ALLOWED, f"Too many requests. Try again in {pace.resets_in} seconds.")
    return answer(message, actor)


def _failed(asked_id: Any, code: int, message: str) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": asked_id, "error": {"code": code, "message": message}}
