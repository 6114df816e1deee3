"""People who have bills analysed by a language model while a drill goes on, and who go on with what ended partly done."""

from __future__ import annotations

import csv
import io
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from benchmarks.bill import made_bill
from scripts.bench.files import bill
from scripts.drills.crowd import ASKED_EVERY, ENDED, SETTINGS, Firm, Person
from scripts.drills.traffic import PASSWORD, Followed, Sample, cast

LINES = 240
AGAIN_SECONDS = 20.0  # somebody who finds an analysis partly done tries to go on with it so much later


class Notes:
    """What people of `scripts.drills.crowd` tell, kept in lists."""

    def __init__(self) -> None:
        self.samples: list[Sample] = []
        self.jobs: dict[str, Followed] = {}

    def say(self, what: str, *values: Any, always: bool = False) -> None:
        """A line of theirs; requests for jobs are told apart, because they are analyses."""
        if what == "sample":
            self.samples.append(Sample(*values))
        elif what == "job":
            self.jobs[values[0]] = Followed(*values)


@dataclass
class Wanted:
    """An analysis that was accepted, and how its jobs ended, in order."""

    job: str
    asked: float
    analysis: str = ""
    ends: list[str] = field(default_factory=list)


class Analyst(Person):
    """Uploads a bill, asks for its analysis, and watches it."""

    def __init__(self, number: int, told: dict[str, Any], url: str, notes: Notes) -> None:
        plan = {"url": url, "seed": 11, "think": (1, 2), "password": PASSWORD, "settings": SETTINGS}
        super().__init__(number, told, Firm(told["project"]), plan, notes)  # type: ignore[arg-type]
        self.wanted: list[Wanted] = []

    def work(self, enough: threading.Event, over: threading.Event) -> None:
        """One bill after another, until it is enough; what was begun then is gone on with until it is over."""
        while not enough.wait(1.0):
            boq = self._bring(LINES)
            if not boq:
                continue
            reply = self._post(f"/api/v1/boqs/{boq}/analyses/")
            if reply.status == 202:
                self._watch(Wanted(reply.json()["job"]["id"], time.time()), over)

    def _bring(self, lines: int) -> str:
        """A bill whose lines nobody asked about before; "" where it was not read."""
        out = io.StringIO()
        rows = csv.writer(out)
        rows.writerow(("Item", "Description", "Unit", "Qty", "Rate", "Amount"))
        works = made_bill(lines, seed=self.random.randrange(1 << 30))
        rows.writerows((number, work.text, work.unit, 2, 3, 6) for number, work in enumerate(works, 1))
        job = self.send(out.getvalue().encode(), f"own-{secrets.token_hex(3)}.csv", lines)
        return self._follow(job, by_page=False)[0] if job else ""

    def send(self, data: bytes, name: str, lines: int) -> str:
        """Upload a bill of so many lines by the API: the id of its job, "" where it was refused."""
        reply = self._send(data, name, by_page=False)
        self._told("upload", "analyst", reply)
        job: str = reply.json().get("job", {}).get("id", "")
        if job:
            self.line.say("job", job, self.number, lines, reply.at, time.time())
        return job

    def _watch(self, one: Wanted, over: threading.Event) -> None:
        """Until it succeeded, or it is over. What ended partly done, or failed, is gone on with."""
        self.wanted.append(one)
        job = one.job
        while not over.wait(ASKED_EVERY):
            told = self.api("job", f"/api/v1/jobs/{job}/").json()
            if told.get("status") not in ENDED:
                continue
            one.analysis = told.get("result", {}).get("analysis", "") or one.analysis
            one.ends.append(" ".join(filter(None, (told["status"], (told.get("error") or {}).get("code", "")))))
            if told["status"] == "succeeded" or not one.analysis or over.wait(AGAIN_SECONDS):
                return
            reply = self._post(f"/api/v1/analyses/{one.analysis}/resume/")
            while reply.status not in (202, 409) and not over.wait(AGAIN_SECONDS):
                reply = self._post(f"/api/v1/analyses/{one.analysis}/resume/")
            if reply.status != 202:
                return
            job = reply.json()["job"]["id"]

    def _post(self, path: str) -> Any:
        if time.monotonic() > self.tokens_until:
            self.renew()
        headers = {**self._of_program(), "Content-Type": "application/json"}
        reply = self.program.ask("POST", path, json.dumps({}).encode(), headers)
        self._told("analysis", "resume" if path.endswith("resume/") else "ask", reply)
        return reply


class Analysts:
    """Some of them, each a thread."""

    def __init__(self, url: str, count: int) -> None:
        self.url, self.count, self.notes = url, count, Notes()
        self.people: list[Analyst] = []
        self.sender: Analyst
        self._enough, self._over = threading.Event(), threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Make them, and let them begin; one more only sends what `burst` is asked for."""
        made = [Analyst(900 + number, told, self.url, self.notes) for number, told in enumerate(cast(self.count + 1))]
        self.sender, *self.people = made
        self._threads = [
            threading.Thread(target=one.work, args=(self._enough, self._over), daemon=True) for one in self.people
        ]
        for thread in self._threads:
            thread.start()

    def stop(self, patience: float) -> None:
        """Nobody begins anything new; what was begun is gone on with for so many seconds."""
        self._enough.set()
        until = time.monotonic() + patience
        for thread in self._threads:
            thread.join(max(0.1, until - time.monotonic()))
        self._over.set()
        for thread in self._threads:
            thread.join(90)

    @property
    def wanted(self) -> list[Wanted]:
        """Everything that was asked for."""
        return [one for person in self.people for one in person.wanted]

    def burst(self, count: int) -> list[str]:
        """So many uploads one after the other, as fast as they are taken; the ids of their jobs."""
        self.sender.program.close()  # nobody keeps a connection open for as long as they were silent
        sent = (self.sender.send(bill(150, f"Burst {secrets.token_hex(6)}"), "burst.xlsx", 150) for _ in range(count))
        return [job for job in sent if job]
