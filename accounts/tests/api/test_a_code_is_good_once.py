"""A code that comes several times at the same moment lets in once: the second hand may be a thief's."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from allauth.core import context as of_allauth
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django import forms
from django.db import connection
from django.test import RequestFactory

from accounts import half_way, limits
from accounts.second_factor_forms import AuthenticateForm

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 6


def at_the_page(user, code):
    form = AuthenticateForm(user=user)
    form.cleaned_data = {"code": code}
    with of_allauth.request_context(RequestFactory().post("/")):
        try:
            form.clean_code()
        except forms.ValidationError:
            return False
    return True


@pytest.mark.parametrize("door", [half_way.code_is_right, at_the_page], ids=["api", "page"])
def test_a_recovery_code_in_six_hands_lets_one_in(alice, door, monkeypatch):
    monkeypatch.setattr(limits, "ACCOUNT_TRIES", 100)
    code = RecoveryCodes.activate(alice).get_unused_codes()[0]
    gate = Barrier(HANDS)

    def hand(_number):
        try:
            gate.wait(10)
            return door(alice, code)
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as pool:
        assert sorted(pool.map(hand, range(HANDS))) == [False] * (HANDS - 1) + [True]
    assert len(Authenticator.objects.get(user=alice).wrap().get_unused_codes()) == 9


def test_different_codes_at_once_are_all_used_up(alice):
    codes = RecoveryCodes.activate(alice).get_unused_codes()[:4]
    gate = Barrier(len(codes))

    def hand(code):
        try:
            gate.wait(10)
            return half_way.code_is_right(alice, code)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(codes)) as pool:
        assert all(pool.map(hand, codes))
    assert len(Authenticator.objects.get(user=alice).wrap().get_unused_codes()) == 6
