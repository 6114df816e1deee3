"""Work with a limit of time, for checks that must answer while what they ask hangs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, wait
from typing import Generic, TypeVar

from django.db import connections

T = TypeVar("T")
_running: dict[str, Future[object]] = {}  # what still hangs is not begun again: hanging threads would pile up
_lock = threading.Lock()


class StillWaiting(TimeoutError):
    """An earlier try of the same work hangs."""


class Timed(Generic[T]):
    """`work`, begun in a thread of its own; `result` waits for it no longer than it may take."""

    def __init__(self, name: str, work: Callable[[], T]) -> None:
        self.future: Future[T] = Future()
        with _lock:
            before = _running.get(name)
            if before is not None and not before.done():
                self.future.set_exception(StillWaiting())
                return
            _running[name] = self.future  # type: ignore[assignment]
        threading.Thread(target=self._run, args=(work,), daemon=True, name=name).start()

    def _run(self, work: Callable[[], T]) -> None:
        try:
            answer = work()
        except BaseException as error:
            self.future.set_exception(error)
        else:
            self.future.set_result(answer)
        finally:
            connections.close_all()  # those of this thread

    def result(self, seconds: float) -> T:
        """The answer. Raises TimeoutError, or what the work raised."""
        return self.future.result(timeout=seconds)


def within(name: str, seconds: float, work: Callable[[], T]) -> T:
    """What `work` answers within so many seconds. Raises TimeoutError while it hangs, or what it raised."""
    return Timed(name, work).result(seconds)


def all_within(seconds: float, works: Iterable[tuple[str, Callable[[], T]]]) -> dict[str, T | BaseException]:
    """All works at once: by name what each answered, or the error that it ended in."""
    begun = {name: Timed(name, work) for name, work in works}
    wait([one.future for one in begun.values()], timeout=seconds)
    found: dict[str, T | BaseException] = {}
    for name, one in begun.items():
        if not one.future.done():
            found[name] = TimeoutError()
        else:
            error = one.future.exception()
            found[name] = error if error is not None else one.future.result()
    return found
