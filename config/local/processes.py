"""Processes of this machine: who lives, who belongs together, how they end."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
LINUX = sys.platform == "linux"


@dataclass(frozen=True)
class Process:
    """One living process. `started` tells a process from a later one with the same number."""

    pid: int
    parent: int
    group: int
    started: str


def processes() -> list[Process]:
    """All living processes that can be seen; those that ended and wait to be collected are left out."""
    return list(_from_proc() if LINUX else _from_ps())


def find(pid: int) -> Process | None:
    """The living process with this number."""
    if LINUX:
        return _read_proc(pid)
    return next((process for process in _from_ps() if process.pid == pid), None)


def _read_proc(pid: int) -> Process | None:
    try:
        text = (PROC / str(pid) / "stat").read_text("utf-8", "replace")
    except OSError:
        return None
    words = text[text.rindex(")") + 2 :].split()  # the name before it may hold blanks and brackets
    if words[0] in "ZX":
        return None
    return Process(pid=pid, parent=int(words[1]), group=int(words[2]), started=f"{_boot()}:{words[19]}")


def _boot() -> str:
    try:
        return (PROC / "sys/kernel/random/boot_id").read_text().strip()[:8]
    except OSError:
        return ""


def _from_proc() -> Iterable[Process]:
    for entry in PROC.iterdir():
        if entry.name.isdigit() and (process := _read_proc(int(entry.name))):
            yield process


def _from_ps() -> Iterable[Process]:
    reply = subprocess.run(
        ["ps", "-axo", "pid=,ppid=,pgid=,state=,lstart="], capture_output=True, text=True, check=False
    )
    for line in reply.stdout.splitlines():
        pid, parent, group, state, started = line.split(maxsplit=4)
        if not state.startswith("Z"):
            yield Process(int(pid), int(parent), int(group), started.strip())


def family(pid: int) -> list[Process]:
    """The process and all its descendants."""
    everyone = processes()
    found = [process for process in everyone if process.pid == pid]
    for process in found:
        found.extend(child for child in everyone if child.parent == process.pid)
    return found


def working_in(folder: Path, program: str) -> list[Process]:
    """Processes of this name whose working directory is `folder`, as PostgreSQL's are in its cluster."""
    if not LINUX:
        reply = subprocess.run(
            ["lsof", "-a", "-c", program, "-d", "cwd", "-Fp", "--", str(folder)],
            capture_output=True,
            text=True,
            check=False,
        )
        pids = {int(line[1:]) for line in reply.stdout.splitlines() if line.startswith("p")}
        return [process for process in processes() if process.pid in pids]
    real = os.path.realpath(folder)
    return [process for process in processes() if _name_and_folder(process.pid) == (program, real)]


def _name_and_folder(pid: int) -> tuple[str, str]:
    try:
        place = PROC / str(pid)
        return (place / "comm").read_text().strip(), str((place / "cwd").readlink())
    except OSError:
        return "", ""


def memory_kib(pid: int) -> int | None:
    """Proportional set size in KiB; None where the system does not tell."""
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), None)


def send(target: Iterable[Process], number: signal.Signals) -> None:
    """Signal each; those that are gone by now are passed over."""
    for process in target:
        try:
            os.kill(process.pid, number)
        except (ProcessLookupError, PermissionError):
            continue


def end_all(find_them: Callable[[], list[Process]], signals: Iterable[tuple[signal.Signals, float]]) -> bool:
    """End what `find_them` finds: each signal is followed by its seconds of grace. True when nobody is left."""
    for number, seconds in signals:
        send(find_them(), number)
        deadline = time.monotonic() + seconds
        while find_them():
            if time.monotonic() > deadline:
                break
            time.sleep(0.05)
        else:
            return True
    return not find_them()


def die_with_parent(number: signal.Signals, parent: int) -> None:
    """In a new child: the kernel sends `number` to this process when `parent` is killed. Does nothing but on Linux."""
    if not LINUX:
        return
    ctypes.CDLL(None).prctl(1, int(number), 0, 0, 0)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        os._exit(1)  # it was killed before the kernel knew
