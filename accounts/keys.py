"""What an API key looks like: `mzn_live_`, 32 random letters and digits, and a checksum that tells a mistyped one."""

from __future__ import annotations

import hashlib
import secrets
import string
import zlib

MARK = "mzn_live_"
ALPHABET = string.digits + string.ascii_letters
RANDOM = 32  # 190 bits
CHECK = 6  # a CRC-32 in base 62
SHOWN = len(MARK) + 4


def new_key() -> str:
    """A key nobody has seen before."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
    return MARK + body + _checksum(body)


def well_formed(key: str) -> bool:
    """True when the key can have been made by Mizan: right mark, length and checksum."""
    body, check = key[len(MARK) : -CHECK], key[-CHECK:]
    return (
        key.startswith(MARK)
        and len(body) == RANDOM
        and secrets.compare_digest(check.encode(), _checksum(body).encode())
    )


def digest_of(key: str) -> str:
    """The SHA-256 of the key, in hexadecimal: all that is kept. The key is random, so that no slow hash is needed."""
    return hashlib.sha256(key.encode()).hexdigest()


def prefix_of(key: str) -> str:
    """The beginning, by which people know their keys."""
    return key[:SHOWN]


def _checksum(body: str) -> str:
    number = zlib.crc32(body.encode())
    digits = []
    for _ in range(CHECK):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "".join(reversed(digits))
