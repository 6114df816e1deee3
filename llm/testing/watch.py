"""Watching where this process connects to, by the interpreter's own audit events: nothing in Python can connect unseen."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_LISTS: list[list[str]] = []
_WATCHING: list[bool] = []  # an audit hook stays for the life of the process
_EVENTS = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")


def _noted(event: str, arguments: tuple[Any, ...]) -> None:
    if not _LISTS or event not in _EVENTS:
        return
    address = arguments[1] if event in ("socket.connect", "socket.sendto") else arguments[:2]
    if isinstance(address, tuple):  # a path is a socket of this machine: the broker's, the database's
        for one in _LISTS:
            one.append(f"{address[0]}:{address[1]}")


@contextmanager
def outgoing() -> Iterator[list[str]]:
    """The addresses, as `host:port`, that any thread of this process looks up or connects to meanwhile."""
    if not _WATCHING:
        sys.addaudithook(_noted)
        _WATCHING.append(True)
    seen: list[str] = []
    _LISTS.append(seen)
    try:
        yield seen
    finally:
        _LISTS[:] = [one for one in _LISTS if one is not seen]
