"""Reads that may lag a little go to a replica, where there is one (`DATABASE_REPLICA_URL`); everything else goes to the primary.

What may lag is said route by route in `MAY_LAG`: lists, search and reports of people and programs. A replica is read only while such a
page is made, never in a transaction, never in a job or a command, and never for somebody who changed something a moment ago: they read
their own writes from the primary for `DATABASE_REPLICA_AFTER` seconds. A replica that is away, or further behind than
`DATABASE_REPLICA_LAG`, is left alone for some seconds, and a page that failed because of it is made again from the primary.
"""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import caches
from django.db import InterfaceError, OperationalError, connections, transaction
from django.http import HttpRequest, HttpResponse
from redis.exceptions import RedisError

PRIMARY, REPLICA = "default", "replica"
SAFE = ("GET", "HEAD", "OPTIONS")
LOOK_SECONDS = 5.0  # between two looks at how far the replica is behind; and how long one that was away is left alone
# Pages that a person comes to by themselves, and that are right enough when they are seconds old. Pages that follow a form, and those
# that wait for a job, are not among them.
MAY_LAG = frozenset({
    "find", "projects:list", "boq:layouts", "boq:receipt-rows", "boq:sections", "accounts:audit", "accounts:audit-table",
    "support:tickets", "webhooks:list",
    "api:project-list", "api:boq-list", "api:layout-list", "api:sections", "api:items", "api:receipt-rows", "api:audit",
    "api:webhook-deliveries", "api:tickets",
})  # fmt: skip
# Rows of work. Who somebody is, and what they may see, is always asked of the primary, so that whoever was let out stays out.
LAGGING = frozenset({
    "projects.project", "boq.boq", "boq.upload", "boq.sheetchunk", "boq.section", "boq.item", "boq.total", "boq.priceset", "boq.price",
    "boq.finding", "boq.layout", "accounts.auditentry", "support.ticket", "support.message", "webhooks.endpoint", "webhooks.delivery",
    "webhooks.attempt",
})  # fmt: skip
_BEHIND = """
SELECT CASE WHEN NOT pg_is_in_recovery() OR pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
  ELSE extract(epoch FROM now() - pg_last_xact_replay_timestamp()) END
"""
log = structlog.get_logger(__name__)
_reading: ContextVar[bool] = ContextVar("reading_from_replica", default=False)
_state = {"looked": 0.0, "good": False}


class Router:
    """Django's router: the replica inside `may_lag()` outside of transactions, else the primary. Both hold the same rows."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        lags = _reading.get() and model._meta.label_lower in LAGGING
        return REPLICA if lags and not in_transaction() else PRIMARY

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return PRIMARY

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == PRIMARY


def in_transaction() -> bool:
    """True inside of a transaction on the primary: what it reads has to fit what it writes."""
    return bool(transaction.get_connection(PRIMARY).in_atomic_block)


@contextmanager
def may_lag(allowed: bool = True) -> Iterator[None]:
    """What is read inside may come from the replica."""
    token = _reading.set(allowed)
    try:
        yield
    finally:
        _reading.reset(token)


class ReplicaMiddleware:
    """Stands behind whatever finds out who is asking. Without a replica it does nothing at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if REPLICA in settings.DATABASES and request.method not in SAFE and response.status_code < 400:
            for who in people_of(request):
                caches["handy"].set(_mark(who), 1, settings.REPLICA_AFTER_SECONDS)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if REPLICA not in settings.DATABASES or match is None or match.view_name not in MAY_LAG:
            return None
        if request.method not in SAFE or wrote_lately(request) or not is_good():
            return None
        try:
            with may_lag():
                response: HttpResponse = view(request, *args, **kwargs)
                if callable(getattr(response, "render", None)):
                    response.render()  # what its template reads is read here too
        except Exception as error:
            if isinstance(error, (OperationalError, InterfaceError)):
                leave_alone(type(error).__name__)
            return None  # made again, from the primary; a fault is answered there as any other
        return None if response.status_code == 404 else response  # what is not found may be too new


def people_of(request: HttpRequest) -> list[str]:
    """Who is asking: the person or the key; and, as programs are only looked at later, whoever their token says it is."""
    actor = getattr(request, "actor", None)
    found = [str(actor.id)] if actor is not None and actor.id is not None else []
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and bearer:
        found.append(hashlib.sha256(bearer.encode()).hexdigest())
        found.append(_subject(bearer))
    return [one for one in found if one]


def _subject(token: str) -> str:
    """The person whom a token names, unproven: it decides nothing but where is read. "" for an API key."""
    try:
        body = token.split(".")[1]
        return str(json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))["sub"])
    except (IndexError, ValueError, KeyError, TypeError):
        return ""


def _mark(who: str) -> str:
    return f"wrote:{who}"


def wrote_lately(request: HttpRequest) -> bool:
    """True for who changed something a moment ago; and for everybody while nobody can tell, because the cache is away."""
    who = people_of(request)
    try:
        return bool(who and caches["default"].get_many([_mark(one) for one in who]))
    except (RedisError, OSError):
        return True


def is_good() -> bool:
    """True while the replica answers and is near enough. Looked at every `LOOK_SECONDS` by each process."""
    now = time.monotonic()
    if now - _state["looked"] < LOOK_SECONDS:
        return bool(_state["good"])
    _state["looked"] = now
    try:
        seconds = behind()
        _state["good"] = seconds <= settings.REPLICA_LAG_SECONDS
        if not _state["good"]:
            log.warning("replica_behind", seconds=round(seconds, 1))
    except (OperationalError, InterfaceError) as error:
        leave_alone(type(error).__name__)
    return bool(_state["good"])


def behind() -> float:
    """How many seconds the replica is behind the primary. Raises what the database raises while it is away."""
    with connections[REPLICA].cursor() as cursor:
        cursor.execute(_BEHIND)
        return float((cursor.fetchone() or (0,))[0] or 0)


def leave_alone(why: str) -> None:
    """Read from the primary for the next seconds."""
    _state.update(looked=time.monotonic(), good=False)
    log.warning("replica_away", error=why)
