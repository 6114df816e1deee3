"""What came of one try. It stands apart from the wire, whose libraries only workers load."""

from __future__ import annotations

import msgspec


class Outcome(msgspec.Struct, frozen=True):
    """What came of one try. `error` is "" for a success, else a code of `webhooks.words`; `wish` are seconds of a `Retry-After`."""

    milliseconds: int
    status_code: int | None = None
    error: str = ""
    reply: bytes = b""
    wish: int = 0
