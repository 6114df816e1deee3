"""What a fault came to, from the requests that a crowd saw: how many failed and how, and when everything was as before. No server here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from scripts.drills.traffic import Sample, percentile

WINDOW = 10.0  # seconds that are looked at together
QUICK = 0.5  # a p95 that is always good enough: the objective (docs/operations/slo.md)
TWICE = 2.0  # as before means: no more than so many times what it was, because a busy machine wavers


@dataclass(frozen=True)
class Before:
    """How it was: requests, the p95 in seconds, and the share that failed through the server's fault."""

    count: int
    p95: float
    share: float

    @property
    def most(self) -> float:
        """The p95 that still counts as before."""
        return max(QUICK, TWICE * self.p95)


def before(samples: Iterable[Sample]) -> Before:
    """How it was while nothing was wrong."""
    found = list(samples)
    failed = sum(one.ours for one in found)
    return Before(len(found), percentile((one.seconds for one in found), 0.95), failed / len(found) if found else 0.0)


def as_before(samples: Sequence[Sample], was: Before, *, quick: bool = True) -> bool:
    """True where a window has answers, and they are as good as they were, and as quick unless that is not asked."""
    now = before(samples)
    return bool(samples) and now.share <= was.share and (now.p95 <= was.most or not quick)


def normal_at(
    samples: Sequence[Sample], was: Before, since: float, until: float, *, quick: bool = True
) -> float | None:
    """The first second from `since` after which two windows in a row are as before; None when there is none."""
    at = since
    while at + 2 * WINDOW <= until:
        windows = (_between(samples, start, start + WINDOW) for start in (at, at + WINDOW))
        if all(as_before(window, was, quick=quick) for window in windows):
            return at
        at += 1.0
    return None


def _between(samples: Iterable[Sample], since: float, until: float) -> list[Sample]:
    return [one for one in samples if since <= one.at < until]


@dataclass(frozen=True)
class Bar:
    """What a fault may cost. `statuses` are those that may be seen at all, `kinds` whose requests may fail, `most` how many of them.

    `seconds` is how soon everything has to be as before, counted from when the cause was mended (or from the fault, where nobody mends).
    """

    statuses: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset({"page", "api", "upload", "analysis"})
    most: int = 0
    seconds: float = 60.0
    jobs_seconds: float = 300.0


@dataclass
class Outcome:
    """What came of one fault; times are those of time.time(), None where it never came to that.

    From `well` on all was answered as before, from `normal` on as quickly too. `loads` are the machine's load before and at most since.
    """

    name: str
    began: float
    mended: float
    watched: float
    was: Before
    samples: list[Sample] = field(default_factory=list)
    well: float | None = None
    normal: float | None = None
    loads: tuple[float, float] = (0.0, 0.0)
    accepted: int = 0  # jobs that were asked for from the fault until it was mended, or waited then
    taken_over: int = 0
    jobs_done: float | None = None
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def failed(self) -> list[Sample]:
        """Requests that failed through the server's fault."""
        return [one for one in self.samples if one.ours]

    @property
    def failing_seconds(self) -> float:
        """From the first request that failed to when the last one was answered."""
        failed = self.failed
        return max(one.at + one.seconds for one in failed) - min(one.at for one in failed) if failed else 0.0

    def after(self, at: float | None) -> float | None:
        """Seconds from the mending; 0 where it was so already."""
        return None if at is None else max(0.0, at - self.mended)


def kinds_of(samples: Iterable[Sample]) -> str:
    """In words: how many failed by kind and status."""
    counted = Counter(f"{one.kind} {one.status or 'no answer'}" for one in samples)
    return ", ".join(f"{count} {what}" for what, count in sorted(counted.items())) or "none"


def judged(outcome: Outcome, bar: Bar) -> list[str]:
    """What of the bar was missed, in words."""
    failed = outcome.failed
    found = [*outcome.faults]
    if others := [one for one in failed if one.status not in bar.statuses or one.kind not in bar.kinds]:
        found.append(f"failed as nothing may: {kinds_of(others)}")
    if len(failed) > bar.most:
        found.append(f"{len(failed)} requests failed, at most {bar.most} may")
    for what, seconds in (("answered", outcome.after(outcome.well)), ("as quick", outcome.after(outcome.normal))):
        if seconds is None:
            found.append(f"it never was {what} as before")
        elif seconds > bar.seconds:
            found.append(f"{what} as before only after {seconds:.0f} s, {bar.seconds:.0f} s are allowed")
    if outcome.jobs_done is None:
        found.append("jobs were left over")
    elif outcome.jobs_done - outcome.mended > bar.jobs_seconds:
        found.append(f"its jobs were done only after {outcome.jobs_done - outcome.mended:.0f} s")
    return [f"{outcome.name}: {one}" for one in found]


def table(outcomes: Collection[Outcome], faults: Collection[str]) -> str:
    """A row for each fault, as Markdown."""
    head = "fault|down|requests|failed|for|answers as before|as quick as before|p95 before, since|load|jobs|taken over|all done|verdict"
    rows = [head.split("|"), ["---"] * (head.count("|") + 1), *(_row(one, faults) for one in outcomes)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _row(one: Outcome, faults: Collection[str]) -> list[str]:
    since = before(_between(one.samples, one.began, one.watched))
    held = not any(fault.startswith(f"{one.name}:") for fault in faults)
    return [
        one.name, f"{one.mended - one.began:.0f} s", str(len(one.samples)), kinds_of(one.failed), f"{one.failing_seconds:.0f} s",
        _after(one.after(one.well)), _after(one.after(one.normal)),
        f"{one.was.p95 * 1000:.0f}, {since.p95 * 1000:.0f} ms", f"{one.loads[0]:.0f} to {one.loads[1]:.0f}",
        str(one.accepted), str(one.taken_over), _after(one.after(one.jobs_done)), "holds" if held else "does not hold",
    ]  # fmt: skip


def _after(seconds: float | None) -> str:
    return "never" if seconds is None else f"after {seconds:.0f} s" if seconds >= 1 else "at once"
