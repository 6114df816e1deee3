"""NUL and bytes that are no text, in addresses and cookies, end at the door: on every route, never in the database."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from config.tests.walk.routes import address, routes

pytestmark = pytest.mark.django_db
BAD = ["%00", "a%00b", "%ff", "%ed%a0%80", "%c0%80"]
TEXTS = [path for _, path in routes() if "<str:" in path]
COOKIES = ["sessionid", "csrftoken", "django_language", "messages", "mizan_device", "x"]


class Anything(dict):
    """A bad text for every placeholder that takes one."""

    def __init__(self, text):
        super().__init__()
        self.text = text

    def get(self, name, default=None):
        return self.text if name in ("key", "token", "sign_in") else uuid4()


@pytest.mark.parametrize("bad", BAD)
def test_in_a_query(bad, api, pages, alice):
    program, browser = api(alice), pages(alice)
    for path in ("projects/?x={}", "jobs/?status={}", "boqs/?{}=1"):
        error = program.get("/api/v1/" + path.format(bad))
        assert (error.status_code, error.json()["error"]["code"]) == (400, "bad_text")
        assert error.json()["error"]["request_id"]
    page = browser.get(f"/projects/?q={bad}")
    assert page.status_code == 400
    assert "<html" in page.content.decode()
    assert Client().get(f"/health/live?{bad}").status_code == 400


@pytest.mark.parametrize("bad", BAD)
def test_in_a_path(bad, api, pages, alice):
    assert len(TEXTS) > 2
    program, browser = api(alice), pages(alice)
    for path in TEXTS:
        client = program if path.startswith("api/") else browser
        assert client.get(address(path, Anything(bad))).status_code in (400, 404, 405), path


def test_what_is_text_passes(api, alice):
    client = api(alice)
    for fine in (
        "%D8%B3%D9%82%D9%81",
        "a+b%20c",
        "%F0%9F%8F%97",
        "%25",
        "100%",
        "a=b=c",
        "&&",
        "\u0441\u0442\u0435\u043d\u0430",
    ):
        assert client.get(f"/api/v1/projects/?q={fine}").status_code == 200, fine


def test_any_letters_in_a_path_lead_on(api, pages, alice):
    program, browser = api(alice), pages(alice)
    for letters in ("%C3%A9", "%D8%B3%D9%82%D9%81", "%F0%9F%8F%97", "%F1%85%84%8C", "\u0441\u0442\u0435\u043d\u0430"):
        for path in (*TEXTS, "api/v1/projects/<str:key>/", "api/v1/jobs/<str:key>/cancel/"):
            client = program if path.startswith("api/") else browser
            assert client.get(address(path, Anything(letters))).status_code in (200, 404, 405), (path, letters)


@pytest.mark.parametrize("value", ['"aaaaaaaaaaaa\\000b"', '"\\355\\240\\200"', "a\\000"])
def test_in_a_cookie_counts_as_not_sent(value, db):
    for name in COOKIES:
        for path in ("/accounts/login/", "/projects/", "/api/v1/projects/"):
            assert Client().get(path, HTTP_COOKIE=f"{name}={value}").status_code in (200, 302, 401), (name, path)
