"""What `check --deploy` says of settings that only a server needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security, deploy=True)
def secrets_have_keys_of_their_own(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Without keys of their own, secrets in the database hang on SECRET_KEY and are lost when it is changed."""
    if settings.ENV.local or settings.FIELD_ENCRYPTION_KEYS:
        return []
    return [
        checks.Warning(
            "FIELD_ENCRYPTION_KEYS is not set: kept secrets are encrypted with a key that is derived from SECRET_KEY.",
            hint="Make one with `python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'`, "
            "set it on web, worker and beat, and run `manage.py rotate_field_keys`.",
            id="mizan.W001",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def erasures_have_keys_of_their_own(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Without keys of their own, the ledger of erasures hangs on SECRET_KEY: once that is changed, a restored backup brings people back."""
    if settings.ENV.local or settings.ENV.privacy.erasure_keys:
        return []
    return [
        checks.Warning(
            "MIZAN_ERASURE_KEYS is not set: who was erased is written down with a key that is derived from SECRET_KEY.",
            hint="Make one with `python -c 'import secrets; print(secrets.token_urlsafe(50))'`, set it on web, worker and beat, and "
            "keep it apart from the backups; `manage.py replay_erasures` needs it after a restore.",
            id="mizan.W002",
        )
    ]
