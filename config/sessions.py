"""Sessions stand in the database; the cache saves looking there, for a minute at a time, and may be away.

A session that ended while the cache was away is remembered by the process that ended it, and taken out before that process believes the
cache again. Other processes, and those that come after it, find out within the minute: whoever signed out stays out.
"""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.cached_db import KEY_PREFIX
from django.contrib.sessions.backends.cached_db import SessionStore as CachedStore
from django.contrib.sessions.backends.db import SessionStore as DBStore
from redis.exceptions import RedisError

CACHED_SECONDS = 60  # as long as somebody who was shut out may still be believed
AWAY = (RedisError, OSError)
_stale: set[str] = set()  # keys whose entry in the cache is not to be believed


class SessionStore(CachedStore):
    """See the module."""

    cache_key_prefix = KEY_PREFIX

    def load(self) -> dict[str, Any]:
        found = self._cached()
        if found is None:
            row = self._get_session_from_db()
            found = self.decode(row.session_data) if row else {}
            if row:
                self._keep(found, self.get_expiry_age(expiry=row.expire_date))
        return found

    def exists(self, session_key: str | None) -> bool:
        if not session_key:
            return False
        try:
            cached = self._take_out() and (self.cache_key_prefix + session_key) in self._cache
        except AWAY:
            cached = False
        return cached or DBStore.exists(self, session_key)

    def save(self, must_create: bool = False) -> None:
        DBStore.save(self, must_create)
        self._keep(self._session, self.get_expiry_age())

    def delete(self, session_key: str | None = None) -> None:
        DBStore.delete(self, session_key)
        key = session_key or self.session_key
        if key:
            _stale.add(self.cache_key_prefix + key)
            self._take_out()

    def _cached(self) -> dict[str, Any] | None:
        try:
            return self._cache.get(self.cache_key) if self._take_out() else None
        except AWAY:
            return None

    def _keep(self, data: dict[str, Any], seconds: float) -> None:
        try:
            self._cache.set(self.cache_key, data, min(CACHED_SECONDS, max(1, int(seconds))))
        except AWAY:
            _stale.add(self.cache_key)  # what the cache has is older than the database

    def _take_out(self) -> bool:
        """Remove from the cache what ended or changed while it was away; True when nothing of that is left there."""
        waiting = tuple(_stale)
        if not waiting:
            return True
        try:
            self._cache.delete_many(waiting)
        except AWAY:
            return False
        _stale.difference_update(waiting)
        return True
