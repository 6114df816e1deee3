"""Email and password, then the second factor: only then tokens."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.contrib.auth import hashers

from accounts.models import AuditEntry, TokenFamily
from accounts.tests.api.authenticator import SoftKey
from accounts.tests.api.conftest import code
from conftest import PASSWORD

pytestmark = pytest.mark.django_db


def half(reply) -> str:
    assert (reply.status_code, code(reply)) == (401, "mfa_required"), reply.json()
    return reply.json()["error"]["facts"]["mfa_token"]


@pytest.fixture
def hashed(monkeypatch):
    """How often a password was hashed or compared, which is what takes the time."""
    counted = []
    real = hashers.MD5PasswordHasher.encode

    def encode(self, *args, **kwargs):
        counted.append(1)
        return real(self, *args, **kwargs)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", encode)
    return counted


def test_email_and_password_give_tokens_of_the_first_organization(door, alice, firm):
    reply = door().login()
    assert reply.json()["organization"] == str(firm.pk)
    me = door(reply.json()["access"]).get("me").json()
    assert (me["email"], me["role"]) == (alice.email, "owner")


def test_an_organization_can_be_asked_for_and_a_foreign_one_does_not_exist(door, alice, charlie):
    from accounts.services import create_organization

    second = create_organization(owner=alice, name="Second")
    assert door().login(organization=str(second.pk)).json()["organization"] == str(second.pk)
    assert door().login(organization=str(charlie.organizations.get().pk)).status_code == 404


def test_a_wrong_password_an_unknown_address_and_a_closed_account_are_the_same(door, alice, charlie, hashed):
    charlie.is_active = False
    charlie.save()
    told, work = [], []
    for email, password in (("alice@example.com", "wrong"), ("nobody@example.com", "wrong"), (charlie.email, PASSWORD)):
        hashed.clear()
        error = door().login(email, password).json()["error"]
        told.append((error["code"], error["message"], error["facts"]))
        work.append(len(hashed))
    assert told[0] == told[1] == told[2]
    assert work == [1, 1, 1]


def test_case_and_space_of_the_address_do_not_matter(door, alice):
    assert door().login(" ALICE@example.com ").status_code == 200


def test_tries_run_out_for_the_right_password_too(door, alice):
    assert [door().login(password="wrong").status_code for _ in range(5)] == [401] * 5
    refused = door().login()
    assert (refused.status_code, code(refused)) == (429, "too_many_attempts")
    assert 0 < int(refused["Retry-After"]) <= 900


def test_an_unverified_address_does_not_get_in(door, alice, settings):
    EmailAddress.objects.filter(user=alice).update(verified=False)
    assert code(door().login()) == "email_unverified"
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
    assert door().login().status_code == 200


@pytest.mark.parametrize("password", ["x" * 129, "x\x00y", "", "x" * 4096])
def test_a_password_that_cannot_be_is_refused_as_input(door, alice, password):
    assert door().login(password=password).status_code == 400


@pytest.mark.parametrize("password", ["x" * 73, "🔑" * 30, "ключ мой ключ"])
def test_a_strange_password_is_just_wrong(door, alice, password):
    assert door().login(password=password).status_code == 401


def test_with_a_second_factor_the_password_gives_no_tokens(door, alice, totp):
    reply = door().login()
    facts = reply.json()["error"]["facts"]
    assert facts["methods"] == ["totp"]
    assert not TokenFamily.objects.exists()
    assert not AuditEntry.objects.filter(action="user.signed_in").exists()
    done = door().post("mfa", mfa_token=half(reply), code=totp())
    assert door(done.json()["access"]).get("me").status_code == 200


def test_a_wrong_password_tells_nothing_of_the_second_factor(door, alice, totp):
    assert code(door().login(password="wrong")) == "login_failed"


def test_a_wrong_code_is_refused_and_counted_with_the_account(door, alice, totp):
    token = half(door().login())
    assert [code(door().post("mfa", mfa_token=token, code="000000")) for _ in range(5)] == ["mfa.wrong"] * 5
    assert code(door().post("mfa", mfa_token=token, code=totp())) == "too_many_attempts"
    assert code(door().login()) == "too_many_attempts"


def test_a_code_is_good_once(door, alice, totp):
    shown = totp()
    assert door().post("mfa", mfa_token=half(door().login()), code=shown).status_code == 200
    assert code(door().post("mfa", mfa_token=half(door().login()), code=shown)) == "mfa.wrong"


def test_the_step_between_is_good_once(door, alice, totp):
    token = half(door().login())
    assert door().post("mfa", mfa_token=token, code=totp()).status_code == 200
    assert code(door().post("mfa", mfa_token=token, code=totp())) == "mfa.expired"


def test_the_step_between_dies_with_the_password_and_with_time(door, alice, totp, monkeypatch):
    token = half(door().login())
    alice.set_password("granite window eleven")
    alice.save()
    assert code(door().post("mfa", mfa_token=token, code=totp())) == "mfa.expired"
    token = half(door().login(password="granite window eleven"))
    monkeypatch.setattr("accounts.half_way.SECONDS", -1)
    assert code(door().post("mfa", mfa_token=token, code=totp())) == "mfa.expired"
    assert code(door().post("mfa", mfa_token="forged", code=totp())) == "mfa.expired"


def test_a_recovery_code_lets_in_once(door, alice, totp):
    spare = RecoveryCodes.activate(alice).generate_codes()[3]
    assert door().post("mfa", mfa_token=half(door().login()), code=spare).status_code == 200
    assert code(door().post("mfa", mfa_token=half(door().login()), code=spare)) == "mfa.wrong"


def test_a_passkey_lets_in(door, alice):
    key = SoftKey()
    WebAuthn.add(alice, "blue key", key.registration())
    reply = door().login()
    assert reply.json()["error"]["facts"]["methods"] == ["webauthn"]
    token = half(reply)
    options = door().post("mfa/passkey/options", mfa_token=token).json()
    assert options["publicKey"]["rpId"] == "testserver"
    done = door().post("mfa/passkey", mfa_token=token, credential=key.answer(options))
    assert done.status_code == 200, done.json()
    assert Authenticator.objects.get().last_used_at is not None


def test_a_passkeys_answer_is_for_one_challenge_from_our_own_page_and_by_the_right_key(door, alice):
    key, stranger = SoftKey(), SoftKey()
    WebAuthn.add(alice, "blue key", key.registration())
    token = half(door().login())

    def options():
        return door().post("mfa/passkey/options", mfa_token=token).json()

    old = key.answer(options())
    options()
    fresh = door().post("mfa/passkey", mfa_token=token, credential=old)
    assert code(fresh) == "mfa.wrong"
    for bad in (stranger.answer(options()), {}, {"id": 1}, {**key.answer(options()), "response": "x"}):
        assert code(door().post("mfa/passkey", mfa_token=token, credential=bad)) == "mfa.wrong"


def test_a_passkeys_answer_for_another_site_is_refused(door, alice, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False  # as on a server
    key = SoftKey()
    WebAuthn.add(alice, "blue key", key.registration())
    token = half(door().login())
    answer = key.answer(door().post("mfa/passkey/options", mfa_token=token).json(), origin="https://evil.example")
    assert code(door().post("mfa/passkey", mfa_token=token, credential=answer)) == "mfa.wrong"


def test_a_new_program_is_told_by_mail_and_a_known_one_is_not(door, alice, work, mailoutbox):
    def sign_in(agent):
        one = door()
        one.client.credentials(HTTP_USER_AGENT=agent)
        return one.login()

    sign_in("curl/8")  # the first of their life
    sign_in("curl/8")
    work()
    assert not mailoutbox
    sign_in("python-requests/2")
    work()
    assert [mail.subject for mail in mailoutbox] == ["A new device signed in to your account"]
