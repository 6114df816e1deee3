"""Connections that are made to the number that was checked, without proxies, never following a redirect."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import httpcore2
import httpx2

from config.outgoing.addresses import BadAddress, Lookup, looked_up, refuse_private


class PinnedBackend(httpcore2.SyncBackend):
    """Looks a name up once, checks every number, and connects to those numbers. TLS still checks the name."""

    def __init__(self, *, allow_private: bool, lookup: Lookup = looked_up) -> None:
        self._allow_private = allow_private
        self._lookup = lookup

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """The first number that takes the connection. Raises BadAddress, or the client's own ConnectError."""
        try:
            numbers = self.numbers(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(str(error)) from error
        failure: Exception = httpcore2.ConnectError("The name has no address.")
        for number in numbers:
            try:
                return self.dial(number, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure

    def dial(
        self, number: str, port: int, timeout: float | None, local_address: str | None, socket_options: Any
    ) -> httpcore2.NetworkStream:
        """A connection to one number."""
        return super().connect_tcp(number, port, timeout, local_address, socket_options)

    def numbers(self, host: str, port: int) -> list[str]:
        """The numbers of a name that may all be connected to. Raises BadAddress, OSError."""
        found = self._lookup(host, port)
        refuse_private(found, allow_private=self._allow_private)
        return found

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore2.NetworkStream:
        """Never: an address is a host."""
        raise BadAddress("bad_address")


class PinnedTransport(httpx2.HTTPTransport):
    """The usual transport over a `PinnedBackend`."""

    def __init__(self, *, allow_private: bool, lookup: Lookup = looked_up) -> None:
        super().__init__(trust_env=False)
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(),  # with SSL_CERT_FILE, where the operator names authorities of their own
            max_connections=100,
            max_keepalive_connections=20,
            keepalive_expiry=5.0,
            network_backend=PinnedBackend(allow_private=allow_private, lookup=lookup),
        )


def client(timeout: httpx2.Timeout, *, pinned: bool, allow_private: bool) -> httpx2.Client:
    """A client for requests to an address. Not pinned: the operator's own address, which may go through the operator's proxy."""
    if not pinned:
        return httpx2.Client(timeout=timeout, follow_redirects=False)
    return httpx2.Client(
        timeout=timeout,
        follow_redirects=False,
        trust_env=False,
        transport=PinnedTransport(allow_private=allow_private),
    )
