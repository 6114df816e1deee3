"""The id of the request that is being answered or worked for: one from page to job to provider to webhook."""

from __future__ import annotations

import re

import structlog

_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,64}")


def current() -> str:
    """The id as it stands in the logs; "" where nobody asked for anything."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64]


def headers() -> dict[str, str]:
    """For servers of others that are asked on the way; an id that somebody made up of odd characters stays here."""
    found = current()
    return {"X-Request-ID": found} if _PLAIN.fullmatch(found) else {}
