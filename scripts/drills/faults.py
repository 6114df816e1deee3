"""Parts of a server are killed, emptied, filled and cut off while people work in it: what fails, what is lost, and when it is as before.

    python -m scripts.drills.faults                             all of them; as root on Linux (a small disk is mounted to be filled)
    python -m scripts.drills.faults --only redis postgres       some of them
    python -m scripts.drills.faults --minutes-down 1            the provider of language models is away for less than 10 minutes

The server is one as `docs/operations/deployment.md` has it, on this machine (`scripts.drills.standing`). A crowd looks at pages, calls
the API and uploads bills all the time; others have theirs analysed. Before each fault is a quiet stretch: it says what "as before" is.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scripts.drills.analysts import Analysts
from scripts.drills.around import UNTRIED, log_to, step, verdict
from scripts.drills.causes import small_disk
from scripts.drills.normal import Bar, Outcome, before, judged, normal_at, table
from scripts.drills.reckoning import (
    asked,
    doubled,
    ends,
    ends_of,
    failures,
    lost,
    slowest_reading,
    unfinished,
    waiting,
)
from scripts.drills.standing import WORKERS, Standing, standing
from scripts.drills.traffic import Crowd, Followed, Sample

CUT = frozenset({0, 502, 503, 504})  # what people see whose request was in the hands of who died
LATER = frozenset({503})  # "try again in a moment", said by the server itself
FULL = frozenset({503, 507})
LONGEST_WATCH = 330.0
READ_WITHIN = 60.0  # seconds from taking a file to having read it, while only the provider is away


@dataclass
class Scene:
    """The server, and who works in it."""

    server: Standing
    crowd: Crowd
    analysts: Analysts
    minutes_down: float = 10.0

    @property
    def samples(self) -> list[Sample]:
        return sorted([*self.crowd.samples, *self.analysts.notes.samples], key=lambda one: one.at)

    @property
    def uploads(self) -> list[Followed]:
        """Everything that was accepted."""
        return [*self.crowd.jobs.values(), *self.analysts.notes.jobs.values()]

    def under_way(self, kind: str) -> int:
        """How many jobs of a kind are worked on now."""
        words = "SELECT count(*) FROM jobs_job WHERE kind = %s AND status = 'running'"
        return int(self.server.sql(words, kind)[0][0])


Notes = list[str]


def web_process(scene: Scene) -> Notes:
    """kill -9 of one web process, three times: what it was answering is cut off, and nothing else."""
    for _ in range(3):
        scene.server.kill_one_of("web")
        time.sleep(4)
    return []


def web(scene: Scene) -> Notes:
    """kill -9 of the whole web server. The watch starts it again; nginx says meanwhile that it is away."""
    scene.server.kill("web")
    time.sleep(1)
    scene.server.wait_until("web is ready again", scene.server.web.ready, 120)
    return []


def worker(scene: Scene) -> Notes:
    """kill -9 of each worker in turn, while bills are read and analysed."""
    for name in (*WORKERS, WORKERS[0]):
        scene.analysts.burst(6)
        scene.server.wait_until("something is read and analysed", lambda: _both(scene), 60)
        scene.server.kill(name)
        time.sleep(8)
    return []


def _both(scene: Scene) -> bool:
    return scene.under_way("import") > 0 and scene.under_way("analysis") > 0


def redis(scene: Scene) -> Notes:
    """kill -9 of Redis, started again after 10 seconds."""
    with scene.server.down("redis", 10):
        pass
    return []


def postgres(scene: Scene) -> Notes:
    """kill -9 of PostgreSQL's postmaster, started again after 10 seconds."""
    with scene.server.down("postgres", 10):
        pass
    scene.server.postgres.wait()
    return []


def flush(scene: Scene) -> Notes:
    """FLUSHALL while jobs are queued: every wake-up, count and lock is gone."""
    import redis as client

    scene.server.pause(*WORKERS)
    try:
        sent = scene.analysts.burst(20)
        client.Redis(port=scene.server.redis_port).flushall()
    finally:
        scene.server.go_on(*WORKERS)
    return [] if len(sent) == 20 else [f"only {len(sent)} of 20 uploads were accepted while workers stood still"]


