"""Long enough, known to nobody, none of one's own words; any letters, kept exactly; never a fault of ours."""

from __future__ import annotations

import time

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.known_passwords import is_known
from accounts.models import User
from accounts.passwords import MOST, least_length
from accounts.services import found_home

pytestmark = pytest.mark.django_db
GOOD = "quarry-lantern-seven"


def codes(password, user=None):
    try:
        validate_password(password, user)
    except ValidationError as error:
        return {one.code for one in error.error_list}
    return set()


@pytest.mark.parametrize(
    "password",
    ["password1234", "Password1234!", "P@ssw0rd2024", "qwertyuiop12", "123456789012", "aaaaaaaaaaaa", "abcabcabcabc", "1qaz2wsx3edc4rfv",
     "iloveyou2026", "йцукенгшщзхъ", "ghbdtnghbdtn", "привет123456", "trustno1trustno1", "correcthorsebatterystaple", "Liverpool2024",
     "ａｄｍｉｎｉｓｔｒａｔｏｒ", "!!!monkey!!!"],
)  # fmt: skip
def test_known_passwords_and_what_is_close_to_them_are_refused(password):
    assert "password_known" in codes(password)


@pytest.mark.parametrize(
    "password",
    [GOOD, "four boats under rain", "سماء زرقاء فوق النهر", "зелёный трактор поёт", "xkqjzptmwa12", "🙂🙃🦊🐢 seven foxes",
     "concrete grade C30 pour", " spaces at both ends ", "mJ7#pQ2!vL9x", "x" * 40 + "quarry-lantern" * 6],
)  # fmt: skip
def test_any_other_letters_are_welcome(password):
    assert codes(password) == set()


def test_random_passwords_are_not_taken_for_known_ones():
    import secrets

    assert not any(is_known(secrets.token_urlsafe(9)) for _ in range(2000))


def test_looking_one_up_is_quick():
    is_known(GOOD)
    started = time.perf_counter()
    for _ in range(200):
        is_known(GOOD)
    assert (time.perf_counter() - started) / 200 < 0.01


def test_length(settings):
    assert codes("quarry-lant") == {"password_too_short"}
    assert codes("quarry-lante") == set()
    assert codes(("quarry lantern seven " * 7)[:MOST]) == set()
    assert codes(("quarry lantern seven " * 7)[: MOST + 1]) == {"password_too_long"}
    settings.PASSWORD_MIN_LENGTH = 16
    assert codes("quarry-lantern") == {"password_too_short"}


def test_a_second_factor_allows_a_shorter_one(alice, app):
    assert least_length(alice) == 8
    assert codes("mJ7#pQ2!", alice) == set()
    assert codes("mJ7#pQ2", alice) == {"password_too_short"}


@pytest.mark.parametrize("password", ["quarry\x00lantern", "quarry\ud800lantern", "\udfffquarry-lantern"])
def test_what_cannot_be_stored_is_refused(password):
    assert "password_bad_text" in codes(password)


@pytest.mark.parametrize(
    "password",
    [
        "alicequantock",
        "Alice.Quantock.99",
        "alice-partners-2026",
        "AlicePartners2026",
        "mizan-mizan-mizan",
        "ميزان-ميزان-ميزان",
        "quantock quantock",
    ],
)
def test_ones_own_words_are_refused(password, db):
    user = User.objects.create_user("alice.quantock@example.com", GOOD, name="Alice Quantock")
    found_home(user=user, name="Alice & Partners")
    assert codes(password, user) >= {"password_own"}
    assert codes("mizan quarry lantern", user) == set()


@pytest.mark.parametrize("password", ["€" * 25, "a" * 73 + "quarry", "🦊" * 19, "quarry lantern " * 273, "x" * 4096])
def test_odd_ones_are_kept_exactly_or_refused_on_the_page(client, password, posted):
    form = {"email": "dana@example.com", "password1": password, "organization": "Dana & Co", "accept": "on"}
    answer = client.post("/accounts/signup/", form)
    assert answer.status_code in (200, 302)
    assert User.objects.exists() is (answer.status_code == 302)
    if answer.status_code == 302:
        user = User.objects.get()
        assert user.check_password(password)
        assert not user.check_password(password[:-1])


def test_only_the_first_72_bytes_would_count_without_the_hash_before(settings, db):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.BCryptSHA256PasswordHasher"]
    long = "quarry lantern seven boats " * 3
    user = User.objects.create_user("dana@example.com", long)
    assert user.password.startswith("bcrypt_sha256$")
    assert user.check_password(long)
    assert not user.check_password(long[:72])


@pytest.mark.parametrize("field", ["login", "password"])
def test_a_nul_at_the_door_is_no_fault_of_ours(client, alice, field):
    form = {"login": "alice@example.com", "password": "quarry-lantern-seven"}
    assert client.post("/accounts/login/", {**form, field: "quarry\x00lantern"}).status_code == 200


def test_the_firm_of_the_form_counts_when_signing_up(client, posted):
    form = {"email": "dana@example.com", "password1": "stonebridge-2026", "organization": "Stonebridge", "accept": "on"}
    answer = client.post("/accounts/signup/", form)
    assert "name, email or firm" in answer.content.decode()
    assert not User.objects.exists()
