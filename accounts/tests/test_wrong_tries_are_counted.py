"""One budget of wrong tries for every door: by account, by address, and apart for a browser that its owner has used before."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from accounts import limits
from accounts.devices import COOKIE, remember_device
from accounts.errors import TooManyAttempts

pytestmark = pytest.mark.django_db


def request_from(address="203.0.113.7", **headers):
    return RequestFactory().post("/", REMOTE_ADDR=address, **headers)


def fail(account="alice@example.com", request=None, door="login"):
    with limits.attempt(door, account=account, request=request or request_from()):
        pass


def exhaust(account="alice@example.com", request=None):
    for _ in range(limits.ACCOUNT_TRIES):
        fail(account, request)


def with_device(user, address="203.0.113.7"):
    """A request of a browser that has signed in as `user` before."""
    response = HttpResponse()
    remember_device(request_from(), response, user)
    request = request_from(address)
    request.COOKIES[COOKIE] = response.cookies[COOKIE].value
    return request


def test_the_sixth_try_is_refused_with_the_time_to_wait(alice):
    exhaust()
    with pytest.raises(TooManyAttempts) as refused:
        fail()
    assert 0 < refused.value.facts["seconds"] <= limits.WINDOW_SECONDS


def test_all_doors_share_one_budget(alice):
    for door in ("login", "second_factor", "password_change", "reset", "login"):
        fail(door=door)
    for door in ("login", "second_factor", "password_change", "reset"):
        with pytest.raises(TooManyAttempts):
            fail(door=door)


def test_what_was_right_is_given_back(alice):
    for _ in range(20):
        with limits.attempt("login", account=alice, request=request_from()) as attempt:
            attempt.succeeded()
    exhaust()


def test_every_spelling_and_every_address_of_a_person_is_one_account(alice):
    for spelling in ("alice@example.com", "ALICE@example.com", " Alice@Example.com ", "alice@EXAMPLE.com"):
        fail(spelling)
    fail(alice)
    with pytest.raises(TooManyAttempts):
        fail("aLiCe@example.com")


def test_an_account_that_does_not_exist_runs_out_in_the_same_way(db):
    exhaust("nobody@example.com")
    with pytest.raises(TooManyAttempts):
        fail("Nobody@example.com")


def test_another_account_is_not_touched(alice, charlie):
    exhaust()
    fail("charlie@example.com")


def test_an_address_runs_out_over_many_accounts(db):
    for number in range(limits.ADDRESS_TRIES):
        fail(f"person{number}@example.com")
    with pytest.raises(TooManyAttempts):
        fail("one-more@example.com")
    fail("one-more@example.com", request_from("203.0.113.8"))


def test_a_refused_try_costs_nothing(alice, charlie):
    exhaust()
    for _ in range(limits.ADDRESS_TRIES):
        with pytest.raises(TooManyAttempts):
            fail()
    fail("charlie@example.com")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2:bbbb::2", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
    ],
)
def test_an_ipv6_line_counts_as_one_place(one, other, same):
    assert (limits.network(one) == limits.network(other)) is same


def test_a_forged_header_makes_nobody_another_place(alice, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(limits.ADDRESS_TRIES):
        fail(
            f"p{number}@example.com", request_from("10.0.0.1", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 203.0.113.9")
        )
    with pytest.raises(TooManyAttempts):
        fail("last@example.com", request_from("10.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.1, 203.0.113.9"))


def test_strangers_cannot_lock_out_a_browser_of_the_owner(alice):
    exhaust()
    request = with_device(alice)
    with limits.attempt("login", account=alice, request=request) as attempt:
        attempt.succeeded()
    exhaust(request=request)
    with pytest.raises(TooManyAttempts):
        fail(request=request)


def test_a_device_of_one_account_is_nothing_at_another(alice, charlie):
    exhaust("charlie@example.com")
    with pytest.raises(TooManyAttempts):
        fail("charlie@example.com", with_device(alice))


def test_a_forged_or_outdated_device_is_a_stranger(alice):
    exhaust()
    request = request_from()
    request.COOKIES[COOKIE] = "eyJhIjoiYiJ9:forged:signature"
    with pytest.raises(TooManyAttempts):
        fail(request=request)
    remembered = with_device(alice)
    alice.set_password("another-password-of-tests")
    alice.save()
    with pytest.raises(TooManyAttempts):
        fail(request=remembered)


def test_the_window_slides_and_ends_after_a_quarter_of_an_hour(alice, monkeypatch):
    monkeypatch.setattr(limits, "WINDOW_SECONDS", 1)
    exhaust()
    with pytest.raises(TooManyAttempts) as refused:
        fail()
    assert refused.value.facts["seconds"] == 1
    time.sleep(1.1)
    exhaust()


def test_an_account_can_be_unlocked(alice):
    exhaust()
    limits.unlock(alice)
    fail()


@pytest.mark.django_db(transaction=True)
def test_fifty_tries_at_once_get_five_checks(alice):
    from django.db import connection

    def one(_):
        try:
            fail(alice)
        except TooManyAttempts:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(50) as pool:
        assert sum(pool.map(one, range(50))) == limits.ACCOUNT_TRIES
