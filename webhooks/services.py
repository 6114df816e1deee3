"""What owners and admins do with webhooks: make, change, switch, give another secret, delete, test, send again. All is in the trail."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.access import Action, Actor, TenantQuerySet, require, require_here
from accounts.encryption import Secret
from accounts.errors import Conflict, Invalid, TooManyAttempts
from accounts.services import record
from accounts.services.standing import held
from config.counting import counted
from config.outgoing.addresses import BadAddress
from webhooks.destinations import check_to_save
from webhooks.health import give_up_waiting
from webhooks.kinds import BY_CODE, TEST
from webhooks.models import OPEN, Delivery, Endpoint, Status
from webhooks.outbox import message, wake_sender
from webhooks.signing import new_secret

MOST_ENDPOINTS = 20
LONGEST_OVERLAP = timedelta(days=7)
BY_HAND_A_MINUTE = 10
NAME, URL, DESCRIPTION, KINDS = "name", "url", "description", "kinds"


def endpoints_of(by: Actor) -> TenantQuerySet:
    """The organization's webhooks, newest first. Raises Forbidden for who may not see them."""
    require_here(by, Action.VIEW_WEBHOOKS)
    return Endpoint.objects.visible_to(by).order_by("-created_at", "pk")


def endpoint_of(by: Actor, pk: Any, action: Action = Action.VIEW_WEBHOOKS) -> Endpoint:
    """One webhook for somebody who may do `action` with it. Raises NotFound, Forbidden."""
    endpoint: Endpoint = Endpoint.objects.get_visible(by, pk=pk)
    require(by, action, endpoint)
    return endpoint


def deliveries_of(by: Actor, endpoint: Endpoint) -> TenantQuerySet:
    """What was and will be sent to it, newest first."""
    require(by, Action.VIEW_WEBHOOKS, endpoint)
    return Delivery.objects.visible_to(by).filter(endpoint=endpoint).order_by("-created_at", "-pk")


def delivery_of(by: Actor, endpoint: Endpoint, pk: Any) -> Delivery:
    """One delivery of that webhook. Raises NotFound."""
    delivery: Delivery = deliveries_of(by, endpoint).get_visible(by, pk=pk)
    return delivery


@transaction.atomic
def create_endpoint(
    *, by: Actor, name: str, url: str, kinds: Collection[str] = (), description: str = ""
) -> tuple[Endpoint, str]:
    """A new webhook and its secret, which is shown this once. Raises Invalid for what makes no sense, Conflict at MOST_ENDPOINTS."""
    organization, by = held(by, require_here(by, Action.MANAGE_WEBHOOKS), Action.MANAGE_WEBHOOKS)
    if Endpoint.objects.filter(organization=organization).count() >= MOST_ENDPOINTS:
        raise Conflict("webhook.too_many", most=MOST_ENDPOINTS)
    plain = new_secret()
    endpoint = Endpoint(organization=organization, secret=Secret.of(plain), created_by_id=by.user_id)
    _take(endpoint, {NAME: name, URL: url, KINDS: kinds, DESCRIPTION: description})
    endpoint.save(force_insert=True)
    record(by=by, action="webhook.created", target=endpoint, kinds=endpoint.kinds)
    return endpoint, plain


@transaction.atomic
def change_endpoint(*, by: Actor, endpoint: Endpoint, **values: Any) -> Endpoint:
    """Change what is given of name, url, kinds and description. What waits goes to the new address."""
    endpoint = _locked(by, endpoint)
    before = {name: getattr(endpoint, name) for name in values}
    _take(endpoint, values)
    changed = sorted(name for name in values if getattr(endpoint, name) != before[name])
    if URL in changed:
        _as_new(endpoint)
    endpoint.save()
    if changed:
        record(by=by, action="webhook.changed", target=endpoint, fields=changed)
    return endpoint


@transaction.atomic
def switch_endpoint(*, by: Actor, endpoint: Endpoint, enabled: bool) -> Endpoint:
    """On or off. Off, nothing is sent and nothing is kept for later: what waits is given up, what happens meanwhile is not told."""
    endpoint = _locked(by, endpoint)
    if endpoint.enabled == enabled:
        return endpoint
    endpoint.enabled = enabled
    endpoint.disabled_reason = "" if enabled else Endpoint.Reason.BY_HAND
    endpoint.disabled_at = None if enabled else timezone.now()
    _as_new(endpoint)
    endpoint.save()
    if not enabled:
        give_up_waiting(endpoint)
    record(by=by, action="webhook.enabled" if enabled else "webhook.disabled", target=endpoint)
    return endpoint


