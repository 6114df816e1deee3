"""The parent's side of reading a file in a child process that may hang, swell or crash without harm.

Safe inside Celery's prefork workers (no multiprocessing) and beside threads (no code between fork and exec).
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import structlog

from boq.engine.child import ERROR, HEADER, PROGRESS, RESULT, Failure, Order
from boq.engine.errors import EngineError
from boq.engine.model import Mapping, Reading
from boq.engine.readers.limits import DEFAULT_LIMITS, Limits, Progress

ROOT = Path(__file__).resolve().parents[2]
ENTRY = "boq.engine.reading:read"
BOOT = "import sys; sys.path.insert(0, {root!r}); from boq.engine.child import main; main()"
STOP_CHECK_SECONDS = 0.5
STDERR_BYTES = 4096
CHUNK = 1 << 20

log = structlog.get_logger(__name__)


class ReadingStopped(Exception):
    """The caller's `should_stop` said so; the child is dead."""


def read_in_child(
    path: str | Path,
    name: str,
    *,
    mapping: Mapping | None = None,
    limits: Limits = DEFAULT_LIMITS,
    on_progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
    entry: str = ENTRY,
) -> Reading:
    """Read a file under limits. Raises EngineError with a code for whatever becomes of the child, or ReadingStopped."""
    answer = run_child(path, name, entry, limits, mapping=mapping, on_progress=on_progress, should_stop=should_stop)
    try:
        return msgspec.msgpack.decode(answer, type=Reading)
    except msgspec.DecodeError as error:
        raise EngineError("reader_crashed", detail="answer") from error


def run_child(
    path: str | Path,
    name: str,
    entry: str,
    limits: Limits,
    *,
    mapping: Mapping | None = None,
    on_progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> bytes:
    """The encoded result of `entry` called in a child; see `read_in_child` for what is raised."""
    order = msgspec.msgpack.encode(Order(entry, os.getpid(), limits, mapping))
    with child(path, name) as process:
        give(process, order)
        watch = _Watch(process, limits, on_progress, should_stop)
        watch.run()
        if watch.result is not None:
            return watch.result
        raise watch.failure or failure_of(watch.returncode(), watch.stderr, limits)


@contextlib.contextmanager
def child(path: str | Path, name: str) -> Iterator[subprocess.Popen[bytes]]:
    """A started child in a process group of its own; dead and buried when the block ends, however it ends."""
    command = [sys.executable, "-I", "-X", "utf8", "-c", BOOT.format(root=str(ROOT)), str(path), printable(name)]
    process = subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd="/",
        env={"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        process.wait()


def printable(name: str) -> str:
    """A name that can be an argument of a process."""
    return name.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")[:255]


def give(process: subprocess.Popen[bytes], order: bytes) -> None:
    """Write the order; a child that died before reading it is dealt with by its exit code."""
    if process.stdin is not None:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(order)
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()


class _Watch:
    """Listens to a child until it answers, falls silent for good, runs out of time or is to be stopped."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        limits: Limits,
        on_progress: Progress | None,
        should_stop: Callable[[], bool] | None,
    ) -> None:
        self.process, self.limits = process, limits
        self.on_progress, self.should_stop = on_progress, should_stop
        self.buffer = bytearray()
        self.stderr = b""
        self.result: bytes | None = None
        self.failure: EngineError | None = None
        self.deadline = time.monotonic() + limits.seconds

    def run(self) -> None:
        """Returns when the child has answered or ended; raises `time_limit` or ReadingStopped."""
        next_check = 0.0
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ, self.hear)  # type: ignore[arg-type]
            selector.register(self.process.stderr, selectors.EVENT_READ, self.hear_complaint)  # type: ignore[arg-type]
            while selector.get_map() and self.result is None and self.failure is None:
                now = time.monotonic()
                if now > self.deadline:
                    raise EngineError("time_limit", seconds=self.limits.seconds)
                if self.should_stop is not None and now >= next_check:
                    if self.should_stop():
                        raise ReadingStopped
                    next_check = now + STOP_CHECK_SECONDS
                for key, _ in selector.select(min(STOP_CHECK_SECONDS, self.deadline - now + 0.01)):
                    data = os.read(key.fd, CHUNK)
                    if data:
                        key.data(data)
                    else:
                        selector.unregister(key.fileobj)

    def returncode(self) -> int:
        """How the child ended; it may have closed its output and linger."""
        try:
            return self.process.wait(max(1.0, self.deadline - time.monotonic()))
        except subprocess.TimeoutExpired as error:
            raise EngineError("time_limit", seconds=self.limits.seconds) from error

    def hear(self, data: bytes) -> None:
        """Take in output; act on every frame that is complete."""
        self.buffer += data
        while len(self.buffer) >= HEADER.size:
            length, kind = HEADER.unpack_from(self.buffer)
            if length > self.limits.memory:
                self.failure = EngineError("reader_crashed", detail="answer")
                return
            if len(self.buffer) < HEADER.size + length:
                return
            payload = bytes(memoryview(self.buffer)[HEADER.size : HEADER.size + length])
            del self.buffer[: HEADER.size + length]
            self.act(kind, payload)

    def act(self, kind: bytes, payload: bytes) -> None:
        """One frame."""
        try:
            if kind == RESULT:
                self.result = payload
            elif kind == ERROR:
                failure = msgspec.msgpack.decode(payload, type=Failure)
                self.failure = EngineError(failure.code, **failure.facts)
                if failure.code == "reader_crashed":
                    log.error("reader_crashed", stderr=self.stderr.decode(errors="replace"), **failure.facts)
            elif kind == PROGRESS and self.on_progress is not None:
                self.on_progress(*msgspec.msgpack.decode(payload, type=tuple[str, int, int]))
        except msgspec.DecodeError:
            self.failure = EngineError("reader_crashed", detail="answer")

    def hear_complaint(self, data: bytes) -> None:
        """Keep the last of what the child says on standard error."""
        self.stderr = (self.stderr + data)[-STDERR_BYTES:]


def failure_of(returncode: int, stderr: bytes, limits: Limits) -> EngineError:
    """Why a child ended without an answer."""
    facts: dict[str, Any] = {"limit_mb": limits.memory // 2**20}
    if returncode in (-signal.SIGXCPU, -signal.SIGALRM):
        return EngineError("time_limit", seconds=limits.seconds)
    if returncode == -signal.SIGKILL or b"memory allocation of" in stderr or b"MemoryError" in stderr:
        return EngineError("out_of_memory", **facts)
    log.error("reader_crashed", returncode=returncode)
    return EngineError("reader_crashed", detail=signal_name(returncode))


def signal_name(returncode: int) -> str:
    """`SIGSEGV` for -11, `exit 1` for 1."""
    try:
        return signal.Signals(-returncode).name if returncode < 0 else f"exit {returncode}"
    except ValueError:
        return f"signal {-returncode}"
