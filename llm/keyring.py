"""The keys of a provider, one after the other: a key that is refused, out of credit or rate limited rests, and the next is used."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Protocol

import msgspec

from accounts.encryption import Secret, Unreadable
from llm.providers import base

REFUSED_SECONDS = 3600.0
LIMITED_SECONDS = 30.0
MOST_LIMITED_SECONDS = 600.0
LOOK_SECONDS = 1.0
_WHY: dict[str, type[base.ProviderError]] = {
    error.code: error for error in (base.Unauthorized, base.OutOfCredit, base.RateLimited)
}


class Rests(Protocol):
    """Where it is kept which key rests: `llm.shared` for all workers."""

    def rest_key(self, key: str, code: str, seconds: float) -> None: ...

    def key_rest(self, key: str) -> tuple[str, float]: ...


class KeptKey(msgspec.Struct, frozen=True):
    """One key: the id it rests under, and the secret that nobody sees."""

    id: str
    secret: Secret


class Ring:
    """The keys of one provider in their order, for all threads of a run. `used` is told the keys that were used when the ring is closed.

    When none of them can be used any more, `fresh` is asked which keys there are by now: a key that was swapped while the run went on
    costs it no question.
    """

    def __init__(
        self,
        keys: tuple[KeptKey, ...],
        rests: Rests,
        used: Callable[[set[str]], None],
        fresh: Callable[[], tuple[KeptKey, ...]] | None = None,
    ) -> None:
        self._keys = keys
        self._fresh = fresh
        self._looked = -LOOK_SECONDS
        self._rests = rests
        self._tell = used
        self._used: set[str] = set()
        self._plain: dict[str, str] = {}
        self._met: dict[str, tuple[str, float]] = {}
        self._lock = threading.Lock()

    def take(self) -> tuple[str, str]:
        """(id, plain text) of the first key that does not rest. Raises the error that the last one to wake rests for."""
        try:
            return self._first_awake()
        except base.ProviderError:
            if not self._look_for_fresh():
                raise
            return self._first_awake()

    def _first_awake(self) -> tuple[str, str]:
        resting: list[tuple[float, str]] = []
        for key in self._keys:
            code, seconds = self._rest_of(key.id)
            if code:
                resting.append((seconds, code))
                continue
            try:
                plain = self._revealed(key)
            except Unreadable:
                self._lay_down(key.id, base.Unauthorized.code, REFUSED_SECONDS)
                resting.append((REFUSED_SECONDS, base.Unauthorized.code))
                continue
            with self._lock:
                self._used.add(key.id)
            return key.id, plain
        raise _error_of(resting)

    def rest(self, key: str, error: base.ProviderError) -> bool:
        """Let the key rest for what happened; True when another can be used at once.

        The only key of a provider does not rest for a rate limit: the question itself is asked again later.
        """
        if error.code not in _WHY or (isinstance(error, base.RateLimited) and len(self._keys) < 2):
            return False
        seconds = REFUSED_SECONDS
        if isinstance(error, base.RateLimited):
            seconds = min(MOST_LIMITED_SECONDS, error.retry_after or LIMITED_SECONDS)
        self._lay_down(key, error.code, seconds)
        return any(not self._rest_of(one.id)[0] for one in self._keys if one.id != key) or self._look_for_fresh()

    def _look_for_fresh(self) -> bool:
        """Take over the keys that there are by now, asked for at most once in `LOOK_SECONDS`; True when one can be used."""
        with self._lock:
            if self._fresh is None:
                return False
            if time.monotonic() - self._looked >= LOOK_SECONDS:
                self._looked = time.monotonic()
                self._keys = self._fresh() or self._keys
            return any(not self._rest_of(one.id)[0] for one in self._keys)

    def _lay_down(self, key: str, code: str, seconds: float) -> None:
        """Tell all workers, and remember it for a moment: where they cannot be told, keys must not be tried in circles."""
        self._rests.rest_key(key, code, seconds)
        self._met[key] = (code, time.monotonic() + min(seconds, LIMITED_SECONDS))

    def _rest_of(self, key: str) -> tuple[str, float]:
        code, seconds = self._rests.key_rest(key)
        if code:
            return code, seconds
        code, until = self._met.get(key, ("", 0.0))
        left = until - time.monotonic()
        return (code, left) if left > 0 else ("", 0.0)

    def close(self) -> None:
        """Tell which keys were used."""
        with self._lock:
            used, self._used = self._used, set()
        if used:
            self._tell(used)

    def _revealed(self, key: KeptKey) -> str:
        if key.id not in self._plain:
            self._plain[key.id] = key.secret.reveal()
        return self._plain[key.id]


def _error_of(resting: list[tuple[float, str]]) -> base.ProviderError:
    """Why no key can be used: the reason of the one that wakes first."""
    seconds, code = min(resting, default=(REFUSED_SECONDS, base.Unauthorized.code))
    if code == base.RateLimited.code:
        return base.RateLimited("All keys rest.", retry_after=seconds)
    return _WHY.get(code, base.Unauthorized)("All keys rest.")
