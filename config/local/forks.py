"""Processes that begin as a copy of the launcher.

Loading Django and its apps takes seconds of processor time and a hundred megabytes. The launcher does it once; web,
worker, beat and the preparation of the database are copies, which share that memory until they write to it.
"""

from __future__ import annotations

import atexit
import gc
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from config.local.processes import die_with_parent

HIGHEST_HANDLE = 1024


class Forked:
    """A copy of this process that runs `main`; it has the part of `subprocess.Popen` that `Child` uses."""

    def __init__(self, main: Callable[[], object], *, log: Path, folder: Path, stop_signal: signal.Signals) -> None:
        self.returncode: int | None = None
        sys.stdout.flush()
        sys.stderr.flush()
        gc.freeze()  # the collector would write to every shared page
        launcher = os.getpid()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        try:
            self.pid = os.fork()
            if self.pid == 0:
                _become(main, log=log, folder=folder, stop_signal=stop_signal, launcher=launcher)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def poll(self) -> int | None:
        """None while it runs, else its exit status (negative: the signal that killed it)."""
        if self.returncode is None:
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                pid, status = self.pid, 0
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status. Raises subprocess.TimeoutExpired, as Popen does."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while (status := self.poll()) is None:
            if deadline is not None and time.monotonic() >= deadline:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0.0)
            time.sleep(0.02)
        return status

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def let_go(*, keep: str = "") -> None:
    """Close the launcher's open files, among them its lock, which must not outlive it.

    Files in the folder `keep` stay open: the library that counts in them (config/metrics) closes them itself once it finds that it is a
    copy. Closed here, their numbers would be given to other files, and those closed then.
    """
    kept = [number for number in range(3, HIGHEST_HANDLE) if keep and _path_of(number).startswith(f"{keep}/")]
    for before, after in zip([2, *kept], [*kept, HIGHEST_HANDLE], strict=True):
        os.closerange(before + 1, after)


def _path_of(number: int) -> str:
    try:
        return str(Path(f"/proc/self/fd/{number}").readlink())
    except OSError:
        return ""


def _become(
    main: Callable[[], object], *, log: Path, folder: Path, stop_signal: signal.Signals, launcher: int
) -> NoReturn:
    """In the copy: let go of everything that is the launcher's, run `main`, and never return into its code."""
    status = 1
    try:
        os.setsid()
        die_with_parent(stop_signal, launcher)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(output, 1)
        os.dup2(output, 2)
        let_go(keep=os.environ.get("PROMETHEUS_MULTIPROC_DIR", ""))
        sys.stdout = open(1, "w", buffering=1, encoding="utf-8", closefd=False)  # noqa: SIM115 - a handle, not a path
        sys.stderr = open(2, "w", buffering=1, encoding="utf-8", closefd=False)  # noqa: SIM115
        os.umask(0o077)
        os.chdir(folder)
        main()
        status = 0
    except SystemExit as stop:
        status = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        atexit._run_exitfuncs()  # as at the end of a program: open logs, temporary folders of process pools
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
