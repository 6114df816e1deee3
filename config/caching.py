"""Redis as the cache, quick to say that it is away: nothing waits for it longer than `ANSWER_SECONDS`, and after one failure nobody waits.

What must not go on without it (counts of tries, codes that are good once) raises RedisError, which pages and API answer with 503
(`config.errors`). What only saves work stands in the cache "handy", which forgets and goes on; sessions are in the database besides
(`config.sessions`).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

import structlog
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError, RedisError, TimeoutError
from redis.retry import Retry

from config.metrics.events import looked_up

CONNECT_SECONDS, ANSWER_SECONDS = 0.5, 1.2
PAUSE_SECONDS = 3.0  # after a failure nobody knocks for so long
QUICK = {"socket_connect_timeout": CONNECT_SECONDS, "socket_timeout": ANSWER_SECONDS, "retry": Retry(NoBackoff(), 0)}
AWAY = (ConnectionError, TimeoutError, OSError)
T = TypeVar("T")
log = structlog.get_logger(__name__)
_NOTHING = object()
_closed_until: dict[str, float] = {}  # by server, for all threads of the process


class Guarded(Redis):
    """A client that does not knock at a server which was away a moment ago."""

    server = ""

    def execute_command(self, *args: Any, **options: Any) -> Any:
        if time.monotonic() < _closed_until.get(self.server, 0.0):
            raise ConnectionError("the cache was away a moment ago")
        try:
            found = super().execute_command(*args, **options)
        except AWAY as error:
            _closed_until[self.server] = time.monotonic() + PAUSE_SECONDS
            log.warning("cache_away", error=type(error).__name__)
            raise
        _closed_until.pop(self.server, None)
        return found


class Client(RedisCacheClient):
    """Django's client for the cache, guarded."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        super().__init__(servers, **{**QUICK, **options})
        self._client = type("GuardedHere", (Guarded,), {"server": servers[0]})


class Cache(RedisCache):
    """The cache `default`. What is looked up is counted: `cache_hit_rate`."""

    told_as = "default"

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = Client

    @cached_property
    def _cache(self) -> Any:
        return self._class(self._servers, **self._options)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        found = super().get(key, _NOTHING, version)
        looked_up(self.told_as, found=found is not _NOTHING)
        return default if found is _NOTHING else found


class Handy(Cache):
    """The cache `handy`: without Redis it knows nothing and keeps nothing. For what can be worked out again."""

    told_as = "handy"

    def _or(self, otherwise: T, work: Callable[[], T]) -> T:
        try:
            return work()
        except (RedisError, OSError):
            return otherwise

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._or(default, lambda: super(Handy, self).get(key, default, version))

    def set(self, key: str, value: Any, *args: Any, **more: Any) -> None:
        self._or(None, lambda: super(Handy, self).set(key, value, *args, **more))

    def add(self, key: str, value: Any, *args: Any, **more: Any) -> bool:
        return bool(self._or(False, lambda: super(Handy, self).add(key, value, *args, **more)))

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(self._or(False, lambda: super(Handy, self).delete(key, version)))
