"""The process that reads one file: limited, without network, and dead as soon as it has answered.

Started by `boq.pipelines.sandbox`. The path and name come as arguments, the rest as MessagePack `Order` on standard input;
frames go to standard output: four bytes of length, one byte of kind, then MessagePack.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import os
import resource
import signal
import struct
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from boq.engine.errors import EngineError
from boq.engine.model import Mapping
from boq.engine.readers.limits import Limits

PROGRESS, RESULT, ERROR = b"P", b"R", b"E"
HEADER = struct.Struct(">Ic")
PR_SET_PDEATHSIG = 1
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PARENT_GONE = 3
GRACE_SECONDS = 5  # between the limit that explains itself and the one that does not


class Order(msgspec.Struct, frozen=True):
    """What to do: `entry` is "module:function", called as `read(data, name, mapping=, limits=, progress=)`."""

    entry: str
    parent: int
    limits: Limits
    mapping: Mapping | None = None


class Failure(msgspec.Struct, frozen=True):
    """Why there is no result."""

    code: str
    facts: dict[str, str | int] = {}


def main() -> None:
    """Read one file and answer with one result or one error."""
    path, name = sys.argv[1:3]
    answers = take_stdout()
    order = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Order)
    die_with_parent(order.parent)
    entry = load(order.entry)
    confine(order.limits)
    gc.disable()  # the process ends before a collection could pay for itself
    kind, answer = work(entry, Path(path), name, order, answers)
    send(answers, kind, answer)
    answers.flush()
    os._exit(0)  # nothing is left to be tidied, and tidying a large bill takes time


def work(entry: Callable[..., Any], path: Path, name: str, order: Order, answers: BinaryIO) -> tuple[bytes, bytes]:
    """(RESULT, the encoded reading) or (ERROR, the encoded failure)."""

    def progress(phase: str, done: int, total: int) -> None:
        send(answers, PROGRESS, encode((phase, done, total)))
        answers.flush()

    try:
        if path.stat().st_size > order.limits.upload_bytes:
            limit = order.limits.upload_bytes // 2**20
            return ERROR, encode(Failure("file_too_large", {"limit_mb": limit}))
        data = path.read_bytes()
        leave_network()
        return RESULT, encode(entry(data, name, mapping=order.mapping, limits=order.limits, progress=progress))
    except EngineError as error:
        return ERROR, encode(Failure(error.code, error.facts))
    except MemoryError:
        return ERROR, encode(Failure("out_of_memory", {"limit_mb": order.limits.memory // 2**20}))
    except Exception as error:
        sys.stderr.write("".join(traceback.format_tb(error.__traceback__)[-8:]) + type(error).__name__)
        return ERROR, encode(Failure("reader_crashed", {"detail": type(error).__name__}))


def encode(value: object) -> bytes:
    """MessagePack."""
    return msgspec.msgpack.encode(value)


def send(answers: BinaryIO, kind: bytes, payload: bytes) -> None:
    """Write one frame."""
    answers.write(HEADER.pack(len(payload), kind))
    answers.write(payload)


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
