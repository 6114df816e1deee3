"""One question asked well: retried with jitter, repaired once, validated, and counted. No database, safe in threads."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

import msgspec
import stamina
import structlog

from config.traces import span
from llm.providers.base import (
    BadReply,
    ChatReply,
    ChatRequest,
    Message,
    Provider,
    ProviderError,
    RateLimited,
    Truncated,
    Usage,
)

T = TypeVar("T")
log = structlog.get_logger(__name__)
REPAIR = (
    "That reply could not be used: {fault} Answer the same question again with the one JSON object that was asked for, "
    "complete, and nothing before or after it."
)
REPAIRED_TEXT = 4_000


class Policy(msgspec.Struct, frozen=True):
    """How patient Mizan is. Waits are in seconds; a provider that asks for more than `longest_wait` is given up for now."""

    tries: int = 3
    first_wait: float = 0.5
    most_wait: float = 20.0
    jitter: float = 1.0
    longest_wait: float = 30.0
    failures_in_a_row: int = 5


class Answer(msgspec.Struct, Generic[T], frozen=True):
    """A validated answer. `usage` covers all calls that led to it; `milliseconds` include the waits."""

    value: T
    text: str
    model: str
    usage: Usage
    calls: int
    milliseconds: int


class Failure(msgspec.Struct, frozen=True):
    """Why there is no answer, and what was paid all the same."""

    code: str
    detail: str
    splits: bool
    usage: Usage
    calls: int
    milliseconds: int


class ProviderDown(ProviderError):
    """Too many calls in a row failed: the provider is left alone for now."""

    code = "llm.unavailable"


class Health(Protocol):
    """What all workers together know of a provider."""

    @property
    def resting(self) -> bool:
        """True after too many failures in a row."""
        ...

    def succeeded(self) -> None:
        """A call was answered."""
        ...

    def failed(self) -> None:
        """A call failed in a way that says something about the provider."""
        ...


class Breaker:
    """Counts failures of the wire in a row, over all threads of one run, and stops asking when there are too many.

    `health` is told, so that other runs leave the provider alone too.
    """

    def __init__(self, most: int, health: Health | None = None) -> None:
        self._most = most
        self._health = health
        self._in_a_row = 0
        self._healthy = False
        self._lock = threading.Lock()
        self._open = False

    @property
    def open(self) -> bool:
        """True when nothing more should be asked."""
        return self._open

    def stop(self) -> None:
        """Open at once: the run is cancelled, or no later question can succeed."""
        self._open = True

    def succeeded(self) -> None:
        """A call was answered."""
        with self._lock:
            news = self._in_a_row or not self._healthy
            self._in_a_row, self._healthy = 0, True
        if news and self._health is not None:
            self._health.succeeded()

    def failed(self) -> None:
        """A call failed in a way that says something about the provider."""
        with self._lock:
            self._in_a_row += 1
            self._open = self._open or self._in_a_row >= self._most
        if self._health is not None:
            self._health.failed()


class _Asking(Generic[T]):
    """The state of one question while it is asked up to `policy.tries` times, the repair included."""

    def __init__(
        self, provider: Provider, request: ChatRequest, read: Callable[[str], T], policy: Policy, breaker: Breaker
    ) -> None:
        self.provider, self.request, self.read, self.policy, self.breaker = provider, request, read, policy, breaker
        self.usage = Usage()
        self.calls = 0
        self.repaired = False
        self.text = ""
        self.model = ""

    def once(self) -> T:
        """One try. Raises ProviderError."""
        if self.breaker.open:
            raise ProviderDown
        self.calls += 1
        try:
            reply = self.provider.complete(self.request)
        except ProviderError as error:
            self.usage += error.usage
            if error.retryable:
                self.breaker.failed()
            raise
        self.breaker.succeeded()
        return self._take(reply)

    def _take(self, reply: ChatReply) -> T:
        self.usage += reply.usage
        self.text, self.model = reply.text, reply.model
        return self.read(reply.text)

    def again(self, error: Exception) -> bool | float:
        """Whether to try again after `error`, and after how many seconds where that is not the usual wait."""
        if isinstance(error, BadReply) and not isinstance(error, Truncated):
            first, self.repaired = not self.repaired, True
            if first:
                self._ask_for_repair(error)
            return 0.0 if first else False
        if isinstance(error, RateLimited) and error.retry_after is not None:
            if error.retry_after > self.policy.longest_wait:
                return False
            return error.retry_after + random.uniform(0, self.policy.jitter)  # noqa: S311 - jitter
        return isinstance(error, ProviderError) and error.retryable and not self.breaker.open

    def _ask_for_repair(self, error: BadReply) -> None:
        if not error.text.strip():
            return  # nothing to mend: the same question again
        turns = (
            Message("assistant", error.text[:REPAIRED_TEXT]),
            Message("user", REPAIR.format(fault=error.detail[:500])),
        )
        self.request = msgspec.structs.replace(self.request, messages=self.request.messages + turns)


def ask(
    provider: Provider, request: ChatRequest, read: Callable[[str], T], *, policy: Policy, breaker: Breaker
) -> Answer[T] | Failure:
    """Ask `request` and hand its text to `read`, which raises BadReply when it cannot use it.

    At most `policy.tries` calls in all, one of which may ask the model to mend its JSON.
    """
    asking = _Asking(provider, request, read, policy, breaker)
    started = time.monotonic()
    with span("question", kind="client", gen_ai__system=provider.name) as traced:
        try:
            value = _tried(asking)
        except ProviderError as error:
            _told(provider, asking, started, traced, error.code)
            return Failure(error.code, error.detail, error.splits, asking.usage, asking.calls, _milliseconds(started))
        _told(provider, asking, started, traced)
    return Answer(value, asking.text, asking.model, asking.usage, asking.calls, _milliseconds(started))


def _told(provider: Provider, asking: _Asking[T], started: float, traced: Any, code: str = "") -> None:
    """One line of the log, and the figures of the span: who was asked, how often, for how long, never what."""
    usage = asking.usage
    log.info(
        "llm_asked", provider=provider.name, code=code, calls=asking.calls, milliseconds=_milliseconds(started),
        input_tokens=usage.input_tokens, output_tokens=usage.output_tokens,
    )  # fmt: skip
    if traced is not None:
        traced.set_attributes({
            "gen_ai.usage.input_tokens": usage.input_tokens, "gen_ai.usage.output_tokens": usage.output_tokens,
            "mizan.calls": asking.calls, "mizan.error": code,
        })  # fmt: skip


def _tried(asking: _Asking[T]) -> T:
    attempts = stamina.retry_context(
        on=asking.again,
        attempts=asking.policy.tries,
        timeout=None,
        wait_initial=asking.policy.first_wait,
        wait_max=asking.policy.most_wait,
        wait_jitter=asking.policy.jitter,
    )
    for attempt in attempts:
        with attempt:
            return asking.once()
    raise ProviderDown


def _milliseconds(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
