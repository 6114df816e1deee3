"""A person has so many sign-ins at most, the oldest end; and a password that is too short once the second factor is gone opens nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, TokenFamily
from accounts.tests.api.test_second_factors import shown
from conftest import PASSWORD, person

pytestmark = pytest.mark.django_db
API = "/api/v1/auth/login/"
DOOR = "/accounts/login/"


def families(user):
    return TokenFamily.objects.filter(user=user, revoked_at=None).order_by("created_at")


def test_one_program_too_many_ends_the_one_used_longest_ago(alice, api, settings):
    settings.MOST_SIGN_INS = 3
    told = [api(None).post(API, {"email": alice.email, "password": PASSWORD}).json() for _ in range(3)]
    first = families(alice).first()
    TokenFamily.objects.filter(pk=first.pk).update(last_used_at=timezone.now() - timedelta(hours=1))
    assert api(None).post(API, {"email": alice.email, "password": PASSWORD}).status_code == 200
    assert families(alice).count() == 3
    first.refresh_from_db()
    assert first.revoked_for == "too_many"
    program = api(None)
    program.credentials(HTTP_AUTHORIZATION=f"Bearer {told[0]['access']}")
    assert program.get("/api/v1/auth/me/").status_code == 401
    assert AuditEntry.objects.get(action="session.ended").facts == {"why": "too_many", "ended": 1}


def test_browsers_and_programs_count_together_and_the_one_that_comes_stays(alice, api, settings):
    settings.MOST_SIGN_INS = 2
    browsers = [Client(), Client(), Client()]
    for browser in browsers[:2]:
        assert browser.post(DOOR, {"login": alice.email, "password": PASSWORD}).status_code == 302
        browser.get("/projects/")
    UserSession.objects.filter(session_key=browsers[0].session.session_key).update(
        last_seen_at=timezone.now() - timedelta(hours=1)
    )
    browsers[2].post(DOOR, {"login": alice.email, "password": PASSWORD})
    assert [one.get("/projects/").status_code for one in browsers] == [302, 200, 200]
    assert families(alice).count() == 0


@pytest.fixture
def shortened(alice, fresh, settings):
    """Alice, whose second factor staff took away beside a password of eight letters."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(alice, generate_totp_secret())
    alice.set_password("kq7vwz2x")
    alice.save()
    assert alice.short_password
    settings.STAFF_SECOND_FACTOR = False
    root = person("root@operator.example", "Root")
    root.is_staff = root.is_superuser = True
    root.save()
    path = f"/admin/accounts/user/{alice.pk}/access/"
    assert fresh(root).post(path, {"do": "second_factor", "reason": "Ticket 12"}).status_code == 302
    return alice


def test_a_short_password_opens_neither_door_once_the_factor_is_gone(shortened, api):
    refused = api(None).post(API, {"email": shortened.email, "password": "kq7vwz2x"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "password.new_needed")
    browser = Client()
    sent = browser.post(DOOR, {"login": shortened.email, "password": "kq7vwz2x"})
    assert sent.url == reverse("account_reset_password")
    assert "shorter than what is asked" in browser.get(sent.url).content.decode()
    assert browser.get("/projects/").status_code == 302
    assert not families(shortened).exists()


def test_a_wrong_password_is_not_told_so(shortened, api):
    refused = api(None).post(API, {"email": shortened.email, "password": "kq7vwz2y"})
    assert refused.json()["error"]["code"] == "login_failed"


def test_a_new_password_opens_again(shortened, api):
    shortened.set_password("granite window eleven")
    shortened.save()
    assert api(None).post(API, {"email": shortened.email, "password": "granite window eleven"}).status_code == 200


def test_a_short_password_beside_a_factor_is_enough(alice, api):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = generate_totp_secret()
    TOTP.activate(alice, secret)
    alice.set_password("kq7vwz2x")
    alice.save()
    asked = api(None).post(API, {"email": alice.email, "password": "kq7vwz2x"}).json()["error"]
    assert asked["code"] == "mfa_required"
    body = {"mfa_token": asked["facts"]["mfa_token"], "code": shown(secret)}
    assert api(None).post("/api/v1/auth/mfa/", body).status_code == 200


def test_a_server_without_keys_of_its_own_for_erasures_is_told_at_check_deploy(settings):
    from dataclasses import replace

    from config.checks import erasures_have_keys_of_their_own

    settings.ENV = replace(settings.ENV, local=False)
    assert [found.id for found in erasures_have_keys_of_their_own(None)] == ["mizan.W002"]
    settings.ENV = replace(settings.ENV, privacy=replace(settings.ENV.privacy, erasure_keys=("one",)))
    assert erasures_have_keys_of_their_own(None) == []
