"""A crowd at work: so many people who are signed in, look at pages, call the API and upload bills, with time to think in between.

    crowd = Crowd("https://localhost:8443", 50)      Django is set up, on the database and with the SECRET_KEY of the server
    crowd.start()                                     makes people and firms, gives each firm two bills, then lets them begin
    ...
    crowd.stop()
    crowd.summary("page", since, until)               times are those of time.time()

Of ten people five have a firm of their own and five share one (an owner, two estimators, two viewers). They work in a process of its
own (`scripts.drills.crowd`), because what they take from the machine is to be told: `crowd.cpu_seconds()`. `samples` and `jobs` grow while
they work. A job that was accepted and was not seen to end has an empty `end`: look it up by its id.
"""

from __future__ import annotations

import json
import math
import os
import secrets
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "quarry lantern seven " + secrets.token_hex(4)
CAST = (("owner",),) * 5 + (("owner", "estimator", "estimator", "viewer", "viewer"),)  # firms of ten people
TICKS = os.sysconf("SC_CLK_TCK")
PREPARED_WITHIN = 420.0  # seconds until every firm has its bills


@dataclass(frozen=True)
class Sample:
    """One request as somebody saw it. `status` is 0 where nobody answered; `error` says what was wrong, "" when nothing was."""

    at: float  # time.time() when it was sent
    who: int
    kind: str  # page, api or upload
    name: str
    status: int
    seconds: float
    error: str = ""

    @property
    def failed(self) -> bool:
        """True for whatever nobody wants to see: no answer, a status of 400 and above, a page that asks to sign in."""
        return bool(self.error)

    @property
    def ours(self) -> bool:
        """True where it is the server's fault: nobody answered, or a status of 500 and above."""
        return self.status == 0 or self.status >= 500


@dataclass
class Followed:
    """An upload that was accepted, and its job. `end` is its status (or "" when it was not seen to end), `ended` when that was seen."""

    id: str
    who: int
    lines: int
    sent: float
    accepted: float
    ended: float = 0.0
    end: str = ""


@dataclass(frozen=True)
class Summary:
    """Seconds at three percentiles of `count` requests, of which `failed` failed and `ours` through the server's fault."""

    count: int = 0
    failed: int = 0
    ours: int = 0
    p50: float = 0.0
    p95: float = 0.0
    p99: float = 0.0
    slowest: float = 0.0

    def words(self) -> str:
        """In a line."""
        times = f"p50 {self.p50 * 1000:.0f}, p95 {self.p95 * 1000:.0f}, p99 {self.p99 * 1000:.0f} ms"
        return f"{self.count} requests, {self.failed} failed, {times}, the slowest {self.slowest:.1f} s"


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that a share of all values does not exceed (nearest rank); 0 for none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def summarize(samples: Iterable[Sample]) -> Summary:
    """What came of these requests. Times are of all of them: one that failed was waited for too."""
    found = list(samples)
    times = [one.seconds for one in found]
    return Summary(
        len(found),
        sum(one.failed for one in found),
        sum(one.ours for one in found),
        *(percentile(times, share) for share in (0.5, 0.95, 0.99, 1.0)),
    )


