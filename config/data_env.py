"""What the data layer takes from the environment: the replica, how stale it may be, and how long a statement may take.

The time of a statement depends on what kind of process this is, which `config/wsgi.py` (web) and `config/celery.py` (worker) say in
`MIZAN_PROCESS` before anything is read; commands such as `migrate` and `backup` say nothing, and have all the time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import environ

SCHEMES = ("postgres", "postgresql", "psql", "pgsql")
ADDRESS = "Use postgres://user:password@host:5432/name."


@dataclass(frozen=True)
class DataEnvironment:
    """`replica` is Django's settings of it, empty for none.

    `limits` are the seconds of a statement by kind of process, `statement_seconds` this process's own; 0 for no limit.
    """

    replica: dict[str, Any] = field(default_factory=dict, repr=False)
    after_seconds: int = 10
    lag_seconds: int = 10
    statement_seconds: int = 0
    limits: dict[str, int] = field(default_factory=dict)

    def options(self, of: dict[str, Any]) -> dict[str, Any]:
        """The options of one database, with the time of this process's statements; what its address says stays, and comes last."""
        told = dict(of.get("OPTIONS", {}))
        if self.statement_seconds:
            limit = f"-c statement_timeout={self.statement_seconds * 1000}"
            told["options"] = f"{limit} {told.get('options', '')}".strip()
        return told


def database(env: environ.Env, name: str, default: str) -> dict[str, Any]:
    """Django's settings for the address in the variable `name`. Raises ValueError for what is no address of PostgreSQL."""
    address = str(env.str(name, default=default))
    if address.partition("://")[0] not in SCHEMES:
        raise ValueError("not a PostgreSQL address")  # said here: the library would warn of it with the password
    return dict(env.db_url_config(address))


def read_data(env: environ.Env, faults: list[str]) -> DataEnvironment:
    """Parse the variables of the data layer; what is wrong is added to `faults`."""
    limits = {
        "web": _seconds(faults, "DATABASE_WEB_SECONDS", env.str("DATABASE_WEB_SECONDS", default=""), 30),
        "worker": _seconds(faults, "DATABASE_WORKER_SECONDS", env.str("DATABASE_WORKER_SECONDS", default=""), 600),
    }
    return DataEnvironment(
        replica=_replica(env, faults),
        after_seconds=_seconds(faults, "DATABASE_REPLICA_AFTER", env.str("DATABASE_REPLICA_AFTER", default=""), 10),
        lag_seconds=_seconds(faults, "DATABASE_REPLICA_LAG", env.str("DATABASE_REPLICA_LAG", default=""), 10),
        statement_seconds=limits.get(str(env.str("MIZAN_PROCESS", default="")), 0),
        limits=limits,
    )


def _replica(env: environ.Env, faults: list[str]) -> dict[str, Any]:
    try:
        return database(env, "DATABASE_REPLICA_URL", "") if env.str("DATABASE_REPLICA_URL", default="") else {}
    except (ValueError, TypeError, KeyError):
        faults.append(f"DATABASE_REPLICA_URL: cannot be read. {ADDRESS}")
        return {}


def _seconds(faults: list[str], name: str, given: str, default: int) -> int:
    said = str(given).strip() or str(default)
    if said.isdigit():
        return int(said)
    faults.append(f"{name}: {said!r} is no number of seconds. Give a whole number, 0 at least.")
    return default
