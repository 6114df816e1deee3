"""One, two and four web and worker processes: what each does in a second, what that costs, and what a cluster needs.

    python -m scripts.drills.scale
    python -m scripts.drills.scale --seconds 30 --bills 60

Callers who never stop to think ask for pages, then call the API; then bills wait in a queue until a worker begins. All of it shares this
machine, so that throughput stops growing at its cores: CPU seconds a request and an import are what the projection is made of.
It holds when nothing fails, and when two processes do at least as much as one.
"""

from __future__ import annotations

import argparse
import logging
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.bench.files import bill
from scripts.drills.around import step, verdict
from scripts.drills.processor import OTHERS, Processor
from scripts.drills.projection import KINDS, Costs, Habits, a_piece, cores, people_on, times
from scripts.drills.site import Site, loads, rest
from scripts.drills.traffic import Crowd

PROCESSES = (1, 2, 4)
CALLERS = 8
LINES, LARGE = 500, 10_000  # lines of the bills in the queue, and of the few large ones
PATIENCE = 600.0  # seconds for a queue to become empty
OF_A_PERSON = Habits(
    pages=0.22, calls=0.095, imports=0.018
)  # what one of the load drill's people did in ten minutes, a second
LEAST = 0.9  # of the throughput of one process, on a machine that others use too


@dataclass(frozen=True)
class Ran:
    """One run: pieces of work (requests, imports), in how many seconds, CPU seconds by kind, and what failed."""

    pieces: int
    seconds: float
    spent: Mapping[str, float]
    failed: int = 0
    p95: float = 0.0
    connections: int = 0

    @property
    def rate(self) -> float:
        return self.pieces / self.seconds if self.seconds else 0.0


def main(words: list[str]) -> int:
    """Run all of them, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20, help="of each run of callers")
    parser.add_argument("--bills", type=int, default=40, help="in the queue of each run of workers")
    given = parser.parse_args(words)
    home = Path(tempfile.mkdtemp(prefix="mizan-scale-"))
    faults: list[str] = []
    try:
        with Site(home) as site:
            logging.disable(logging.WARNING)
            site.start_nginx()
            web = {(number, kind): ran for number in PROCESSES for kind, ran in _web(site, number, given.seconds)}
            site.stop_web()
            queue = {number: _queue(site, number, given.bills, LINES) for number in PROCESSES}
            large = _queue(site, 1, 3, LARGE)
        _tell(web, queue, large)
        faults += _faults(web, queue)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return verdict(faults)


def _web(site: Site, processes: int, seconds: float) -> list[tuple[str, Ran]]:
    """Pages, then the API, with so many web processes."""
    site.start_web(processes)
    site.start_celery("worker")
    found = []
    for kind in ("page", "api"):
        crowd = Crowd(site.url, CALLERS, uploads=0, think=(0, 0), only=kind, bills=1, seed=processes)
        crowd.start()
        rest(5)
        processor = Processor(
            lambda crowd=crowd: {**site.roots(), "the crowd": crowd.process.pid if crowd.process else 0}  # type: ignore[misc]
        )
        since = time.time()
        processor.start()
        rest(seconds)
        until, connections = time.time(), _connections()
        spent = processor.stop()
        crowd.stop()
        told = crowd.summary(kind, since, until)
        ran = Ran(told.count, until - since, spent, told.failed, told.p95, connections)
        found.append((kind, ran))
        step(f"{processes} web processes, {kind}: {ran.rate:.1f} a second, {_shares(ran)}; load averages {loads()}")
    site.stop_celery()
    site.stop_web()
    return found


def _connections() -> int:
    """Connections to the database that are open now, without this one."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) - 1 FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def _queue(site: Site, processes: int, bills: int, lines: int) -> Ran:
    """Bills that wait, and a worker of so many processes that begins with them: from its first job to its last."""
    from jobs.models import Job

    site.start_celery("worker", processes)
    _empty(_wait_in_line(2 * processes, 50))  # until each process has its modules
    worker = site.celery["worker"]
    worker.send_signal(signal.SIGSTOP)  # it takes nothing while the queue fills
    ids = _wait_in_line(bills, lines)
    processor = Processor(site.roots)
    processor.start()
    worker.send_signal(signal.SIGCONT)
    _empty(ids)
    spent = processor.stop()
    site.stop_celery()
    rows = list(Job.objects.filter(pk__in=ids))
    good = [one for one in rows if one.status == "succeeded" and one.started_at and one.finished_at]
    began, ended = min(one.started_at for one in good), max(one.finished_at for one in good)
    ran = Ran(len(good), (ended - began).total_seconds(), spent, bills - len(good))
    step(
        f"worker of {processes}: {len(good)} bills of {lines} lines in {ran.seconds:.1f} s, {ran.rate * 60:.0f} a minute, "
        f"{ran.rate * lines:.0f} lines a second, {_shares(ran)}; load averages {loads()}"
    )
    return ran


