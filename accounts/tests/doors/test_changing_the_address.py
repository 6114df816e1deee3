"""A new address counts once it is verified; until then, and if it never is, the old one stays."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import AuditEntry

pytestmark = pytest.mark.django_db
EMAIL = "/accounts/email/"


@pytest.fixture
def asked(signed_in, posted):
    """Alice has asked for another address."""
    assert signed_in.post(EMAIL, {"email": "alice@new.example", "action_add": "1"}).status_code == 302
    return signed_in


def test_the_link_goes_to_the_new_address_and_nothing_changes_yet(asked, alice, posted):
    assert posted[-1][:2] == ("alice@new.example", "verify_address")
    alice.refresh_from_db()
    assert alice.email == "alice@example.com"
    assert "alice@new.example" in asked.get(EMAIL).content.decode()


def test_after_the_link_the_new_one_counts_and_the_old_one_is_told(asked, alice, posted):
    asked.post(urlsplit(posted[-1][2]["link"]).path)
    alice.refresh_from_db()
    assert alice.email == "alice@new.example"
    assert [one.email for one in EmailAddress.objects.filter(user=alice)] == ["alice@new.example"]
    assert posted[-1][:2] == ("alice@example.com", "address_changed")
    assert AuditEntry.objects.filter(action="user.email_changed").count() == 1


def test_signing_in_goes_by_the_address_that_counts(asked, posted, sign_in):
    assert sign_in(Client()).status_code == 302
    assert sign_in(Client(), "alice@new.example").url != "/projects/"
    asked.post(urlsplit(next(facts["link"] for _, name, facts in posted if name == "verify_address")).path)
    assert sign_in(Client()).status_code == 200
    assert sign_in(Client(), "alice@new.example").url == "/projects/"


def test_the_change_can_be_given_up(asked, alice):
    asked.post(EMAIL, {"email": "alice@new.example", "action_remove": "1"})
    assert EmailAddress.objects.filter(user=alice).count() == 1


def test_an_address_of_somebody_else_is_asked_for_in_vain_and_without_a_word(signed_in, charlie, alice, posted):
    free = signed_in.post(EMAIL, {"email": "free@example.com", "action_add": "1"})
    taken = signed_in.post(EMAIL, {"email": "charlie@example.com", "action_add": "1"})
    assert (free.status_code, free.url) == (taken.status_code, taken.url)
    link = next(facts["link"] for to, _, facts in posted if to == "charlie@example.com")
    signed_in.post(urlsplit(link).path)
    alice.refresh_from_db()
    assert alice.email == "alice@example.com"


def test_an_old_sign_in_is_asked_for_the_password_first(alice, pages, posted):
    answer = pages(alice).post(EMAIL, {"email": "alice@new.example", "action_add": "1"})
    assert answer.url.startswith("/accounts/reauthenticate/")
    assert posted == []
