"""Works cut into batches, asked a few at a time, and handed back one by one as they come: a generator without a database.

Only network calls run in threads. The ledger and whoever consumes the results stay in the caller's thread, so that each
result is saved, under the caller's lease, before the next question is paid for.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

import msgspec

from llm.booking import Busy, Key, Ledger, Reservation, Stored
from llm.client import Answer, Breaker, Failure, Policy, ask
from llm.providers.base import BadReply, ChatRequest, OutOfCredit, Provider, Unauthorized, Usage, estimated_tokens
from llm.steps import Step
from llm.values import Outcome, Spent, Work

BATCH = 40
SPLITS = 3
PATIENCE_AT_END = 5.0
_HOPELESS = (Unauthorized.code, OutOfCredit.code)


class Part(msgspec.Struct, frozen=True):
    """Works `first` to `last` (exclusive) of a bill in the step `name`; `source` says who works on them: a prompt label or "offline"."""

    name: str
    source: str
    works: tuple[Work, ...]
    first: int
    last: int


class Batch(Part, frozen=True):
    """A part that is one question. `splits` counts how often it was halved."""

    step: Step
    splits: int = 0

    def halves(self) -> tuple[Batch, Batch]:
        """The batch in two."""
        middle = len(self.works) // 2
        left = msgspec.structs.replace(
            self, works=self.works[:middle], last=self.first + middle, splits=self.splits + 1
        )
        right = msgspec.structs.replace(
            self, works=self.works[middle:], first=self.first + middle, splits=self.splits + 1
        )
        return left, right


class Done(msgspec.Struct, frozen=True):
    """A part with its results."""

    batch: Part
    outcome: Outcome
    spent: Spent


class Halved(msgspec.Struct, frozen=True):
    """A batch that was too much for one reply: its halves follow. Only what it cost is final."""

    batch: Part
    spent: Spent


class Failed(msgspec.Struct, frozen=True):
    """A batch without results: `code` says why. `spent.calls` is 0 when it was not even tried."""

    batch: Part
    code: str
    detail: str
    spent: Spent


Event = Done | Halved | Failed


def ranges_left(count: int, size: int, done: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges of at most `size` that cover 0 to `count` without the ranges of `done`.

    The cuts do not move when a run is resumed, so that a question that was paid for is asked again word for word.
    """
    finished = bytearray(count)
    for first, last in done:
        last = min(last, count)
        finished[first:last] = b"\x01" * (last - first)
    found: list[tuple[int, int]] = []
    for cut in range(0, count, size):
        start = cut
        end = min(cut + size, count)
        while start < end:
            stop = start
            while stop < end and not finished[stop]:
                stop += 1
            if stop > start:
                found.append((start, stop))
            start = stop + 1
    return found


def batches_of(
    name: str, step: Step, works: tuple[Work, ...], *, size: int = BATCH, done: Iterable[tuple[int, int]] = ()
) -> list[Batch]:
    """Questions of `size` works each about all of `works` that are not in the ranges of `done`."""
    source = step.prompt.label
    return [Batch(name, source, works[a:b], a, b, step) for a, b in ranges_left(len(works), size, done)]


