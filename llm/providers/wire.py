"""The wire: the faults of a connection and of an HTTP status as ours, and the limits of time and size on one call."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any

from config.outgoing.addresses import BadAddress
from llm.providers import base

REPLY_BYTES = 4_000_000
TOO_LONG = re.compile(
    r"context.{0,20}(length|window|size)|too many tokens|prompt is too long|maximum.{0,12}tokens", re.I
)
_OUT_OF_CREDIT = re.compile(r"insufficient[_ ](quota|balance|credit)|not enough (balance|credit)|billing", re.I)
_OPENED = ("connection.connect_tcp.complete", "connection.start_tls.complete")


class Stopped(Exception):
    """The call was ended from our side."""


class Call:
    """One call on the wire, as a context manager: `seconds` bound it to its last byte, and any thread may end it."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._ended = ""
        self._timer = threading.Timer(seconds, self._end, ("time",))
        self._timer.daemon = True
        self._received = 0

    def __enter__(self) -> Call:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self._socket = None  # the connection may serve others from here on

    def stop(self) -> None:
        """End the call: a read that waits returns at once, and the call ends with `Stopped`."""
        self._end("stop")

    def check(self) -> None:
        """Raise TimedOut when time is up, Stopped when the call was ended."""
        if self._ended == "time":
            raise base.TimedOut(f"No complete answer within {self._seconds:g} seconds.")
        if self._ended:
            raise Stopped

    def opened(self, connection: socket.socket | None) -> None:
        """Take note of the connection that serves this call."""
        with self._lock:
            self._socket = connection
            if self._ended:
                self._cut()

    def trace(self, event: str, facts: dict[str, Any]) -> None:
        """Take note of a connection that is opened for this call: httpx's `trace` extension."""
        if event in _OPENED:
            self.opened(facts["return_value"].get_extra_info("socket"))

    def chunks(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The bytes of a reply. Raises Stopped, or a `ProviderError`: BadReply beyond REPLY_BYTES."""
        with self.typed_errors():
            for piece in pieces:
                self.check()
                self._received += len(piece)
                if self._received > REPLY_BYTES:
                    raise base.BadReply("The reply is larger than any honest one.")
                yield piece
        self.check()

    @contextmanager
    def typed_errors(self) -> Iterator[None]:
        """The client's exceptions as ours; a refused request (400, 422) passes, for the dialect to learn from."""
        import httpx2
        import openai

        try:
            yield
        except (openai.BadRequestError, openai.UnprocessableEntityError):
            raise
        except BadAddress as error:
            raise base.BadAddress from error
        except (openai.APIConnectionError, httpx2.HTTPError, OSError) as error:  # a connection that we cut breaks too
            self.check()
            if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException):
                raise base.TimedOut(str(error)) from error
            raise base.Unavailable(str(error)) from error
        except openai.APIStatusError as error:
            raise status_error(error.status_code, error.message, error.response.headers.get("retry-after")) from error
        except openai.OpenAIError as error:
            raise base.Unavailable(str(error)) from error

    def _end(self, why: str) -> None:
        with self._lock:
            self._ended = self._ended or why
            self._cut()

    def _cut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):  # closed by the other side already
                self._socket.shutdown(socket.SHUT_RDWR)


def status_error(status: int, said: str, retry_after: str | None = None) -> base.ProviderError:
    """The typed error for an HTTP status and what came with it."""
    if status == 402 or (status in (403, 429) and _OUT_OF_CREDIT.search(said)):
        return base.OutOfCredit(said)
    if status == 429:
        return base.RateLimited(said, retry_after=_seconds(retry_after))
    if status in (401, 403):
        return base.Unauthorized(said)
    if status == 408:
        return base.TimedOut(said)
    if status == 413 or (status == 400 and TOO_LONG.search(said)):
        return base.TooLong(said)
    return base.Unavailable(said) if status >= 500 or status == 409 else base.Refused(said)


def error_in_body(error: object) -> base.ProviderError:
    """The typed error for `{"error": …}` sent with status 200 or inside a stream, as some gateways do."""
    facts = error if isinstance(error, dict) else {"message": error}
    said = str(facts.get("message") or facts)
    code = str(facts.get("code") or facts.get("status") or "")
    return status_error(int(code), said) if re.fullmatch(r"[45]\d\d", code) else base.Unavailable(said)


def _seconds(retry_after: str | None) -> float | None:
    """`Retry-After` in seconds; the form with a date is rare, and reads as not said."""
    try:
        seconds = float(retry_after or "")
    except ValueError:
        return None
    return seconds if 0 <= seconds < 86_400 else None
