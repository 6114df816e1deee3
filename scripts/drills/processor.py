"""Who takes the processor: CPU seconds by kind of process, out of /proc, also of processes that ended meanwhile.

A process that ended is known by what was seen of it last. Where short-lived children belong to the same account (readers of files under a
worker's process, connections under PostgreSQL), their parent is asked, who is charged for them once they have ended.
"""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.local.processes import PROC

TICKS = os.sysconf("SC_CLK_TCK")
LOOK_EVERY = 0.5  # seconds
CHILD, OTHERS = "import child", "everybody else"
MASTERS = ("web", "worker")  # their first process has children that live long: each of these is looked at itself
Key = tuple[int, int]  # a number and when the process began: numbers are given again


@dataclass(frozen=True)
class Seen:
    """One process: CPU seconds of its own, and of its children that ended and were waited for."""

    pid: int
    parent: int
    started: int
    own: float
    ended: float

    @property
    def key(self) -> Key:
        return self.pid, self.started


@dataclass
class Account:
    """What a process took: of its own, and through children that ended. `before` is what it had taken when the counting began."""

    kind: str
    own: float = 0.0
    ended: float = 0.0
    before: float = 0.0
    before_ended: float = 0.0
    below: set[Key] = field(default_factory=set)


def read(pid: int) -> Seen | None:
    """A process as it is now; None when it is gone."""
    try:
        words = (PROC / str(pid) / "stat").read_text("utf-8", "replace").rpartition(") ")[2].split()
    except OSError:
        return None
    own, ended = (sum(map(int, words[at : at + 2])) / TICKS for at in (11, 13))
    return Seen(pid, int(words[1]), int(words[19]), own, ended)


def everything() -> dict[int, Seen]:
    """All processes that can be seen, by number."""
    return {one.pid: one for entry in PROC.iterdir() if entry.name.isdigit() and (one := read(int(entry.name)))}


def busy(proc: Path = PROC) -> float:
    """CPU seconds that all processes of the machine took since it began."""
    words = (proc / "stat").read_text("utf-8").splitlines()[0].split()[1:]
    user, nice, system, _idle, _waits, irq, softirq = map(int, words[:7])
    return (user + nice + system + irq + softirq) / TICKS


class Ledger:
    """Adds up what is seen."""

    def __init__(self) -> None:
        self.accounts: dict[Key, Account] = {}

    def note(self, roots: Mapping[str, int], seen: Mapping[int, Seen], *, first: bool = False) -> None:
        """One look at all processes under `roots` (kind: number). At the first, what they took before is noted as such."""
        children: dict[int, list[Seen]] = defaultdict(list)
        for one in seen.values():
            children[one.parent].append(one)
        for kind, root in roots.items():
            if root in seen:
                self._note(kind, seen[root], children, first, depth=0)

    def spent(self) -> dict[str, float]:
        """CPU seconds by kind since the first look."""
        found: dict[str, float] = defaultdict(float)
        for account in self.accounts.values():
            found[account.kind] += account.own - account.before
            below = CHILD if account.kind == "worker" else account.kind
            found[below] += account.ended - account.before_ended
        return dict(found)

    def _note(self, kind: str, one: Seen, children: Mapping[int, list[Seen]], first: bool, depth: int) -> None:
        own_kind = CHILD if kind == "worker" and depth >= 2 else kind
        account = self.accounts.setdefault(one.key, Account(own_kind))
        account.own = one.own
        if first:
            account.before = one.own
        if depth or kind not in MASTERS:
            account.ended = one.ended
            if first:
                account.before_ended = one.ended
            living = {child.key for child in children.get(one.pid, [])}
            for key in account.below - living:
                gone = self.accounts.pop(key, None)  # its parent is charged for all of it
                account.before_ended += gone.before + gone.before_ended if gone else 0.0
            account.below = living
        for child in children.get(one.pid, []):
            self._note(kind, child, children, first, depth + 1)


class Processor:
    """A ledger that is kept by a thread. `roots` gives the first process of each kind, and is asked at every look."""

    def __init__(self, roots: Callable[[], dict[str, int]]) -> None:
        self.roots, self.ledger, self.machine = roots, Ledger(), 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """From now on."""
        self.machine = busy()
        self.ledger.note(self.roots(), everything(), first=True)
        self._thread.start()

    def stop(self) -> dict[str, float]:
        """CPU seconds by kind since the start; those of everybody else on the machine too."""
        self._over.set()
        self._thread.join(10)
        self.ledger.note(self.roots(), everything())
        found = self.ledger.spent()
        return {**found, OTHERS: max(0.0, busy() - self.machine - sum(found.values()))}

    def _run(self) -> None:
        while not self._over.wait(LOOK_EVERY):
            self.ledger.note(self.roots(), everything())
