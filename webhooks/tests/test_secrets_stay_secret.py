"""Planted secrets are not in the database, the logs, the trail or the kept answers; all of them move to another key."""

from __future__ import annotations

import json

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection

from accounts.models import AuditEntry
from config.tests.servers import Reply
from webhooks.models import Attempt, Endpoint
from webhooks.services import rotate_secret, send_test

pytestmark = pytest.mark.django_db


def test_a_receiver_that_repeats_what_it_got_does_not_make_it_known(hook, alice, actor, answers, round_of_work, caplog):
    endpoint = hook()
    said = f"token=hunter2-hunter2 {endpoint.plain} Bearer abcdef0123456789 jane@example.com \x00\x07".encode()
    answers[:] = [Reply(500, said)]
    send_test(by=actor(alice), endpoint=endpoint)
    round_of_work()
    kept = Attempt.objects.get().reply
    for secret in ("hunter2-hunter2", endpoint.plain, "abcdef0123456789", "jane@example.com", "\x00", "\x07"):
        assert secret not in kept
    assert endpoint.plain not in caplog.text


def test_a_dump_holds_no_secret_and_the_trail_no_address(hook, alice, actor):
    endpoint = hook(url="http://127.0.0.1:1/hook?token=of-theirs-4711")
    _, fresh = rotate_secret(by=actor(alice), endpoint=endpoint)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret || ' ' || previous_secret FROM webhooks_endpoint")
        row = cursor.fetchone()[0]
    assert endpoint.plain not in row
    assert fresh not in row
    facts = json.dumps(list(AuditEntry.objects.values_list("facts", flat=True)))
    assert "of-theirs-4711" not in facts


def test_both_secrets_move_to_another_key(hook, alice, actor, settings):
    endpoint = hook()
    _, fresh = rotate_secret(by=actor(alice), endpoint=endpoint)
    settings.FIELD_ENCRYPTION_KEYS = (Fernet.generate_key().decode(), *settings.FIELD_ENCRYPTION_KEYS)
    call_command("rotate_field_keys", verbosity=0)
    moved = Endpoint.objects.get()
    assert moved.secret.current
    assert moved.previous_secret.current
    assert (moved.secret.reveal(), moved.previous_secret.reveal()) == (fresh, endpoint.plain)
