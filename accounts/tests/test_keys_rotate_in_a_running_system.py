"""Keys of encrypted fields are changed while everything runs: at each step every process reads what every other writes."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection

from accounts.encryption import Secret, Unreadable
from llm.models import LlmKey, LlmProvider

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
STEPS = [  # as docs/security.md has them: who still runs, and who is started anew
    ((OLD,), (OLD, NEW)),
    ((OLD, NEW), (NEW, OLD)),
]


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_while_processes_are_exchanged_each_reads_the_other(before, after, settings):
    for writer in (before, after):
        settings.FIELD_ENCRYPTION_KEYS = writer
        written = Secret.of("sk-planted")
        for reader in (before, after):
            settings.FIELD_ENCRYPTION_KEYS = reader
            assert written.reveal() == "sk-planted"


def test_the_short_way_would_not_do(settings):
    settings.FIELD_ENCRYPTION_KEYS = (NEW, OLD)
    written = Secret.of("sk-planted")
    settings.FIELD_ENCRYPTION_KEYS = (OLD,)
    with pytest.raises(Unreadable):
        written.reveal()


@pytest.mark.django_db(transaction=True)
def test_readers_and_writers_go_on_while_the_fields_are_rotated(settings, firm):
    settings.FIELD_ENCRYPTION_KEYS = (OLD, NEW)
    provider = LlmProvider.objects.create(organization=firm, name="Own", preset="other", model="m")
    for number in range(60):
        LlmKey.objects.create(organization=firm, provider=provider, label=str(number), secret=Secret.of(f"sk-{number}"))
    settings.FIELD_ENCRYPTION_KEYS = (NEW, OLD)
    over, reads = threading.Event(), [0]

    def read() -> None:
        try:
            while not over.is_set():
                for row in LlmKey.objects.exclude(label="written"):
                    assert row.secret.reveal() == f"sk-{row.label}"
                    reads[0] += 1
        finally:
            connection.close()

    def write() -> int:
        made = 0
        try:
            while not over.is_set():
                LlmKey.objects.create(
                    organization=firm, provider=provider, label="written", secret=Secret.of("sk-written")
                )
                made += 1
        finally:
            connection.close()
        return made

    with ThreadPoolExecutor(3) as pool:
        running = [pool.submit(read), pool.submit(read), pool.submit(write)]
        try:
            call_command("rotate_field_keys", batch=5)
        finally:
            over.set()
        results = [one.result(30) for one in running]
    assert reads[0] > 60
    assert results[2] > 0
    settings.FIELD_ENCRYPTION_KEYS = (NEW,)
    settings.SECRET_KEY = "another-secret-key-of-at-least-32-letters"
    assert {row.secret.reveal() for row in LlmKey.objects.all()} == {f"sk-{number}" for number in range(60)} | {
        "sk-written"
    }


@pytest.mark.django_db
def test_second_factors_are_rotated_too(settings, alice):
    def code_of(secret: str) -> str:
        counter: Any = next(iter(yield_hotp_counters_from_time()))
        return str(format_hotp_value(hotp_value(secret, counter)))

    settings.FIELD_ENCRYPTION_KEYS = (OLD,)
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(alice, secret)
    codes = RecoveryCodes.activate(alice).get_unused_codes()
    settings.FIELD_ENCRYPTION_KEYS = (NEW, OLD)
    call_command("rotate_field_keys")
    settings.FIELD_ENCRYPTION_KEYS = (NEW,)
    settings.SECRET_KEY = "another-secret-key-of-at-least-32-letters"
    kept = {row.type: row for row in Authenticator.objects.filter(user=alice)}
    assert get_adapter().decrypt(kept["totp"].data["secret"]) == secret
    assert TOTP(kept["totp"]).validate_code(code_of(secret))
    assert RecoveryCodes(kept["recovery_codes"]).get_unused_codes() == codes
