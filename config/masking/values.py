"""Values of any form: what is named like a secret is masked whole, texts are searched, the rest stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

from config.masking.shapes import MASK, masked_text

DEEPEST = 12
_PLAIN = (bool, int, float, Decimal, UUID, date, time, timedelta, type(None))
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ALONE = frozenset((
    "password", "passwd", "passphrase", "passcode", "pwd", "secret", "secrets", "token", "authorization", "cookie", "cookies", "credential",
    "credentials", "apikey", "sessionid", "csrftoken", "csrfmiddlewaretoken", "dsn", "otp", "totp", "jwt", "signature",
))  # fmt: skip
_PAIRS = frozenset((
    ("api", "key"), ("private", "key"), ("secret", "key"), ("session", "key"), ("session", "id"), ("encryption", "keys"),
    ("encryption", "key"), ("recovery", "code"), ("recovery", "codes"), ("access", "key"), ("proxy", "auth"),
))  # fmt: skip


def sensitive(name: str) -> bool:
    """True for a name of a field, header or variable whose value is a secret: `new_password`, `X-Api-Key`; not `prompt_tokens`."""
    words = [word.lower() for word in _WORD.findall(name)]
    return not _ALONE.isdisjoint(words) or any(pair in _PAIRS for pair in pairwise(words))


def masked(value: Any, name: str = "", depth: int = 0) -> Any:
    """`value` as it may be written. A value of an unknown class becomes its masked `repr`."""
    if isinstance(value, _PLAIN):
        return value
    if sensitive(name):
        return MASK if value else value
    if isinstance(value, str):
        return masked_text(value)
    if depth >= DEEPEST:
        return masked_text(repr(value))
    if isinstance(value, Mapping):
        return {key: masked(part, str(key), depth + 1) for key, part in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [masked(part, "", depth + 1) for part in value]
    if isinstance(value, (bytes, bytearray, memoryview)):
        return masked_text(bytes(value[:4096]).decode("utf-8", "replace"))
    return masked_text(repr(value))
