"""A code of the authenticator app is good once, for as long as its neighbours in time are taken for right."""

import pytest
from allauth.core import context as of_allauth
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django import forms
from django.core.cache import cache
from django.test import RequestFactory

from accounts import half_way
from accounts.second_factor_forms import AuthenticateForm, ReauthenticateForm

pytestmark = pytest.mark.django_db
BEGIN = 1_800_000_000  # the first second of a period
CLOCK = "allauth.mfa.totp.internal.auth.time.time"


def at_the_page(kind):
    def door(user, code):
        form = kind(user=user)
        form.cleaned_data = {"code": code}
        with of_allauth.request_context(RequestFactory().post("/")):
            try:
                form.clean_code()
            except forms.ValidationError:
                return False
        return True

    return door


@pytest.mark.parametrize(
    "door",
    [half_way.code_is_right, at_the_page(AuthenticateForm), at_the_page(ReauthenticateForm)],
    ids=["api", "sign-in", "proof"],
)
@pytest.mark.parametrize("spelled", ["{}", " {} "])
def test_a_code_that_somebody_saw_opens_nothing_half_a_minute_later(alice, door, spelled, monkeypatch):
    secret = generate_totp_secret()
    totp = TOTP.activate(alice, secret)
    counter = BEGIN // 30
    code, next_one = (format_hotp_value(hotp_value(secret, one)) for one in (counter, counter + 1))
    monkeypatch.setattr(CLOCK, lambda: BEGIN)
    assert door(alice, code)
    cache.delete(totp._get_used_cache_key(code))  # as allauth does after one period
    monkeypatch.setattr(CLOCK, lambda: BEGIN + 31)
    assert not door(alice, spelled.format(code))
    assert door(alice, next_one)
