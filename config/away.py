"""Whether an error says that a part of the server is away, or has no room left: nobody's mistake, and over once that part is back.

The web answers it with 503 and the time to wait (`config.errors`); a job is put back and done again (`jobs.tasks`).
"""

from __future__ import annotations

import errno

from django.db import InterfaceError, OperationalError
from redis.exceptions import ConnectionError as CacheAway
from redis.exceptions import TimeoutError as CacheSilent

# Classes of PostgreSQL's states: connection exceptions, insufficient resources (too many connections, no memory), operator intervention
# but for a statement that was cancelled. Statements that take too long and deadlocks are our own faults, and no part is away.
AWAY_STATES = ("08", "53", "57P")
FULL_STATE = "53100"
FULL = (errno.ENOSPC, errno.EDQUOT)


def is_away(error: BaseException) -> bool:
    """True when the database or the cache was not there, or went away meanwhile."""
    return isinstance(error, (CacheAway, CacheSilent)) or is_database_away(error)


def is_database_away(error: BaseException) -> bool:
    """True when it was the database."""
    if isinstance(error, InterfaceError):
        return True
    if isinstance(error, OperationalError):
        state = _state(error)
        return not state or (state.startswith(AWAY_STATES) and state != FULL_STATE)
    return False


def is_full(error: BaseException) -> bool:
    """True when a disk has no room: the one of the files, or the database's."""
    if isinstance(error, OperationalError):
        return _state(error) == FULL_STATE
    return isinstance(error, OSError) and error.errno in FULL


def _state(error: OperationalError) -> str:
    """PostgreSQL's five characters; "" where no server said anything, as when nobody listens or a pool has waited in vain."""
    return str(getattr(error.__cause__, "sqlstate", None) or "")
