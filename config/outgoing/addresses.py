"""Where this server may be sent: http(s) addresses without names or passwords in them, and outside private networks unless the operator
allows those.

An address is checked when it is saved and again when it is connected to. The connection goes to the very number that was checked, so
that a name which is looked up twice cannot lead elsewhere the second time.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import suppress
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Lookup = Callable[[str, int], list[str]]
MOST = 500
LOOKUP_SECONDS = 3.0
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Special-purpose ranges (IANA) that Python's versions judge differently.
_SPECIAL = tuple(
    ipaddress.ip_network(one)
    for one in (
        "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4",
        "::/32", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fec0::/10",
    )
)  # fmt: skip


class BadAddress(Exception):
    """The address will not do. `code` is `bad_address` or `private_address`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def looked_up(host: str, port: int) -> list[str]:
    """The numbers of a name, each once, in the order of preference. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def parsed(url: str, *, with_query: bool = False) -> tuple[str, str, int]:
    """(scheme, host, port) of an address, which has no `?…` unless `with_query`. Raises BadAddress."""
    wrong = BadAddress("bad_address")
    if len(url) > MOST or any(mark.isspace() or not mark.isprintable() or mark == "\\" for mark in url):
        raise wrong
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise wrong from error
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc or parts.fragment:
        raise wrong
    if parts.query and not with_query:
        raise wrong
    try:
        host.encode("idna")
    except UnicodeError as error:
        raise wrong from error
    return parts.scheme, host, port or (443 if parts.scheme == "https" else 80)


def origin_of(url: str) -> str:
    """`scheme://host:port` in one spelling: what keys and terms belong to. Raises BadAddress."""
    scheme, host, port = parsed(url)
    return f"{scheme}://{host.rstrip('.')}:{port}"


def checked(url: str, *, allow_private: bool, lookup: Lookup = looked_up) -> None:
    """Raise BadAddress when questions may not go to `url`. A name that is not known just now passes: connecting checks again."""
    _scheme, host, port = parsed(url)
    with suppress(OSError):
        refuse_private(looked_up_within(LOOKUP_SECONDS, host, port, lookup), allow_private=allow_private)


def looked_up_within(seconds: float, host: str, port: int, lookup: Lookup = looked_up) -> list[str]:
    """The numbers of a name, which the system would look up for as long as it likes. Raises OSError, also when time is up."""
    pool = ThreadPoolExecutor(1)
    try:
        return pool.submit(lookup, host, port).result(max(0.0, seconds))
    except TookTooLong as error:
        raise OSError("the name was not found in time") from error
    except UnicodeError as error:
        raise OSError("no such name") from error
    finally:
        pool.shutdown(wait=False)


def refuse_private(numbers: Iterable[str], *, allow_private: bool) -> None:
    """Raise BadAddress unless every number may be connected to."""
    if not all(may_connect(number, allow_private=allow_private) for number in numbers):
        raise BadAddress("private_address")


def may_connect(number: str, *, allow_private: bool) -> bool:
    """True for an address of the public internet; for a private, loopback or link-local one where the operator allows it."""
    try:
        address = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return False
    inner = carried(address)
    if any(one.is_multicast or one.is_unspecified for one in inner):
        return False
    return allow_private or all(one.is_global and not _special(one) for one in inner)


def _special(address: Address) -> bool:
    """What counts as global in the registry, and is none on the wire."""
    if any(address in network for network in _SPECIAL):
        return True
    return address.is_reserved or address.is_loopback or address.is_link_local or address.is_private


def carried(address: Address) -> list[Address]:
    """The address, or those that it carries inside: an IPv4 number in an IPv6 one goes to the IPv4 host."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]
    if address in _NAT64:
        return [ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)]
    if address.sixtofour is not None:
        return [address, address.sixtofour]
    if address.teredo is not None:
        return [address, *address.teredo]
    return [address]
