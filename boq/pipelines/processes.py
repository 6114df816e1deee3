"""The processes that read: started, given their order, buried, and one kept ready.

Safe inside Celery's prefork workers (no multiprocessing) and beside threads (no code between fork and exec).
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from boq.engine.child import IDLE_SECONDS

ROOT = Path(__file__).resolve().parents[2]
BOOT = "import sys; sys.path.insert(0, {root!r}); from boq.engine.child import main; main()"
PIPE_BYTES = 1 << 20  # what a child may say before it waits to be heard; the most that Linux gives to anybody
FRESH_SECONDS = IDLE_SECONDS / 2  # long before a child that waits ends by itself


def start_child() -> subprocess.Popen[bytes]:
    """A child in a process group of its own, waiting for its order."""
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-I", "-X", "utf8", "-c", BOOT.format(root=str(ROOT))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd="/",
        env={"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
        start_new_session=True,
        pipesize=PIPE_BYTES,
    )


def bury(process: subprocess.Popen[bytes]) -> None:
    """End a child and all that it started, whatever they do."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    process.wait()


class Spare:
    """One child that is started before there is anything to read: Python and the engine take a quarter of a second to load.

    It has seen no file, is confined like every other when its order comes, ends with this process (its standard input closes) and
    by itself after `child.IDLE_SECONDS`.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.owner, self.started = 0, 0.0

    def take(self) -> subprocess.Popen[bytes] | None:
        """The child, if there is one that waits; a process that was forked leaves its parent's alone."""
        with self.lock:
            process, self.process = self.process, None
            if process is None or self.owner != os.getpid():
                return None
            if process.poll() is None and time.monotonic() - self.started < FRESH_SECONDS:
                return process
        bury(process)
        return None

    def make_ready(self) -> None:
        """Start a child for the next reading."""
        with self.lock, contextlib.suppress(OSError):
            if self.process is None or self.owner != os.getpid():
                self.process, self.owner, self.started = start_child(), os.getpid(), time.monotonic()


def printable(name: str) -> str:
    """A name that can be encoded."""
    return name.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")[:255]


def give(process: subprocess.Popen[bytes], order: bytes) -> None:
    """Write the order; a child that died before reading it is dealt with by its exit code."""
    if process.stdin is not None:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(order)
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
