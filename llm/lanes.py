"""One endpoint in a run, and the calls that go to it."""

from __future__ import annotations

import threading
import time

import msgspec

from llm.booking import Endpoint, Heard, Key, Reservation, Wanted, ceiling, likely
from llm.client import Answer, Breaker, Failure, Policy
from llm.parts import Batch
from llm.providers.base import ChatRequest, Provider
from llm.values import Replied

LONGEST_NAP = 0.5


class Lane:
    """One endpoint in a run: its client, its breaker, and what it has on the wire.

    `gave_up` and `denied` say why it is asked nothing more: what it met, or what the budget does not allow.
    """

    def __init__(self, endpoint: Endpoint, policy: Policy) -> None:
        self.endpoint = endpoint
        self.breaker = Breaker(policy.failures_in_a_row, endpoint)
        self.on_the_wire = 0
        self.gave_up = ""
        self.denied = ""
        self._client: Provider | None = None
        self._connecting = threading.Lock()

    @property
    def client(self) -> Provider:
        """The connected client, one for all threads of the run."""
        with self._connecting:
            if self._client is None:
                self._client = self.endpoint.connect()
            return self._client

    @property
    def lost(self) -> bool:
        """True when this run asks it nothing more."""
        return self.breaker.open or bool(self.denied)

    @property
    def usable(self) -> bool:
        """False once it was given up, here or by other workers."""
        return not self.lost and not self.endpoint.resting

    @property
    def has_room(self) -> bool:
        """True when one more call may go."""
        return self.on_the_wire < max(1, self.endpoint.max_parallel)

    def wait_for_turn(self, tokens: int) -> None:
        """Sleep until the endpoint's allowance of calls and tokens a minute has room, or it was given up."""
        while not self.breaker.open and (pause := self.endpoint.wait_seconds(tokens)) > 0:
            time.sleep(min(pause, LONGEST_NAP))

    def give_up(self, code: str) -> None:
        """Ask it nothing more in this run."""
        self.breaker.stop()
        self.gave_up = self.gave_up or code

    def close(self) -> None:
        """Give the connections back."""
        if self._client is not None:
            self._client.close()
            self._client = None


class Going(msgspec.Struct, frozen=True):
    """A question that may go: to be claimed first."""

    batch: Batch
    request: ChatRequest
    lane: Lane

    @property
    def wanted(self) -> Wanted:
        """What is claimed for it."""
        endpoint, request = self.lane.endpoint, self.request
        key = Key.of(self.batch.step.prompt.label, endpoint.model, request)
        return Wanted(key, endpoint, likely(request), ceiling(request))


class Call(msgspec.Struct, frozen=True):
    """A question on the wire, with the right to ask it."""

    batch: Batch
    request: ChatRequest
    reservation: Reservation
    lane: Lane

    def heard(self, got: Answer[Replied] | Failure) -> Heard:
        """What is booked of it."""
        return Heard(self.reservation, got, self.batch.step.question)
