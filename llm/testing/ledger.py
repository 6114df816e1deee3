"""A ledger in memory, for tests and benchmarks of everything but the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from llm.booking import Busy, Claimed, Denied, Endpoint, Heard, Hold, Key, Reservation, Stored, Wanted
from llm.client import Answer, Failure
from llm.providers.base import Usage
from llm.values import Answered, Prices, Replied

PRICES = Prices(Decimal("0.20"), Decimal("0.80"), "USD")
NOTHING_HELD = Hold(date(2026, 1, 1), {})


class MemoryLedger:
    """Keeps replies, answers and what was paid. `busy` keys are being asked by somebody else; after `calls_left` it denies."""

    def __init__(self, calls_left: int = 1_000_000) -> None:
        self.replies: dict[Key, str] = {}
        self.answers: dict[tuple[str, str, str], Answered] = {}
        self.open: dict[UUID, Key] = {}
        self.paid: list[Usage] = []
        self.reused = 0
        self.busy: set[Key] = set()
        self.calls_left = calls_left

    def known(self, question: str, models: Iterable[str], digests: Iterable[str]) -> dict[str, Answered]:
        names, found = tuple(models), {}
        for digest in digests:
            for model in reversed(names):
                if (question, model, digest) in self.answers:
                    found[digest] = self.answers[question, model, digest]
        return found

    def claim_all(self, wanted: Sequence[Wanted]) -> list[Claimed]:
        return [self.claim(one.key, one.endpoint, likely=one.likely, most=one.most) for one in wanted]

    def settle_all(self, heard: Sequence[Heard]) -> list[Decimal | None]:
        return [self.settle(one.reservation, one.got, one.question) for one in heard]

    def claim(self, key: Key, endpoint: Endpoint, *, likely: Usage, most: Usage) -> Claimed:
        if key in self.replies:
            self.reused += 1
            return Stored(self.replies[key])
        if key in self.busy or key in self.open.values():
            return Busy()
        if not self.calls_left:
            return Denied("llm.budget-exceeded")
        self.calls_left -= 1
        reservation = Reservation(uuid4(), uuid4(), endpoint, NOTHING_HELD)
        self.open[reservation.entry] = key
        return reservation

    def settle(self, reservation: Reservation, got: Answer[Replied] | Failure, question: str) -> Decimal | None:
        key = self.open.pop(reservation.entry)
        self.paid.append(got.usage)
        if isinstance(got, Answer):
            self.replies[key] = got.text
            self.answers |= {(question, key.model, digest): one for digest, one in got.value.answers.items()}
        return PRICES.cost(got.usage)

    def discard(self, key: Key) -> None:
        del self.replies[key]
