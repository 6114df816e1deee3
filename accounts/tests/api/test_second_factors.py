"""A second factor is set up and taken away by somebody who has just proved who they are."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from django.utils import timezone

from accounts.models import AuditEntry, TokenFamily
from accounts.tests.api.conftest import code
from accounts.tokens import mint
from conftest import PASSWORD

pytestmark = pytest.mark.django_db


def shown(secret: str, step: int = 0) -> str:
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30 + step))


@pytest.fixture
def me(door, tokens):
    return door(tokens["access"])


@pytest.fixture
def stale(door, alice, actor, monkeypatch):
    """Signed in an hour ago."""
    real = time.time
    monkeypatch.setattr("accounts.fresh.time.time", lambda: real() + 3600)
    return door(mint(alice, actor(alice))["access"])


def test_an_app_is_set_up_with_its_first_code_and_recovery_codes_are_shown_once(me, door, alice, work, mailoutbox):
    setup = me.post("mfa/totp").json()
    assert f"secret={setup['secret']}" in setup["url"]
    assert not Authenticator.objects.exists()
    reply = me.post("mfa/totp/confirm", code=shown(setup["secret"]))
    assert reply.status_code == 201, reply.json()
    codes = reply.json()["recovery_codes"]
    assert len(codes) == 10
    assert me.get("mfa/factors").json() == {"totp": True, "passkeys": 0, "recovery_codes_left": 10}
    token = door().login().json()["error"]["facts"]["mfa_token"]
    assert door().post("mfa", mfa_token=token, code=codes[0]).status_code == 200
    work()
    assert "A second factor protects your account now" in [mail.subject for mail in mailoutbox]
    assert AuditEntry.objects.filter(action="second_factor.added").count() == 2


def test_the_secret_is_encrypted_where_it_is_kept(me, alice):
    secret = me.post("mfa/totp").json()["secret"]
    from django.core.cache import cache

    assert secret not in str(cache.get(f"mfa:setup:{alice.pk}"))
    me.post("mfa/totp/confirm", code=shown(secret))
    assert secret not in str(Authenticator.objects.filter(type="totp").get().data)


def test_a_wrong_code_sets_nothing_up(me):
    me.post("mfa/totp")
    assert code(me.post("mfa/totp/confirm", code="000000")) == "mfa.wrong"
    assert not Authenticator.objects.exists()


def test_nothing_is_confirmed_that_was_not_begun(me):
    assert code(me.post("mfa/totp/confirm", code="123456")) == "second_factor.not_begun"


def test_there_is_one_app(me, totp):
    assert code(me.post("mfa/totp")) == "second_factor.already"


def test_whoever_signed_in_long_ago_proves_anew_who_they_are(stale, alice):
    assert code(stale.post("mfa/totp")) == "sign_in_again"
    assert code(stale.post("mfa/totp", password="wrong")) == "password.wrong"
    assert stale.post("mfa/totp", password=PASSWORD).status_code == 200


def test_a_code_proves_it_too(stale, alice, totp):
    assert code(stale.delete("mfa/totp")) == "sign_in_again"
    assert stale.delete("mfa/totp", code=totp()).status_code == 204
    assert not Authenticator.objects.exists()


def test_taking_it_away_takes_the_recovery_codes_along_and_tells(me, alice, totp, work, mailoutbox):
    RecoveryCodes.activate(alice)
    assert me.delete("mfa/totp").status_code == 204
    assert not Authenticator.objects.exists()
    work()
    assert "Your second factor was switched off" in [mail.subject for mail in mailoutbox]
    assert me.delete("mfa/totp").status_code == 404


def test_a_short_password_holds_the_factor(me, alice, totp):
    type(alice).objects.filter(pk=alice.pk).update(short_password=True)
    assert code(me.delete("mfa/totp")) == "second_factor.short_password"


def test_new_recovery_codes_end_the_old_ones(me, door, alice, totp):
    old = RecoveryCodes.activate(alice).generate_codes()
    new = me.post("mfa/recovery-codes").json()["recovery_codes"]
    assert not set(old) & set(new)
    token = door().login().json()["error"]["facts"]["mfa_token"]
    assert code(door().post("mfa", mfa_token=token, code=old[0])) == "mfa.wrong"


def test_recovery_codes_need_a_factor_to_recover(me):
    assert me.post("mfa/recovery-codes").status_code == 404


def test_an_organization_that_wants_a_factor_lets_it_be_set_up_first(me, firm):
    firm.require_second_factor = True
    firm.save()
    assert code(me.client.get("/api/v1/projects/")) == "second_factor.required"
    secret = me.post("mfa/totp").json()["secret"]
    assert me.post("mfa/totp/confirm", code=shown(secret)).status_code == 201
    assert me.client.get("/api/v1/projects/").status_code == 200


def test_an_old_sign_in_is_old_after_refreshing_too(door, tokens):
    TokenFamily.objects.update(created_at=timezone.now() - timedelta(hours=1))
    newer = door().post("refresh", refresh=tokens["refresh"]).json()
    assert code(door(newer["access"]).post("mfa/totp")) == "sign_in_again"
