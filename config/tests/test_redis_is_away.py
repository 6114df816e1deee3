"""Without Redis, refusing or silent, a page comes from the database, and what cannot go on without it says so at once."""

from __future__ import annotations

import socket

import pytest
from django.contrib.sessions.backends.cached_db import KEY_PREFIX
from django.core.cache import caches
from django.urls import reverse
from redis import Redis

from config import caching
from conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = {"email": "alice@example.com", "password": PASSWORD}


@pytest.fixture(params=["refusing", "silent"])
def away(request, settings):
    """Call it, and Redis is away; call what it gives, and it is back."""
    listening = socket.create_server(("127.0.0.1", 0))  # takes connections and never answers
    port = listening.getsockname()[1]
    if request.param == "refusing":
        listening.close()
    good = settings.CACHES

    def go():
        there = {"LOCATION": f"redis://127.0.0.1:{port}/0", "OPTIONS": {"socket_timeout": 0.05}}
        settings.CACHES = {name: {**one, **there} for name, one in good.items()}

        def back():
            settings.CACHES = good

        return back

    yield go
    settings.CACHES = good
    listening.close()


@pytest.fixture
def knocks(monkeypatch):
    """How many commands waited for Redis; each waits `ANSWER_SECONDS` at most. Counted, because a busy machine is slow by itself."""
    made = []
    whole = Redis.execute_command

    def counted(self, *args, **options):
        made.append(args[0])
        return whole(self, *args, **options)

    monkeypatch.setattr(Redis, "execute_command", counted)
    monkeypatch.setattr(caching, "PAUSE_SECONDS", 60.0)
    return made


def test_nothing_is_waited_for_longer_than_a_page_may_take():
    assert caching.CONNECT_SECONDS + caching.ANSWER_SECONDS < 2


def test_who_is_signed_in_goes_on(away, pages, api, alice, project, knocks):
    browser, program = pages(alice), api(alice)
    assert browser.get("/projects/").status_code == 200  # with everything imported and compiled
    away()
    knocks.clear()
    answer = browser.get("/projects/")
    assert (answer.status_code, len(knocks)) == (200, 1)
    assert str(project.pk) in answer.content.decode()
    assert program.get("/api/v1/projects/").status_code == 200
    assert len(knocks) <= 2  # nobody knocks again at once


def test_signing_in_says_that_it_cannot_be_done_now(away, api, client, alice, knocks):
    away()
    knocks.clear()
    answer = api(None).post("/api/v1/auth/login/", LOGIN)
    assert (answer.status_code, answer.json()["error"]["code"], len(knocks)) == (503, "unavailable", 1)
    assert int(answer["Retry-After"]) > 0
    page = client.post(reverse("account_login"), {"login": alice.email, "password": PASSWORD})
    assert page.status_code == 503
    assert "does not answer at this moment" in page.content.decode()


def test_who_signs_out_meanwhile_stays_out(away, pages, alice, monkeypatch):
    browser = pages(alice)
    browser.get("/projects/")
    cookies = browser.cookies.copy()
    back = away()
    assert browser.post(reverse("account_logout")).status_code == 302
    back()
    browser.cookies = cookies
    assert browser.get("/projects/").status_code == 302


def test_another_process_believes_the_cache_for_a_minute_at_most(pages, alice):
    """It cannot know what this one has taken note of while Redis was away."""
    browser = pages(alice)
    browser.get("/projects/")
    key = caches["default"].make_key(KEY_PREFIX + browser.session.session_key)
    assert 0 < caches["default"]._cache.get_client().ttl(key) <= 60


def test_what_was_written_meanwhile_is_not_forgotten(away, pages, bob):
    from accounts.services import create_organization

    other = create_organization(owner=bob, name="Second firm of Bob")
    browser = pages(bob)
    browser.get("/projects/")
    back = away()
    browser.post(reverse("accounts:switch"), {"organization": str(other.pk)})
    back()
    assert "Second firm of Bob" in browser.get("/projects/").content.decode().partition("<main")[0]


def test_it_is_asked_again_after_a_pause(away, monkeypatch):
    monkeypatch.setattr(caching, "PAUSE_SECONDS", 0.0)
    back = away()
    assert caches["handy"].get("x", "nothing") == "nothing"
    assert caches["handy"].get_or_set("x", lambda: 7, 60) == 7
    back()
    caches["handy"].set("x", 1, 60)
    assert caches["handy"].get("x") == 1
