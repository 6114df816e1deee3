"""A new password: through the mailbox or with the present one."""

from __future__ import annotations

import pytest

from accounts.models import AuditEntry
from accounts.tests.api.conftest import code
from accounts.tests.api.test_registering import key_in
from conftest import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "granite window eleven"


@pytest.fixture
def key(door, alice, work, mailoutbox) -> str:
    door().post("password-reset", email="Alice@example.com")
    work()
    found = key_in(mailoutbox[0])
    mailoutbox.clear()
    return found


def test_a_known_and_an_unknown_address_get_the_same_answer(door, alice, work, mailoutbox):
    replies = [door().post("password-reset", email=email) for email in (alice.email, "nobody@example.com")]
    assert [(one.status_code, one.json()) for one in replies] == [(202, {"next": "mail"})] * 2
    work()
    assert [mail.subject for mail in mailoutbox] == ["Choose a new password", "There is no account with this address"]


def test_the_key_of_the_mail_sets_a_password_once_and_ends_every_sign_in(door, key, tokens, work, mailoutbox):
    assert door().post("password-reset/confirm", key=key, password=NEW).json() == {"next": "login"}
    assert door(tokens["access"]).get("me").status_code == 401
    assert code(door().login()) == "login_failed"
    assert door().login(password=NEW).status_code == 200
    assert code(door().post("password-reset/confirm", key=key, password="another window eleven")) == "reset.bad_key"
    work()
    assert "Your password was changed" in [mail.subject for mail in mailoutbox]
    assert AuditEntry.objects.filter(action="user.password_reset").exists()


def test_a_new_password_is_no_way_around_the_second_factor(door, key, totp):
    door().post("password-reset/confirm", key=key, password=NEW)
    assert code(door().login(password=NEW)) == "mfa_required"


def test_a_bad_password_does_not_use_up_the_key(door, key):
    assert code(door().post("password-reset/confirm", key=key, password="short")) == "invalid_input"
    assert door().post("password-reset/confirm", key=key, password=NEW).status_code == 200


@pytest.mark.parametrize("bad", ["nonsense", "-", "1-abc-def", "🔑-x"])
def test_a_bad_key_opens_nothing(door, alice, bad):
    assert code(door().post("password-reset/confirm", key=bad, password=NEW)) == "reset.bad_key"


def test_guessing_keys_runs_out(door, key):
    uid = key.partition("-")[0]
    told = [code(door().post("password-reset/confirm", key=f"{uid}-abc-{n:032d}", password=NEW)) for n in range(6)]
    assert told == ["reset.bad_key"] * 5 + ["too_many_attempts"]


def test_a_change_wants_the_present_password_and_counts_wrong_ones(door, tokens):
    me = door(tokens["access"])
    told = [code(me.post("password-change", password="wrong", new_password=NEW)) for _ in range(6)]
    assert told == ["password.wrong"] * 5 + ["too_many_attempts"]


def test_a_change_keeps_the_rules_and_names_the_field(door, tokens):
    reply = door(tokens["access"]).post("password-change", password=PASSWORD, new_password="short")
    assert set(reply.json()["error"]["facts"]["fields"]) == {"new_password"}


def test_a_change_through_a_session_keeps_that_session(client, alice):
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    body = {"password": PASSWORD, "new_password": NEW}
    assert client.post("/api/v1/auth/password-change/", body, content_type="application/json").status_code == 204
    assert client.get("/api/v1/auth/me/").status_code == 200
