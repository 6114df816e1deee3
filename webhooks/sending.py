"""Sending what is due: one sender at a time, in threads that only talk over the wire, each delivery held by a lease (docs/adr/0025).

Whatever kills the sender leaves rows whose lease runs out; they are sent again under the same `webhook-id`.
"""

from __future__ import annotations

import random
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta

import msgspec
import structlog
from django.conf import settings
from django.core.cache import cache
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.encryption import Unreadable
from config.traces import span
from webhooks import signing
from webhooks.health import settle
from webhooks.models import OPEN, Delivery, Endpoint, not_held
from webhooks.outcome import Outcome
from webhooks.wire import send

log = structlog.get_logger(__name__)
THREADS = 8
TO_ONE = 3  # at once to one address that works; one that fails is tried by one
ROUND_SECONDS = 20.0  # then the worker's place is free for others again
LEASE_SECONDS = 60
AGENT = "Mizan-Webhooks/1"
_SENDING = "webhooks:sending"


class Held(msgspec.Struct, frozen=True):
    """A delivery that is ours until its lease runs out. `token` proves it."""

    delivery: Delivery
    token: uuid.UUID
    began: datetime


def send_due(seconds: float = ROUND_SECONDS) -> int:
    """Send what is due, for about `seconds`. Returns how many tries there were; 0 when another sender is at work.

    That there is one sender keeps slow addresses from taking every place among the workers. Right it is without: rows are claimed.
    """
    mine = uuid.uuid4().hex
    if not cache.add(_SENDING, mine, timeout=LEASE_SECONDS):
        return 0
    try:
        return _send_for(seconds)
    finally:
        if cache.get(_SENDING) == mine:
            cache.delete(_SENDING)


def _send_for(seconds: float) -> int:
    until, count = time.monotonic() + seconds, 0
    running: dict[Future[Outcome], Held] = {}
    with ThreadPoolExecutor(THREADS, "webhook") as pool:
        while True:
            if time.monotonic() < until:
                for held in _claimed(running):
                    running[pool.submit(_try, held)] = held
            if not running:
                return count
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                held = running.pop(future)
                settle(held.delivery, held.token, held.began, future.result())
                count += 1


def due() -> QuerySet[Delivery]:
    """Deliveries that may be tried now."""
    now = timezone.now()
    rested = Q(endpoint__rests_until=None) | Q(endpoint__rests_until__lte=now)
    found: QuerySet[Delivery] = Delivery.objects.filter(
        rested,
        not_held(),
        status__in=OPEN,
        next_try_at__lte=now,
        endpoint__enabled=True,
        endpoint__organization__deleted_at=None,
    )
    return found


def _claimed(running: dict[Future[Outcome], Held]) -> Iterator[Held]:
    """Fill the free threads, one delivery of each address after the other, so that no address is served before all others."""
    busy = Counter(held.delivery.endpoint_id for held in running.values())
    free = THREADS - len(running)
    while free > 0:
        full = [pk for pk, count in busy.items() if count >= TO_ONE]
        firsts = (
            due().exclude(endpoint_id__in=full).order_by("endpoint_id", "next_try_at", "pk").distinct("endpoint_id")
        )
        rows = list(firsts.select_related("endpoint"))
        random.shuffle(rows)  # nobody is always the last
        moved = False
        for delivery in rows:
            if free == 0 or (delivery.endpoint.failures and busy[delivery.endpoint_id]):
                continue
            moved = True  # also when another sender was faster: its next one may be free
            if held := claim(delivery):
                busy[delivery.endpoint_id] += 1
                free -= 1
                yield held
        if not moved:
            return


def claim(delivery: Delivery) -> Held | None:
    """Take one delivery by a conditional UPDATE; None when somebody else has it, or it has ended meanwhile."""
    token, now = uuid.uuid4(), timezone.now()
    taken = Delivery.objects.filter(not_held(), pk=delivery.pk, status__in=OPEN).update(
        lease_token=token, lease_expires_at=now + timedelta(seconds=LEASE_SECONDS), tries=F("tries") + 1
    )
    if not taken:
        return None
    delivery.tries += 1
    return Held(delivery, token, now)


def _try(held: Held) -> Outcome:
    """One try, in a thread without a database."""
    delivery = held.delivery
    body = delivery.body.encode()
    try:
        keys = keys_of(delivery.endpoint)
    except Unreadable:
        return Outcome(0, error="secret")
    headers = {
        "content-type": "application/json",
        "user-agent": AGENT,
        **({"x-request-id": delivery.request_id} if delivery.request_id else {}),
        **signing.headers(keys, delivery.message_id, int(time.time()), body),
    }
    with (
        structlog.contextvars.bound_contextvars(request_id=delivery.request_id),
        span("webhook", kind="client") as traced,
    ):
        outcome = send(delivery.endpoint.url, headers, body, settings.WEBHOOKS)
        if traced is not None:
            traced.set_attributes({"mizan.error": outcome.error, "http.response.status_code": outcome.status_code or 0})
        return outcome


def keys_of(endpoint: Endpoint) -> list[str]:
    """The secrets that sign now: the present one, and the one before while it still does. Raises Unreadable."""
    keys = [endpoint.secret.reveal()]
    if endpoint.previous_secret and endpoint.previous_ends_at and endpoint.previous_ends_at > timezone.now():
        keys.append(endpoint.previous_secret.reveal())
    return keys
