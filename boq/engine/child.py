"""The process that reads one file: limited, without network, and dead as soon as it has answered.

Started by `boq.pipelines.sandbox`, which may be before there is anything to read. What to do comes as MessagePack `Order` on standard
input; frames go to standard output: four bytes of length, one byte of kind, then MessagePack. A reading asked for in parts
comes as ITEMS by the thousand while the bill is put together, BILL (all but items, findings and sheets), the ITEMS that are
left, and RESULT (the rest).
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import os
import queue
import resource
import select
import signal
import struct
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from boq.engine.assemble import ITEMS_AT_ONCE
from boq.engine.errors import EngineError
from boq.engine.model import Item, Mapping, Reading
from boq.engine.readers import aside
from boq.engine.readers.limits import Limits
from boq.engine.readers.recognize import prepare
from boq.engine.shapes import KeptLayout

PROGRESS, BILL, ITEMS, RESULT, ERROR = b"P", b"B", b"I", b"R", b"E"
HEADER = struct.Struct(">Ic")
PR_SET_PDEATHSIG = 1
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PARENT_GONE, UNDELIVERED = 3, 4
USUAL = "boq.engine.reading:read"  # what most are started for
IDLE_SECONDS = 300  # how long a process waits for an order
GRACE_SECONDS = 5  # between the limit that explains itself and the one that does not

Frame = tuple[bytes, bytes]


class Order(msgspec.Struct, frozen=True):
    """What to do: `entry` is "module:function", called as `read(data, name, mapping=, limits=, progress=)` with what `path` holds.

    With `parts` it gets `taker=` too, to which it hands the parts as it comes to know them; `layouts=` where there are any.
    """

    entry: str
    path: str
    name: str
    parent: int
    limits: Limits
    mapping: Mapping | None = None
    parts: bool = False
    layouts: tuple[KeptLayout, ...] = ()


class Failure(msgspec.Struct, frozen=True):
    """Why there is no result."""

    code: str
    facts: dict[str, str | int] = {}


def main() -> None:
    """Read one file and answer with one result or one error."""
    answers = take_stdout()
    load(USUAL)  # before the order comes, which may be late
    order = msgspec.msgpack.decode(wait_for_order(), type=Order)
    die_with_parent(order.parent)
    prepare(Path(order.path))  # a helper cannot be started once this process is confined, and no thread
    aside.start()
    post = Post(answers)
    entry = load(order.entry)
    confine(order.limits)
    gc.disable()  # the process ends before a collection could pay for itself
    post.send(work(entry, order, post))
    signal.alarm(0)  # read; how long the parent takes to fetch it is the parent's affair
    post.close()
    os._exit(0)  # nothing is left to be tidied, and tidying a large bill takes time


def wait_for_order() -> bytes:
    """All of standard input. The process ends where none comes in time, or with the parent, whose end closes the pipe."""
    ready, _, _ = select.select([0], [], [], IDLE_SECONDS)
    order = sys.stdin.buffer.read() if ready else b""
    if not order:
        os._exit(0)
    return order


def work(entry: Callable[..., Any], order: Order, post: Post) -> Frame:
    """(RESULT, the encoded reading) or (ERROR, the encoded failure)."""
    path = Path(order.path)
    options: dict[str, Any] = {"progress": lambda *step: post.send((PROGRESS, encode(step)))}
    if order.parts:
        options["taker"] = Parts(post)
    if order.layouts:
        options["layouts"] = order.layouts
    try:
        if path.stat().st_size > order.limits.upload_bytes:
            limit = order.limits.upload_bytes // 2**20
            return ERROR, encode(Failure("file_too_large", {"limit_mb": limit}))
        data = path.read_bytes()
        leave_network()
        result = entry(data, order.name, mapping=order.mapping, limits=order.limits, **options)
        return RESULT, encode(without_items(result) if order.parts else result)
    except EngineError as error:
        return ERROR, encode(Failure(error.code, error.facts))
    except MemoryError:
        return ERROR, encode(Failure("out_of_memory", {"limit_mb": order.limits.memory // 2**20}))
    except Exception as error:
        sys.stderr.write("".join(traceback.format_tb(error.__traceback__)[-8:]) + type(error).__name__)
        return ERROR, encode(Failure("reader_crashed", {"detail": type(error).__name__}))


class Post:
    """Sends frames from a thread of its own, so that a parent who takes them slowly does not hold up the reading."""

    def __init__(self, answers: BinaryIO) -> None:
        self.answers = answers
        self.waiting: queue.SimpleQueue[Iterable[Frame] | None] = queue.SimpleQueue()
        self.thread = threading.Thread(target=self.deliver, daemon=True)
        self.thread.start()

    def send(self, frame: Frame) -> None:
        """One frame, after all that were sent before."""
        self.waiting.put((frame,))

    def send_all(self, frames: Iterable[Frame]) -> None:
        """Many frames, each made when its turn comes."""
        self.waiting.put(frames)

    def close(self) -> None:
        """Wait until everything is delivered."""
        self.waiting.put(None)
        self.thread.join()

    def deliver(self) -> None:
        """Write what waits. What cannot be written ends the process: the parent is gone, or memory is."""
        try:
            while (frames := self.waiting.get()) is not None:
                for kind, payload in frames:
                    self.answers.write(HEADER.pack(len(payload), kind))
                    self.answers.write(payload)
                self.answers.flush()
        except BaseException as error:
            os.write(2, type(error).__name__.encode())
            os._exit(UNDELIVERED)


class Parts:
    """Posts the parts of a reading. They are encoded when their turn comes, so that what waits is not kept twice."""

    def __init__(self, post: Post) -> None:
        self.post = post
        self.sent = 0

    def items(self, batch: Sequence[Item]) -> None:
        """Items that are made already."""
        self.sent += len(batch)
        self.post.send_all((ITEMS, encode(items)) for items in (batch,))

    def bill(self, reading: Reading) -> None:
        """The reading without checks and sheets, then the items that were not sent yet."""
        self.post.send_all(bill_frames(reading, self.sent))


def bill_frames(reading: Reading, sent: int = 0) -> Iterator[Frame]:
    """A reading without checks and sheets, its items apart and by the thousand, but for those that were `sent`."""
    yield BILL, encode(without_items(reading))
    items = reading.boq.items
    for first in range(sent, len(items), ITEMS_AT_ONCE):
        yield ITEMS, encode(items[first : first + ITEMS_AT_ONCE])


def without_items(reading: Reading) -> Reading:
    """The reading with an empty list of items."""
    return msgspec.structs.replace(reading, boq=msgspec.structs.replace(reading.boq, items=()))


def encode(value: object) -> bytes:
    """MessagePack."""
    return msgspec.msgpack.encode(value)


def take_stdout() -> BinaryIO:
    """Standard output for frames alone: whatever else prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def load(entry: str) -> Callable[..., Any]:
    """The function that an entry names."""
    module, _, function = entry.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found


