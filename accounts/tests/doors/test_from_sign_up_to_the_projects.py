"""Signing up, verifying the address, and being in."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.test import Client

from accounts.models import AuditEntry, User

pytestmark = pytest.mark.django_db
FORM = {
    "email": "Dana@Example.com",
    "password1": "quarry-lantern-seven",
    "name": "Dana",
    "organization": "Stonebridge",
    "accept": "on",
}


def link(mail):
    return urlsplit(mail[2]["link"]).path


@pytest.fixture
def browser(posted):
    client = Client()
    client.post("/accounts/signup/", FORM)
    return client


def test_nobody_is_in_before_the_address_is_verified(browser, sign_in):
    assert browser.get("/projects/").status_code == 302
    answer = sign_in(Client(), "dana@example.com", FORM["password1"])
    assert answer.url == "/accounts/confirm-email/"


def test_the_link_lets_the_browser_in_that_signed_up(browser, posted):
    answer = browser.post(link(posted[0]))
    assert answer.url == "/projects/"
    assert browser.get("/projects/").status_code == 200
    assert EmailAddress.objects.get().verified


def test_the_link_in_another_browser_verifies_and_asks_for_the_password(browser, posted):
    other = Client()
    assert other.get(link(posted[0])).status_code == 200
    assert not EmailAddress.objects.get().verified
    assert other.post(link(posted[0])).url == "/accounts/login/"
    assert EmailAddress.objects.get().verified
    assert other.get("/projects/").status_code == 302


def test_the_link_works_once(browser, posted):
    path = link(posted[0])
    browser.post(path)
    assert "no longer works" in Client().get(path).content.decode()
    assert Client().post(path).status_code == 404


def test_the_language_of_the_page_is_the_persons(posted):
    client = Client()
    client.post("/language/", {"language": "ar"})
    client.post("/accounts/signup/", FORM)
    assert User.objects.get().language == "ar"


def test_what_happened_is_in_the_trail(browser, posted):
    browser.post(link(posted[0]))
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {
        "user.registered", "organization.created", "user.email_verified", "user.signed_in",
    }  # fmt: skip


def test_a_first_sign_in_is_no_news(browser, posted):
    browser.post(link(posted[0]))
    assert [template for _, template, _ in posted] == ["verify_address"]


def test_an_address_that_somebody_else_goes_by_is_not_verified_for_another(alice, browser, posted, pages):
    client = pages(alice)
    client.post("/accounts/reauthenticate/", {"password": "a-long-password-of-tests"})
    client.post("/accounts/email/", {"email": "dana@example.com", "action_add": "1"})
    pending = EmailAddress.objects.get(user=alice, email="dana@example.com")
    answer = client.post(f"/accounts/confirm-email/{EmailConfirmationHMAC(pending).key}/")
    assert answer.status_code in (200, 302)
    pending.refresh_from_db()
    alice.refresh_from_db()
    assert (pending.verified, alice.email) == (False, "alice@example.com")
