"""The two who can analyse a bill: a language model, and the offline analyst. Both hand back the same kinds of results.

Each method yields events as its parts are finished; parts inside the ranges of `done` are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Protocol

import msgspec

from llm.batches import Done, Event, Part, Run, batches_of, ranges_left
from llm.booking import Ledger
from llm.client import Policy
from llm.offline import classify, review, scope
from llm.offline.summary import BillFacts, statements
from llm.providers.base import Provider
from llm.steps import ClassifyItems, MissingScope, ReviewDescriptions, group_counts, sample
from llm.summary import Summary, facts_as_works
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
        yield Done(Part("scope", self.source, works, 0, len(works)), Outcome(claims=self._missing(works)), Spent())

    def summary(self, facts: BillFacts, sentences: tuple[str, ...]) -> Generator[Event, None, None]:
        yield Done(Part("summary", self.source, (), 0, 0), Outcome(statements=statements(facts)), Spent())

    def _missing(self, works: tuple[Work, ...]) -> tuple[Claim, ...]:
        by_code = classify.codes_are_masterformat(works)
        rows = tuple(row for work in works for row in classify.classified(work, by_code))
        return scope.missing_scope(works, rows)

    def _parts(self, name: str, works: tuple[Work, ...], done: Ranges) -> Iterator[Part]:
        for first, last in ranges_left(len(works), CHUNK, done):
            yield Part(name, self.source, works[first:last], first, last)


class LlmAnalyst:
    """A language model behind a provider, through the ledger. `language` is that of reasons and summaries."""

    def __init__(
        self,
        provider: Provider,
        ledger: Ledger,
        *,
        language: str = "en",
        policy: Policy | None = None,
        max_parallel: int = 2,
        beat: Callable[[], None] = lambda: None,
        beat_seconds: float = 2.0,
    ) -> None:
        self._language = language
        self._run = Run(
            provider, ledger, policy=policy, max_parallel=max_parallel, beat=beat, beat_seconds=beat_seconds
        )

    def classify(self, works: tuple[Work, ...], done: Ranges = ()) -> Generator[Event, None, None]:
        by_code = classify.codes_are_masterformat(works)
        for event in self._run.results(batches_of("classify", ClassifyItems(), works, done=done)):
            yield _filled(event, by_code) if isinstance(event, Done) else event

    def review(self, works: tuple[Work, ...], done: Ranges = ()) -> Generator[Event, None, None]:
        return self._run.results(batches_of("review", ReviewDescriptions(self._language), works, done=done))

    def scope(self, works: tuple[Work, ...]) -> Generator[Event, None, None]:
        counts = group_counts(tuple(row for work in works for row in classify.classified(work)))
        shown = sample(works, SCOPE_SAMPLE)
        step = MissingScope(counts, self._language)
        return self._run.results(batches_of("scope", step, shown, size=max(1, len(shown))))

    def summary(self, facts: BillFacts, sentences: tuple[str, ...]) -> Generator[Event, None, None]:
        works = facts_as_works(sentences)
        return self._run.results(batches_of("summary", Summary(self._language), works, size=max(1, len(works))))


def _filled(event: Done, by_code: bool) -> Done:
    """Works that the model passed over are sorted by their words, and say so."""
    if not event.outcome.unanswered:
        return event
    answered = {row.key for row in event.outcome.classified}
    passed_over = (work for work in event.batch.works if work.keys[0] not in answered)
    rows = tuple(row for work in passed_over for row in classify.classified(work, by_code))
    outcome = msgspec.structs.replace(event.outcome, classified=event.outcome.classified + rows)
    return Done(event.batch, outcome, event.spent)
