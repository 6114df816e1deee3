"""Keys expire, are revoked, and are replaced with an overlap."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import ApiKey, AuditEntry
from accounts.services.keys import MOST_KEYS, create_key, revoke_key, rotate_key

pytestmark = pytest.mark.django_db


def opens(program, plain):
    return program(plain).get("/api/v1/keys/self/").status_code


def test_an_expired_key_opens_nothing(key, program):
    row, plain = key("boqs:read", expires_at=timezone.now() + timedelta(hours=1))
    assert opens(program, plain) == 200
    ApiKey.objects.filter(pk=row.pk).update(expires_at=timezone.now())
    assert opens(program, plain) == 401


def test_a_revoked_key_opens_nothing_from_that_moment(key, program, alice, actor):
    row, plain = key("boqs:read")
    revoke_key(by=actor(alice), key=row)
    assert opens(program, plain) == 401
    assert AuditEntry.objects.filter(action="key.revoked", target_id=str(row.pk)).count() == 1


def test_both_keys_work_during_the_overlap_and_the_old_one_not_after(key, program, alice, actor):
    row, old = key("boqs:read")
    fresh, new = rotate_key(by=actor(alice), key=row, overlap=timedelta(hours=2))
    assert (opens(program, old), opens(program, new)) == (200, 200)
    row.refresh_from_db()
    assert row.replaced_by == fresh
    assert timedelta(hours=1) < row.expires_at - timezone.now() <= timedelta(hours=2)
    ApiKey.objects.filter(pk=row.pk).update(expires_at=timezone.now())
    assert (opens(program, old), opens(program, new)) == (401, 200)


def test_a_key_that_was_given_ninety_days_is_given_ninety_again(key, alice, actor):
    row, _ = key("boqs:read", expires_at=timezone.now() + timedelta(days=90))
    fresh, _ = rotate_key(by=actor(alice), key=row)
    assert abs(fresh.expires_at - (timezone.now() + timedelta(days=90))) < timedelta(minutes=1)


def test_a_replaced_key_is_not_replaced_again(key, api, alice):
    row, _ = key("boqs:read")
    assert api(alice).post(f"/api/v1/keys/{row.pk}/rotate/").status_code == 201
    again = api(alice).post(f"/api/v1/keys/{row.pk}/rotate/")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "key.ended")


def test_the_use_of_a_key_is_noted(key, program):
    row, plain = key("boqs:read")
    assert row.last_used_at is None
    opens(program, plain)
    row.refresh_from_db()
    assert timezone.now() - row.last_used_at < timedelta(minutes=1)


def test_there_are_at_most_so_many_keys(alice, actor, api):
    for number in range(MOST_KEYS):
        create_key(by=actor(alice), name=str(number), scopes=["boqs:read"])
    refused = api(alice).post("/api/v1/keys/", {"name": "x", "scopes": ["boqs:read"]})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "key.too_many")
