"""What a ledger promises: a question is looked up, reserved, and booked once. Free of the database."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Protocol
from uuid import UUID

import msgspec

from llm.client import Answer, Failure
from llm.providers.base import ChatRequest, Usage
from llm.values import Outcome


class Key(msgspec.Struct, frozen=True):
    """What makes two questions the same. `prompt` is the label with its version."""

    prompt: str
    model: str
    input_hash: str

    @classmethod
    def of(cls, prompt: str, model: str, request: ChatRequest) -> Key:
        """The key of `request`: the hash covers every byte that the model sees and every setting of the call."""
        encoded = msgspec.json.encode(request, order="deterministic")
        return cls(prompt, model, hashlib.sha256(encoded).hexdigest())


class Stored(msgspec.Struct, frozen=True):
    """The question was answered before: here is the reply."""

    text: str


class Busy(msgspec.Struct, frozen=True):
    """Somebody else is asking this very question now."""


class Reservation(msgspec.Struct, frozen=True):
    """The right to ask. `token` proves it when the answer is booked."""

    entry: UUID
    token: UUID


class Ledger(Protocol):
    """Where questions are looked up, reserved and booked."""

    def claim(self, key: Key, *, most: Usage) -> Stored | Busy | Reservation:
        """The stored reply, or the right to ask for at most `most` tokens, or Busy."""
        ...

    def settle(self, reservation: Reservation, got: Answer[Outcome] | Failure) -> Decimal | None:
        """Book what came of it. Returns the cost, None when prices are not stated."""
        ...

    def discard(self, key: Key) -> None:
        """Forget the stored reply of `key`, which turned out to be unusable."""
        ...
