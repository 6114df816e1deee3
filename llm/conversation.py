"""A conversation with tools: asked round by round, each booked in the ledger, its words checked before anybody sees them.

A sentence is shown once it is whole and every number in it stands in what the tools gave or the person said. Numbers of the
model's own are not shown: the sentence is left out and counted.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from typing import Any, Protocol

import msgspec

from llm.booking import ABANDONED, Busy, Denied, Endpoint, Key, Ledger, Reservation, Stored, ceiling_of
from llm.client import Answer, Failure
from llm.plain import plain
from llm.providers.base import (
    Conversation,
    Message,
    ProviderError,
    Stream,
    Tool,
    ToolCall,
    Unavailable,
    Usage,
    asked_tokens,
)
from llm.steps.evidence import numbers
from llm.values import Replied

QUESTION = "ask_bill.v1"  # the label of its prompt, which its answers are kept under too
STOPPED = "ask.stopped"
ROUNDS = 6
CALLS_A_ROUND = 8
REPLY_TOKENS = 1_500
BUSY_SECONDS = 60.0
LONGEST_SENTENCE = 1_200
_END = re.compile(r"(?<=[.!?؟…])\s+|\n+")
_ORDINAL = re.compile(r"^\s*(?:[-*•]\s*)?\d{1,2}[.)]\s+", re.MULTILINE)


class Given(msgspec.Struct, frozen=True):
    """What a tool gave: `text` for the model, `kept` for the person (what was asked, in words, and the rows)."""

    text: str
    kept: dict[str, Any]


class Toolbox(Protocol):
    """Tools that only read."""

    @property
    def tools(self) -> tuple[Tool, ...]:
        """What is offered."""
        ...

    def call(self, call: ToolCall) -> Given:
        """What the call gives. Never raises for wrong arguments: it says what is wrong."""
        ...


class Spoken(msgspec.Struct, frozen=True):
    """An answer: what stood up of it, how many sentences did not, what the tools gave, and what it took.

    `code` is "" for a whole answer, else why it broke off.
    """

    text: str
    left_out: int
    given: tuple[dict[str, Any], ...]
    model: str
    usage: Usage
    code: str = ""


class _Heard(msgspec.Struct, frozen=True):
    text: str
    calls: tuple[ToolCall, ...] = ()
    model: str = ""


class Talk:
    """One question of a person, answered. `heard` is called with what may be shown so far; `stop` says when to break off."""

    def __init__(
        self,
        endpoints: Iterable[Endpoint],
        ledger: Ledger,
        toolbox: Toolbox,
        *,
        heard: Callable[[str, tuple[dict[str, Any], ...]], None] = lambda text, given: None,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._endpoints = tuple(endpoints)
        self._ledger = ledger
        self._toolbox = toolbox
        self._heard = heard
        self._stop = stop
        self._given: list[dict[str, Any]] = []
        self._backed: set[str] = set()
        self._shown: list[str] = []
        self._left_out = 0
        self._usage = Usage()
        self._model = ""

    def answer(self, messages: tuple[Message, ...]) -> Spoken:
        """The answer to the last of `messages`, which a person wrote."""
        self._backed = numbers(messages[-1].content)
        for _ in range(ROUNDS):
            heard = self._round(messages)
            if isinstance(heard, str):
                return self._spoken(heard)
            if not heard.calls:
                return self._spoken("" if self._given or not self._left_out else "ask.no-data")
            messages = (*messages, Message("assistant", heard.text, heard.calls[:CALLS_A_ROUND]))
            for call in heard.calls[:CALLS_A_ROUND]:
                messages = (*messages, Message("tool", self._called(call), call_id=call.id))
        return self._spoken("ask.too-many-rounds")

    def _called(self, call: ToolCall) -> str:
        given = self._toolbox.call(call)
        self._given.append(given.kept)
        self._backed |= numbers(given.text)
        self._heard("\n".join(self._shown), tuple(self._given))
        return given.text

    def _spoken(self, code: str) -> Spoken:
        return Spoken("\n".join(self._shown), self._left_out, tuple(self._given), self._model, self._usage, code)

    def _round(self, messages: tuple[Message, ...]) -> _Heard | str:
        """What the first endpoint that can says, or the code of why nobody does."""
        request = Conversation(messages, REPLY_TOKENS, self._toolbox.tools)
        code = Unavailable.code
        start = len(self._shown)
        for endpoint in self._endpoints:
            if endpoint.resting:
                continue
            del self._shown[start:]  # of the one that broke off: the next says it whole
            got = self._asked(endpoint, request)
            if isinstance(got, _Heard):
                return got
            code = got
            if code == STOPPED:
                break
        return code

    def _asked(self, endpoint: Endpoint, request: Conversation) -> _Heard | str:
        key = Key.of(QUESTION, endpoint.model, request)
        asked = Usage(asked_tokens(request.messages), 0, estimated=True)
        claim = self._claimed(key, endpoint, asked, ceiling_of(request.messages, request.tools, request.max_tokens))
        if isinstance(claim, Stored):
            heard = msgspec.json.decode(claim.text, type=_Heard)
            self._show(heard.text, final=True)
            self._model = heard.model or endpoint.model
            return heard
        if isinstance(claim, Denied):
            return claim.code
        if isinstance(claim, Busy):
            return STOPPED if self._stop() else Unavailable.code
        while (pause := endpoint.wait_seconds(asked.input_tokens + request.max_tokens)) > 0:
            if self._stop():
                self._ledger.settle(claim, Failure(STOPPED, "", False, Usage(), 0, 0), QUESTION)
                return STOPPED
            time.sleep(min(pause, 0.5))
        return self._listened(endpoint, request, claim)

    def _claimed(self, key: Key, endpoint: Endpoint, asked: Usage, most: Usage) -> Stored | Busy | Denied | Reservation:
        until = time.monotonic() + BUSY_SECONDS
        while True:
            claim = self._ledger.claim(key, endpoint, likely=asked, most=most)
            if not isinstance(claim, Busy) or time.monotonic() > until or self._stop():
                return claim
            time.sleep(0.5)

    def _listened(self, endpoint: Endpoint, request: Conversation, claim: Reservation) -> _Heard | str:
        """Listen to one answer, and book it however it ends."""
        client = endpoint.connect()
        started = time.monotonic()
        got: _Heard | str
        said: list[str] = []
        stream = client.stream(request)
        try:
            got = self._take(stream, said)
            usage = stream.usage
            if isinstance(got, _Heard):
                endpoint.succeeded()
        except ProviderError as error:
            got, usage = error.code, error.usage
            if error.retryable:
                endpoint.failed()
        except BaseException:  # ours: what came until then was paid, whoever goes on with this question
            self._ledger.settle(claim, Failure(ABANDONED, "", False, stream.usage, 1, _since(started)), QUESTION)
            raise
        finally:
            stream.close()
            client.close()
        took = _since(started)
        self._usage += usage
        if isinstance(got, _Heard):
            self._model = got.model or endpoint.model
            text = msgspec.json.encode(got).decode()
            answer = Answer(Replied({}), text, got.model, usage, 1, took)
            self._ledger.settle(claim, answer, QUESTION)
        else:
            self._ledger.settle(claim, Failure(got, "", False, usage, 1, took), QUESTION)
        return got

    def _take(self, stream: Stream, said: list[str]) -> _Heard | str:
        """All of a stream; STOPPED when a person stopped it."""
        shown = len(self._shown)
        for delta in stream:
            if self._stop():
                stream.stop()
                return STOPPED
            if delta.text:
                said.append(delta.text)
                self._show("".join(said), final=False, since=shown)
            if delta.finish:
                self._show("".join(said), final=True, since=shown)
                return _Heard("".join(said), delta.calls, delta.model)
        return STOPPED

    def _show(self, text: str, *, final: bool, since: int | None = None) -> None:
        """Show the whole sentences of `text` that stand up; its last one only when nothing more comes."""
        start = len(self._shown) if since is None else since
        parts = [part for part in _END.split(text) if part.strip()]
        whole = parts if final else parts[:-1]
        kept, left_out = [], 0
        for part in whole:
            said = plain(part, LONGEST_SENTENCE)
            if numbers(_ORDINAL.sub("", said)) <= self._backed:
                kept.append(said)
            else:
                left_out += 1
        if kept != self._shown[start:]:
            self._shown[start:] = kept
            self._heard("\n".join(self._shown), tuple(self._given))
        if final:
            self._left_out += left_out


def _since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
