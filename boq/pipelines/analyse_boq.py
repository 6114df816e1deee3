"""Bill to analysis: classes, open descriptions, missing scope, a summary; each part is saved as it comes, and never twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager

from accounts.errors import Conflict
from boq.models import Analysis
from boq.pipelines import analysis_rows as rows
from jobs.lease import Lease
from jobs.models import Status
from jobs.services import announce
from llm.analysts import Analyst, LlmAnalyst, OfflineAnalyst
from llm.batches import Done, Event, Failed
from llm.client import Policy
from llm.endpoints import endpoints_for
from llm.ledger import DatabaseLedger
from llm.values import Work, distinct_works

POLICY = Policy()
SAVE_SECONDS = 0.25


def analyse_boq(lease: Lease) -> None:
    """Run one analysis job, from where an earlier run of the same analysis stopped.

    A failing provider leaves the rule findings and every finished part standing: the job ends as partial.
    """
    analysis = Analysis.objects.select_related("boq", "requested_by").get(pk=lease.job.payload["analysis"])
    analysis.stats.pop("failures", None)
    lease.progress("load", 0, 0)
    with lease.keep_alive():
        works = distinct_works(rows.load_lines(analysis.boq))
        run = _Run(lease, analysis, works)
        with _analyst(analysis, run.beat) as analyst:
            run.all(analyst)
        run.finish()


class _Run:
    """One pass over an analysis: progress in items, a transaction a part."""

    def __init__(self, lease: Lease, analysis: Analysis, works: tuple[Work, ...]) -> None:
        self.lease, self.analysis, self.works = lease, analysis, works
        self.phase, self.done, self.total = "load", 0, 0
        self._unsaved: list[Event] = []
        self._saved_at = 0.0

    def beat(self) -> None:
        """Renew the lease and save what has come; raises when the job was cancelled or lost."""
        self._save(SAVE_SECONDS)
        self.lease.progress(self.phase, self.done, self.total)

    def all(self, analyst: Analyst) -> None:
        """Every step that is left."""
        done = {step: rows.done_ranges(self.analysis, step) for step in rows.STEPS}
        self._step("classify", analyst.classify(self.works, done["classify"]), done["classify"])
        self._step("review", analyst.review(self.works, done["review"]), done["review"])
        if not done["scope"]:
            self._step("scope", analyst.scope(self.works), [])
        if self._failures() or done["summary"]:
            return  # a summary of half an analysis would mislead
        facts = rows.bill_facts(self.analysis)
        self._step("summary", analyst.summary(facts, rows.sentences(self.analysis, facts)), [])

    def _step(self, name: str, events: Generator[Event, None, None], done: list[tuple[int, int]]) -> None:
        self.phase, self.total = name, sum(len(work.keys) for work in self.works)
        self.done = sum(len(work.keys) for first, last in done for work in self.works[first:last])
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
            rows.save_parts(self.analysis, events)
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
            rows.close(self.analysis, self.works, complete=not failures)
            if failures:
                first = failures[0]
                facts = {
                    "items": sum(int(failure["items"]) for failure in failures if failure["step"] == first["step"]),
                    "first": first["first"],
                    "last": max(failure["last"] for failure in failures if failure["step"] == first["step"]),
                }
                self.lease.finish(job, Status.PARTIAL, result, str(first["code"]), facts, done=self.total)
            else:
                self.lease.finish(job, Status.SUCCEEDED, result, done=self.total)
            announce(job)


@contextmanager
def _analyst(analysis: Analysis, beat: Callable[[], None]) -> Iterator[Analyst]:
    """The analyst that was asked for. An organization that has meanwhile opted out is not asked about: nothing leaves."""
    if analysis.analyst == Analysis.Analyst.OFFLINE:
        yield OfflineAnalyst()
        return
    endpoints = endpoints_for(analysis.organization_id)
    if not endpoints:
        raise Conflict("llm.no-provider")
    longest = max(endpoint.timeout_seconds for endpoint in endpoints) + POLICY.longest_wait
    ledger = DatabaseLedger(
        organization_id=analysis.organization_id, subject_id=analysis.pk, longest_seconds=POLICY.tries * longest
    )
    analysis.cost_currency = endpoints[0].prices.currency
    analyst = LlmAnalyst(endpoints, ledger, language=rows.language_of(analysis), policy=POLICY, beat=beat)
    try:
        yield analyst
    finally:
        analyst.close()
