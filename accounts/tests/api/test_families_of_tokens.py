"""Refresh tokens rotate; an old one that comes back ends the whole family and mails the person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry, TokenFamily
from accounts.tests.api.conftest import code
from accounts.tokens import LONGEST, RACE
from mails.models import Mail

pytestmark = pytest.mark.django_db


def refresh(door, token):
    return door().post("refresh", refresh=token)


def works(door, tokens) -> bool:
    return door(tokens["access"]).get("me").status_code == 200


def later(**by) -> None:
    """Let time pass for the family."""
    TokenFamily.objects.update(rotated_at=timezone.now() - timedelta(**by))


def test_each_refresh_gives_a_new_pair_and_stays_in_the_organization(door, tokens):
    second = refresh(door, tokens["refresh"]).json()
    third = refresh(door, second["refresh"]).json()
    assert len({tokens["refresh"], second["refresh"], third["refresh"]}) == 3
    assert third["organization"] == tokens["organization"]
    assert works(door, tokens)
    assert works(door, third)
    assert TokenFamily.objects.count() == 1


def test_the_last_but_one_within_seconds_is_a_race_and_the_family_lives(door, tokens):
    newer = refresh(door, tokens["refresh"]).json()
    lost = refresh(door, tokens["refresh"])
    assert (lost.status_code, code(lost)) == (401, "token_rotated")
    assert refresh(door, newer["refresh"]).status_code == 200
    assert not Mail.objects.exists()


def test_the_last_but_one_later_than_that_is_a_theft(door, tokens):
    newer = refresh(door, tokens["refresh"]).json()
    later(seconds=RACE.total_seconds() + 1)
    stolen = refresh(door, tokens["refresh"])
    assert (stolen.status_code, code(stolen)) == (401, "token_reused")
    assert code(refresh(door, newer["refresh"])) == "invalid_token"
    assert not works(door, newer)
    assert TokenFamily.objects.get().revoked_for == "reused"


def test_anything_older_is_a_theft_even_at_once(door, tokens, alice, work, mailoutbox):
    second = refresh(door, tokens["refresh"]).json()
    refresh(door, second["refresh"])
    assert code(refresh(door, tokens["refresh"])) == "token_reused"
    work()
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == ([alice.email], "A sign-in of yours was ended for safety")
    entry = AuditEntry.objects.get(action="tokens.reused")
    assert (entry.organization_id, entry.facts) == (alice.organizations.get().pk, {"user": str(alice.pk)})


def test_a_dead_family_stays_dead_and_mails_once(door, tokens):
    second = refresh(door, tokens["refresh"]).json()
    refresh(door, second["refresh"])
    for _ in range(3):
        refresh(door, tokens["refresh"])
    assert Mail.objects.filter(template="token_reused").count() == 1


def test_a_theft_ends_no_other_sign_in(door, tokens):
    other = door().login().json()
    second = refresh(door, tokens["refresh"]).json()
    refresh(door, second["refresh"])
    refresh(door, tokens["refresh"])
    assert works(door, other)
    assert refresh(door, other["refresh"]).status_code == 200


def test_after_ninety_days_somebody_signs_in_again(door, tokens):
    TokenFamily.objects.update(created_at=timezone.now() - LONGEST + timedelta(minutes=3))
    newer = refresh(door, tokens["refresh"]).json()
    assert TokenFamily.objects.get().expires_at < timezone.now() + timedelta(minutes=4)
    TokenFamily.objects.update(expires_at=timezone.now())
    assert code(refresh(door, newer["refresh"])) == "invalid_token"


def test_the_trail_knows_where_the_program_is(door, tokens):
    family = TokenFamily.objects.get()
    assert family.address == "127.0.0.1"
    assert AuditEntry.objects.get(action="user.signed_in").actor_id == family.user_id


def test_switching_takes_the_refresh_token_and_leads_to_ones_own_organizations_alone(door, tokens, alice, charlie):
    from accounts.services import create_organization

    second = create_organization(owner=alice, name="Second")
    there = door().post("switch", refresh=tokens["refresh"], organization=str(second.pk))
    assert there.json()["organization"] == str(second.pk)
    assert door(there.json()["access"]).get("me").json()["organization"] == str(second.pk)
    foreign = door().post("switch", refresh=there.json()["refresh"], organization=str(charlie.organizations.get().pk))
    assert foreign.status_code == 404
    assert refresh(door, there.json()["refresh"]).json()["organization"] == str(second.pk), "a refusal uses nothing up"


def test_an_access_token_alone_never_becomes_a_refresh_token(door, tokens):
    for path in ("refresh", "switch"):
        reply = door(tokens["access"]).post(path, refresh=tokens["access"], organization=tokens["organization"])
        assert reply.status_code == 401
