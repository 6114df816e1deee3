"""What goes wrong in somebody's browser is reported where the operator wants it, masked, and by our own pages alone."""

from __future__ import annotations

import json

import pytest

from website.views import browser_errors

pytestmark = pytest.mark.django_db
REPORT = {
    "message": "x is undefined for ann@example.com",
    "stack": "at app.js:1",
    "page": "/boqs/…/",
    "kind": "error",
    "more": "secret",
}


@pytest.fixture
def sent(settings, monkeypatch):
    settings.SENTRY_BROWSER_DSN = "https://key@sentry.example/1"
    found = []
    monkeypatch.setattr(browser_errors, "send", found.append)
    return found


def tell(client, body, site="same-origin"):
    text = body if isinstance(body, str) else json.dumps(body)
    answer = client.post("/browser-errors/", text, content_type="text/plain", headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 204


def test_a_report_goes_on_masked_and_with_known_fields_alone(client, sent):
    tell(client, REPORT)
    [report] = sent
    assert "ann@example.com" not in str(report)
    assert report["message"].startswith("x is undefined")
    assert set(report) == {"message", "stack", "page", "source", "kind", "browser"}


def test_what_is_no_report_of_ours_is_dropped(client, sent):
    for body in ("{", "[]", '"x"', '{"message": 5}', "[" * 8000, json.dumps(REPORT | {"stack": "x" * 9000})):
        tell(client, body)
    tell(client, REPORT, site="cross-site")
    assert sent == []


def test_a_page_that_fails_again_and_again_is_heard_ten_times_a_minute(client, sent):
    for _ in range(14):
        tell(client, REPORT)
    assert len(sent) == 10


def test_pages_report_only_where_it_is_set(client, settings, sent):
    assert "mizan/errors.js" in client.get("/").content.decode()
    assert "mizan/errors.js" in client.get("/accounts/login/").content.decode()
    settings.SENTRY_BROWSER_DSN = ""
    assert "mizan/errors.js" not in client.get("/").content.decode()
    tell(client, REPORT)
    assert sent == []
