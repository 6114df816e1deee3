"""Plans are off by default; what is set by halves is told at once, and secrets are masked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from config.env import read_environment

WHOLE = {
    "PLANS": "1",
    "STRIPE_SECRET_KEY": "sk_live_x",
    "STRIPE_WEBHOOK_SECRET": "whsec_a,whsec_b",
    "STRIPE_PRICES": "team=price_1,business=price_2",
}


def test_nothing_set_means_no_plans():
    found = read_environment({}).billing
    assert (found.plans, found.default_plan, found.sells) == (False, "self_hosted", False)


def test_with_plans_a_new_organization_begins_with_a_trial():
    found = read_environment({"PLANS": "1"}).billing
    assert (found.default_plan, found.trial_days, found.grace_days, found.sells) == ("trial", 14, 7, False)


def test_all_of_it_sells_and_its_secrets_are_known():
    env = read_environment(WHOLE)
    assert env.billing.sells
    assert env.billing.prices == {"team": "price_1", "business": "price_2"}
    assert {"sk_live_x", "whsec_a", "whsec_b"} <= set(env.secrets)
    assert "sk_live_x" not in repr(env.billing)
    assert "whsec_a" not in repr(env.billing)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"PLANS": "perhaps"}, "PLANS"),
        ({"DEFAULT_PLAN": "gold"}, "DEFAULT_PLAN"),
        ({"MIZAN_TRIAL_DAYS": "0"}, "MIZAN_TRIAL_DAYS"),
        ({"STRIPE_WEBHOOK_SECRET": ""}, "STRIPE_WEBHOOK_SECRET"),
        ({"STRIPE_PRICES": ""}, "STRIPE_PRICES"),
        ({"STRIPE_PRICES": "gold=price_1"}, "STRIPE_PRICES"),
        ({"STRIPE_PRICES": "team=price_1,business=price_1"}, "STRIPE_PRICES"),
        ({"STRIPE_API_URL": "http://stripe.example"}, "STRIPE_API_URL"),
    ],
)
def test_what_is_wrong_is_named(wrong, named):
    with pytest.raises(ImproperlyConfigured, match=named):
        read_environment({**WHOLE, **wrong})


def test_keys_without_the_library_are_an_error_of_check(settings, monkeypatch):
    from config import checks

    assert checks.payments_have_their_library(None) == []
    monkeypatch.setattr(checks, "find_spec", lambda name: None)
    assert checks.payments_have_their_library(None) == []  # who sells nothing does without
    settings.BILLING = replace(settings.BILLING, stripe_key="sk_live_x")
    with pytest.raises(SystemCheckError, match="STRIPE_SECRET_KEY is set, and the library `stripe` is not installed"):
        call_command("check")