def _empty(ids: list[Any]) -> None:
    """Wait until these jobs have ended."""
    from jobs.models import Job

    until = time.monotonic() + PATIENCE
    while Job.objects.filter(pk__in=ids, finished_at=None).exists() and time.monotonic() < until:
        rest(0.1)


def _wait_in_line(bills: int, lines: int) -> list[Any]:
    """Uploads whose jobs nobody takes yet."""
    from uuid import uuid4

    from django.core.files.uploadedfile import SimpleUploadedFile

    from accounts.models import User
    from accounts.services import actor_for, found_home
    from boq.services.uploads import receive
    from projects.services import create_project

    stamp = uuid4().hex[:8]
    user = User.objects.create_user(f"queue-{stamp}@example.com", None)
    by = actor_for(user, found_home(user=user, name=f"Queue {stamp}").pk)
    project = create_project(by=by, name=stamp, currency="USD")
    files = (SimpleUploadedFile(f"{n}.xlsx", bill(lines, f"Bill {stamp} {n}")) for n in range(bills))
    return [receive(by=by, project=project, file=one)[1].pk for one in files]


def _shares(ran: Ran) -> str:
    """CPU of a piece by kind, in milliseconds, and what was left for others."""
    each = ", ".join(f"{kind} {value * 1000:.1f}" for kind, value in a_piece(ran.spent, ran.pieces).items() if value)
    return f"CPU ms each: {each}; everybody else took {ran.spent.get(OTHERS, 0) / max(1, ran.seconds):.2f} cores"


def _tell(web: Mapping[tuple[int, str], Ran], queue: Mapping[int, Ran], large: Ran) -> None:
    """The tables, and the projection."""
    step("Throughput, and CPU milliseconds for each request or import")
    head = "".join(f"{kind:>14}" for kind in (*KINDS, "the crowd"))
    print(f"  {'':22}{'a second':>9}{'times':>7}{'p95 ms':>8}{'conn.':>7}{head}")
    for kind in ("page", "api"):
        grown = times({number: web[number, kind].rate for number in PROCESSES})
        for number in PROCESSES:
            _row(f"{kind}, {number} web", web[number, kind], grown[number])
    grown = times({number: ran.rate for number, ran in queue.items()})
    for number, ran in queue.items():
        _row(f"import, {number} worker", ran, grown[number])
    _row(f"import of {LARGE}, 1", large, 0)
    costs = Costs(*(_cheapest(runs) for runs in _runs(web, queue)))
    step("Projected from the cheapest of these runs, at 70% of each core")
    for people in (50, 500, 5_000):
        needed = cores(costs, OF_A_PERSON, people)
        print(f"  {people:5} people: " + ", ".join(f"{kind} {value:.2f}" for kind, value in needed.items()) + " cores")
    print(f"  two cores for everything carry {people_on(costs, OF_A_PERSON, 2, *KINDS)} people")
    print(f"  a primary of 16 cores carries {people_on(costs, OF_A_PERSON, 16, 'PostgreSQL')} people")
    print(f"  one core of Redis carries {people_on(costs, OF_A_PERSON, 1, 'Redis')} people")


def _runs(web: Mapping[tuple[int, str], Ran], queue: Mapping[int, Ran]) -> tuple[list[Ran], list[Ran], list[Ran]]:
    pages, calls = ([web[number, kind] for number in PROCESSES] for kind in ("page", "api"))
    return pages, calls, list(queue.values())


def _cheapest(runs: list[Ran]) -> dict[str, float]:
    """Of several runs the one that cost the least of the processor: it was disturbed the least."""
    return min((a_piece(one.spent, one.pieces) for one in runs), key=lambda each: sum(each.values()))


def _row(name: str, ran: Ran, grown: float) -> None:
    each = a_piece(ran.spent, ran.pieces)
    ours = "".join(f"{each[kind] * 1000:14.1f}" for kind in KINDS)
    crowd = ran.spent.get("the crowd", 0.0) / max(1, ran.pieces) * 1000
    growth = f"{grown:7.2f}" if grown else " " * 7
    print(f"  {name:22}{ran.rate:9.2f}{growth}{ran.p95 * 1000:8.0f}{ran.connections:7}{ours}{crowd:14.1f}")


def _faults(web: Mapping[tuple[int, str], Ran], queue: Mapping[int, Ran]) -> list[str]:
    """What failed, and where two processes did less than one."""
    every = {**{f"{kind} with {number} web": ran for (number, kind), ran in web.items()},
             **{f"imports with {number}": ran for number, ran in queue.items()}}  # fmt: skip
    found = [f"{name}: {ran.failed} failed" for name, ran in every.items() if ran.failed]
    for name, rates in (
        *((kind, {number: web[number, kind].rate for number in PROCESSES}) for kind in ("page", "api")),
        ("import", {number: ran.rate for number, ran in queue.items()}),
    ):
        if rates[2] < LEAST * rates[1]:
            found.append(f"{name}: two processes do {rates[2]:.1f} a second, one does {rates[1]:.1f}")
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
