"""One message over the wire: to the number that was checked, within the time, following no redirect, reading a little of the answer."""

from __future__ import annotations

import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from functools import lru_cache
from typing import Any

import httpcore2
import httpx2

from config.outgoing.addresses import BadAddress, Lookup, looked_up, looked_up_within
from config.outgoing.pinned import PinnedBackend
from config.webhooks_env import WebhookEnvironment
from webhooks.destinations import Destination, destination_of, refuse
from webhooks.outcome import Outcome

ANSWER_BYTES = 64 * 1024
LONGEST_WISH = int(timedelta(days=1).total_seconds())
GONE = 410


def send(
    url: str, headers: Mapping[str, str], body: bytes, rules: WebhookEnvironment, lookup: Lookup = looked_up
) -> Outcome:
    """POST `body` to `url`. Whatever goes wrong is an outcome; nothing is raised."""
    began = time.monotonic()
    status, error, reply, wish = _tried(url, headers, body, rules, lookup, began + rules.seconds)
    return Outcome(int((time.monotonic() - began) * 1000), status, error, reply, wish)


def _tried(
    url: str, headers: Mapping[str, str], body: bytes, rules: WebhookEnvironment, lookup: Lookup, deadline: float
) -> tuple[int | None, str, bytes, int]:
    try:
        return _posted(destination_of(url), headers, body, rules, lookup, deadline)
    except BadAddress as error:
        return None, error.code, b"", 0
    except httpcore2.TimeoutException:
        return None, "timeout", b"", 0
    except (ssl.SSLError, httpcore2.ConnectError) as error:
        return None, "tls" if "SSL" in str(error) or "certificate" in str(error) else "no_connection", b"", 0
    except (httpcore2.NetworkError, httpcore2.ProtocolError, OSError, ValueError):
        return None, "broken" if time.monotonic() < deadline else "timeout", b"", 0


def _posted(
    to: Destination, headers: Mapping[str, str], body: bytes, rules: WebhookEnvironment, lookup: Lookup, deadline: float
) -> tuple[int, str, bytes, int]:
    backend = TimedBackend(to, rules, lookup, deadline)
    url = httpcore2.URL(scheme=to.scheme.encode(), host=to.host.encode(), port=to.port, target=to.target.encode())
    sent = [(b"Host", _host_header(to)), *((name.encode(), text.encode()) for name, text in headers.items())]
    with (
        httpcore2.ConnectionPool(ssl_context=_tls(), network_backend=backend, max_keepalive_connections=0) as pool,
        pool.stream("POST", url, headers=sent, content=body) as answer,
    ):
        reply = b""
        with suppress(httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError):
            for piece in answer.iter_stream():  # the status was given; how the answer ends changes nothing
                reply += piece
                if len(reply) >= ANSWER_BYTES:
                    break  # the connection is closed, whatever else would come
        told = {name.lower(): value for name, value in answer.headers}
        return answer.status, _verdict(answer.status), reply[:ANSWER_BYTES], _wish(told.get(b"retry-after", b""))


def _verdict(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if status == GONE:
        return "gone"
    return "redirect" if 300 <= status < 400 else "refused"


def _wish(said: bytes) -> int:
    """`Retry-After` in seconds, a day at most; the form with a date is rare, and reads as not said."""
    return min(int(said), LONGEST_WISH) if said.isdigit() and len(said) < 10 else 0


def _host_header(to: Destination) -> bytes:
    shown = f"[{to.host}]" if ":" in to.host else to.host
    usual = {"http": 80, "https": 443}[to.scheme]
    return (shown if to.port == usual else f"{shown}:{to.port}").encode()


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return httpx2.create_ssl_context()  # with SSL_CERT_FILE, where the operator names authorities of their own


class TimedBackend(PinnedBackend):
    """Connects to numbers that `refuse` lets pass, and ends everything at the deadline, however slowly the other side drips."""

    def __init__(self, to: Destination, rules: WebhookEnvironment, lookup: Lookup, deadline: float) -> None:
        super().__init__(allow_private=False, lookup=lookup)
        self._to, self._rules, self._deadline = to, rules, deadline

    def numbers(self, host: str, port: int) -> list[str]:
        found = looked_up_within(left(self._deadline), host, port, self._lookup)
        refuse(self._to, found, self._rules)
        return found

    def dial(
        self, number: str, port: int, timeout: float | None, local_address: str | None, socket_options: Any
    ) -> httpcore2.NetworkStream:
        made = super().dial(number, port, left(self._deadline), local_address, socket_options)
        return TimedStream(made, self._deadline)


class TimedStream(httpcore2.NetworkStream):
    """A connection whose every step has only the time that is left until the deadline."""

    def __init__(self, inner: httpcore2.NetworkStream, deadline: float) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, left(self._deadline))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        made = self._inner.start_tls(ssl_context, server_hostname, left(self._deadline))
        return TimedStream(made, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def left(deadline: float) -> float:
    """The seconds until `deadline`. Raises ReadTimeout when there are none."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise httpcore2.ReadTimeout("time is up")
    return seconds
