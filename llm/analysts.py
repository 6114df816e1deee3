"""The two who can analyse a bill: language models, and the offline analyst. Both hand back the same kinds of results.

Each yields events as parts are finished; parts inside the ranges of `done` are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Protocol

import msgspec

from llm.analyses.base import Ask, Kind
from llm.batches import Run
from llm.booking import Endpoint, Ledger
from llm.client import Policy
from llm.hybrid import Decision, Undecided
from llm.hybrid.sorting import Sorter, rows
from llm.offline import classify
from llm.offline.summary import BillFacts, statements
from llm.parts import Done, Event, Part, batches_of, places_left
from llm.steps import Step, facts_as_works, group_counts, sample
from llm.values import Outcome, Spent, Statement, Work

Ranges = Iterable[tuple[int, int]]
Events = Generator[Event, None, None]
CHUNK = 2_000
CLASSIFY, REVIEW = "classify", "review"
SCOPE_SAMPLE = 120


class Analyst(Protocol):
    """Whoever analyses: see the module."""

    @property
    def source(self) -> str:
        """ "llm" or "offline"."""
        ...

    def can(self, kind: Kind) -> bool:
        """True when there is something to ask of this analyst."""
        ...

    def events(self, kind: Kind, ask: Ask, works: tuple[Work, ...], done: Ranges = ()) -> Events:
        """What `kind` finds in `works`."""
        ...

    def summary(self, kind: Kind, ask: Ask, facts: BillFacts, sentences: tuple[str, ...]) -> Events:
        """What to know in one minute; `sentences` are the facts in words."""
        ...


class OfflineAnalyst:
    """Rules, text statistics and, where the extra is installed, meanings; the same bill gives the same results."""

    source = "offline"

    def __init__(self, sorter: Sorter | None = None) -> None:
        self._sorter = sorter or Sorter()
        self._typical: tuple[str, ...] = ()

    def can(self, kind: Kind) -> bool:
        return kind.offline is not None or kind.name in (CLASSIFY, "summary")

    def events(self, kind: Kind, ask: Ask, works: tuple[Work, ...], done: Ranges = ()) -> Events:
        if kind.name == CLASSIFY:
            decisions = self._sorter.sort(works, ask.standard)
            self._typical = self._sorter.typical(works, decisions, ask.standard)
            for part in self._parts(kind, works, done):
                found = rows(part.works, (decisions[place] for place in part.places))
                yield Done(part, Outcome(classified=found), Spent())
        elif kind.offline is not None:
            for part in self._parts(kind, works, done):
                claims = tuple(kind.offline(part.works))
                if kind.name == REVIEW and part.places[-1] == len(works) - 1:  # with the last part, and so once
                    claims += self._sorter.compared(works)
                yield Done(part, Outcome(claims=claims), Spent())

    def summary(self, kind: Kind, ask: Ask, facts: BillFacts, sentences: tuple[str, ...]) -> Events:
        said = statements(facts)
        if self._typical:
            quoted = "; ".join(f"“{text}”" for text in self._typical)
            said += (Statement(code="summary.typical", facts={"texts": quoted}),)
        yield Done(Part(kind.name, self.source, (), ()), Outcome(statements=said), Spent())

    def _parts(self, kind: Kind, works: tuple[Work, ...], done: Ranges) -> Iterator[Part]:
        left = places_left(len(works), done)
        size = max(1, len(works)) if kind.whole else CHUNK
        for first in range(0, len(left), size):
            places = left[first : first + size]
            yield Part(kind.name, self.source, tuple(works[place] for place in places), places)


class LlmAnalyst:
    """Language models behind endpoints, through the ledger."""

    source = "llm"

    def __init__(
        self,
        endpoints: Iterable[Endpoint],
        ledger: Ledger,
        *,
        sorter: Sorter | None = None,
        policy: Policy | None = None,
        beat: Callable[[], None] = lambda: None,
        beat_seconds: float = 2.0,
    ) -> None:
        self._ledger = ledger
        self._sorter = sorter
        self._run = Run(endpoints, ledger, policy=policy, beat=beat, beat_seconds=beat_seconds)

    def close(self) -> None:
        """Give the connections back."""
        self._run.close()

    def can(self, kind: Kind) -> bool:
        return True

    def events(self, kind: Kind, ask: Ask, works: tuple[Work, ...], done: Ranges = ()) -> Events:
        if kind.whole:
            yield from self._at_once(kind.name, kind.step(about(kind, ask, works)), shown_of(kind, works))
            return
        if kind.name.startswith(CLASSIFY):
            yield from self._classify(kind, ask, works, done)
        else:
            yield from self._each(kind.name, kind.step(ask), works, done)

    def summary(self, kind: Kind, ask: Ask, facts: BillFacts, sentences: tuple[str, ...]) -> Events:
        return self._at_once(kind.name, kind.step(ask), facts_as_works(sentences))

    def _classify(self, kind: Kind, ask: Ask, works: tuple[Work, ...], done: Ranges) -> Events:
        """Ask about what the cheaper steps leave undecided; what the model passes over gets their best guess."""
        sorter = self._sorter or Sorter()
        decisions = sorter.sort(works, ask.standard)
        decided = {place for place, one in enumerate(decisions) if self._sorter and isinstance(one, Decision)}
        settled = [place for place in places_left(len(works), done) if place in decided]
        for first in range(0, len(settled), CHUNK):
            places = tuple(settled[first : first + CHUNK])
            part = Part(kind.name, OfflineAnalyst.source, tuple(works[place] for place in places), places)
            yield Done(part, Outcome(classified=rows(part.works, (decisions[place] for place in places))), Spent())
        skipped = [*done, *((place, place + 1) for place in settled)]
        for event in self._each(kind.name, kind.step(ask), works, skipped):
            if isinstance(event, Done) and event.outcome.unanswered:
                yield _filled(event, tuple(decisions[place] for place in event.batch.places))
            else:
                yield event

    def _each(self, name: str, step: Step, works: tuple[Work, ...], done: Ranges) -> Events:
        """Ask about each work that no kept answer speaks of."""
        left = places_left(len(works), done)
        digests = [work.digest for work in works]
        known = self._ledger.known(step.question, self._run.models, (digests[place] for place in left))
        told = [place for place in left if digests[place] in known]
        for first in range(0, len(told), CHUNK):
            places = tuple(told[first : first + CHUNK])
            part = Part(name, step.prompt.label, tuple(works[place] for place in places), places)
            yield Done(part, step.outcome(part.works, known) or Outcome(), Spent(reused=len(places)))
        asked = (place for place in left if digests[place] not in known)
        yield from self._run.results(batches_of(name, step, works, size=step.prompt.batch, places=asked))

    def _at_once(self, name: str, step: Step, works: tuple[Work, ...]) -> Events:
        """Ask about all works together, unless a kept answer fits them."""
        known = self._ledger.known(step.question, self._run.models, step.needs(works))
        outcome = step.outcome(works, known) if known else None
        if outcome is not None:
            part = Part(name, step.prompt.label, works, tuple(range(len(works))))
            yield Done(part, outcome, Spent(reused=len(works)))
        else:
            yield from self._run.results(batches_of(name, step, works, size=max(1, len(works))))


def about(kind: Kind, ask: Ask, works: tuple[Work, ...]) -> Ask:
    """`ask` with what a question about the whole bill has to know of it."""
    if not kind.whole or ask.counts:
        return ask
    counts = group_counts(tuple(row for work in works for row in classify.classified(work)))
    return msgspec.structs.replace(ask, counts=counts)


def settled_places(sorter: Sorter | None, kind: Kind, ask: Ask, works: tuple[Work, ...]) -> frozenset[int]:
    """The places of works that are classified without a model; none of other kinds."""
    if sorter is None or not kind.name.startswith(CLASSIFY):
        return frozenset()
    decisions = sorter.sort(works, ask.standard)
    return frozenset(place for place, one in enumerate(decisions) if isinstance(one, Decision))


def shown_of(kind: Kind, works: tuple[Work, ...]) -> tuple[Work, ...]:
    """The works that a question about the whole bill shows."""
    return sample(works, SCOPE_SAMPLE) if kind.whole else works


def _filled(event: Done, decisions: tuple[Decision | Undecided, ...]) -> Done:
    """Works that the model passed over get the best guess of the steps before it, which says what it rests on."""
    answered = {row.key for row in event.outcome.classified}
    passed_over = [
        (work, decision)
        for work, decision in zip(event.batch.works, decisions, strict=True)
        if work.keys[0] not in answered
    ]
    guessed = rows((work for work, _ in passed_over), (decision for _, decision in passed_over))
    return Done(
        event.batch,
        msgspec.structs.replace(event.outcome, classified=event.outcome.classified + guessed),
        event.spent,
    )
