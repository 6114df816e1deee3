"""The parent's side of reading a file in a child process that may hang, swell or crash without harm."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import structlog

from boq.engine.child import BILL, ERROR, HEADER, ITEMS, PROGRESS, RESULT, USUAL, Failure, Order
from boq.engine.errors import EngineError
from boq.engine.model import Item, Mapping, Reading
from boq.engine.readers.limits import DEFAULT_LIMITS, Limits, Progress
from boq.engine.shapes import KeptLayout
from boq.pipelines.processes import Spare, bury, give, printable, start_child
from boq.pipelines.rows import Rows

STOP_CHECK_SECONDS = 0.5
STDERR_BYTES = 4096
CHUNK = 1 << 20
T = TypeVar("T")

log = structlog.get_logger(__name__)


class ReadingStopped(Exception):
    """The caller's `should_stop` said so; the child is dead."""


def read_in_child(path: str | Path, name: str, *, entry: str = USUAL, **options: Any) -> Reading:
    """Read a file under limits, and have the whole reading at once. Options and errors are those of `ChildReading`."""
    with reading_in_child(path, name, entry=entry, parts=False, **options) as reading:
        return reading.rest()


def run_child(path: str | Path, name: str, entry: str, limits: Limits, **options: Any) -> bytes:
    """The encoded result of `entry` called in a child; see `ChildReading` for what is raised."""
    with reading_in_child(path, name, entry=entry, parts=False, limits=limits, **options) as reading:
        return reading.next(RESULT)


@contextlib.contextmanager
def reading_in_child(
    path: str | Path,
    name: str,
    *,
    mapping: Mapping | None = None,
    limits: Limits = DEFAULT_LIMITS,
    on_progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
    entry: str = USUAL,
    parts: bool = True,
    layouts: Sequence[KeptLayout] = (),
    spare: Spare | None = None,
) -> Iterator[ChildReading]:
    """A file being read under limits, to be taken part by part while the child goes on; it dies with the block.

    With `spare` its child is used, and the next one is made ready after this reading.
    """
    limited = Order(entry, str(path), printable(name), os.getpid(), limits, mapping, parts, tuple(layouts))
    process = (spare.take() if spare is not None else None) or start_child()
    try:
        give(process, msgspec.msgpack.encode(limited))
        yield ChildReading(process, limits, on_progress, should_stop)
    finally:
        bury(process)
        if spare is not None:
            spare.make_ready()


class ChildReading:
    """Listens to a child: first `items` that are made while the bill is, then `bill`, the other `items`, and `rest`.

    Each raises EngineError with a code for whatever becomes of the child, ReadingStopped when `should_stop` says so.
    Only the time spent waiting for the child counts towards its limit.
    """

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
        self.arrived: deque[tuple[bytes, bytes]] = deque()
        self.waited = 0.0
        self.next_check = 0.0
        self.selector = selectors.DefaultSelector()
        self.selector.register(process.stdout, selectors.EVENT_READ, self.hear)  # type: ignore[arg-type]
        self.selector.register(process.stderr, selectors.EVENT_READ, self.hear_complaint)  # type: ignore[arg-type]

    def ready(self) -> None:
        """Wait until a part of the reading has come."""
        while not self.arrived:
            if not self.selector.get_map():
                raise failure_of(self.returncode(), self.stderr, self.limits)
            self.listen()

    def bill(self) -> Reading:
        """The reading without items, findings and sheets."""
        return _decode(self.next(BILL), _readings)

    def rows(self) -> Iterator[Rows]:
        """The items as they come, run by run. Ends when the child sends something else."""
        while (payload := self.take(ITEMS)) is not None:
            yield _decoded(payload, Rows)

    def items(self) -> Iterator[Item]:
        """The items that come next, as values."""
        while (payload := self.take(ITEMS)) is not None:
            yield from _decode(payload, _items)

    def rest(self) -> Reading:
        """The reading with findings and sheets, without the items if it comes in parts; what was not taken of these is dropped."""
        while self.take(ITEMS) is not None:
            continue
        return _decode(self.next(RESULT), _readings)

    def next(self, kind: bytes) -> bytes:
        """The payload of the next frame, which must be of `kind`."""
        payload = self.take(kind)
        if payload is None:
            raise EngineError("reader_crashed", detail="answer")
        return payload

    def take(self, kind: bytes) -> bytes | None:
        """The payload of the next frame if it is of `kind`."""
        self.ready()
        if self.arrived[0][0] != kind:
            return None
        return self.arrived.popleft()[1]

    def listen(self) -> None:
        """Wait a little for the child to say something."""
        started = time.monotonic()
        left = self.limits.seconds - self.waited
        if left < 0:
            raise EngineError("time_limit", seconds=self.limits.seconds)
        if self.should_stop is not None and started >= self.next_check:
            if self.should_stop():
                raise ReadingStopped
            self.next_check = started + STOP_CHECK_SECONDS
        heard = self.selector.select(min(STOP_CHECK_SECONDS, left + 0.01))
        self.waited += time.monotonic() - started
        for key, _ in heard:
            data = os.read(key.fd, CHUNK)
            if data:
                key.data(data)
            else:
                self.selector.unregister(key.fileobj)

    def returncode(self) -> int:
        """How the child ended; it may have closed its output and linger."""
        try:
            return self.process.wait(max(1.0, self.limits.seconds - self.waited))
        except subprocess.TimeoutExpired as error:
            raise EngineError("time_limit", seconds=self.limits.seconds) from error

    def hear(self, data: bytes) -> None:
        """Take in output; act on every frame that is complete."""
        self.buffer += data
        while len(self.buffer) >= HEADER.size:
            length, kind = HEADER.unpack_from(self.buffer)
            if length > self.limits.memory:
                raise EngineError("reader_crashed", detail="answer")
            if len(self.buffer) < HEADER.size + length:
                return
            payload = bytes(memoryview(self.buffer)[HEADER.size : HEADER.size + length])
            del self.buffer[: HEADER.size + length]
            self.act(kind, payload)

    def act(self, kind: bytes, payload: bytes) -> None:
        """One frame: progress and failures at once, what belongs to the reading when it is asked for."""
        if kind == ERROR:
            failure = _decode(payload, _failures)
            if failure.code == "reader_crashed":
                log.error("reader_crashed", stderr=self.stderr.decode(errors="replace"), **failure.facts)
            raise EngineError(failure.code, **failure.facts)
        if kind != PROGRESS:
            self.arrived.append((kind, payload))
        elif self.on_progress is not None:
            self.on_progress(*_decode(payload, _steps))

    def hear_complaint(self, data: bytes) -> None:
        """Keep the last of what the child says on standard error."""
        self.stderr = (self.stderr + data)[-STDERR_BYTES:]


_readings = msgspec.msgpack.Decoder(Reading)
_items = msgspec.msgpack.Decoder(tuple[Item, ...])
_failures = msgspec.msgpack.Decoder(Failure)
_steps = msgspec.msgpack.Decoder(tuple[str, int, int])


def _decode(payload: bytes, decoder: msgspec.msgpack.Decoder[T]) -> T:
    """A typed value from the child."""
    return _decoded(payload, decoder.decode)


def _decoded(payload: bytes, decode: Callable[[bytes], T]) -> T:
    """What the child sent; what is not of its type is a crash."""
    try:
        return decode(payload)
    except msgspec.DecodeError as error:
        raise EngineError("reader_crashed", detail="answer") from error


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
