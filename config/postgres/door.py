"""Who may wait for a database that does not answer: everybody at first, because a restart is over in seconds; then one at a time.

Without it every thread of a web process waits its ten seconds in vain, one request after the other, and probes wait behind them.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

HOPE_SECONDS = 10.0  # from the first who waited in vain until the door is shut
PAUSE_SECONDS = 1.0  # between two that knock


class Door:
    """Of one database in one process, for all its threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._shut = self._knocking = False
        self._next, self._since = 0.0, math.inf

    def may_pass(self) -> bool:
        """True for everybody while the door is open; of those who come while it is shut, for one who knocks."""
        with self._lock:
            if not self._shut:
                return True
            if self._knocking or self._clock() < self._next:
                return False
            self._knocking = True
            return True

    def opened(self) -> None:
        """Somebody came through."""
        with self._lock:
            self._shut = self._knocking = False
            self._since = math.inf

    def failed(self, *, away: bool) -> None:
        """Somebody did not: because nobody answered (`away`), or because all connections were taken."""
        with self._lock:
            self._knocking = False
            now = self._clock()
            if away:
                self._since = min(self._since, now)
                self._shut = now - self._since >= HOPE_SECONDS
            self._next = now + PAUSE_SECONDS
