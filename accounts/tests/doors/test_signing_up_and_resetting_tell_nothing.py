"""Whether an address is known here is not told: the same answer, the same work, a mail either way."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Organization, User
from accounts.tests.doors.conftest import WRONG

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "alice@example.com", "dana@example.com"


def page_of(answer):
    """What is read, without the token of the form and the address itself."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"', "", answer.content.decode())
    return answer.status_code, answer.get("Location"), text.replace(KNOWN, "X").replace(UNKNOWN, "X")


@pytest.fixture
def hashed(monkeypatch):
    """How often a password was hashed or compared."""
    times = []
    encode = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher, "encode", lambda *given, **named: times.append(1) or encode(*given, **named)
    )
    return times


def sign_up(email):
    client = Client()
    form = {"email": email, "password1": "quarry-lantern-seven", "name": "Dana", "accept": "on"}
    return client.post("/accounts/signup/", form), client


def test_signing_up(alice, posted, hashed):
    rows = [model.objects.count() for model in (User, Organization, EmailAddress, AuditEntry)]
    known, browser = sign_up(KNOWN)
    work = len(hashed)
    assert [model.objects.count() for model in (User, Organization, EmailAddress, AuditEntry)] == rows
    unknown, other = sign_up(UNKNOWN)
    assert page_of(known) == page_of(unknown)
    assert known.url == "/accounts/confirm-email/"
    assert page_of(browser.get(known.url)) == page_of(other.get(unknown.url))
    assert (work, len(hashed) - work) == (1, 1)
    assert [(to, template) for to, template, _ in posted] == [(KNOWN, "account_exists"), (UNKNOWN, "verify_address")]


def test_signing_in(alice, hashed):
    answers = []
    for email in (KNOWN, UNKNOWN):
        before = len(hashed)
        answers.append(
            (page_of(Client().post("/accounts/login/", {"login": email, "password": WRONG})), len(hashed) - before)
        )
    assert answers[0] == answers[1]
    assert answers[0][1] == 1


def test_asking_for_a_new_password(alice, posted, hashed):
    answers = [page_of(Client().post("/accounts/password/reset/", {"email": email})) for email in (KNOWN, UNKNOWN)]
    assert answers[0] == answers[1]
    assert [(to, template) for to, template, _ in posted] == [(KNOWN, "reset_password"), (UNKNOWN, "unknown_account")]
    assert hashed == []


def test_an_account_whose_owner_never_verified_can_be_taken_back_by_the_mailbox(alice, posted):
    EmailAddress.objects.filter(user=alice).update(verified=False)
    answer, _ = sign_up(KNOWN)
    assert answer.url == "/accounts/confirm-email/"
    assert posted[0][:2] == (KNOWN, "account_exists")


def test_signing_up_writes_as_much_for_both(alice, posted):
    with CaptureQueriesContext(connection) as for_known:
        sign_up(KNOWN)
    with CaptureQueriesContext(connection) as for_unknown:
        sign_up(UNKNOWN)
    writes = [
        sum(query["sql"].startswith("INSERT") for query in asked.captured_queries) for asked in (for_known, for_unknown)
    ]
    assert abs(writes[0] - writes[1]) <= 1, writes


def test_two_who_sign_up_at_once_with_one_address(posted, monkeypatch):
    sign_up(UNKNOWN)
    monkeypatch.setattr(
        "allauth.account.internal.flows.manage_email.email_already_exists", lambda email, **more: (email, False)
    )
    answer, _ = sign_up(UNKNOWN)
    assert answer.url == "/accounts/confirm-email/"
    assert User.objects.count() == 1
