"""A server with plans that sells them through Stripe, whose part a server on this machine plays."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from billing import gateway
from billing.tests.stripe_here import BUSINESS, SECRET, TEAM, StripeHere, event, signed
from config.tests.servers import serving
from conftest import person

HOOK = "/billing/stripe/"


@pytest.fixture
def plans(settings: Any) -> Any:
    """A server with plans, on which nobody can pay."""
    settings.PLANS = True
    return settings


@pytest.fixture
def stripe(plans: Any, monkeypatch: Any) -> Iterator[StripeHere]:
    """Stripe, and a server that sells through it."""
    here = StripeHere()
    monkeypatch.setattr(gateway, "RETRIES", 0)
    with serving(here.answer) as server:
        here.url = server.url
        plans.BILLING = replace(
            plans.BILLING,
            plans=True,
            stripe_key="sk_test_of_tests",
            stripe_webhook_secrets=("whsec_older", SECRET),
            prices={"team": TEAM, "business": BUSINESS},
            stripe_url=server.url,
        )
        yield here


@pytest.fixture
def customer(stripe: StripeHere, pages: Any, alice: Any, firm: Any) -> str:
    """Alice's firm on a trial, as Stripe's customer: she has opened the page of payments and paid nothing."""
    from django.utils import timezone

    from accounts.models import Organization
    from accounts.plans import end_of
    from billing.models import Subscription

    Organization.objects.filter(pk=firm.pk).update(plan="trial", plan_ends_at=end_of("trial"))
    assert pages(alice).post("/settings/plan/pay/", {"plan": "team"}).status_code == 200
    assert timezone.now() > Subscription.objects.get().created_at
    return str(Subscription.objects.get().customer_id)


@pytest.fixture
def told(client: Client) -> Callable[..., Any]:
    """Stripe tells something: (kind, thing, ...) -> the answer."""

    def tell(kind: str, thing: dict[str, Any], **more: Any) -> Any:
        return send(client, event(kind, thing, **more))

    return tell


def send(client: Client, said: dict[str, Any], **more: Any) -> Any:
    """POST an event with its signature."""
    body = json.dumps(said).encode()
    return client.post(HOOK, body, content_type="application/json", headers={"Stripe-Signature": signed(body, **more)})


@pytest.fixture
def mails(work: Any) -> Callable[[], list[str]]:
    """The subjects of the mails that were sent since one asked last."""

    def sent() -> list[str]:
        work()
        found = [one.subject for one in mail.outbox]
        mail.outbox.clear()
        return found

    return sent


@pytest.fixture
def dora(db: None, settings: Any) -> Any:
    """Works for the operator, and may answer requests for plans."""
    from django.contrib.auth.models import Permission

    settings.STAFF_SECOND_FACTOR = False
    user = person("dora@operator.example", "Dora")
    user.is_staff = True
    user.save()
    wanted = ["view_upgraderequest", "settle_upgraderequest"]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    return user
