"""Owners and admins make and revoke keys, on the page and through the API; others do not, and outsiders see nothing."""

import re

import pytest

from accounts.access import Role
from accounts.models import ApiKey, Membership

pytestmark = pytest.mark.django_db


def test_the_api_shows_a_key_once(api, alice):
    made = api(alice).post("/api/v1/keys/", {"name": "ERP", "scopes": ["boqs:read"]})
    assert made.status_code == 201
    assert made.json()["key"].startswith("mzn_live_")
    assert "key" not in api(alice).get("/api/v1/keys/").json()[0]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "", "scopes": ["boqs:read"]}, "name"),
        ({"name": "a", "scopes": []}, "scopes"),
        ({"name": "a", "scopes": ["all"]}, "scopes"),
    ],
)
def test_a_key_needs_a_name_and_known_scopes(api, alice, body, field):
    refused = api(alice).post("/api/v1/keys/", body)
    assert refused.status_code == 400
    assert field in refused.json()["error"]["facts"]["fields"]


def test_an_end_in_the_past_is_refused(api, alice):
    refused = api(alice).post(
        "/api/v1/keys/", {"name": "a", "scopes": ["boqs:read"], "expires_at": "2001-01-01T00:00:00Z"}
    )
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "key.past_date")


@pytest.mark.parametrize(("role", "status"), [(Role.ADMIN, 201), (Role.ESTIMATOR, 403), (Role.VIEWER, 403)])
def test_the_role_decides(api, alice, bob, role, status):
    Membership.objects.filter(user=bob).update(role=role)
    assert api(bob).post("/api/v1/keys/", {"name": "a", "scopes": ["boqs:read"]}).status_code == status


def test_an_outsider_does_not_learn_of_a_key(api, key, charlie):
    row, _ = key("boqs:read")
    assert api(charlie).get(f"/api/v1/keys/{row.pk}/").status_code == 404
    assert api(charlie).delete(f"/api/v1/keys/{row.pk}/").status_code == 404
    assert ApiKey.objects.get().revoked_at is None


def test_the_page_makes_shows_replaces_and_revokes(fresh, alice):
    browser = fresh(alice)
    shown = browser.post("/accounts/settings/keys/new/", {"name": "ERP", "scopes": ["boqs:read"], "days": "90"})
    assert shown.status_code == 201
    assert "no-store" in shown["Cache-Control"]
    plain = re.search(r"mzn_live_\w+", shown.content.decode()).group()
    key = ApiKey.objects.get()
    listed = browser.get("/accounts/settings/keys/").content.decode()
    assert key.prefix in listed
    assert plain not in listed
    assert browser.post(f"/accounts/settings/keys/{key.pk}/", {"do": "rotate", "overlap": "day"}).status_code == 201
    assert browser.post(f"/accounts/settings/keys/{key.pk}/", {"do": "revoke"}).status_code == 302
    key.refresh_from_db()
    assert key.revoked_at


def test_a_viewer_finds_no_page_of_keys(pages, bob):
    assert pages(bob).get("/accounts/settings/keys/").status_code == 403
    assert "API keys" not in pages(bob).get("/projects/").content.decode()
