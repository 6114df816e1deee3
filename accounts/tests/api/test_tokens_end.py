"""Signing out, a new password, a deactivation and a removal end tokens at once: access tokens too, before their ten minutes are over."""

from __future__ import annotations

import pytest

from accounts.models import AuditEntry, Membership, TokenFamily, User
from accounts.tests.api.conftest import code
from conftest import PASSWORD

pytestmark = pytest.mark.django_db


def dead(door, tokens) -> bool:
    refused = door(tokens["access"]).get("me").status_code == 401
    return refused and door().post("refresh", refresh=tokens["refresh"]).status_code == 401


def test_signing_out_ends_this_sign_in_and_no_other(door, tokens):
    other = door().login().json()
    assert door(tokens["access"]).post("logout").status_code == 204
    assert dead(door, tokens)
    assert not dead(door, other)
    assert AuditEntry.objects.filter(action="user.signed_out").count() == 1


def test_signing_out_with_the_refresh_token_alone(door, tokens):
    assert door().post("logout", refresh=tokens["refresh"]).status_code == 204
    assert dead(door, tokens)


def test_signing_out_twice_or_with_nothing_is_no_fault(door, tokens):
    for _ in range(2):
        assert door(tokens["access"]).post("logout").status_code == 204
    assert door().post("logout").status_code == 204
    assert door("nonsense").post("logout", refresh="nonsense").status_code == 204


def test_signing_out_everywhere(door, tokens):
    other = door().login().json()
    assert door(tokens["access"]).post("logout/everywhere").status_code == 204
    assert dead(door, tokens)
    assert dead(door, other)


def test_a_changed_password_ends_all(door, tokens):
    other = door().login().json()
    reply = door(tokens["access"]).post("password-change", password=PASSWORD, new_password="granite window eleven")
    assert reply.status_code == 204, reply.json()
    assert dead(door, tokens)
    assert dead(door, other)
    assert code(door().login()) == "login_failed"
    assert door().login(password="granite window eleven").status_code == 200


def test_a_deactivated_person_is_out_at_once(door, tokens, alice):
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert dead(door, tokens)
    assert code(door().login()) == "login_failed"


def test_a_removed_member_is_out_at_once(door, bob, firm):
    tokens = door().login(bob.email).json()
    Membership.objects.filter(user=bob, organization=firm).delete()
    assert dead(door, tokens)


def test_a_changed_role_counts_at_once(door, bob, firm):
    tokens = door().login(bob.email).json()
    client = door(tokens["access"]).client
    assert client.post("/api/v1/projects/", {"name": "No", "currency": "USD"}).status_code == 403
    Membership.objects.filter(user=bob, organization=firm).update(role="estimator")
    assert client.post("/api/v1/projects/", {"name": "Yes", "currency": "USD"}).status_code == 201


def test_a_request_with_a_token_costs_three_queries_before_its_own(door, bob, django_assert_num_queries):
    """The family with its person, the membership with its organization, the projects that are hidden from them."""
    tokens = door().login(bob.email).json()
    with django_assert_num_queries(4):
        assert door(tokens["access"]).get("me").status_code == 200


def test_families_that_have_ended_are_kept_with_their_reason(door, tokens):
    door(tokens["access"]).post("logout")
    assert TokenFamily.objects.get().revoked_for == "signed_out"
