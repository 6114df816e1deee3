"""Where webhooks may go: https at public addresses and few ports; the operator's own networks (WEBHOOK_PRIVATE_ADDRESSES) by any door.

An address is checked when it is saved and again at each try, and the connection goes to the number that was checked.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

import msgspec

from config.outgoing.addresses import (
    LOOKUP_SECONDS,
    BadAddress,
    Lookup,
    carried,
    looked_up,
    looked_up_within,
    may_connect,
    parsed,
)
from config.webhooks_env import WebhookEnvironment

_SAFE = "/%:@!$&'()*+,;=-._~"


class Destination(msgspec.Struct, frozen=True):
    """An address taken apart. `host` and `target` (path and query) are plain ASCII, as they go over the wire."""

    scheme: str
    host: str
    port: int
    target: str


def destination_of(url: str) -> Destination:
    """Raises BadAddress for what is no http(s) address, holds a name or password, blanks or control characters."""
    scheme, host, port = parsed(url, with_query=True)
    parts = urlsplit(url)
    target = quote(parts.path or "/", safe=_SAFE)
    if parts.query:
        target += "?" + quote(parts.query, safe=_SAFE + "?[]")
    return Destination(scheme, host if ":" in host else host.encode("idna").decode(), port, target)


def own(number: str, rules: WebhookEnvironment) -> bool:
    """True for an address in one of the operator's own networks, also where it is carried inside another."""
    try:
        inner = carried(ipaddress.ip_address(number.partition("%")[0]))
    except ValueError:
        return False
    return all(any(one in network for network in rules.networks) for one in inner)


def refuse(to: Destination, numbers: Iterable[str], rules: WebhookEnvironment) -> None:
    """Raise BadAddress unless every one of `numbers` may be connected to: `https_only`, `bad_port` or `private_address`."""
    for number in numbers:
        if own(number, rules):
            if not may_connect(number, allow_private=True):
                raise BadAddress("private_address")
            continue
        if not may_connect(number, allow_private=False):
            raise BadAddress("private_address")
        refuse_door(to, rules)


def refuse_door(to: Destination, rules: WebhookEnvironment) -> None:
    """Raise BadAddress for a scheme or port that public addresses are not reached by."""
    if to.scheme != "https":
        raise BadAddress("https_only")
    if to.port not in rules.ports:
        raise BadAddress("bad_port")


def check_to_save(url: str, rules: WebhookEnvironment, lookup: Lookup = looked_up) -> None:
    """Raise BadAddress when nothing could be sent to `url`. A name that is not known just now has to come by the public door."""
    to = destination_of(url)
    try:
        numbers = looked_up_within(LOOKUP_SECONDS, to.host, to.port, lookup)
    except OSError:
        numbers = []
    refuse(to, numbers, rules)
    if not numbers and not rules.networks:
        refuse_door(to, rules)
