"""What `check` says of settings that need more than they have, and `check --deploy` of those that only a server needs."""

from __future__ import annotations

from importlib.util import find_spec
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


@checks.register
def payments_have_their_library(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Where plans are sold, Stripe's library is there: else the first who pays would find out that it is not."""
    if not settings.BILLING.stripe_key or find_spec("stripe") is not None:
        return []
    return [
        checks.Error(
            "STRIPE_SECRET_KEY is set, and the library `stripe` is not installed: nobody could pay.",
            hint="Install the extra `payments` on web and worker (docs/plans.md), or take the key away.",
            id="mizan.E001",
        )
    ]
