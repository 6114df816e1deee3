"""Browsers and programs that are signed in: listed in words, ended one by one or all at once, and by a new password."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.devices import words_of
from accounts.models import AuditEntry, TokenFamily, User
from conftest import PASSWORD

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/604.1"
SECURITY = "/accounts/settings/security/"
NEW = {"password1": "quarry-lantern-seven", "password2": "quarry-lantern-seven"}


@pytest.fixture
def phone(alice, sign_in):
    """A second browser of alice's."""
    client = Client(headers={"user-agent": SAFARI})
    assert sign_in(client, REMOTE_ADDR="198.51.100.4").status_code == 302
    return client


@pytest.fixture
def program(alice, firm):
    """A program of alice's, signed in through the API."""
    return TokenFamily.objects.create(
        user=alice,
        organization=firm,
        current_jti="x",
        expires_at=timezone.now() + timedelta(days=7),
        user_agent="curl/8.5.0",
    )


def is_in(client):
    return client.get("/projects/").status_code == 200


def test_the_page_lists_both_in_words(signed_in, phone, program):
    page = signed_in.get(SECURITY).content.decode()
    assert "Safari, iPhone" in page
    assert "198.51.100.4" in page
    assert "curl" in page
    assert page.count("here</span>") == 1


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        (SAFARI, "Safari, iPhone"),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
            "Chrome, Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36 Edg/142.0",
            "Edge, Windows",
        ),
        ("curl/8.5.0", "curl"),
        ("estimates/2.1 (build 5)", "estimates/2.1"),
        ("", ""),
    ],
)
def test_a_browser_in_words(agent, words):
    assert words_of(agent) == words


def test_one_browser_is_signed_out(signed_in, phone):
    row = UserSession.objects.get(session_key=phone.session.session_key)
    assert signed_in.post(f"{SECURITY}sessions/{row.pk}/end/").url == SECURITY
    assert not is_in(phone)
    assert is_in(signed_in)
    assert AuditEntry.objects.filter(action="session.ended").count() == 1


def test_the_present_browser_goes_to_the_door(signed_in):
    row = UserSession.objects.get(session_key=signed_in.session.session_key)
    assert signed_in.post(f"{SECURITY}sessions/{row.pk}/end/").url == "/accounts/login/"
    assert not is_in(signed_in)


def test_a_program_is_signed_out(signed_in, program):
    signed_in.post(f"{SECURITY}programs/{program.pk}/end/")
    program.refresh_from_db()
    assert program.revoked_for == "signed_out"


def test_all_others_are_signed_out(signed_in, phone, program):
    signed_in.post(f"{SECURITY}others/end/")
    program.refresh_from_db()
    assert is_in(signed_in)
    assert not is_in(phone)
    assert program.revoked_at is not None


def test_nobody_ends_what_is_not_theirs(signed_in, program, charlie, pages):
    row = UserSession.objects.get()
    stranger = pages(charlie)
    assert stranger.post(f"{SECURITY}sessions/{row.pk}/end/").status_code == 404
    assert stranger.post(f"{SECURITY}programs/{program.pk}/end/").status_code == 404
    assert is_in(signed_in)


def test_a_new_password_signs_all_others_out_and_tells_the_person(signed_in, phone, program, posted):
    signed_in.post("/accounts/password/change/", {"oldpassword": PASSWORD, **NEW})
    program.refresh_from_db()
    assert is_in(signed_in)
    assert not is_in(phone)
    assert program.revoked_for == "password_changed"
    assert posted[-1][:2] == ("alice@example.com", "password_changed")
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {
        "user.password_changed",
        "user.signed_out_everywhere",
    }


def test_a_new_password_through_the_mailbox_signs_everybody_out(signed_in, phone, program, alice, posted):
    alice.refresh_from_db()
    client = Client()
    path = f"/accounts/password/reset/key/{user_pk_to_url_str(alice)}-{default_token_generator.make_token(alice)}/"
    form = client.get(path).url
    assert client.post(form, NEW).status_code == 302
    program.refresh_from_db()
    assert not is_in(signed_in)
    assert not is_in(phone)
    assert program.revoked_for == "password_reset"
    assert posted[-1][:2] == ("alice@example.com", "password_changed")
    assert "no longer works" in Client().get(path).content.decode()
    assert "no longer works" in client.post(form, NEW).content.decode()


def test_a_new_browser_is_mailed_about_and_a_known_one_is_not(signed_in, sign_in, posted):
    signed_in.post("/accounts/logout/")
    sign_in(signed_in)
    assert posted == []
    sign_in(Client(headers={"user-agent": FIREFOX}), REMOTE_ADDR="198.51.100.4")
    to, template, facts = posted[-1]
    assert (to, template) == ("alice@example.com", "new_sign_in")
    assert (facts["program"], facts["address"]) == ("Firefox, Windows", "198.51.100.4")


def test_after_a_new_password_a_known_browser_is_still_known(signed_in, sign_in, posted):
    signed_in.post("/accounts/password/change/", {"oldpassword": PASSWORD, **NEW})
    signed_in.post("/accounts/logout/")
    sign_in(signed_in, password=NEW["password1"])
    assert [template for _, template, _ in posted] == ["password_changed"]


def test_when_a_browser_was_last_seen_is_written_down_now_and_then(signed_in):
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(days=1))
    cache.clear()
    signed_in.get("/projects/", REMOTE_ADDR="198.51.100.9")
    row = UserSession.objects.get()
    assert timezone.now() - row.last_seen_at < timedelta(minutes=1)
    assert row.ip == "198.51.100.9"


def test_a_deactivated_person_is_out_at_the_next_click(signed_in, api, alice, sign_in):
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert not is_in(signed_in)
    assert sign_in(Client()).url == "/accounts/inactive/"
    assert (
        api(None).post("/api/v1/auth/login/", {"email": "alice@example.com", "password": PASSWORD}).status_code == 401
    )
    assert Client().get("/accounts/inactive/").status_code == 200
