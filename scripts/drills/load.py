"""So many people at work on one server of two cores: how long they wait, what fails, how long bills take, and where the time goes.

    python -m scripts.drills.load                      50 people for 30 minutes
    python -m scripts.drills.load --minutes 10 --users 50

They look at pages, call the API and upload bills of 150 to 600 lines (every tenth errand), with 2 to 8 seconds to think in between
(`scripts.drills.traffic`). It holds when no request fails, when 95 of 100 answers of pages and of the API come within 500 ms, over the
whole time and in every window of five minutes (docs/operations/slo.md), and when every bill that was accepted is read within ten minutes.
The crowd works on the same machine: what it takes is told, as is what everybody else takes.
"""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from scripts.drills.around import step, verdict
from scripts.drills.opened import open_all, slowest_statements
from scripts.drills.processor import OTHERS, Processor
from scripts.drills.site import Site, loads, rest
from scripts.drills.traffic import Crowd, Summary, percentile

BAR = 0.5  # seconds, for 95 of 100 answers (slo.md; hardening.md says the same of web while bad files are read)
WINDOW, LEAST = 300.0, 30.0  # seconds; a rest that is shorter is no window
WAITED = 600.0  # the longest that a job may wait (slo.md)
SETTLE = 30.0  # seconds of work that are not counted: processes read their templates and open their connections


