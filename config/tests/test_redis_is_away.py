"""Without Redis, refusing or silent, a page comes from the database, and what cannot go on without it says so within two seconds."""

from __future__ import annotations

import socket
import time

import pytest
from django.core.cache import caches
from django.urls import reverse

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

    def go(answer_seconds=0.2):
        there = {"LOCATION": f"redis://127.0.0.1:{port}/0", "OPTIONS": {"socket_timeout": answer_seconds}}
        settings.CACHES = {name: {**one, **there} for name, one in good.items()}

        def back():
            settings.CACHES = good

        return back

    yield go
    settings.CACHES = good
    listening.close()


def timed(work):
    """The answer, and how many seconds it took beside what the same takes the processor: waiting, not working."""
    began, worked = time.monotonic(), time.process_time()
    answer = work()
    return answer, time.monotonic() - began - (time.process_time() - worked)


def test_who_is_signed_in_goes_on(away, pages, api, alice, project):
    browser, program = pages(alice), api(alice)
    assert browser.get("/projects/").status_code == 200  # with everything imported and compiled
    away(caching.ANSWER_SECONDS)
    answer, seconds = timed(lambda: browser.get("/projects/"))
    assert (answer.status_code, seconds < 2) == (200, True), seconds
    assert "Villa" in answer.content.decode()
    answer, seconds = timed(lambda: program.get("/api/v1/projects/"))
    assert (answer.status_code, seconds < 1) == (200, True), seconds  # nobody knocks again at once


def test_signing_in_says_that_it_cannot_be_done_now(away, api, client, alice):
    away(caching.ANSWER_SECONDS)
    answer, seconds = timed(lambda: api(None).post("/api/v1/auth/login/", LOGIN))
    assert (answer.status_code, answer.json()["error"]["code"], seconds < 2) == (503, "unavailable", True), seconds
    assert int(answer["Retry-After"]) > 0
    page, seconds = timed(lambda: client.post(reverse("account_login"), {"login": alice.email, "password": PASSWORD}))
    assert (page.status_code, seconds < 2) == (503, True), seconds
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
