"""The two who can analyse a bill: a language model, and the offline analyst. Both hand back the same kinds of results.

Each method yields events as its parts are finished; parts inside the ranges of `done` are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Protocol

import msgspec

from llm.batches import Done, Event, Part, Run, batches_of, places_left
from llm.booking import Endpoint, Ledger
from llm.client import Policy
from llm.offline import classify, review, scope
from llm.offline.summary import BillFacts, statements
from llm.steps import (
    ClassifyItems,
    MissingScope,
    ReviewDescriptions,
    Step,
    Summary,
    facts_as_works,
    group_counts,
    sample,
)
from llm.values import Claim, Outcome, Spent, Work

Ranges = Iterable[tuple[int, int]]
CHUNK = 2_000
SCOPE_SAMPLE = 250


class Analyst(Protocol):
    """Whoever analyses: see the module."""

    def classify(self, works: tuple[Work, ...], done: Ranges = ()) -> Generator[Event, None, None]:
        """The cost group of every work."""
        ...

    def review(self, works: tuple[Work, ...], done: Ranges = ()) -> Generator[Event, None, None]:
        """Descriptions that are ambiguous or incomplete."""
        ...

    def scope(self, works: tuple[Work, ...]) -> Generator[Event, None, None]:
        """Work that is probably missing from the whole bill."""
        ...

    def summary(self, facts: BillFacts, sentences: tuple[str, ...]) -> Generator[Event, None, None]:
        """What to know in one minute; `sentences` are the facts in words."""
        ...


class OfflineAnalyst:
    """Rules and text statistics; the same bill gives the same results."""

    source = "offline"

    def classify(self, works: tuple[Work, ...], done: Ranges = ()) -> Generator[Event, None, None]:
        by_code = classify.codes_are_masterformat(works)
        for part in self._parts("classify", works, done):
            rows = tuple(row for work in part.works for row in classify.classified(work, by_code))
            yield Done(part, Outcome(classified=rows), Spent())

    def review(self, works: tuple[Work, ...], done: Ranges = ()) -> Generator[Event, None, None]:
        for part in self._parts("review", works, done):
            yield Done(
                part, Outcome(claims=tuple(claim for work in part.works for claim in review.review(work))), Spent()
            )

    def scope(self, works: tuple[Work, ...]) -> Generator[Event, None, None]:
        yield Done(Part("scope", self.source, works, ()), Outcome(claims=self._missing(works)), Spent())

    def summary(self, facts: BillFacts, sentences: tuple[str, ...]) -> Generator[Event, None, None]:
        yield Done(Part("summary", self.source, (), ()), Outcome(statements=statements(facts)), Spent())

    def _missing(self, works: tuple[Work, ...]) -> tuple[Claim, ...]:
        by_code = classify.codes_are_masterformat(works)
        rows = tuple(row for work in works for row in classify.classified(work, by_code))
        return scope.missing_scope(works, rows)

    def _parts(self, name: str, works: tuple[Work, ...], done: Ranges) -> Iterator[Part]:
        left = places_left(len(works), done)
        for first in range(0, len(left), CHUNK):
            places = left[first : first + CHUNK]
            yield Part(name, self.source, tuple(works[place] for place in places), places)


class LlmAnalyst:
    """Language models behind endpoints, through the ledger. `language` is that of reasons and summaries."""

    def __init__(
        self,
        endpoints: Iterable[Endpoint],
        ledger: Ledger,
        *,
        language: str = "en",
        policy: Policy | None = None,
        beat: Callable[[], None] = lambda: None,
        beat_seconds: float = 2.0,
    ) -> None:
        self._language = language
        self._ledger = ledger
        self._run = Run(endpoints, ledger, policy=policy, beat=beat, beat_seconds=beat_seconds)

    def close(self) -> None:
        """Give the connections back."""
        self._run.close()

    def classify(self, works: tuple[Work, ...], done: Ranges = ()) -> Generator[Event, None, None]:
        by_code = classify.codes_are_masterformat(works)
        for event in self._each("classify", ClassifyItems(), works, done):
            yield _filled(event, by_code) if isinstance(event, Done) else event

    def review(self, works: tuple[Work, ...], done: Ranges = ()) -> Generator[Event, None, None]:
        return self._each("review", ReviewDescriptions(self._language), works, done)

    def scope(self, works: tuple[Work, ...]) -> Generator[Event, None, None]:
        counts = group_counts(tuple(row for work in works for row in classify.classified(work)))
        return self._at_once("scope", MissingScope(counts, self._language), sample(works, SCOPE_SAMPLE))

    def summary(self, facts: BillFacts, sentences: tuple[str, ...]) -> Generator[Event, None, None]:
        return self._at_once("summary", Summary(self._language), facts_as_works(sentences))

    def _each(self, name: str, step: Step, works: tuple[Work, ...], done: Ranges) -> Generator[Event, None, None]:
        """Ask about each work that no kept answer speaks of."""
        left = places_left(len(works), done)
        known = self._ledger.known(step.question, self._run.models, (works[place].digest for place in left))
        told = tuple(place for place in left if works[place].digest in known)
        for first in range(0, len(told), CHUNK):
            places = told[first : first + CHUNK]
            part = Part(name, step.prompt.label, tuple(works[place] for place in places), places)
            yield Done(part, step.outcome(part.works, known) or Outcome(), Spent(reused=len(places)))
        asked = (place for place in left if works[place].digest not in known)
        yield from self._run.results(batches_of(name, step, works, places=asked))

    def _at_once(self, name: str, step: Step, works: tuple[Work, ...]) -> Generator[Event, None, None]:
        """Ask about all works together, unless a kept answer fits them."""
        known = self._ledger.known(step.question, self._run.models, step.needs(works))
        outcome = step.outcome(works, known) if known else None
        if outcome is not None:
            part = Part(name, step.prompt.label, works, tuple(range(len(works))))
            yield Done(part, outcome, Spent(reused=len(works)))
        else:
            yield from self._run.results(batches_of(name, step, works, size=max(1, len(works))))


def _filled(event: Done, by_code: bool) -> Done:
    """Works that the model passed over are sorted by their words, and say so."""
    if not event.outcome.unanswered:
        return event
    answered = {row.key for row in event.outcome.classified}
    passed_over = (work for work in event.batch.works if work.keys[0] not in answered)
    rows = tuple(row for work in passed_over for row in classify.classified(work, by_code))
    outcome = msgspec.structs.replace(event.outcome, classified=event.outcome.classified + rows)
    return Done(event.batch, outcome, event.spent)
