"""The outbox of events, read into deliveries: each event once for each webhook that asks for it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

import msgspec
import structlog
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerDown

from accounts.models import Event
from config.celery import app as celery
from webhooks.kinds import BY_CODE, VERSION, asks_for
from webhooks.models import Delivery, Endpoint

log = structlog.get_logger(__name__)
AT_ONCE = 500
SEND = "webhooks.tasks.send_due"
_PLAIN = re.compile(r"[\w.:-]{1,64}", re.ASCII)


def wake(organization_id: UUID) -> None:
    """Tell a worker that something happened, where a webhook may want to know. A lost wake-up is made good by the timetable."""
    if Endpoint.objects.filter(organization_id=organization_id, enabled=True).exists():
        wake_sender()


def wake_sender() -> None:
    """The broker being away is no error: the rows wait, and the timetable comes by."""
    try:
        celery.send_task(SEND, retry=False)
    except (BrokerDown, OSError) as error:
        log.warning("webhooks_wake_failed", error=type(error).__name__)


def read() -> int:
    """Turn the events that nobody read yet into deliveries. Returns how many were read.

    An event is marked in the transaction that makes its deliveries, and its row is locked meanwhile: two readers share the work, and one
    that dies leaves nothing behind.
    """
    total = 0
    while count := _read_some():
        total += count
    return total


@transaction.atomic
def _read_some() -> int:
    unread = Event.objects.filter(read_at=None).order_by("pk").select_for_update(skip_locked=True)
    events = list(unread[:AT_ONCE])
    told = [event for event in events if event.kind in BY_CODE]
    Delivery.objects.bulk_create(list(_deliveries(told)), ignore_conflicts=True)
    Event.objects.filter(pk__in=[event.pk for event in events]).update(read_at=timezone.now())
    return len(events)


def _deliveries(events: list[Event]) -> Iterable[Delivery]:
    endpoints = defaultdict(list)
    wanted = {event.organization_id for event in events}
    for endpoint in Endpoint.objects.filter(organization_id__in=wanted, enabled=True, organization__deleted_at=None):
        endpoints[endpoint.organization_id].append(endpoint)
    for event in events:
        for endpoint in endpoints[event.organization_id]:
            if asks_for(endpoint.kinds, event.kind) and endpoint.created_at <= event.created_at:
                yield delivery_of(endpoint, event)


def delivery_of(endpoint: Endpoint, event: Event) -> Delivery:
    """The delivery of an event, not saved yet."""
    made = Delivery(
        organization_id=endpoint.organization_id, endpoint=endpoint, event_id=event.pk, kind=event.kind,
        request_id=event.request_id if _PLAIN.fullmatch(event.request_id) else "",
    )  # fmt: skip
    data = BY_CODE[event.kind].data(event.payload)
    made.body = message(made, event.created_at.isoformat(timespec="milliseconds"), data)
    return made


def message(delivery: Delivery, timestamp: str, data: dict[str, object]) -> str:
    """What is sent, as JSON."""
    told = {
        "type": delivery.kind,
        "version": VERSION,
        "id": delivery.message_id,
        "timestamp": timestamp.replace("+00:00", "Z"),
        "organization": str(delivery.organization_id),
        "request_id": delivery.request_id or None,
        "data": data,
    }
    return msgspec.json.encode(told).decode()
