"""Reply addresses: `support+TOKEN@host`, where the token says whose answer in which ticket comes there, and cannot be made up.

A token is a letter (`p` whoever asked, `s` staff) and base32 of the ticket's id with ten bytes of an HMAC over both.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from hmac import compare_digest
from uuid import UUID

import msgspec
from django.conf import settings
from django.utils.crypto import salted_hmac

PERSON, STAFF = "p", "s"
PROOF = 10  # bytes


class Reply(msgspec.Struct, frozen=True):
    """Whose answer, in which ticket."""

    side: str
    ticket_id: UUID


def reply_address(side: str, ticket_id: UUID) -> str:
    """The address to which answers are sent; "" where mails are not read."""
    name, _, host = settings.SUPPORT.address.partition("@")
    return f"{name}+{token(side, ticket_id)}@{host}" if name else ""


def token(side: str, ticket_id: UUID) -> str:
    """The token of one side of a ticket."""
    packed = ticket_id.bytes + _proof(settings.SECRET_KEY, side, ticket_id)
    return side + base64.b32encode(packed).decode().rstrip("=").lower()


def read_token(text: str) -> Reply | None:
    """What a token says; None for one that is none of ours."""
    side, body = text[:1].lower(), text[1:].upper()
    try:
        packed = base64.b32decode(body + "=" * (-len(body) % 8))
    except (binascii.Error, ValueError):
        return None
    if side not in (PERSON, STAFF) or len(packed) != 16 + PROOF:
        return None
    ticket_id = UUID(bytes=packed[:16])
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    good = any(compare_digest(packed[16:], _proof(str(key), side, ticket_id)) for key in keys)
    return Reply(side, ticket_id) if good else None


def find_reply(addresses: Iterator[str]) -> Reply | None:
    """The first good token among addresses that are ours."""
    name, _, host = settings.SUPPORT.address.partition("@")
    for address in addresses:
        local, _, at = address.strip().lower().rpartition("@")
        base, plus, said = local.partition("+")
        if name and plus and base == name and at == host and (found := read_token(said)):
            return found
    return None


def _proof(key: str, side: str, ticket_id: UUID) -> bytes:
    whole = salted_hmac("mizan.support.reply", side.encode() + ticket_id.bytes, secret=key, algorithm="sha256")
    return bytes(whole.digest()[:PROOF])
