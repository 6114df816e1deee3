"""The one place that speaks with Stripe. The library is imported when it is needed: it takes 28 MB, and most servers sell nothing.

Every failure of Stripe, or of the way to it, is `Unavailable`: nothing has happened, and the same again later is right. A key for each
thing that is made keeps it from being made twice.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

import structlog
from django.conf import settings

from accounts.errors import Conflict, Invalid, NotFound, Unavailable

if TYPE_CHECKING:
    import stripe

log = structlog.get_logger(__name__)
SECONDS = 10
RETRIES = 2
TOLERANCE = 300  # seconds that a signature is good for
Thing = dict[str, Any]


def _client() -> stripe.StripeClient:
    """A client with our limits. Raises Conflict where nothing is sold."""
    if not settings.BILLING.sells:
        raise Conflict("billing.not_here")
    import stripe

    return stripe.StripeClient(
        settings.BILLING.stripe_key,
        base_addresses={"api": settings.BILLING.stripe_url},
        http_client=stripe.RequestsClient(timeout=SECONDS),
        max_network_retries=RETRIES,
    )


def _asked(what: str, ask: Any) -> Thing:
    """The answer to `ask(client)` as plain values."""
    client = _client()
    import stripe

    try:
        found: Thing = ask(client).to_dict()
    except stripe.InvalidRequestError as error:
        log.warning("stripe_refused", what=what, code=error.code, param=error.param)
        if error.http_status == 404 or error.code == "resource_missing":
            raise NotFound("not_found") from error
        raise Unavailable("billing.refused") from error
    except stripe.StripeError as error:
        log.warning("stripe_failed", what=what, kind=type(error).__name__, status=error.http_status)
        raise Unavailable("billing.unavailable") from error
    return found


def make_customer(organization_id: UUID) -> str:
    """The id of a new customer that stands for an organization. Stripe learns its id from us, and nobody's name or address."""
    params: Any = {"metadata": {"organization": str(organization_id)}}
    options: Any = {"idempotency_key": f"customer-{organization_id}"}
    made = _asked("customer", lambda client: client.v1.customers.create(params, options))
    return str(made["id"])


def open_checkout(
    *, organization_id: UUID, customer: str, price: str, success: str, cancel: str, language: str, key: str
) -> str:
    """The address of a page of Stripe where the customer pays for a subscription. The same `key` gives the same page."""
    params: Any = {
        "mode": "subscription",
        "customer": customer,
        "client_reference_id": str(organization_id),
        "line_items": [{"price": price, "quantity": 1}],
        "success_url": success,
        "cancel_url": cancel,
        "locale": language if language in ("en", "ru") else "auto",
        "subscription_data": {"metadata": {"organization": str(organization_id)}},
    }
    options: Any = {"idempotency_key": key}
    return str(_asked("checkout", lambda client: client.v1.checkout.sessions.create(params, options))["url"])


def open_portal(*, customer: str, back: str) -> str:
    """The address of the page of Stripe where a customer changes the card, sees invoices, changes and ends the subscription."""
    params: Any = {"customer": customer, "return_url": back}
    return str(_asked("portal", lambda client: client.v1.billing_portal.sessions.create(params))["url"])


def session(session_id: str) -> Thing:
    """A checkout session as it is now."""
    return _asked("session", lambda client: client.v1.checkout.sessions.retrieve(session_id))


def subscriptions(customer: str) -> list[Thing]:
    """All subscriptions that a customer has or had, as they are now."""
    params: Any = {"customer": customer, "status": "all", "limit": 100}
    found = _asked("subscriptions", lambda client: client.v1.subscriptions.list(params))
    return list(found["data"])


def charge(charge_id: str) -> Thing:
    """A charge as it is now."""
    return _asked("charge", lambda client: client.v1.charges.retrieve(charge_id))


def dispute(dispute_id: str) -> Thing:
    """A dispute as it is now."""
    return _asked("dispute", lambda client: client.v1.disputes.retrieve(dispute_id))


def end(subscription_id: str) -> None:
    """End a subscription now; nothing more is charged. One that has ended already is as good."""
    try:
        _asked("end", lambda client: client.v1.subscriptions.cancel(subscription_id))
    except NotFound:
        log.info("stripe_ended_already")


def event_of(body: bytes, signature: str) -> Thing:
    """The event in a webhook's body. Raises Invalid unless one of our secrets signed exactly these bytes within TOLERANCE."""
    _client()  # NotFound is for the view to say; without keys nothing is verified
    import stripe

    for secret in settings.BILLING.stripe_webhook_secrets:
        try:
            stripe.WebhookSignature.verify_header(body.decode("utf-8"), signature, secret, TOLERANCE)
        except (stripe.SignatureVerificationError, UnicodeDecodeError):
            continue
        return _event(body)
    raise Invalid("billing.bad_signature")


def _event(body: bytes) -> Thing:
    try:
        event = json.loads(body)
        whole = event["object"] == "event" and isinstance(event["data"]["object"], dict)
        whole = whole and isinstance(event["id"], str) and isinstance(event["type"], str)
        int(event["created"])
    except (ValueError, KeyError, TypeError) as error:
        raise Invalid("malformed") from error
    if not whole:
        raise Invalid("malformed")
    return dict(event)
