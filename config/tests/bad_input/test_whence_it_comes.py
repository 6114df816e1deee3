"""Foreign hosts, foreign pages and forged methods."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
OURS = "https://app.example.com"


def test_a_host_that_is_not_ours_is_refused(client, settings):
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    for path in ("/", "/api/v1/projects/", "/accounts/login/", "/admin/", "/health/ready"):
        for host in ["evil.example", "localhost.evil.example", "localhost:80@evil.example", "a b", "", "[::1"]:
            assert client.get(path, HTTP_HOST=host).status_code == 400, (path, host)


def test_a_forwarded_host_is_not_believed(client, alice, mailoutbox, work):
    client.post("/accounts/password/reset/", {"email": alice.email}, HTTP_X_FORWARDED_HOST="evil.example")
    work()
    assert mailoutbox
    assert "evil.example" not in mailoutbox[0].body


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://app.example.com", f"{OURS}.evil.example", "https://x" + OURS[8:]]
)
def test_a_page_from_elsewhere_gets_no_permission_to_read(origin, api, alice, settings):
    settings.CORS_ALLOWED_ORIGINS = [OURS]
    for answer in (
        api(alice).get("/api/v1/projects/", HTTP_ORIGIN=origin),
        Client().options("/api/v1/projects/", HTTP_ORIGIN=origin, HTTP_ACCESS_CONTROL_REQUEST_METHOD="POST"),
    ):
        assert "Access-Control-Allow-Origin" not in answer
        assert "Access-Control-Allow-Credentials" not in answer


def test_a_page_of_ours_may_read_without_cookies(api, alice, settings):
    settings.CORS_ALLOWED_ORIGINS = [OURS]
    answer = api(alice).get("/api/v1/projects/", HTTP_ORIGIN=OURS)
    assert answer["Access-Control-Allow-Origin"] == OURS
    assert "Access-Control-Allow-Credentials" not in answer


def test_pages_for_people_are_nobody_elses_to_read(client, settings):
    settings.CORS_ALLOWED_ORIGINS = [OURS]
    assert "Access-Control-Allow-Origin" not in client.get("/accounts/login/", HTTP_ORIGIN=OURS)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/api/v1/projects/"),
        ("patch", "/api/v1/auth/me/"),
        ("post", "/api/v1/auth/logout/everywhere/"),
        ("post", "/api/v1/auth/password-change/"),
        ("post", "/api/v1/keys/"),
        ("post", "/api/v1/privacy/exports/"),
        ("post", "/projects/new/"),
        ("post", "/accounts/logout/"),
        ("post", "/language/"),
    ],
)
def test_a_session_without_the_token_of_its_page_changes_nothing(method, path, alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert getattr(client, method)(path, {}, content_type="application/json").status_code == 403


def test_a_header_does_not_change_the_method(api, bob, project):
    """A viewer's GET stays one, whatever it claims to be."""
    reply = api(bob).get(f"/api/v1/projects/{project.pk}/", HTTP_X_HTTP_METHOD_OVERRIDE="DELETE")
    assert (reply.status_code, reply.json()["name"]) == (200, "Villa")
