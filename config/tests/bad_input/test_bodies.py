"""Bodies that no program of good will sends, to every operation that takes one: 400 with a code, never a fault of ours."""

from __future__ import annotations

import pytest
from django.db import transaction
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from config.tests.walk.routes import address

pytestmark = pytest.mark.django_db
BODIES = {
    "nul": b'{"name": "a\\u0000b", "x": 1}',
    "nul in a name": b'{"na\\u0000me": "a"}',
    "lone surrogate": b'{"name": "\\ud800"}',
    "deep inside": b'{"a": [{"b": ["\\udfff"]}]}',
    "not a number": b'{"name": NaN}',
    "infinity": b'{"name": -Infinity}',
    "1e400": b'{"name": 1e400}',
    "5,000 digits": b'{"name": ' + b"9" * 5_000 + b"}",
    "endless nesting": b"[" * 100_000,
    "no json": b"{",
    "nothing": b"",
    "not text": b'{"name": "\xff"}',
    "byte order mark": b'\xef\xbb\xbf{"name": "a"}',
}
CODES = {"bad_text", "malformed", "invalid_input"}


@pytest.fixture(scope="module")
def operations():
    """(method, path) of all that take JSON."""
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    return [
        (method, path)
        for path, methods in paths.items()
        for method, operation in methods.items()
        if "application/json" in operation.get("requestBody", {}).get("content", {})
    ]


def filled(path, things):
    """The address with real ids."""
    return address(path.replace("{", "<").replace("}", ">").lstrip("/"), things)


@pytest.fixture
def everywhere(operations, things, firm, alice, api):
    """Send a body to every operation, as the owner, to real ids: (operation, answer) of each."""
    ids = {**things, "organization_id": firm.pk, "user_id": alice.pk, "id": things["project"]}
    client = api(alice)
    client.raise_request_exception = False
    assert len(operations) > 30

    def send(body):
        for method, path in operations:
            with transaction.atomic():
                answer = client.generic(method.upper(), filled(path, ids), body, content_type="application/json")
                transaction.set_rollback(True)
            yield f"{method} {path}", answer

    return send


def test_every_operation_refuses_what_is_no_json_of_ours(everywhere):
    wrong = {}
    for kind, body in BODIES.items():
        for operation, reply in everywhere(body):
            if reply.status_code == 404 or (kind == "nothing" and reply.status_code < 500):
                continue
            if (reply.status_code, reply.json()["error"]["code"]) not in {(400, code) for code in CODES}:
                wrong[f"{kind}: {operation}"] = (reply.status_code, reply.content[:200])
    assert wrong == {}


def test_every_operation_refuses_json_that_is_no_object(everywhere):
    wrong = {}
    for body in (b"[]", b"1", b'"x"', b"null", b"true", b"[[]]"):
        for operation, reply in everywhere(body):
            if reply.status_code >= 500 or (reply.status_code < 300 and body != b"null"):
                wrong[f"{body!r}: {operation}"] = (reply.status_code, reply.content[:200])
    assert wrong == {}


KINDS = [
    "text/plain",
    "application/xml",
    "application/json; charset=x-none",
    "",
    "multipart/form-data",
    "odd",
    "a/b;" + "c" * 3_000,
]
WAYS_IN = [
    "Bearer",
    "Bearer a b",
    "Bearer \x00",
    "Basic !!!",
    "Bearer mzn_live_\x00",
    "Bearer ключ",
    "x" * 20_000,
    "Bearer " + "." * 5_000,
]
HEADERS = [
    "HTTP_USER_AGENT", "HTTP_ACCEPT_LANGUAGE", "HTTP_X_REQUEST_ID", "HTTP_REFERER", "HTTP_X_FORWARDED_FOR", "HTTP_ACCEPT",
]  # fmt: skip


def test_other_kinds_of_bodies(api, alice):
    client = api(alice)
    client.raise_request_exception = False
    for kind in KINDS:
        assert client.generic("POST", "/api/v1/projects/", b"{", content_type=kind).status_code in (400, 415), kind


def test_odd_ways_in(db):
    client = APIClient(raise_request_exception=False)
    for given in WAYS_IN:
        reply = client.get("/api/v1/projects/", HTTP_AUTHORIZATION=given.encode().decode("latin-1"))
        assert reply.status_code == 401, given


@pytest.mark.parametrize("header", HEADERS)
def test_odd_headers_at_a_door_that_writes_them_down(header, alice):
    client = APIClient(raise_request_exception=False)
    body = {"email": "alice@example.com", "password": "a-long-password-of-tests"}
    for value in ("\x00", "\xff\xfe", "x" * 100_000, "", "é;q=9e999", "../../..", "%00"):
        reply = client.post("/api/v1/auth/login/", body, **{header: value})
        assert reply.status_code in (200, 400, 406), (value[:20], reply.content[:300])


def test_a_search_of_ten_megabytes_is_over_at_once(api, pages, alice):
    for path in ("/projects/?q=", "/api/v1/boqs/?project=", "/api/v1/audit/?text=", "/api/v1/jobs/?status="):
        client = api(alice) if path.startswith("/api/") else pages(alice)
        client.raise_request_exception = False
        reply = client.get(path + "x" * 10_000_000)
        assert reply.status_code == 400, path
        assert len(reply.content) < 1_000_000, path


def test_a_body_larger_than_is_taken_is_refused(api, alice):
    reply = api(alice).post("/api/v1/projects/", {"name": "x" * 3_000_000})
    assert reply.status_code in (400, 413)
