"""The OpenAPI description covers every operation, and the documentation pages answer."""

from __future__ import annotations

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def test_the_schema_is_made_without_a_warning(capsys, tmp_path):
    call_command("spectacular", file=str(tmp_path / "schema.yaml"), fail_on_warn=True, validate=True)


@pytest.mark.parametrize("path", ["schema/", "docs/", "redoc/"])
def test_documentation_is_open_to_signed_in_people(path, api, alice):
    assert api(alice).get(f"/api/v1/{path}").status_code == 200


def test_health(client):
    assert client.get("/health/live").json() == {"status": "ok"}
    ready = client.get("/health/ready")
    assert (ready.status_code, set(ready.json()["parts"].values())) == (200, {"ok"})


def test_a_dead_database_makes_it_unready_but_not_dead(client, monkeypatch):
    from config.health import parts

    def gone():
        raise ConnectionError

    monkeypatch.setattr(parts, "PARTS", (("database", gone),))
    reply = client.get("/health/ready")
    assert (reply.status_code, reply.json()["parts"]) == (503, {"database": "ConnectionError"})
    assert client.get("/health/live").status_code == 200


def test_an_unknown_api_address_answers_in_the_one_format(api, alice):
    reply = api(alice).get("/api/v1/nothing/")
    assert reply.status_code == 404
    assert reply.json()["error"]["code"] == "not_found"


def test_a_session_post_without_a_csrf_token_is_refused(alice):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post("/api/v1/projects/", {"name": "x"}, content_type="application/json").status_code == 403
