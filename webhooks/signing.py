"""Signatures of Standard Webhooks: HMAC-SHA256 over id, time and body, by which a receiver knows that a message is ours and new."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

MARK = "whsec_"
RANDOM_BYTES = 32


def new_secret() -> str:
    """A secret nobody has seen before: `whsec_` and 32 random bytes in base64."""
    return MARK + base64.b64encode(secrets.token_bytes(RANDOM_BYTES)).decode()


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """`v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64, keyed with the bytes behind `whsec_`."""
    key = base64.b64decode(secret.removeprefix(MARK))
    signed = b".".join((message_id.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers(keys: Iterable[str], message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers of Standard Webhooks; several secrets (while one replaces another) give several signatures, with blanks."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(one, message_id, timestamp, body) for one in keys),
    }
