"""Two threads beside the reading, for work of libraries that do without Python's lock meanwhile.

They are started before the reading process is confined, after which no thread can be. Where there are none, the work is done when its
result is asked for.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
LANES = 2
FIRST_BYTES = (
    64_000  # what a thread takes at once: its own heap is set aside with it, and not from the memory of the reading
)
MOMENT = 0.001  # seconds

_waiting: tuple[queue.SimpleQueue[Callable[[], None]], ...] = tuple(queue.SimpleQueue() for _ in range(LANES))
_threads: list[threading.Thread] = []


def start() -> None:
    """Start the threads, once in a process."""
    if not _threads:
        _threads.extend(threading.Thread(target=_serve, args=(lane,), daemon=True) for lane in range(LANES))
        for thread in _threads:
            thread.start()
        for ready in [aside(lambda: bytearray(FIRST_BYTES), lane) for lane in range(LANES)]:
            ready()


def aside(work: Callable[[], T], lane: int) -> Callable[[], T]:
    """Begin `work`; what is returned waits for its result, or raises what it raised. In a lane one thing is done after the other."""
    if not _threads or not _threads[lane].is_alive():  # a process that was forked has none
        return work
    results: list[T] = []
    errors: list[BaseException] = []
    done = threading.Event()

    def serve() -> None:
        try:
            results.append(work())
        except BaseException as error:  # a panic of Rust is no Exception
            errors.append(error)
        done.set()

    def wait() -> T:
        done.wait()
        if errors:
            raise errors[0]
        return results[0]

    _waiting[lane].put(serve)
    return wait


def let_begin() -> None:
    """Step back for a moment, so that the threads begin with what they were given: for that they need Python's lock."""
    if _threads:
        time.sleep(MOMENT)


def _serve(lane: int) -> None:
    while True:
        _waiting[lane].get()()
