"""Lines about staff, accounts, documents and money."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts.models import User
from config.launch.base import Site, State
from gdpr import documents, retention
from gdpr.models import RetentionRun
from gdpr.register import fill


@pytest.mark.django_db
def test_each_member_of_staff_has_a_second_factor(settings, alice, bob, judge, look):
    settings.STAFF_SECOND_FACTOR = True
    assert not judge("people.second-factor")  # nobody is staff
    User.objects.filter(pk=alice.pk).update(is_staff=True)
    assert look("people.second-factor").words == "Members of staff: 1; without a second factor: 1."
    Authenticator.objects.create(user=alice, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert not judge("people.second-factor")  # these alone are none
    Authenticator.objects.create(user=alice, type=Authenticator.Type.TOTP, data={})
    assert judge("people.second-factor")
    User.objects.filter(pk=bob.pk).update(is_superuser=True)
    assert not judge("people.second-factor")
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert judge("people.second-factor")
    settings.STAFF_SECOND_FACTOR = False
    assert not judge("people.second-factor")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "good"),
    [
        ("ana@firm.org", True),
        ("ana@notexample.com", True),
        ("demo@mizan.local", False),
        ("ana@example.com", False),
        ("ana@mail.example.org", False),
        ("ana@firm.test", False),
        ("ana@localhost", False),
    ],
)
def test_no_account_of_a_test_or_demo(judge, email, good):
    user = User.objects.create_user(email)
    assert judge("people.no-demo") is good
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert judge("people.no-demo")


def test_the_operator_is_named(settings, judge):
    named = replace(settings.PRIVACY, operator="Firm", operator_address="1 Street", contact="privacy@firm.org")
    settings.PRIVACY = named
    assert judge("law.operator")
    for missing in ("operator", "operator_address", "contact"):
        settings.PRIVACY = replace(named, **{missing: ""})
        assert not judge("law.operator"), missing


def test_documents_are_there_in_every_language(settings, judge, look):
    assert judge("law.languages")
    settings.LANGUAGES = [*settings.LANGUAGES, ("de", "German")]
    assert not judge("law.languages")
    assert look("law.languages").words == ", ".join(f"{kind} de" for kind in (*documents.ACCEPTED, "subprocessors"))


@pytest.mark.django_db
def test_what_is_old_is_removed_every_day(judge, look):
    assert look("law.retention").words == "It has never run."
    retention.run(dry_run=True)
    assert not judge("law.retention")  # only counted
    done = retention.run()
    assert judge("law.retention")
    RetentionRun.objects.filter(pk=done.pk).update(counts={**done.counts, "events": -1})
    assert look("law.retention").words == "These rules failed: events."
    RetentionRun.objects.filter(pk=done.pk).update(counts=done.counts, started_at=timezone.now() - timedelta(hours=40))
    assert not judge("law.retention")


@pytest.mark.django_db
def test_the_register_is_filled_in(judge):
    assert not judge("law.register")
    fill()
    assert judge("law.register")


def test_whoever_finds_a_weakness_is_told_whom_to_write_to(settings, judge):
    for contact, good in (("mailto:security@firm.org", True), ("", False)):
        settings.SECURITY_CONTACT = contact
        assert judge("law.security-contact") is good


@pytest.fixture
def model(settings):
    """A provider with everything that it should have."""
    prices = {
        "input_price_per_million": Decimal("0.6"),
        "output_price_per_million": Decimal(0),
        "monthly_budget": Decimal(20),
    }
    settings.LLM = replace(
        settings.LLM, base_url="https://llm.firm.org/v1", model="m", api_key="a-key-of-a-provider", **prices
    )
    return settings.LLM


def test_a_language_model_has_its_key_its_prices_and_a_cap(settings, model, judge, look):
    assert judge("money.model")  # a price of 0 is a price
    assert "a-key-of-a-provider" not in look("money.model").words
    for name, empty in (
        ("api_key", ""),
        ("input_price_per_million", None),
        ("output_price_per_million", None),
        ("monthly_budget", None),
    ):
        settings.LLM = replace(model, **{name: empty})
        assert not judge("money.model"), name


def test_somebody_hears_when_it_costs_too_much(settings, model, judge):
    for most, good in ((Decimal(200), True), (None, False)):
        settings.METRICS = replace(settings.METRICS, llm_monthly=most)
        assert judge("money.alert") is good


def test_without_a_provider_there_is_nothing_to_limit(settings, look, model):
    assert look("money.provider").state is State.PERSON  # only the provider's own pages show it
    settings.LLM = replace(model, base_url="", model="")
    for code in ("money.model", "money.alert", "money.provider"):
        assert look(code).state is State.HOLDS


def test_plans_are_paid_with_real_money_or_not_sold(settings, judge, look):
    off = replace(settings.BILLING, plans=False, stripe_key="", stripe_webhook_secrets=(), prices={})
    settings.BILLING = off
    assert judge("money.payments")
    assert judge("money.paid")
    settings.BILLING = replace(off, plans=True)
    assert look("money.payments").state is State.PERSON  # staff settles them
    live = replace(
        off, plans=True, stripe_key="sk_live_planted", stripe_webhook_secrets=("whsec_1",), prices={"team": "price_1"}
    )
    settings.BILLING = live
    assert judge("money.payments")
    assert "planted" not in look("money.payments").words
    assert look("money.paid", Site()).state is State.PERSON
    for change in ({"stripe_key": "sk_test_1"}, {"stripe_url": "http://127.0.0.1:9"}, {"prices": {}}):
        settings.BILLING = replace(live, **change)
        assert not judge("money.payments"), change