def main(words: list[str]) -> int:
    """Start everything, let them work, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--web", type=int, default=2, help="web processes, of four threads each")
    parser.add_argument("--worker", type=int, default=2, help="processes of the worker")
    parser.add_argument("--uploads", type=float, default=0.1, help="the share of errands that are uploads")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args(words)
    home = Path(tempfile.mkdtemp(prefix="mizan-load-"))
    faults: list[str] = []
    try:
        with Site(home, web=given.web, worker=given.worker) as site:
            logging.disable(logging.WARNING)  # of this process
            site.start()
            step(
                f"{given.web} web processes, a worker of {given.worker}, beat, PostgreSQL, Redis and nginx at {site.url}"
            )
            crowd = Crowd(site.url, given.users, given.uploads, given.seed)
            crowd.start()
            rest(SETTLE)
            _drill(site, crowd, given.minutes * 60, faults)
    finally:
        if faults:
            print(f"  Its logs are left for you to look at: {home}")
        else:
            shutil.rmtree(home, ignore_errors=True)
    return verdict(faults)


def _drill(site: Site, crowd: Crowd, seconds: float, faults: list[str]) -> None:
    processor = Processor(lambda: {**site.roots(), "the crowd": crowd.process.pid if crowd.process else 0})
    site.statements()
    step(f"{crowd.users} people at work for {seconds / 60:g} minutes; load averages {loads()}")
    since = time.time()
    processor.start()
    for _ in range(max(1, round(seconds / 60))):
        time.sleep(min(60.0, seconds))
        so_far = crowd.summary("", time.time() - 60)
        print(f"    {time.time() - since:5.0f} s  load {os.getloadavg()[0]:4.1f}  {so_far.words()}", flush=True)
    until = time.time()
    spent = processor.stop()
    dear = slowest_statements()
    crowd.stop()
    faults += crowd.faults
    told = {kind: crowd.summary(kind, since, until) for kind in ("page", "api", "upload")}
    tell_requests(crowd, told, since, until)
    faults += failures(crowd, since, until) + slow(crowd, told, since, until)
    faults += tell_jobs(crowd, since, until)
    tell_time(spent, until - since, told)
    print("  The dearest statements (seconds in all, calls, mean ms):")
    for total, calls, mean, text in dear:
        print(f"    {total:7.1f} s {calls:7} {mean:8.2f} ms  {text}")
    tell_opened()


def tell_requests(crowd: Crowd, told: dict[str, Summary], since: float, until: float) -> None:
    """A table by kind, then by name."""
    count = sum(one.count for one in told.values())
    step(f"{count} requests in {until - since:.0f} s, {count / (until - since):.1f} a second; load averages {loads()}")
    print(f"  sent again on a connection that was just closed: {crowd.again}")
    head = f"  {'':24}{'requests':>9}{'failed':>8}{'p50':>8}{'p95':>8}{'p99':>8}{'slowest':>9}"
    print(head + "   (ms)")
    for kind, whole in told.items():
        _line(kind.upper(), whole)
        for name, one in crowd.by_name(kind, since, until).items():
            _line(f"  {name}", one)


def _line(name: str, one: Summary) -> None:
    times = "".join(f"{value * 1000:8.0f}" for value in (one.p50, one.p95, one.p99))
    print(f"  {name:24}{one.count:9}{one.failed:8}{times}{one.slowest * 1000:9.0f}")


def failures(crowd: Crowd, since: float, until: float) -> list[str]:
    """What failed, by what and how."""
    failed = [one for one in crowd.samples if one.failed and since <= one.at < until]
    counted = Counter((one.kind, one.name, one.error) for one in failed)
    return [f"{count} of {kind} {name}: {error}" for (kind, name, error), count in counted.most_common(12)]


def slow(crowd: Crowd, told: dict[str, Summary], since: float, until: float) -> list[str]:
    """Where 95 of 100 answers took longer than the bar: over all, and in a window of five minutes."""
    found = []
    for kind in ("page", "api"):
        if told[kind].p95 > BAR:
            found.append(f"{kind}: p95 {told[kind].p95 * 1000:.0f} ms, the bar is {BAR * 1000:.0f}")
        at = since
        while until - at > LEAST:
            one = crowd.summary(kind, at, min(at + WINDOW, until))
            print(f"  {kind:5} from {at - since:5.0f} s: p95 {one.p95 * 1000:5.0f} ms of {one.count}")
            if one.p95 > BAR:
                found.append(f"{kind} from {at - since:.0f} s on: p95 {one.p95 * 1000:.0f} ms")
            at += WINDOW
    return found


def tell_jobs(crowd: Crowd, since: float, until: float) -> list[str]:
    """Bills that were uploaded in that time, as the database knows their jobs; what did not end well is a fault."""
    from jobs.models import Job

    asked = [one.id for one in crowd.jobs.values() if since <= one.sent < until]
    rows = list(Job.objects.filter(pk__in=asked))
    ends = Counter(one.status for one in rows)
    done = [one for one in rows if one.finished_at and one.started_at]
    whole = [(one.finished_at - one.created_at).total_seconds() for one in done if one.finished_at]
    waited = [(one.started_at - one.created_at).total_seconds() for one in done if one.started_at]
    seen = [one.ended - one.sent for one in crowd.jobs.values() if one.ended and since <= one.sent < until]
    step(
        f"{len(asked)} bills, {sum(one.lines for one in crowd.jobs.values() if since <= one.sent < until)} lines; jobs: {dict(ends)}"
    )
    for name, values in (
        ("from upload to receipt", whole),
        ("of that waiting", waited),
        ("as people saw it", seen),
    ):
        middle, most = percentile(values, 0.5), percentile(values, 0.95)
        print(f"  {name}: median {middle:.2f} s, p95 {most:.2f} s, the longest {max(values, default=0):.1f} s")
    faults = [f"{len(asked) - len(rows)} jobs are not there"] if len(rows) != len(asked) else []
    faults += [f"{count} jobs ended as {status}" for status, count in ends.items() if status != "succeeded"]
    return faults + ([f"a job waited {max(waited):.0f} s"] if max(waited, default=0) > WAITED else [])


def tell_time(spent: dict[str, float], seconds: float, told: dict[str, Summary]) -> None:
    """Who took the processors."""
    cores = os.cpu_count() or 1
    ours = sum(value for kind, value in spent.items() if kind != OTHERS)
    requests = sum(one.count for one in told.values())
    step(f"CPU of {cores} cores in {seconds:.0f} s: {ours:.0f} s ours, {ours / seconds / cores:.0%} of the machine")
    for kind, value in sorted(spent.items(), key=lambda pair: -pair[1]):
        share = f"{value / ours:4.0%} of ours" if kind != OTHERS and ours else ""
        print(f"  {kind:16}{value:8.1f} s {value / seconds / cores:6.1%} of the machine  {share}")
    web = spent.get("web", 0.0) * 1000 / max(1, requests)
    print(f"  web takes {web:.1f} ms of CPU for a request")


def tell_opened() -> None:
    """Each page and endpoint, opened by this process: its statements, and their part of the time."""
    from accounts.models import Membership
    from boq.models import Boq

    boq: Any = Boq.objects.order_by("-items_count").first()
    owner = Membership.objects.get(organization_id=boq.organization_id, role="owner").user
    print(
        f"  What each asks of the database, opened alone ({boq.items_count} lines): statements, ms in them, ms in all, KB"
    )
    for one in open_all(owner, boq):
        print(
            f"    {one.kind:5}{one.name:18}{one.statements:4}{one.database:8.1f}{one.whole:8.1f}{one.size / 1024:8.0f}"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
