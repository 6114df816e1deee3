"""One thread beside the reading, for work of libraries that do without Python's lock meanwhile.

It is started before the reading process is confined, after which no thread can be. Where there is none, the work is done when its
result is asked for.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_waiting: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
_threads: list[threading.Thread] = []


def start() -> None:
    """Start the thread, once in a process."""
    if not _threads:
        _threads.append(threading.Thread(target=_serve, daemon=True))
        _threads[0].start()


def aside(work: Callable[[], T]) -> Callable[[], T]:
    """Begin `work`; what is returned waits for its result, or raises what it raised."""
    if not _threads or not _threads[0].is_alive():  # a process that was forked has none
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

    _waiting.put(serve)
    return wait


def _serve() -> None:
    while True:
        _waiting.get()()
