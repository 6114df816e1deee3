"""Signing up through the API: the same answer and the same work for known and unknown addresses, and nobody in before the mail."""

from __future__ import annotations

import pytest
from django.contrib.auth import hashers

from accounts.models import AuditEntry, User
from accounts.tests.api.conftest import code
from mails.models import Mail

pytestmark = pytest.mark.django_db
FORM = {
    "email": "Dana@Example.com",
    "password": "quarry lantern seven",
    "name": "Dana",
    "organization": "Dana QS",
    "accept": True,
}


def key_in(mail) -> str:
    link = next(line for line in mail.body.splitlines() if line.startswith("http"))
    return link.rstrip("/").rpartition("/")[2]


def test_from_nothing_to_the_first_request(door, work, mailoutbox):
    reply = door().post("register", **FORM)
    assert (reply.status_code, reply.json()) == (202, {"next": "verify-email"})
    assert code(door().login("dana@example.com", FORM["password"])) == "email_unverified"
    work()
    (mail,) = mailoutbox
    assert door().post("verify-email", key=key_in(mail)).json() == {"next": "login"}
    tokens = door().login("dana@example.com", FORM["password"]).json()
    me = door(tokens["access"]).get("me").json()
    assert (me["email"], me["role"], [one["name"] for one in me["organizations"]]) == (
        "dana@example.com", "owner", ["Dana QS"],
    )  # fmt: skip
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"user.registered", "user.email_verified", "user.signed_in"} <= actions


def test_a_known_address_gets_the_same_answer_after_the_same_work_and_a_mail(
    door, alice, monkeypatch, work, mailoutbox
):
    counted, real = [], hashers.MD5PasswordHasher.encode

    def encode(self, *args, **kwargs):
        counted.append(1)
        return real(self, *args, **kwargs)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", encode)
    answers, work_done = [], []
    for email in ("new@example.com", "ALICE@example.com"):
        counted.clear()
        reply = door().post("register", **{**FORM, "email": email})
        answers.append((reply.status_code, reply.json(), sorted(reply.cookies)))
        work_done.append(len(counted))
    assert answers[0] == answers[1]
    assert work_done == [1, 1]
    assert User.objects.filter(email__iexact="alice@example.com").count() == 1
    work()
    assert [mail.subject for mail in mailoutbox] == ["Confirm your email address", "You have an account already"]


@pytest.mark.parametrize("password", ["short", "password1234", "dana@example.com", "x" * 129])
def test_a_bad_password_is_refused_by_its_name_in_the_api(door, password):
    reply = door().post("register", **{**FORM, "password": password})
    assert (reply.status_code, code(reply)) == (400, "invalid_input")
    assert set(reply.json()["error"]["facts"]["fields"]) == {"password"}
    assert not User.objects.exists()


def test_where_addresses_need_no_proof_the_person_signs_in_at_once(door, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "none"
    assert door().post("register", **FORM).json() == {"next": "login"}
    assert not Mail.objects.exists()
    assert door().login("dana@example.com", FORM["password"]).status_code == 200


def test_more_than_is_asked_changes_nothing(door):
    door().post("register", **FORM, is_staff=True, is_superuser=True, role="owner", is_active=False)
    user = User.objects.get()
    assert (user.is_staff, user.is_superuser, user.is_active) == (False, False, True)


@pytest.mark.parametrize("key", ["nonsense", "MQ:1vCabc:f00", "x" * 500])
def test_a_bad_key_verifies_nothing(door, key):
    assert code(door().post("verify-email", key=key)) == "verification.bad_key"


def test_the_mail_comes_again_and_says_so_where_none_is_needed(door, alice, work, mailoutbox):
    door().post("register", **FORM)
    work()
    mailoutbox.clear()
    for email in ("dana@example.com", "alice@example.com", "nobody@example.com"):
        reply = door().post("verify-email/resend", email=email)
        assert (reply.status_code, reply.json()) == (202, {"next": "mail"})
    work()
    assert {mail.to[0]: mail.subject for mail in mailoutbox} == {
        "dana@example.com": "Confirm your email address",
        "alice@example.com": "You have an account already",
        "nobody@example.com": "There is no account with this address",
    }