class Run:
    """One pass over batches. `beat` is called at least every `beat_seconds`; it may raise to stop the run."""

    def __init__(
        self,
        provider: Provider,
        ledger: Ledger,
        *,
        policy: Policy | None = None,
        max_parallel: int = 2,
        beat: Callable[[], None] = lambda: None,
        beat_seconds: float = 2.0,
    ) -> None:
        self._provider = provider
        self._ledger = ledger
        self._policy = policy or Policy()
        self._parallel = max(1, max_parallel)
        self._beat = beat
        self._beat_seconds = beat_seconds
        self._breaker = Breaker(self._policy.failures_in_a_row)
        self._pending: dict[Future[Answer[Outcome] | Failure], tuple[Batch, ChatRequest, Reservation]] = {}
        self._gave_up = ""

    def results(self, batches: Iterable[Batch]) -> Generator[Event, None, None]:
        """Ask every batch. Closing the iterator stops the run; calls on the wire are waited for shortly and booked.

        Once the provider was given up (wrong key, outage), later batches of the same run fail without a call.
        """
        queue = deque(batches)
        self._breaker = Breaker(self._policy.failures_in_a_row)
        if self._gave_up:
            self._breaker.stop()
        pool = ThreadPoolExecutor(self._parallel, thread_name_prefix="llm")
        try:
            while queue or self._pending:
                yield from self._start(queue, pool)
                yield from self._collect(queue)
        finally:
            self._breaker.stop()
            self._book_the_rest()
            pool.shutdown(wait=False, cancel_futures=True)

    def _start(self, queue: deque[Batch], pool: ThreadPoolExecutor) -> Iterator[Event]:
        waiting = 0
        while queue and len(self._pending) < self._parallel and waiting < len(queue):
            batch = queue.popleft()
            if self._breaker.open:
                yield Failed(batch, self._gave_up or "llm.unavailable", "", Spent())
                continue
            request = batch.step.request(batch.works)
            key = Key.of(batch.step.prompt.label, self._provider.model, request)
            claim = self._ledger.claim(key, most=_most(request))
            if isinstance(claim, Stored):
                try:
                    outcome = batch.step.read(claim.text, batch.works)
                except BadReply:  # a reply kept by an older reading of the same prompt
                    self._ledger.discard(key)
                    queue.appendleft(batch)
                    continue
                yield Done(batch, outcome, Spent(reused=True))
            elif isinstance(claim, Busy):
                queue.append(batch)  # somebody else is paying for this very question: come back to it
                waiting += 1
            else:
                self._pending[pool.submit(self._ask, batch, request)] = (batch, request, claim)
        if waiting and not self._pending:
            time.sleep(min(0.5, self._beat_seconds))

    def _ask(self, batch: Batch, request: ChatRequest) -> Answer[Outcome] | Failure:
        def read(text: str) -> Outcome:
            return batch.step.read(text, batch.works)

        return ask(self._provider, request, read, policy=self._policy, breaker=self._breaker)

    def _collect(self, queue: deque[Batch]) -> Iterator[Event]:
        finished, _ = wait(self._pending, timeout=self._beat_seconds, return_when=FIRST_COMPLETED)
        self._beat()
        for future in finished:
            batch, _request, reservation = self._pending.pop(future)
            got = future.result()
            cost = self._ledger.settle(reservation, got)
            spent = Spent(got.usage, cost, got.calls)
            if isinstance(got, Answer):
                yield Done(batch, got.value, spent)
            elif got.splits and len(batch.works) > 1 and batch.splits < SPLITS:
                queue.extendleft(reversed(batch.halves()))
                yield Halved(batch, spent)
            else:
                if got.code in _HOPELESS:
                    self._breaker.stop()
                if self._breaker.open:
                    self._gave_up = self._gave_up or got.code
                yield Failed(batch, got.code, got.detail, spent)

    def _book_the_rest(self) -> None:
        """Calls that are on the wire when the run stops are paid: what they cost is booked, estimated where unknown."""
        if not self._pending:
            return
        wait(self._pending, timeout=PATIENCE_AT_END)
        for future, (_batch, request, reservation) in self._pending.items():
            if future.done() and not future.cancelled():
                self._ledger.settle(reservation, future.result())
            else:
                guess = Usage(_most(request).input_tokens, 0, estimated=True)
                self._ledger.settle(reservation, Failure("llm.abandoned", "", False, guess, 1, 0))
        self._pending.clear()


def _most(request: ChatRequest) -> Usage:
    """The most tokens that one call can cost."""
    asked = sum(estimated_tokens(message.content) for message in request.messages)
    return Usage(asked, request.max_tokens, estimated=True)
