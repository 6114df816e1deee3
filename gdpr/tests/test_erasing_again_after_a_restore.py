"""The ledger knows by keyed hashes alone who was erased, and erases them again in a database that came from a backup."""

from __future__ import annotations

import dataclasses
import json
from uuid import UUID

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

from accounts.models import AuditOrigin, Invitation, Membership, User
from accounts.services import found_home
from conftest import person
from gdpr.models import ErasureLedger, ErasureRequest
from gdpr.services import erasures, ledger
from gdpr.services.people import person_of

pytestmark = pytest.mark.django_db


def restored(alice, firm):
    """Alice as she was in the backup: the same id, address and membership."""
    ErasureLedger.objects.all().delete()
    ErasureRequest.objects.all().delete()
    again = User.objects.create(pk=alice.pk, email="alice@example.com", name="Alice", password="x")
    Membership.objects.create(organization=firm, user=again, role="owner")
    return again


@pytest.fixture
def gone(alice, bob, firm, erased):
    erased(alice, successors={firm.pk: bob.pk})
    Membership.objects.filter(user=bob).update(role="viewer")
    return alice


def test_the_ledger_holds_hashes_alone(gone, settings):
    said = settings.ERASURE_LEDGER.read_text() + json.dumps(list(ErasureLedger.objects.values()), default=str)
    assert str(UUID(int=gone.pk.int if gone.pk else 0)) not in said
    assert "alice" not in said
    assert len(ErasureLedger.objects.get().person) == 64


def test_without_the_key_the_hash_cannot_be_tried_out():
    assert ledger.hashed("a@example.com", "one") != ledger.hashed("a@example.com", "two")
    assert ledger.hashed(" A@Example.com ", "one") == ledger.hashed("a@example.com", "one")


def test_whoever_comes_back_with_a_backup_is_erased_again(alice, bob, firm, erased, capsys):
    identity = alice.pk
    erased(alice, successors={firm.pk: bob.pk})
    Membership.objects.filter(user=bob).update(role="viewer")
    alice.pk = identity
    restored(alice, firm)
    call_command("replay_erasures")
    assert "1 erased again" in capsys.readouterr().out
    assert not User.objects.filter(pk=identity).exists()
    assert Membership.objects.get(organization=firm, user=bob).role == "owner"
    assert ErasureLedger.objects.count() == 1
    assert ErasureRequest.objects.get().status == "done"
    call_command("replay_erasures")
    assert "0 erased again" in capsys.readouterr().out


def test_rows_that_hold_the_address_alone_are_found_too(alice, bob, firm, erased):
    erased(alice, successors={firm.pk: bob.pk})
    AuditOrigin.objects.create(digest="d", actor_kind="user", email="Alice@Example.com", name="Alice")
    Invitation.objects.create(
        organization=firm, email="alice@example.com", role="viewer", digest="e", expires_at="2030-01-01T00:00Z"
    )
    assert len(erasures.replay(ledger.entries())) == 1
    assert not Invitation.objects.exists()
    assert not AuditOrigin.objects.filter(email__iexact="alice@example.com").exists()


def test_somebody_who_signed_up_anew_with_the_address_is_left_alone(alice, bob, firm, erased):
    erased(alice, successors={firm.pk: bob.pk})
    anew = person("alice@example.com", "Alice the second")
    found_home(user=anew)
    assert erasures.replay(ledger.entries()) == {}
    assert User.objects.filter(pk=anew.pk, is_active=True).exists()
    assert AuditOrigin.objects.filter(email="alice@example.com").exists()


def test_a_key_that_was_replaced_still_reads_the_ledger(alice, bob, firm, erased, settings):
    identity = alice.pk
    settings.ERASURE_KEYS = ("old-key",)
    erased(alice, successors={firm.pk: bob.pk})
    alice.pk = identity
    restored(alice, firm)
    settings.ERASURE_KEYS = ("new-key",)
    assert erasures.replay(ledger.entries()) == {}
    settings.ERASURE_KEYS = ("new-key", "old-key")
    assert len(erasures.replay(ledger.entries())) == 1


def test_without_a_key_that_lasts_nobody_is_told_that_all_is_well(settings):
    settings.ENV = dataclasses.replace(settings.ENV, secret_key="")
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        call_command("replay_erasures")


def test_a_line_that_a_crash_cut_off_does_not_stop_the_rest(alice, settings):
    user = person_of(alice)
    from django.utils import timezone

    entry = ledger.write(user, UUID(int=7), timezone.now())
    ledger.write(user, UUID(int=7), timezone.now())
    with settings.ERASURE_LEDGER.open("ab") as file:
        file.write(b'{"request_id": "half')
    ledger.write(user, UUID(int=8), timezone.now())
    ErasureLedger.objects.all().delete()
    assert [one.request_id for one in ledger.entries()] == [entry.request_id, UUID(int=8)]
    assert settings.ERASURE_LEDGER.stat().st_mode & 0o777 == 0o600
    assert connection.in_atomic_block
