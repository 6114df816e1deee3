"""Paying by Stripe, from the side of a person: going there to pay, looking after it there, coming back, and leaving.

What an organization pays is never taken from a return address: Stripe is asked (`billing.services.asking_stripe`).
"""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.access import Action, Actor
from accounts.errors import Conflict, Invalid, NotFound
from accounts.models import Organization
from accounts.plans import FOR_SALE
from accounts.services import record
from accounts.services.standing import held
from billing import gateway
from billing.models import Subscription
from billing.services.asking_stripe import ask_anew
from billing.standing import id_of


def subscription_of(by: Actor) -> Subscription | None:
    """What one's organization pays; None when it never began to."""
    found: Subscription | None = Subscription.objects.visible_to(by).first()
    return found


def open_checkout(*, by: Actor, organization: Organization, plan: str, success: str, cancel: str, language: str) -> str:
    """The address of Stripe's page on which `plan` is paid for. Raises Conflict when something is paid already."""
    with transaction.atomic():
        organization, by = held(by, organization.pk, Action.MANAGE_PLAN)
        if plan not in FOR_SALE:
            raise Invalid("billing.unknown_plan")
        if not settings.BILLING.sells or plan not in settings.BILLING.prices:
            raise Conflict("billing.not_here")
        row, _ = Subscription.objects.get_or_create(organization=organization)
        if row.pays:
            raise Conflict("billing.pays_already")
    customer = row.customer_id or _customer(organization.pk)
    url = gateway.open_checkout(
        organization_id=organization.pk,
        customer=customer,
        price=settings.BILLING.prices[plan],
        success=success,
        cancel=cancel,
        language=language,
        key=_key_of_checkout(row, plan, success, language),
    )
    record(by=by, action="plan.checkout-opened", target=organization, plan=plan)
    return url


def _customer(organization_id: UUID) -> str:
    """Make the organization Stripe's customer; whoever does so at the same moment gets the same one."""
    customer = gateway.make_customer(organization_id)
    Subscription.objects.filter(organization_id=organization_id, customer_id=None).update(customer_id=customer)
    return customer


def _key_of_checkout(row: Subscription, plan: str, success: str, language: str) -> str:
    """The same page for the same wish on the same day, until something was paid or ended."""
    since = row.asked_at.timestamp() if row.asked_at else 0
    return f"checkout-{row.organization_id}-{plan}-{hash_of(success + language)}-{timezone.now():%Y%m%d}-{since:.6f}"


def hash_of(text: str) -> str:
    """A few letters that differ where texts do."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def open_portal(*, by: Actor, organization: Organization, back: str) -> str:
    """The address of Stripe's page on which cards, invoices and the subscription are looked after."""
    with transaction.atomic():
        organization, by = held(by, organization.pk, Action.MANAGE_PLAN)
        row = Subscription.objects.filter(organization=organization).exclude(customer_id=None).first()
        if row is None or row.customer_id is None:
            raise Conflict("billing.no_customer")
        record(by=by, action="plan.portal-opened", target=organization)
    return gateway.open_portal(customer=row.customer_id, back=back)


def confirm(*, by: Actor, organization: Organization, session_id: str) -> Subscription:
    """Somebody comes back from Stripe's page and says that they paid: ask Stripe. Raises NotFound for a session of another customer."""
    with transaction.atomic():
        organization, by = held(by, organization.pk, Action.MANAGE_PLAN)
    row = Subscription.objects.filter(organization=organization).exclude(customer_id=None).first()
    if row is None or not session_id.startswith("cs_") or not session_id.replace("_", "").isalnum():
        raise NotFound("not_found")
    if id_of(gateway.session(session_id).get("customer")) != row.customer_id:
        raise NotFound("not_found")
    found = ask_anew(str(row.customer_id))
    return found or row


def end_for_gone(organization_id: UUID) -> None:
    """The organization is being removed: nobody pays for it any more. Without an answer of Stripe it stays until there is one."""
    row = Subscription.objects.filter(organization_id=organization_id).exclude(customer_id=None).first()
    if row is None or not settings.BILLING.sells:
        return
    try:
        found = gateway.subscriptions(str(row.customer_id))
    except NotFound:  # the customer was deleted at Stripe
        return
    for one in found:
        if one.get("status") not in ("canceled", "incomplete_expired"):
            gateway.end(id_of(one))
