"""A secret goes into the database encrypted, comes back as dots, and only its key opens it."""

from __future__ import annotations

import json
import pickle
import uuid

import pytest
from cryptography.fernet import Fernet
from django.core import serializers
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.encryption import SHOWN, Secret, Unreadable, derived_key
from llm.models import LlmKey, LlmProvider

pytestmark = pytest.mark.django_db
PLAIN = "sk-planted-3f9a77"
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture
def key(firm):
    provider = LlmProvider.objects.create(organization=firm, name="Own", preset="other", model="m")
    made = LlmKey.objects.create(organization=firm, provider=provider, label="one", secret=Secret.of(PLAIN))
    return LlmKey.objects.get(pk=made.pk)


def stored(key) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM llm_llmkey WHERE id = %s", [key.pk])
        return cursor.fetchone()[0]


def test_the_database_holds_no_plain_text(key):
    assert stored(key).startswith("gAAAA")
    assert PLAIN not in stored(key)
    assert key.secret.reveal() == PLAIN


def test_nothing_that_prints_it_shows_it(key):
    shown = [
        str(key.secret),
        repr(key.secret),
        f"{key.secret}",
        repr(key.__dict__),
        str(key),
        json.dumps(str(key.secret)),
    ]
    assert all(PLAIN not in text for text in shown)
    assert str(key.secret) == SHOWN
    assert PLAIN.encode() not in pickle.dumps(key)


def test_a_dump_holds_the_encrypted_text_and_loads_again(key):
    dump = serializers.serialize("json", [key])
    assert PLAIN not in dump
    key.delete()
    next(serializers.deserialize("json", dump)).save()
    assert LlmKey.objects.get().secret.reveal() == PLAIN


def test_it_cannot_be_searched_for(key):
    with pytest.raises(FieldError):
        LlmKey.objects.filter(secret="x").exists()
    with pytest.raises(FieldError):
        LlmKey.objects.filter(secret__startswith="g").exists()


def test_plain_text_is_not_taken_for_a_secret(key):
    key.secret = PLAIN
    with pytest.raises(TypeError):
        key.save()


def test_saving_the_row_again_does_not_change_the_secret(key):
    before = stored(key)
    key.label = "other"
    key.save()
    assert stored(key) == before


def test_a_former_key_still_reads(settings):
    settings.FIELD_ENCRYPTION_KEYS = (OLD,)
    secret = Secret.of(PLAIN)
    settings.FIELD_ENCRYPTION_KEYS = (NEW, OLD)
    assert secret.reveal() == PLAIN
    assert not secret.current


def test_a_wrong_key_is_a_coded_error(settings):
    settings.FIELD_ENCRYPTION_KEYS = (OLD,)
    secret = Secret.of(PLAIN)
    settings.FIELD_ENCRYPTION_KEYS = (NEW,)
    with pytest.raises(Unreadable) as told:
        secret.reveal()
    assert (told.value.code, told.value.status) == ("secret.unreadable", 503)
    with pytest.raises(Unreadable):
        Secret("not even a token").reveal()


def test_without_keys_of_its_own_an_installation_uses_the_one_of_its_secret_key(settings):
    settings.FIELD_ENCRYPTION_KEYS = ()
    secret = Secret.of(PLAIN)
    assert Fernet(derived_key(settings.SECRET_KEY)).decrypt(secret.token).decode() == PLAIN
    settings.SECRET_KEY = "another-secret-key-of-at-least-32-letters"
    with pytest.raises(Unreadable):
        secret.reveal()


def test_after_rotation_only_the_new_key_is_needed(settings, key, capsys):
    settings.FIELD_ENCRYPTION_KEYS = (NEW, OLD)
    call_command("rotate_field_keys")
    settings.FIELD_ENCRYPTION_KEYS = (NEW,)
    settings.SECRET_KEY = "another-secret-key-of-at-least-32-letters"
    assert LlmKey.objects.get().secret.reveal() == PLAIN
    assert PLAIN not in "".join(capsys.readouterr())


def test_rotating_goes_in_batches_and_can_be_repeated(settings, key, firm, capsys):
    for number in range(6):
        LlmKey.objects.create(
            organization=firm,
            provider=key.provider,
            label="more",
            secret=Secret.of(f"{PLAIN}{number}"),
            id=uuid.uuid4(),
        )
    settings.FIELD_ENCRYPTION_KEYS = (NEW,)
    call_command("rotate_field_keys", batch=3)
    tokens = {row.pk: row.secret.token for row in LlmKey.objects.all()}
    assert "7 rows, 7 encrypted anew" in capsys.readouterr().out
    call_command("rotate_field_keys", batch=3)
    assert "7 rows, 0 encrypted anew" in capsys.readouterr().out
    assert {row.pk: row.secret.token for row in LlmKey.objects.all()} == tokens


def test_a_row_that_no_key_reads_is_told_and_the_others_move(settings, key, firm):
    settings.FIELD_ENCRYPTION_KEYS = (OLD,)
    lost = LlmKey.objects.create(organization=firm, provider=key.provider, label="lost", secret=Secret.of("sk-lost"))
    settings.FIELD_ENCRYPTION_KEYS = (NEW,)
    with pytest.raises(CommandError, match="1 rows could not be read"):
        call_command("rotate_field_keys")
    assert LlmKey.objects.get(pk=key.pk).secret.current
    assert LlmKey.objects.get(pk=lost.pk).secret.token == lost.secret.token


def test_a_server_without_keys_of_its_own_is_told_at_check_deploy(settings):
    from dataclasses import replace

    from config.checks import secrets_have_keys_of_their_own

    settings.ENV = replace(settings.ENV, local=False)
    settings.FIELD_ENCRYPTION_KEYS = ()
    assert [found.id for found in secrets_have_keys_of_their_own(None)] == ["mizan.W001"]
    settings.FIELD_ENCRYPTION_KEYS = (NEW,)
    assert secrets_have_keys_of_their_own(None) == []
