"""What a ledger promises: a question is looked up, reserved within the budget, and booked once. Free of the database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol
from uuid import UUID

import msgspec

from llm.client import REPAIR, REPAIRED_TEXT, Answer, Failure
from llm.providers.base import ChatRequest, Conversation, Message, Talker, Usage, estimated_tokens
from llm.values import Answered, Prices, Replied

ABANDONED = "llm.abandoned"  # nobody was left to hear the answer
TOKENS_AROUND_A_MESSAGE = 16
PAID_CALLS = 2  # one, and the one that mends its reply: calls that fail on the wire are not paid


class Endpoint(Protocol):
    """One model at one address, as an organization may use it now."""

    @property
    def id(self) -> str:
        """What its breaker and limits are kept under; "env" for the operator's."""
        ...

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    @property
    def host(self) -> str:
        """Where questions go, without secrets."""
        ...

    @property
    def model(self) -> str:
        """The model asked."""
        ...

    @property
    def prices(self) -> Prices:
        """What its tokens cost."""
        ...

    @property
    def max_parallel(self) -> int:
        """How many questions may be on the wire at once for one analysis."""
        ...

    @property
    def timeout_seconds(self) -> float:
        """How long one answer may take."""
        ...

    @property
    def resting(self) -> bool:
        """True after too many failures in a row, seen by any worker."""
        ...

    def connect(self) -> Talker:
        """A client, safe in threads. The caller closes it."""
        ...

    def wait_seconds(self, tokens: int) -> float:
        """0 when a call of so many tokens may go now, and takes them from the minute's allowance; else how long to wait."""
        ...

    def succeeded(self) -> None:
        """A call was answered."""
        ...

    def failed(self) -> None:
        """A call failed in a way that says something about the provider."""
        ...


class Hold(msgspec.Struct, frozen=True):
    """What one call holds of each purse of its month: purse name -> amount."""

    month: date
    amounts: dict[str, Decimal]

    def without_amounts(self) -> Hold:
        """The same purses with nothing held: what is booked is added to them all the same."""
        return Hold(self.month, dict.fromkeys(self.amounts, Decimal(0)))


class Key(msgspec.Struct, frozen=True):
    """What makes two questions the same. `prompt` is the label with its version."""

    prompt: str
    model: str
    input_hash: str

    @classmethod
    def of(cls, prompt: str, model: str, request: ChatRequest | Conversation) -> Key:
        """The key of `request`: the hash covers every byte that the model sees and every setting of the call."""
        encoded = msgspec.json.encode(request, order="deterministic")
        return cls(prompt, model, hashlib.sha256(encoded).hexdigest())


class Stored(msgspec.Struct, frozen=True):
    """The question was answered before: here is the reply."""

    text: str


class Busy(msgspec.Struct, frozen=True):
    """Somebody else is asking this very question now."""


class Denied(msgspec.Struct, frozen=True):
    """The budget does not allow the question. `code` says why."""

    code: str


class Reservation(msgspec.Struct, frozen=True):
    """The right to ask `endpoint`. `token` proves it when the answer is booked."""

    entry: UUID
    token: UUID
    endpoint: Endpoint
    hold: Hold


class Wanted(msgspec.Struct, frozen=True):
    """A question that is to go to `endpoint`. `most` is what it may take, `likely` what it counts for when nobody is left to tell."""

    key: Key
    endpoint: Endpoint
    likely: Usage
    most: Usage


class Heard(msgspec.Struct, frozen=True):
    """What came of a question that was asked; its answers are kept under `question`."""

    reservation: Reservation
    got: Answer[Replied] | Failure
    question: str


Claimed = Stored | Busy | Denied | Reservation


class Ledger(Protocol):
    """Where answers are kept, and questions are looked up, reserved and booked."""

    def known(self, question: str, models: Iterable[str], digests: Iterable[str]) -> dict[str, Answered]:
        """Kept answers by digest, those of the first of `models` that has one."""
        ...

    def claim(self, key: Key, endpoint: Endpoint, *, likely: Usage, most: Usage) -> Claimed:
        """The stored reply, or the right to ask for at most `most` tokens, or why not.

        `likely` is booked when nobody is left to tell what it took.
        """
        ...

    def settle(self, reservation: Reservation, got: Answer[Replied] | Failure, question: str) -> Decimal | None:
        """Book what came of it, and keep its answers under `question`. Returns the cost, None when prices are not stated."""
        ...

    def claim_all(self, wanted: Sequence[Wanted]) -> list[Claimed]:
        """`claim` for several at once, in their order: what one is denied leaves the others what they got."""
        ...

    def settle_all(self, heard: Sequence[Heard]) -> list[Decimal | None]:
        """`settle` for several at once: the costs in their order."""
        ...

    def discard(self, key: Key) -> None:
        """Forget the stored reply of `key`, which turned out to be unusable."""
        ...


def likely(request: ChatRequest) -> Usage:
    """About how many tokens the question takes, its answer left out."""
    return Usage(sum(estimated_tokens(message.content) for message in request.messages), 0, estimated=True)


def ceiling(request: ChatRequest) -> Usage:
    """More tokens than the question can cost, its repair included: a token is at least a byte of text."""
    once = ceiling_of(request.messages, request.schema, request.max_tokens)
    mending = len(REPAIR) + 4 * REPAIRED_TEXT
    return Usage(PAID_CALLS * once.input_tokens + mending, PAID_CALLS * once.output_tokens, estimated=True)


def ceiling_of(messages: tuple[Message, ...], shape: object, max_tokens: int) -> Usage:
    """More tokens than one call can cost; `shape` is what is sent beside the messages: a schema, or tools."""
    sent = sum(len(msgspec.json.encode(message)) + TOKENS_AROUND_A_MESSAGE for message in messages)
    return Usage(sent + len(msgspec.json.encode(shape)), max_tokens, estimated=True)
