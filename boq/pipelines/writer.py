"""A thread that writes to the database while its caller goes on: rows of a long bill are copied while the next are made ready."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections

AHEAD = 4  # pieces that may wait, or memory would fill while the database is slow
P = ParamSpec("P")
T = TypeVar("T")


class Writer:
    """Does what it is given in turn, by one thread on the caller's own connection, within its transaction.

    Until `settle` the connection is this thread's: whoever else wants it meanwhile asks `in_turn`. What fails is raised by whatever is
    called next. Use it as a context inside the transaction: at its end nothing is under way.
    """

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.waiting: deque[Future[Any]] = deque()
        self.connection = connections[DEFAULT_DB_ALIAS]
        self.thread = ThreadPoolExecutor(1, "writer")

    def __enter__(self) -> Writer:
        self.connection.inc_thread_sharing()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.thread.shutdown(cancel_futures=True)
        self.connection.dec_thread_sharing()

    def do(self, work: Callable[..., T], *args: Any) -> Future[T]:
        """Have `work(connection, *args)` done after all that was given before."""
        while len(self.waiting) >= AHEAD:
            self.waiting.popleft().result()
        future = self.thread.submit(self._one, work, *args)
        self.waiting.append(future)
        return future

    def _one(self, work: Callable[..., T], *args: Any) -> T:
        with self.turn:
            return work(self.connection, *args)

    def in_turn(self, question: Callable[P, T]) -> Callable[P, T]:
        """`question`, asked of the database while nothing is being written."""

        def ask(*args: P.args, **options: P.kwargs) -> T:
            with self.turn:
                return question(*args, **options)

        return ask

    def settle(self) -> None:
        """Wait until all is written; the connection is the caller's again."""
        while self.waiting:
            self.waiting.popleft().result()