def die_with_parent(parent: int) -> None:
    """Ask Linux to kill this process with the one that started it, which may be gone already."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(PARENT_GONE)


def confine(limits: Limits) -> None:
    """Limit memory beyond what is mapped already, processor and wall time, files, processes; no core is dumped."""
    seconds = max(1, limits.seconds)
    limit(resource.RLIMIT_AS, mapped_bytes() + limits.memory)
    limit(resource.RLIMIT_CPU, seconds, seconds + GRACE_SECONDS)
    limit(resource.RLIMIT_FSIZE, 0)
    limit(resource.RLIMIT_NOFILE, 64)
    limit(resource.RLIMIT_NPROC, 0)
    limit(resource.RLIMIT_CORE, 0)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(seconds + GRACE_SECONDS)


def limit(which: int, soft: int, hard: int | None = None) -> None:
    """Set one limit, never above the hard one that the system gives; systems without it are left as they are."""
    with contextlib.suppress(OSError, ValueError):
        _, ceiling = resource.getrlimit(which)
        wanted = soft if hard is None else hard
        hard = wanted if ceiling == resource.RLIM_INFINITY else min(wanted, ceiling)
        resource.setrlimit(which, (min(soft, hard), hard))


def mapped_bytes() -> int:
    """The address space in use (libraries map far more than they touch), 0 where the system does not tell."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def leave_network() -> None:
    """Move into an empty network of its own where the system allows it; nothing here connects anyway."""
    if sys.platform == "linux":
        library = ctypes.CDLL(None)
        if library.unshare(CLONE_NEWNET) != 0:
            library.unshare(CLONE_NEWUSER | CLONE_NEWNET)


if __name__ == "__main__":
    main()
