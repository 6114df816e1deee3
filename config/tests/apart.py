"""Processes that share one test run keep apart in the broker and cache, as pytest-django keeps them apart in PostgreSQL.

Loaded by `-p` before Django reads its settings: each process works in a database of its own of the Redis-protocol server, which has 16.
"""

from __future__ import annotations

import os
from urllib.parse import urlsplit

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
PROCESSES = 15


def own_database(url: str, number: int) -> str:
    """The same server, another database: `unix://` names it in the query, the others in the path."""
    if url.startswith("unix://"):
        return f"{url.partition('?')[0]}?db={number}"
    return urlsplit(url)._replace(path=f"/{number}").geturl()


if WORKER and "REDIS_URL" in os.environ:
    os.environ["REDIS_URL"] = own_database(os.environ["REDIS_URL"], int(WORKER.removeprefix("gw")) % PROCESSES + 1)
