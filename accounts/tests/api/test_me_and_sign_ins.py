"""Who is signed in, what they change about themselves, and where else they are signed in."""

from __future__ import annotations

import pytest

from accounts.models import AuditEntry, TokenFamily, User

pytestmark = pytest.mark.django_db


def test_name_and_language_can_be_changed_and_nothing_else(door, tokens, alice):
    reply = door(tokens["access"]).patch(
        "me", name="Alicia", language="ar", email="x@example.com", is_staff=True, role="x"
    )
    assert (reply.json()["name"], reply.json()["language"], reply.json()["email"]) == ("Alicia", "ar", alice.email)
    assert not User.objects.get(pk=alice.pk).is_staff
    assert AuditEntry.objects.get(action="user.profile_changed").facts == {"fields": ["language", "name"]}
    assert door(tokens["access"]).patch("me", language="xx").status_code == 400


def test_ones_own_sign_ins_are_listed_with_the_present_one_marked(door, tokens, client, alice):
    door().login()
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    rows = door(tokens["access"]).get("sessions").json()
    assert [row["kind"] for row in rows].count("program") == 2
    assert [row["id"] for row in rows if row["here"]] == [str(TokenFamily.objects.order_by("created_at").first().pk)]


def test_a_sign_in_is_ended(door, tokens):
    other = door().login().json()
    family = TokenFamily.objects.order_by("created_at").last()
    assert door(tokens["access"]).delete(f"sessions/{family.pk}").status_code == 204
    assert door(other["access"]).get("me").status_code == 401
    assert door(tokens["access"]).delete(f"sessions/{family.pk}").status_code == 404


def test_a_browser_is_signed_out(door, tokens, client, alice):
    from django.urls import reverse

    from conftest import PASSWORD

    client.post(reverse("account_login"), {"login": alice.email, "password": PASSWORD})
    (browser,) = [row for row in door(tokens["access"]).get("sessions").json() if row["kind"] == "browser"]
    assert door(tokens["access"]).delete(f"sessions/{browser['id']}").status_code == 204
    assert client.get("/projects/").status_code == 302


@pytest.mark.parametrize("bad", ["nonsense", "1", "9" * 30, "00000000-0000-0000-0000-000000000000"])
def test_what_is_no_sign_in_of_ones_own_does_not_exist(door, tokens, bad):
    assert door(tokens["access"]).delete(f"sessions/{bad}").status_code == 404


def test_a_strangers_sign_in_does_not_exist(door, tokens, charlie):
    door().login(charlie.email)
    theirs = TokenFamily.objects.get(user=charlie)
    assert door(tokens["access"]).delete(f"sessions/{theirs.pk}").status_code == 404
    assert TokenFamily.objects.get(pk=theirs.pk).revoked_at is None