def disk(scene: Scene) -> Notes:
    """The disk of uploads is full for 30 seconds; then there is room again."""
    path = scene.server.data / "full"
    with path.open("wb", buffering=0) as file:
        block = b"\0" * 65_536
        while block:
            try:
                file.write(block)
            except OSError:
                block = block[: len(block) // 2]
    scene.analysts.burst(6)
    time.sleep(30)
    path.unlink()
    return []


def provider(scene: Scene) -> Notes:
    """The provider refuses connections for half of the time, takes them and is silent for the other half, and is back."""
    half, began = scene.minutes_down * 30, time.time()
    scene.server.provider.stop()
    time.sleep(half)
    scene.server.provider.start()
    scene.server.provider.silence()
    time.sleep(half)
    seen = ends_of(scene.server, "analysis", began, time.time())
    slowest = slowest_reading(scene.server, began, time.time())
    scene.server.provider.stop()
    scene.server.provider.start()
    step(f"analyses meanwhile: {seen}; the slowest file was read {slowest:.0f} s after it was taken")
    found = [] if any("partial" in how for how in seen) else ["no analysis ended partly done"]
    return found if slowest <= READ_WITHIN else [*found, f"a file was read only after {slowest:.0f} s"]


FAULTS: dict[str, tuple[Callable[[Scene], Notes], Bar]] = {
    "web-process": (web_process, Bar(CUT, most=12)),
    "web": (web, Bar(CUT, most=10_000)),
    "worker": (worker, Bar()),
    "redis": (redis, Bar(LATER, most=10_000)),
    "postgres": (postgres, Bar(LATER, most=10_000)),
    "flush": (flush, Bar()),
    "disk": (disk, Bar(FULL, frozenset({"upload"}), most=10_000)),
    "provider": (provider, Bar()),
}


def tried(scene: Scene, name: str, quiet: float) -> Outcome:
    """A quiet stretch, the fault, and what came after it."""
    act, bar = FAULTS[name]
    time.sleep(quiet)
    began, loads = time.time(), os.getloadavg()[0]
    was = before(one for one in scene.samples if began - quiet <= one.at < began)
    step(f"{name}: {act.__doc__ or ''} Before: {was.count} requests in {quiet:.0f} s, p95 {was.p95 * 1000:.0f} ms")
    try:
        faults = act(scene)
    except TimeoutError as error:
        faults = [f"not in time: {error}"]
    mended = time.time()
    outcome = Outcome(name, began, mended, mended, was, faults=faults)
    while time.time() < mended + LONGEST_WATCH:
        time.sleep(2)
        seen, now = scene.samples, time.time()
        outcome.well = normal_at(seen, was, mended, now, quick=False)
        outcome.normal = normal_at(seen, was, mended, now)
        outcome.loads = (loads, max(outcome.loads[1], os.getloadavg()[0]))
        if outcome.jobs_done is None and not waiting(scene.server, mended):
            outcome.jobs_done = now
        if outcome.normal is not None and outcome.jobs_done is not None:
            break
    outcome.watched = time.time()
    outcome.samples = [one for one in scene.samples if began - 1 <= one.at < outcome.watched]
    outcome.accepted, outcome.taken_over = asked(scene.server, began, mended)
    for fault in judged(outcome, bar):
        print(f"  FAULT {fault}", flush=True)
    print(table([outcome], judged(outcome, bar)).splitlines()[-1], flush=True)
    return outcome


def drill(folder: Path, given: argparse.Namespace) -> list[str]:
    """The server, its people, and the faults in their order."""
    with small_disk(folder / "disk"), standing(folder) as server:
        log_to(folder / "drill.log")
        import django

        django.setup()
        assert server.nginx is not None
        crowd = Crowd(server.nginx.url, given.users, think=(1.0, 5.0))
        scene = Scene(server, crowd, Analysts(server.nginx.url, given.analysts), given.minutes_down)
        crowd.start()
        scene.analysts.start()
        began = time.time()
        step(f"{given.users} people are at work, {given.analysts} of others have bills analysed")
        server.wait_until("an analysis is done", lambda: any(one.ends for one in scene.analysts.wanted), 120)
        outcomes, faults = [], []
        for name in given.only or FAULTS:
            outcomes.append(tried(scene, name, given.quiet))
            faults += judged(outcomes[-1], FAULTS[name][1])
        faults += reckoned(scene, began)
        print(f"\n{table(outcomes, faults)}\n")
        return faults


def reckoned(scene: Scene, began: float) -> list[str]:
    """Everybody goes home, what was begun is finished; then every job is looked at."""
    step("everybody finishes; then every job is looked at")
    until = time.monotonic() + 240
    scene.crowd.stop()
    scene.analysts.stop(patience=180)
    server = scene.server
    while waiting(server, time.time()) and time.monotonic() < until:
        time.sleep(1)
    accepted = scene.uploads
    gone, twice, failed = lost(server, accepted), doubled(server), failures(server, began)
    for what, count in ends(server).items():
        step(f"{count} {what}")
    step(
        f"{len(accepted)} uploads were accepted, {len(gone)} lost; {len(scene.analysts.wanted)} analyses, {unfinished(server)} unfinished"
    )
    step(f"processes that died: {[f'{one.name} {one.status}' for one in server.deaths]}")
    found = [f"lost: {one}" for one in gone] + [f"twice: {one}" for one in twice]
    found += [f"failed: {one}" for one in failed]
    if open_ones := unfinished(server):
        found.append(f"{open_ones} analyses were never finished")
    return found


def main(words: list[str]) -> int:
    """Exit status 0 when every bar is kept, 1 when not, 2 when it could not be tried."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=list(FAULTS), help="these faults, in this order")
    parser.add_argument("--minutes-down", type=float, default=10, help="how long the provider is away")
    parser.add_argument("--users", type=int, default=20, help="people at work")
    parser.add_argument("--analysts", type=int, default=2, help="people who have bills analysed all the time")
    parser.add_argument("--quiet", type=float, default=30, help="seconds before each fault")
    parser.add_argument("--keep", action="store_true", help="keep the folder with logs")
    given = parser.parse_args(words)
    if os.geteuid() != 0 or not sys.platform.startswith("linux"):
        print("A small disk has to be mounted: run it as root on Linux.")
        return UNTRIED
    folder = Path(tempfile.mkdtemp(prefix="mizan-faults-"))
    folder.chmod(0o711)
    began = time.monotonic()
    faults: list[str] = ["it was not finished"]
    try:
        faults = drill(folder, given)
    finally:
        if given.keep or faults:
            print(f"  Its folder is left for you to look at: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"{time.monotonic() - began:.0f} s")
    return verdict(faults)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