@dataclass
class Crowd:
    """See the module. `think` are seconds between two errands, drawn evenly; `(0, 0)` never stops to think."""

    base_url: str
    users: int = 50
    uploads: float = 0.1
    seed: int = 7
    think: tuple[float, float] = (2.0, 8.0)
    only: str = ""  # "page" or "api": nothing but that
    bills: int = 2  # that each firm has when the work begins
    most_seconds: float = 7200.0
    samples: list[Sample] = field(default_factory=list)
    jobs: dict[str, Followed] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    again: int = 0  # requests that were sent again because a kept connection was just closed
    faults: list[str] = field(default_factory=list)

    def start(self) -> None:
        """Make them and let them begin. Raises RuntimeError when the server does not read their first bills in time."""
        plan = {
            "url": self.base_url, "people": cast(self.users), "uploads": self.uploads, "seed": self.seed, "think": self.think,
            "only": self.only, "bills": self.bills, "most_seconds": self.most_seconds, "password": PASSWORD,
        }  # fmt: skip
        self._ready = threading.Event()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "scripts.drills.crowd"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self.process.stdin is not None
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.process.stdin.write(json.dumps(plan).encode() + b"\n")
        self.process.stdin.flush()
        if not self._ready.wait(PREPARED_WITHIN) or self.faults:
            self.process.kill()
            raise RuntimeError(f"the crowd could not begin: {self.faults[:3]}")
        self.began = time.time()

    def stop(self, patience: float = 90.0) -> None:
        """No new errand begins; requests and jobs under way are waited for, `patience` seconds at most."""
        assert self.process is not None
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        self._reader.join(10)

    def summary(self, kind: str = "", since: float = 0.0, until: float = math.inf) -> Summary:
        """Requests of a kind ("" for all) that were sent in that time."""
        return summarize(self._chosen(kind, since, until))

    def by_name(self, kind: str, since: float = 0.0, until: float = math.inf) -> dict[str, Summary]:
        """The same by name, the slowest first."""
        named: dict[str, list[Sample]] = defaultdict(list)
        for one in self._chosen(kind, since, until):
            named[one.name].append(one)
        told = {name: summarize(found) for name, found in named.items()}
        return dict(sorted(told.items(), key=lambda pair: -pair[1].p95))

    def cpu_seconds(self) -> float:
        """What the crowd itself has taken from the machine until now."""
        assert self.process is not None
        try:
            words = Path(f"/proc/{self.process.pid}/stat").read_text("utf-8").rpartition(") ")[2].split()
        except OSError:
            return 0.0
        return (int(words[11]) + int(words[12])) / TICKS

    def _chosen(self, kind: str, since: float, until: float) -> list[Sample]:
        return [one for one in list(self.samples) if (not kind or one.kind == kind) and since <= one.at < until]

    def _read(self) -> None:
        assert self.process is not None
        assert self.process.stdout is not None
        for line in self.process.stdout:
            what, *values = json.loads(line)
            if what == "sample":
                self.samples.append(Sample(*values))
            elif what == "job":
                self.jobs[values[0]] = Followed(*values)
            elif what == "again":
                self.again += 1
            elif what == "ready":
                self._ready.set()
            else:
                self.faults.append(str(values[0]))
                self._ready.set()


def cast(users: int) -> list[dict[str, Any]]:
    """So many people in firms with a project each: what the crowd's process has to know of each of them to be that person."""
    from django.contrib.auth.hashers import make_password

    from accounts.access import Role
    from accounts.models import Membership
    from accounts.services import actor_for, found_home
    from projects.services import create_project

    hashed, stamp = make_password(PASSWORD), secrets.token_hex(3)
    people: list[dict[str, Any]] = []
    while len(people) < users:
        for number, roles in enumerate(CAST):
            roles = roles[: users - len(people)]
            if not roles:
                break
            named = f"{stamp}-{len(people)}"
            owner = _person(f"crowd-{named}@example.com", hashed)
            firm = found_home(user=owner, name=f"Firm {number} of {named}")
            project = create_project(by=actor_for(owner, firm.pk), name=f"Works {named}", currency="USD")
            members = [owner]
            for place, role in enumerate(roles[1:], 1):
                members.append(_person(f"crowd-{named}-{place}@example.com", hashed))
                Membership.objects.create(organization=firm, user=members[-1], role=Role(role))
            people += [
                {"firm": str(firm.pk), "project": str(project.pk), "role": role, "email": user.email, **_entered(user, firm)}
                for user, role in zip(members, roles, strict=True)
            ]  # fmt: skip
    return people


def _person(email: str, hashed: str) -> Any:
    from allauth.account.models import EmailAddress

    from accounts.models import User

    user = User.objects.create(email=email, name=email.partition("@")[0], password=hashed)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _entered(user: Any, firm: Any) -> dict[str, str]:
    """A browser and a program that have signed in: the session's key, and tokens."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from accounts.services import actor_for
    from accounts.tokens import mint
    from config.sessions import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    tokens = mint(user, actor_for(user, firm.pk))
    return {"session": session.session_key or "", "access": tokens["access"], "refresh": tokens["refresh"]}
