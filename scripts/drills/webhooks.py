"""Kill the worker that delivers webhooks in the middle of deliveries, again and again, and count what arrives.

python -m scripts.drills.webhooks                        engines that are thrown away
python -m scripts.drills.webhooks --kills 10 --events 500

It holds when every event arrives, when whatever was confirmed before a kill never comes again, and when each delivery ends with exactly
one success. A message that was on the wire when the worker died comes twice, under the same `webhook-id` (docs/adr/0025).
"""

from __future__ import annotations

import argparse
import random
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from config.local.processes import end_all, processes
from scripts.drills.around import log_to, step, verdict, with_engines

MINUTES = 15
A_FEW = 20  # so many are confirmed between two kills
ON_THE_WIRE = 3  # so many messages are taken and not yet answered when the worker is killed


class Receiver:
    """Takes messages and says when each came. While `holding`, it answers none of them."""

    def __init__(self) -> None:
        self.came: list[tuple[float, str]] = []
        self.open = 0
        self.holding = threading.Event()
        self._lock = threading.Lock()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                receiver.took(self.headers["webhook-id"])
                with suppress(OSError):  # whoever sent it was killed
                    self.send_response(204)
                    self.end_headers()
                receiver.answered()

            def log_message(self, format: str, *args: object) -> None:
                """The drill tells what matters."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def took(self, message: str) -> None:
        """A message came."""
        with self._lock:
            self.came.append((time.time(), message))
            self.open += 1
        time.sleep(random.uniform(0.005, 0.05))
        until = time.monotonic() + 10
        while self.holding.is_set() and time.monotonic() < until:
            time.sleep(0.01)

    def answered(self) -> None:
        """It was answered."""
        with self._lock:
            self.open -= 1


class Worker:
    """A worker of Celery in a session of its own."""

    def __init__(self) -> None:
        words = [sys.executable, "-m", "celery", "-A", "config", "worker", "-c", "2", "-l", "ERROR", "--without-mingle"]
        self.process = subprocess.Popen(
            words, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def kill(self) -> None:
        """kill -9 of the worker and its pool, at once. Exits when one of them lives on: it could send what nobody counts."""
        group = self.process.pid
        if not end_all(lambda: [one for one in processes() if one.group == group], [(signal.SIGKILL, 20.0)]):
            raise SystemExit("A process of the worker survived.")
        self.process.wait(10)


def make(url: str, events: int) -> Any:
    """A firm with a webhook at `url`, and as many projects: each is an event."""
    from accounts.models import User
    from accounts.services import actor_for, found_home
    from projects.services import create_project
    from webhooks.services import create_endpoint

    user = User.objects.create_user(f"drill-{secrets.token_hex(4)}@example.com", secrets.token_hex(20), name="A drill")
    firm = found_home(user=user, name="A firm of drills")
    by = actor_for(user, firm.pk)
    endpoint, _plain = create_endpoint(by=by, name="Drill", url=url, kinds=["project.created"])
    for number in range(events):
        create_project(by=by, name=f"Project {number}", currency="USD")
    return endpoint


def confirmed(endpoint: Any) -> set[str]:
    """The messages whose delivery has ended well."""
    from webhooks.models import Delivery, Status

    ended = Delivery.objects.filter(endpoint=endpoint, status=Status.SUCCEEDED)
    return {one.message_id for one in ended.only("pk")}


def wait_for(until: float, happened: Any) -> bool:
    """Knock at the worker as beat does, until it happened; False when the time is over."""
    from webhooks.outbox import wake_sender

    while time.monotonic() < until:
        wake_sender()
        for _ in range(20):
            if happened():
                return True
            time.sleep(0.05)
    return False


def in_the_middle(endpoint: Any, receiver: Receiver, worker: Worker, until: float) -> tuple[Worker, float, set[str]]:
    """Kill the worker while messages are on the wire. Returns the next worker, when it was, and what was confirmed then."""
    receiver.holding.set()
    if not wait_for(until, lambda: receiver.open >= ON_THE_WIRE):
        raise SystemExit("Nothing was on the wire.")
    time.sleep(random.uniform(0, 0.1))
    worker.kill()
    when = time.time()
    before = confirmed(endpoint)
    receiver.holding.clear()
    return Worker(), when, before


def main() -> int:
    """Make events, kill, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--events", type=int, default=300)
    asked = parser.parse_args()
    with_engines("scripts.drills.webhooks")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    log_to(Path(settings.DATA_DIR) / "logs" / "drill-webhooks.log")
    step("the database gets its tables")
    call_command("migrate", verbosity=0)
    receiver = Receiver()
    endpoint = make(f"http://127.0.0.1:{receiver.server.server_port}/hook", asked.events)
    step(f"{asked.events} events wait for one webhook; a worker begins")
    until = time.monotonic() + MINUTES * 60
    worker, kills = Worker(), []
    try:
        wait_for(until, lambda: len(confirmed(endpoint)) >= A_FEW)
        for number in range(asked.kills):
            worker, when, before = in_the_middle(endpoint, receiver, worker, until)
            kills.append((when, before))
            step(f"kill -9 number {number + 1}: {len(before)} were confirmed, {len(receiver.came)} messages had come")
            wait_for(until, lambda since=when: any(at > since + 0.5 for at, _ in receiver.came))
            step(f"messages come again after {receiver.came[-1][0] - when:.0f} s")
            least = len(before) + A_FEW
            wait_for(until, lambda least=least: len(confirmed(endpoint)) >= least)
        wait_for(until, lambda: len(confirmed(endpoint)) == asked.events)
        return verdict(faults_of(endpoint, receiver, kills, asked.events))
    finally:
        worker.kill()


def faults_of(endpoint: Any, receiver: Receiver, kills: list[tuple[float, set[str]]], events: int) -> list[str]:
    """What arrived against what should have, in words; empty when all is well."""
    from webhooks.models import Attempt, Delivery

    times = Counter(message for _, message in receiver.came)
    all_of_them = {one.message_id for one in Delivery.objects.filter(endpoint=endpoint)}
    again = sum(count - 1 for count in times.values())
    step(f"{len(times)} of {events} events arrived; {again} messages that were on the wire came again")
    faults = [] if len(all_of_them) == events else [f"{len(all_of_them)} deliveries for {events} events"]
    faults += [f"lost: {one}" for one in sorted(all_of_them - set(times))]
    faults += [f"never confirmed: {one}" for one in sorted(all_of_them - confirmed(endpoint))]
    for when, before in kills:
        after = {message for at, message in receiver.came if at > when}
        faults += [f"confirmed, and sent again: {one}" for one in sorted(before & after)]
    ends = Counter(Attempt.objects.filter(delivery__endpoint=endpoint, error="").values_list("delivery_id", flat=True))
    faults += [f"ended {count} times: {one}" for one, count in ends.items() if count != 1]
    return faults


if __name__ == "__main__":
    sys.exit(main())