@transaction.atomic
def rotate_secret(*, by: Actor, endpoint: Endpoint, overlap: timedelta = timedelta(hours=24)) -> tuple[Endpoint, str]:
    """Another secret, shown this once. The old one signs beside it for `overlap`, while the receiver is changed over."""
    endpoint = _locked(by, endpoint)
    if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
        raise Invalid("webhook.bad_overlap", days=LONGEST_OVERLAP.days)
    plain = new_secret()
    endpoint.previous_secret = endpoint.secret if overlap else Secret()
    endpoint.previous_ends_at = timezone.now() + overlap if overlap else None
    endpoint.secret = Secret.of(plain)
    endpoint.save()
    record(by=by, action="webhook.secret_replaced", target=endpoint, hours=int(overlap.total_seconds() // 3600))
    return endpoint, plain


@transaction.atomic
def delete_endpoint(*, by: Actor, endpoint: Endpoint) -> None:
    """It goes, with all that was delivered to it."""
    endpoint = _locked(by, endpoint)
    record(by=by, action="webhook.deleted", target=endpoint)
    endpoint.delete()


@transaction.atomic
def send_test(*, by: Actor, endpoint: Endpoint) -> Delivery:
    """Queue a test message. Raises Conflict while the webhook is off, TooManyAttempts after some within a minute."""
    endpoint = _locked(by, endpoint)
    _may_send_by_hand(endpoint)
    delivery = Delivery(organization_id=endpoint.organization_id, endpoint=endpoint, kind=TEST)
    delivery.body = message(delivery, timezone.now().isoformat(timespec="milliseconds"), {"webhook": str(endpoint.pk)})
    delivery.save(force_insert=True)
    _at_once(endpoint)
    record(by=by, action="webhook.tested", target=endpoint, delivery=str(delivery.pk))
    return delivery


@transaction.atomic
def redeliver(*, by: Actor, delivery: Delivery) -> Delivery:
    """Send it again, under the same id: at once when it waits for its next try, anew when it has ended."""
    endpoint = _locked(by, delivery.endpoint)
    delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    if delivery.lease_expires_at is not None and delivery.lease_expires_at > timezone.now():
        raise Conflict("webhook.on_the_wire")
    _may_send_by_hand(endpoint)
    if delivery.status not in OPEN:
        delivery.tries = 0
    delivery.status, delivery.next_try_at, delivery.finished_at = Status.QUEUED, timezone.now(), None
    delivery.lease_token = delivery.lease_expires_at = None  # a sender that died with it writes nothing any more
    delivery.save(update_fields=["tries", "status", "next_try_at", "finished_at", "lease_token", "lease_expires_at"])
    _at_once(endpoint)
    record(by=by, action="webhook.sent_again", target=endpoint, delivery=str(delivery.pk))
    return delivery


def _locked(by: Actor, endpoint: Endpoint) -> Endpoint:
    require(by, Action.MANAGE_WEBHOOKS, endpoint)
    return Endpoint.objects.select_for_update().get_visible(by, pk=endpoint.pk)  # type: ignore[no-any-return]


def _take(endpoint: Endpoint, values: dict[str, Any]) -> None:
    """Put checked values into the row. Raises Invalid."""
    if NAME in values:
        endpoint.name = str(values[NAME]).strip()[:100]
        if not endpoint.name:
            raise Invalid("webhook.no_name")
    if KINDS in values:
        if unknown := sorted(set(values[KINDS]) - set(BY_CODE)):
            raise Invalid("webhook.unknown_kind", kinds=", ".join(unknown))
        endpoint.kinds = [code for code in BY_CODE if code in values[KINDS]]
    if DESCRIPTION in values:
        endpoint.description = str(values[DESCRIPTION]).strip()[:500]
    if URL in values:
        endpoint.url = _address(str(values[URL]).strip())


def _address(url: str) -> str:
    try:
        check_to_save(url, settings.WEBHOOKS)
    except BadAddress as error:
        ports = ", ".join(map(str, settings.WEBHOOKS.ports))
        raise Invalid(f"webhook.{error.code}", ports=ports) from error
    return url


def _as_new(endpoint: Endpoint) -> None:
    """Whatever failed before is of no account."""
    endpoint.failures, endpoint.failing_since, endpoint.rests_until = 0, None, None


def _may_send_by_hand(endpoint: Endpoint) -> None:
    """Nobody makes this server knock at an address as often as they like."""
    if not endpoint.enabled:
        raise Conflict("webhook.off")
    found = counted(f"webhooks:by-hand:{endpoint.pk}", 60)
    if found.used > BY_HAND_A_MINUTE:
        raise TooManyAttempts("webhook.too_many_by_hand", seconds=found.seconds, most=BY_HAND_A_MINUTE)


def _at_once(endpoint: Endpoint) -> None:
    """Whoever asks by hand does not wait for an address that rests."""
    Endpoint.objects.filter(pk=endpoint.pk).update(rests_until=None)
    transaction.on_commit(wake_sender)
