"""A ledger in memory, for tests and benchmarks of everything but the ledger."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID, uuid4

from llm.booking import Busy, Key, Reservation, Stored
from llm.client import Answer, Failure
from llm.providers.base import Usage
from llm.values import Outcome, Prices

PRICES = Prices(Decimal("0.20"), Decimal("0.80"), "USD")


class MemoryLedger:
    """Keeps replies and what was paid. `busy` keys are being asked by somebody else."""

    def __init__(self) -> None:
        self.replies: dict[Key, str] = {}
        self.open: dict[UUID, Key] = {}
        self.paid: list[Usage] = []
        self.reused = 0
        self.busy: set[Key] = set()

    def claim(self, key: Key, *, most: Usage) -> Stored | Busy | Reservation:
        if key in self.replies:
            self.reused += 1
            return Stored(self.replies[key])
        if key in self.busy or key in self.open.values():
            return Busy()
        reservation = Reservation(uuid4(), uuid4())
        self.open[reservation.entry] = key
        return reservation

    def settle(self, reservation: Reservation, got: Answer[Outcome] | Failure) -> Decimal | None:
        key = self.open.pop(reservation.entry)
        self.paid.append(got.usage)
        if isinstance(got, Answer):
            self.replies[key] = got.text
        return PRICES.cost(got.usage)

    def discard(self, key: Key) -> None:
        del self.replies[key]
