"""One supervised process: started with a log and a record, ended by signals, restarted with patience."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from config.local.accounts import Account, run_as
from config.local.forks import Forked
from config.local.layout import ROOT, Layout
from config.local.processes import Process, die_with_parent, end_all, find, processes

LOG_BYTES = 5 * 1024 * 1024
SHORT_LIFE = 10.0  # seconds; a process that lived longer had started well
PATIENCE = 5  # deaths in a row, each after a short life
LONGEST_PAUSE = 5.0


@dataclass
class Child:
    """What to run and how it ends: a program's command line, or a function that runs in a copy of this process.

    `stop_signal` asks politely and is followed by SIGKILL after `grace` seconds.
    """

    name: str
    what: Sequence[str] | Callable[[], object]
    layout: Layout
    environment: Mapping[str, str] = field(default_factory=dict)  # of a program; a copy has that of this process
    stop_signal: signal.Signals = signal.SIGTERM
    grace: float = 10.0
    account: Account | None = None
    folder: Path = ROOT
    before_restart: Callable[[], None] | None = None
    process: subprocess.Popen[bytes] | Forked | None = field(default=None, init=False)
    failures: int = field(default=0, init=False)
    started_at: float = field(default=0.0, init=False)
    restart_at: float | None = field(default=None, init=False)

    @property
    def log(self) -> Path:
        return self.layout.log(self.name)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches the launcher alone."""
        turn_over(self.log)
        if callable(self.what):
            self.process = Forked(self.what, log=self.log, folder=self.folder, stop_signal=self.stop_signal)
        else:
            self.process = self._program(self.what)
        self.started_at = time.monotonic()
        self.restart_at = None
        keep_record(self.layout, self.name, self.process.pid)

    def _program(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        launcher = os.getpid()
        with self.log.open("ab") as output:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                env=dict(self.environment),
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(self.stop_signal, launcher),
                umask=0o077,
                **run_as(self.account),
            )

    def poll(self) -> int | None:
        """None while it runs, else its exit status (negative: the signal that killed it)."""
        return self.process.poll() if self.process else None

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)

    def stop(self) -> None:
        """Ask, wait, then kill what is left of it."""
        if self.process is None:
            return
        self.ask_to_stop()
        try:
            self.process.wait(self.grace)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.clear_group()
        forget_record(self.layout, self.name)
        self.process = None

    def clear_group(self) -> None:
        """Kill processes that outlived their parent."""
        if self.process is not None:
            group = self.process.pid
            end_all(lambda: [each for each in processes() if each.group == group], [(signal.SIGKILL, 5.0)])

    def plan_restart(self, now: float) -> bool:
        """After a death: when to start again. False when it keeps failing and patience has ended.

        A process killed from outside is always started again; one that ends by itself at once, time after time, is not.
        """
        status = self.poll()
        self.clear_group()
        self.failures = self.failures + 1 if now - self.started_at < SHORT_LIFE else 1
        self.restart_at = now + min(LONGEST_PAUSE, 0.25 * 2 ** (self.failures - 1))
        return status == -signal.SIGKILL or self.failures < PATIENCE

    def restart(self) -> None:
        if self.before_restart:
            self.before_restart()
        self.start()


def keep_record(layout: Layout, name: str, pid: int) -> None:
    """Note the process, so that the next launcher finds it if this one is killed."""
    process = find(pid)
    record = {"pid": pid, "started": process.started if process else ""}
    written = layout.run / f".{name}.new"
    written.write_text(json.dumps(record), "utf-8")
    written.replace(layout.run / f"{name}.json")  # in one step: whoever reads it meanwhile sees the old or the new one


def forget_record(layout: Layout, name: str) -> None:
    (layout.run / f"{name}.json").unlink(missing_ok=True)


def left_over(layout: Layout, name: str) -> list[Process]:
    """Living processes of an earlier launcher's child: it and its group."""
    try:
        record = json.loads((layout.run / f"{name}.json").read_text("utf-8"))
        pid, started = int(record["pid"]), str(record["started"])
    except (OSError, ValueError, KeyError, TypeError):
        return []
    leader = find(pid)
    if leader is not None and leader.started != started:
        return []  # the number has gone to another program
    return [process for process in processes() if process.group == pid]


def clear_left_overs(layout: Layout, names: Sequence[str]) -> list[str]:
    """End what an earlier, killed launcher left running. Returns the names of what was found."""
    found = [name for name in names if left_over(layout, name)]
    for name in found:
        end_all(lambda name=name: left_over(layout, name), [(signal.SIGTERM, 2.0), (signal.SIGKILL, 5.0)])  # type: ignore[misc]
    for name in names:
        forget_record(layout, name)
    return found


def turn_over(log: Path) -> None:
    """Put a long log aside; one old log is kept."""
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
    os.close(os.open(log, os.O_WRONLY | os.O_CREAT, 0o600))


def tail(log: Path, lines: int = 25) -> str:
    """The last lines of a log, for a person."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 16384))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])
