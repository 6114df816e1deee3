"""What follows from a try: the delivery's next step, and how the webhook stands. One that only fails is switched off, admins are told."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.access import SYSTEM, Role
from accounts.models import Membership
from accounts.post import post
from accounts.services import record
from config.masking import masked_text
from config.outgoing.addresses import BadAddress
from webhooks.destinations import destination_of
from webhooks.models import OPEN, REPLY_LENGTH, Attempt, Delivery, Endpoint, Status, not_held
from webhooks.outcome import Outcome

log = structlog.get_logger(__name__)
FEWEST_FAILURES = 10  # of an address that is switched off for failing: a quiet one is given more than its first bad day
LONGEST_REST = 600
_UNPRINTABLE = dict.fromkeys(range(32), " ")


@transaction.atomic
def settle(delivery: Delivery, token: UUID, began: datetime, outcome: Outcome) -> None:
    """Write down what came of a try, unless the lease was lost meanwhile."""
    endpoint = Endpoint.objects.select_for_update().filter(pk=delivery.endpoint_id).first()
    held = Delivery.objects.select_for_update().filter(pk=delivery.pk, lease_token=token).first()
    if endpoint is None or held is None:
        return  # deleted, or taken by another sender
    Attempt.objects.create(
        organization_id=held.organization_id, delivery=held, number=held.tries, started_at=began,
        milliseconds=outcome.milliseconds, status_code=outcome.status_code, error=outcome.error,
        reply=beginning_of(outcome.reply),
    )  # fmt: skip
    held.lease_token = held.lease_expires_at = None
    held.status_code, held.error = outcome.status_code, outcome.error
    log.info(
        "webhook_tried", delivery_id=str(held.pk), endpoint_id=str(endpoint.pk), kind=held.kind, tries=held.tries,
        status_code=outcome.status_code, error=outcome.error, milliseconds=outcome.milliseconds, request_id=held.request_id,
    )  # fmt: skip
    if outcome.error:
        _failed(endpoint, held, outcome)
        if not endpoint.enabled and held.status in OPEN:
            held.status, held.finished_at = Status.GIVEN_UP, timezone.now()
    else:
        held.status, held.finished_at = Status.SUCCEEDED, timezone.now()
        endpoint.failures, endpoint.failing_since, endpoint.rests_until = 0, None, None
    held.save()
    endpoint.save(update_fields=["failures", "failing_since", "rests_until"])


def _failed(endpoint: Endpoint, held: Delivery, outcome: Outcome) -> None:
    now = timezone.now()
    endpoint.failures += 1
    endpoint.failing_since = endpoint.failing_since or now
    endpoint.rests_until = now + timedelta(seconds=min(LONGEST_REST, 5 * 2 ** min(endpoint.failures - 1, 10)))
    seconds = pause(held.tries)
    if seconds is None or outcome.error == "gone":
        held.status, held.finished_at = Status.GIVEN_UP, now
    else:
        held.status, held.next_try_at = Status.FAILED, now + timedelta(seconds=max(seconds, outcome.wish))
    if not endpoint.enabled:
        return
    if outcome.error == "gone":
        switch_off(endpoint, Endpoint.Reason.GONE)
    elif endpoint.failures >= FEWEST_FAILURES and endpoint.failing_since <= now - timedelta(
        days=settings.WEBHOOKS.disable_days
    ):
        switch_off(endpoint, Endpoint.Reason.FAILING)


def pause(tries: int) -> float | None:
    """Seconds until the next try after so many, a fifth more or less by chance; None when there is none."""
    pauses = settings.WEBHOOKS.pauses
    return pauses[tries - 1] * random.uniform(0.8, 1.2) if tries <= len(pauses) else None  # noqa: S311 - no secret


def switch_off(endpoint: Endpoint, reason: Endpoint.Reason) -> None:
    """Off by itself: what waits is given up, the trail and the admins are told. Call it with the row locked."""
    now = timezone.now()
    endpoint.enabled, endpoint.disabled_reason, endpoint.disabled_at = False, reason, now
    endpoint.save(update_fields=["enabled", "disabled_reason", "disabled_at", "updated_at"])
    give_up_waiting(endpoint)
    record(by=SYSTEM, action="webhook.disabled", target=endpoint, reason=reason.value, failures=endpoint.failures)
    responsible = Membership.objects.filter(
        organization_id=endpoint.organization_id, role__in=[Role.OWNER, Role.ADMIN], user__is_active=True
    )
    for membership in responsible.select_related("user", "organization"):
        post(
            to=membership.user,
            template="webhook_disabled",
            organization=membership.organization.name,
            name=endpoint.name,
            change=reason.value,
            failures=endpoint.failures,
        )


def give_up_waiting(endpoint: Endpoint) -> int:
    """Nothing more goes to an address that is off. What is on the wire just now ends as it ends; what a dead sender held does not wait
    for the address to be on again. Returns how many were given up.
    """
    waiting = Delivery.objects.filter(not_held(), endpoint=endpoint, status__in=OPEN)
    return waiting.update(
        status=Status.GIVEN_UP, error="off", finished_at=timezone.now(), lease_token=None, lease_expires_at=None
    )


def host_of(url: str) -> str:
    """The host of an address: the rest may hold something secret."""
    try:
        return destination_of(url).host
    except BadAddress:
        return ""


def beginning_of(reply: bytes) -> str:
    """The first words of an answer, for people to find out what is wrong there: masked, without control characters."""
    text = reply[: REPLY_LENGTH * 4].decode("utf-8", "replace").translate(_UNPRINTABLE)
    return masked_text(text).strip()[:REPLY_LENGTH]
