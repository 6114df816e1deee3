"""Origins, hosts and forms of others: who is not on the list gets nothing."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from config.env import read_environment

pytestmark = pytest.mark.django_db
FRIEND = "https://planner.example.com"
ALLOW = "Access-Control-Allow-Origin"


@pytest.fixture
def listed(settings):
    settings.CORS_ALLOWED_ORIGINS = [FRIEND]


def test_a_listed_origin_may_call_the_api_without_cookies(listed, api, alice):
    answer = api(alice).get("/api/v1/boqs/", HTTP_ORIGIN=FRIEND)
    assert answer[ALLOW] == FRIEND
    assert "Access-Control-Allow-Credentials" not in answer
    assert "origin" in answer["Vary"].lower()
    asked = Client().options(
        "/api/v1/boqs/", HTTP_ORIGIN=FRIEND, HTTP_ACCESS_CONTROL_REQUEST_METHOD="POST",
        HTTP_ACCESS_CONTROL_REQUEST_HEADERS="authorization",
    )  # fmt: skip
    assert asked.status_code == 200
    assert (asked[ALLOW], "authorization" in asked["Access-Control-Allow-Headers"]) == (FRIEND, True)


@pytest.mark.parametrize(
    "origin",
    [
        "null", "https://elsewhere.example", "http://planner.example.com", "https://planner.example.com.evil.example",
        "https://evil.example/https://planner.example.com", "https://planner.example.com:444", "*", "",
    ],
)  # fmt: skip
def test_any_other_origin_gets_no_header(listed, origin, api, alice):
    for method in ("get", "options"):
        answer = getattr(api(alice), method)(
            "/api/v1/boqs/", HTTP_ORIGIN=origin, HTTP_ACCESS_CONTROL_REQUEST_METHOD="GET"
        )
        assert ALLOW not in answer


def test_pages_are_for_no_other_origin(listed, pages, alice):
    assert ALLOW not in pages(alice).get("/projects/", HTTP_ORIGIN=FRIEND)


@pytest.mark.parametrize(
    "origin", ["*", "null", "https://*.example.com", "https://a.example/path", "a.example", "ftp://a.example", "https://u@a.example"]
)  # fmt: skip
def test_the_list_takes_neither_patterns_nor_null(origin):
    with pytest.raises(ImproperlyConfigured, match="CORS_ALLOWED_ORIGINS"):
        read_environment({"CORS_ALLOWED_ORIGINS": f"https://good.example,{origin}"})


def test_the_list_is_taken_as_it_stands():
    given = {"CORS_ALLOWED_ORIGINS": f"{FRIEND}, http://localhost:3000"}
    assert read_environment(given).browser.cors_allowed_origins == (FRIEND, "http://localhost:3000")


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost@evil.example", "[::1"])
@pytest.mark.parametrize("path", ["/", "/api/v1/boqs/", "/accounts/password/reset/"])
def test_an_evil_host_is_refused(host, path, client):
    client.raise_request_exception = False
    assert client.get(path, headers={"host": host}).status_code == 400


def test_a_forwarded_host_is_not_believed(client):
    assert "evil" not in client.get("/accounts/login/", headers={"x-forwarded-host": "evil.example"}).content.decode()


@pytest.mark.parametrize("path", ["/projects/new/", "/accounts/logout/", "/language/"])
def test_a_form_without_its_token_is_refused_with_words(path, alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post(path, {"name": "x"})
    assert answer.status_code == 403
    assert "csrf_failed" in answer.content.decode()
    assert "reload the page" in answer.content.decode()


def test_a_session_alone_does_not_write_through_the_api(alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post("/api/v1/projects/", {"name": "x"}, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")
    assert client.get(reverse("projects:list")).status_code == 200
