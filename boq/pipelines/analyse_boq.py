"""Bill to analysis: classes, open descriptions, missing scope, a summary; each part is saved as it comes, and never twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager

from accounts.errors import Conflict
from accounts.services import emit
from boq.models import Analysis, Upload
from boq.pipelines import analysis_parts as parts
from boq.pipelines.analysis_asked import SUMMARY, Asked, asked, load_lines, plain_name
from boq.pipelines.analysis_facts import bill_facts, sentences
from boq.pipelines.names import NO_NAMES, names_around
from boq.pipelines.own_history import history_of
from jobs.lease import Lease
from jobs.models import Status
from llm.analyses import wishes
from llm.analyses.choice import every
from llm.analysts import Analyst, LlmAnalyst, OfflineAnalyst
from llm.budget import EXCEEDED
from llm.client import Policy
from llm.endpoints import endpoints_for
from llm.hybrid.sorting import Sorter
from llm.ledger import DatabaseLedger
from llm.parts import Done, Event, Failed
from llm.values import Line, Work
from llm.vectors import embedder_for

POLICY = Policy()
SAVE_SECONDS = 0.25
Chooser = Callable[[tuple[Line, ...]], tuple[Work, ...]]


def analyse_boq(lease: Lease) -> None:
    """Run one analysis job, from where an earlier run of the same analysis stopped.

    A failing provider leaves the rule findings and every finished part standing: the job ends as partial.
    """
    analysis = Analysis.objects.select_related("boq__project", "organization", "requested_by").get(
        pk=lease.job.payload["analysis"]
    )
    analysis.stats.pop("failures", None)
    lease.progress("load", 0, 0)
    with lease.keep_alive():
        lines = load_lines(analysis.boq, names_around(analysis.boq.project) if analysis.model else NO_NAMES)
        run = _Run(lease, analysis, lines)
        with _analyst(analysis, run.beat) as (analyst, ledger):
            run.all(analyst)
            if ledger is not None:
                run.compare_runs(ledger)
        run.finish()


class _Run:
    """One pass over an analysis: progress in items, a transaction a part."""

    def __init__(self, lease: Lease, analysis: Analysis, lines: tuple[Line, ...]) -> None:
        self.lease, self.analysis, self.lines = lease, analysis, lines
        self.wish = wishes.of(analysis.options)
        self.phase, self.done, self.total = "load", 0, 0
        self._works: tuple[Work, ...] = ()
        self._chosen: dict[Chooser, tuple[Work, ...]] = {}
        self._unsaved: list[Event] = []
        self._saved_at = 0.0

    def beat(self) -> None:
        """Renew the lease and save what has come; raises when the job was cancelled or lost."""
        self._save(SAVE_SECONDS)
        self.lease.progress(self.phase, self.done, self.total)

    def all(self, analyst: Analyst) -> None:
        """Every kind that is left, reruns after the first run of all, the summary at the end."""
        kinds = [one for one in asked(self.analysis, self.wish) if analyst.can(one.kind)]
        for run in range(1, self.wish.runs + 1):
            for one in kinds:
                if one.kind.name != SUMMARY and (run == 1 or analyst.source == "llm"):
                    self._ask(analyst, one.in_run(run))
        summary = next((one for one in kinds if one.kind.name == SUMMARY), None)
        if summary is None or self._failures() or parts.done_ranges(self.analysis, SUMMARY):
            return  # a summary of half an analysis would mislead
        facts = bill_facts(self.analysis)
        said = sentences(self.analysis, facts)
        self._step(summary.kind.name, analyst.summary(summary.kind, summary.ask, facts, said), ())

    def _ask(self, analyst: Analyst, one: Asked) -> None:
        name = one.kind.name
        done = parts.done_ranges(self.analysis, name)
        works = self._works_for(one.kind.works)
        if works and not (one.kind.whole and done):
            self._works = works
            self._step(name, analyst.events(one.kind, one.ask, works, done), done)

    def _works_for(self, chooser: Chooser) -> tuple[Work, ...]:
        """What a kind asks about; kinds that ask about the same works share them."""
        if chooser not in self._chosen:
            self._chosen[chooser] = chooser(self.lines)
        return self._chosen[chooser]

    def compare_runs(self, ledger: DatabaseLedger) -> None:
        """Write beside each finding how many runs said it."""
        if self.wish.runs > 1 and not self._failures():
            with self.lease.hold():
                parts.save_agreement(self.analysis, self.wish, self.lines, ledger)

    def _step(self, name: str, events: Generator[Event, None, None], done: Iterable[tuple[int, int]]) -> None:
        self.phase, self.total = plain_name(name), sum(len(work.keys) for work in self._works)
        self.done = sum(len(work.keys) for first, last in done for work in self._works[first:last])
        self.beat()
        with closing(events):  # whatever happens, calls on the wire are booked before anything else
            for event in events:
                self._unsaved.append(event)
                self.beat()
        self._save(0)
        self.beat()

    def _save(self, seconds: float) -> None:
        """Save what has come since the last save, if that is `seconds` ago: a fast provider fills each transaction well."""
        if not self._unsaved or time.monotonic() - self._saved_at < seconds:
            return
        events, self._unsaved = self._unsaved, []
        with self.lease.hold():
            parts.save_parts(self.analysis, events)
        self._saved_at = time.monotonic()
        worked = (work for event in events if isinstance(event, Done | Failed) for work in event.batch.works)
        self.done = min(self.total, self.done + sum(len(work.keys) for work in worked))

    def _failures(self) -> list[dict[str, str | int]]:
        found: list[dict[str, str | int]] = self.analysis.stats.get("failures", [])
        return found

    def finish(self) -> None:
        """End the job: succeeded, or partial with the reason and the range of items."""
        failures = self._failures()
        result = {"boq": str(self.analysis.boq_id), "analysis": str(self.analysis.pk)}
        with self.lease.hold() as job:
            parts.close(self.analysis, len(self._works_for(every)), complete=not failures)
            if failures:
                first = failures[0]
                facts = {
                    "items": sum(int(failure["items"]) for failure in failures if failure["step"] == first["step"]),
                    "first": first["first"],
                    "last": max(failure["last"] for failure in failures if failure["step"] == first["step"]),
                }
                self.lease.finish(job, Status.PARTIAL, result, str(first["code"]), facts, done=self.total)
                if any(failure["code"] == EXCEEDED for failure in failures):
                    emit(
                        organization_id=self.analysis.organization_id, kind="budget.reached", job=str(job.pk), **result
                    )
            else:
                self.lease.finish(job, Status.SUCCEEDED, result, done=self.total)


@contextmanager
def _analyst(analysis: Analysis, beat: Callable[[], None]) -> Iterator[tuple[Analyst, DatabaseLedger | None]]:
    """The analyst that was asked for, and its ledger. An organization that has opted out meanwhile is left alone: nothing leaves."""
    sorter = Sorter(history_of(analysis), embedder_for(analysis.organization_id), beat)
    if analysis.analyst == Analysis.Analyst.OFFLINE:
        yield OfflineAnalyst(sorter), None
        return
    endpoints = endpoints_for(
        analysis.organization_id,
        asked_by=analysis.requested_by_id,
        kept_back=Upload.objects.filter(boqs=analysis.boq_id, llm_opt_out=True).exists(),
    )
    if not endpoints:
        raise Conflict("llm.no-provider")
    longest = max(endpoint.timeout_seconds for endpoint in endpoints) + POLICY.longest_wait
    ledger = DatabaseLedger(
        organization_id=analysis.organization_id,
        subject_id=analysis.pk,
        longest_seconds=POLICY.tries * longest,
        apart=analysis.boq.project.apart,
    )
    analysis.cost_currency = endpoints[0].prices.currency
    analyst = LlmAnalyst(endpoints, ledger, sorter=sorter, policy=POLICY, beat=beat)
    try:
        yield analyst, ledger
    finally:
        analyst.close()
