"""Works cut into batches, asked a few at a time, and handed back one by one as they come: a generator without a database.

Only network calls run in threads. The ledger and whoever consumes the results stay in the caller's thread, so that each
result is saved, under the caller's lease, before the next question is paid for.
"""

from __future__ import annotations

import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context

import msgspec
import structlog

from llm.booking import (
    ABANDONED,
    Busy,
    Denied,
    Endpoint,
    Heard,
    Ledger,
    Reservation,
    Stored,
    likely,
)
from llm.client import Answer, Failure, Policy, ask
from llm.lanes import Call, Going, Lane
from llm.parts import Again, Batch, Done, Event, Failed
from llm.providers.base import (
    BadReply,
    OutOfCredit,
    ProviderError,
    RateLimited,
    TimedOut,
    Unauthorized,
    Unavailable,
)
from llm.values import Outcome, Replied, Spent

log = structlog.get_logger(__name__)
SPLITS = 3
PATIENCE_AT_END = 5.0
PATIENCE_WITH_RESTING = 90.0
LINGER = 0.005  # answers that come almost together are booked together
_HOPELESS = (Unauthorized.code, OutOfCredit.code)
_ANOTHER_MAY = (*_HOPELESS, Unavailable.code, TimedOut.code, RateLimited.code)


class Run:
    """One pass over batches, asked of `endpoints` in their order: what one fails to answer, the next is asked.

    `beat` is called at least every `beat_seconds`; it may raise to stop the run.
    """

    def __init__(
        self,
        endpoints: Iterable[Endpoint],
        ledger: Ledger,
        *,
        policy: Policy | None = None,
        beat: Callable[[], None] = lambda: None,
        beat_seconds: float = 2.0,
    ) -> None:
        self._policy = policy or Policy()
        self._lanes = [Lane(endpoint, self._policy) for endpoint in endpoints]
        self._ledger = ledger
        self._beat = beat
        self._beat_seconds = beat_seconds
        self._pending: dict[Future[Answer[Replied] | Failure], Call] = {}
        self._waiting_since = 0.0

    @property
    def models(self) -> tuple[str, ...]:
        """The models that may answer, in order."""
        return tuple(dict.fromkeys(lane.endpoint.model for lane in self._lanes))

    def close(self) -> None:
        """Give the connections back."""
        for lane in self._lanes:
            lane.close()

    def results(self, batches: Iterable[Batch]) -> Generator[Event, None, None]:
        """Ask every batch. Closing the iterator stops the run; calls on the wire are waited for shortly and booked.

        Once a provider was given up (wrong key, outage, budget), later batches of the same run go to the next, or fail without a call.
        """
        queue = deque(batches)
        most = sum(max(1, lane.endpoint.max_parallel) for lane in self._lanes)
        pool = ThreadPoolExecutor(max(1, most), thread_name_prefix="llm")
        finished = False
        try:
            while queue or self._pending:
                yield from self._start(queue, pool)
                yield from self._collect(queue)
            finished = True
        finally:
            if not finished:
                for lane in self._lanes:
                    lane.breaker.stop()
            self._book_the_rest()
            pool.shutdown(wait=False, cancel_futures=True)

    def _start(self, queue: deque[Batch], pool: ThreadPoolExecutor) -> Iterator[Event]:
        """Send what may go now, claimed together. Batches that have to wait go to the end of the queue, each looked at once."""
        usable = [lane.usable for lane in self._lanes]
        left = len(queue)
        while left:
            going, hopeless = self._picked(queue, left, usable)
            for batch in hopeless:
                yield Failed(batch, self._why_not(), "", Spent())
            yield from self._claimed(queue, going, pool)
            looked_at = len(going) + len(hopeless)
            left = left - looked_at if looked_at else 0
        if queue and not self._pending:
            time.sleep(min(0.2, self._beat_seconds))

    def _picked(self, queue: deque[Batch], left: int, usable: list[bool]) -> tuple[list[Going], list[Batch]]:
        """The first batches of the queue, `left` at most: those that may go, in rooms kept for them, and those that nobody can answer."""
        going: list[Going] = []
        hopeless: list[Batch] = []
        while len(going) + len(hopeless) < left:
            batch = queue[0]
            lane = self._lane_for(batch, usable)
            if lane is None and not self._may_wait(batch):
                hopeless.append(queue.popleft())
            elif lane is None or not lane.has_room:
                break
            else:
                lane.on_the_wire += 1
                going.append(Going(queue.popleft(), batch.step.request(batch.works), lane))
        return going, hopeless

    def _lane_for(self, batch: Batch, usable: list[bool]) -> Lane | None:
        """The first lane for the batch. `usable` was looked up a moment ago; what this run has found out since counts too."""
        places = range(batch.lane, len(self._lanes))
        return next((self._lanes[place] for place in places if usable[place] and not self._lanes[place].lost), None)

    def _may_wait(self, batch: Batch) -> bool:
        """True while a provider that others found failing may come back: it rests, and this run has not given it up."""
        if all(lane.lost for lane in self._lanes[batch.lane :]):
            return False
        self._waiting_since = self._waiting_since or time.monotonic()
        return time.monotonic() - self._waiting_since < PATIENCE_WITH_RESTING

    def _why_not(self) -> str:
        """What a person can mend comes first: the budget, then a key, then the wire."""
        reasons = [lane.denied for lane in self._lanes] + [lane.gave_up for lane in self._lanes]
        return next(filter(None, reasons), Unavailable.code)

    def _claimed(self, queue: deque[Batch], going: list[Going], pool: ThreadPoolExecutor) -> Iterator[Event]:
        claims = self._ledger.claim_all([one.wanted for one in going])
        done: list[Event] = []
        for one, claim in zip(going, claims, strict=True):
            if isinstance(claim, Reservation):
                call = Call(one.batch, one.request, claim, one.lane)
                context = copy_context()  # the id of the request goes along to the provider and into its log
                self._pending[pool.submit(context.run, self._ask, call)] = call
                continue
            one.lane.on_the_wire -= 1
            if isinstance(claim, Busy):
                queue.append(one.batch)  # somebody else is paying for this very question: come back to it
            elif isinstance(claim, Denied):
                one.lane.denied = claim.code  # another provider may be cheaper, or priced in the budget's currency
                queue.append(msgspec.structs.replace(one.batch, lane=self._lanes.index(one.lane) + 1))
            elif outcome := self._outcome_of(one.batch, claim):
                done.append(Done(one.batch, outcome, Spent(reused=len(one.batch.works))))
            else:  # a reply kept by an older reading of the same prompt
                self._ledger.discard(one.wanted.key)
                queue.appendleft(one.batch)
        yield from done

    def _outcome_of(self, batch: Batch, stored: Stored) -> Outcome | None:
        try:
            return batch.step.outcome(batch.works, batch.step.read(stored.text, batch.works).answers)
        except BadReply:
            return None

    def _ask(self, call: Call) -> Answer[Replied] | Failure:
        def read(text: str) -> Replied:
            return call.batch.step.read(text, call.batch.works)

        call.lane.wait_for_turn(likely(call.request).input_tokens + call.request.max_tokens)
        return ask(call.lane.client, call.request, read, policy=self._policy, breaker=call.lane.breaker)

    def _collect(self, queue: deque[Batch]) -> Iterator[Event]:
        finished, others = wait(self._pending, timeout=self._beat_seconds, return_when=FIRST_COMPLETED)
        if finished and others:
            finished |= wait(others, timeout=LINGER).done
        self._beat()
        heard: list[tuple[Call, Answer[Replied] | Failure]] = []
        for future in finished:
            call = self._pending.pop(future)
            call.lane.on_the_wire -= 1
            heard.append((call, _came_of(future, call)))
        costs = self._ledger.settle_all([call.heard(got) for call, got in heard])
        for (call, got), cost in zip(heard, costs, strict=True):
            yield self._told(queue, call, got, Spent(got.usage, cost, got.calls))

    def _told(self, queue: deque[Batch], call: Call, got: Answer[Replied] | Failure, spent: Spent) -> Event:
        batch, lane = call.batch, call.lane
        if isinstance(got, Answer):
            self._waiting_since = 0.0
            outcome = batch.step.outcome(batch.works, got.value.answers) or Outcome()
            counted = msgspec.structs.replace(outcome, dropped=got.value.dropped, unbacked=got.value.unbacked)
            return Done(batch, counted, spent)
        if got.splits and len(batch.works) > 1 and batch.splits < SPLITS:
            queue.extendleft(reversed(batch.halves()))
            return Again(batch, spent)
        if got.code in _HOPELESS or lane.breaker.open:
            lane.give_up(got.code)
        place = self._lanes.index(lane)
        if got.code in _ANOTHER_MAY and any(other.usable for other in self._lanes[place + 1 :]):
            queue.appendleft(msgspec.structs.replace(batch, lane=place + 1))
            return Again(batch, spent)
        return Failed(batch, got.code, got.detail, spent)

    def _book_the_rest(self) -> None:
        """Calls that are on the wire when the run stops are paid: what they cost is booked, estimated where unknown."""
        if not self._pending:
            return
        wait(self._pending, timeout=PATIENCE_AT_END)
        heard: list[Heard] = []
        for future, call in self._pending.items():
            heard.append(call.heard(_came_of(future, call) if future.done() else _unheard(ABANDONED, call)))
        self._ledger.settle_all(heard)
        self._pending.clear()


def _came_of(future: Future[Answer[Replied] | Failure], call: Call) -> Answer[Replied] | Failure:
    """What a call came to. A fault of our own in asking or reading costs this batch and no other; the call counts as paid."""
    try:
        return future.result()
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        log.error(
            "llm.call_broke",
            prompt=call.batch.step.prompt.label,
            error=type(error).__name__,  # its words may quote texts of the bill
            where=f"{where.filename}:{where.lineno}",
        )
        return _unheard(ProviderError.code, call)


def _unheard(code: str, call: Call) -> Failure:
    """A call of which nobody knows what it took: it counts for what it likely did."""
    return Failure(code, "", False, likely(call.request), 1, 0)
