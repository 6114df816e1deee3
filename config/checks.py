"""What `check` says of settings that need more than they have, and `check --deploy` of those that only a server needs."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core import checks

from config.env import MAKE_A_KEY


@checks.register
def the_environment_is_in_order(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Every variable that cannot be read, with its mend; other commands do not even begin with one of these."""
    told = []
    for fault in settings.ENVIRONMENT_FAULTS:
        name, _, rest = fault.partition(": ")
        words, point, mend = rest.partition(". ")
        told.append(checks.Error(f"{name}: {words}{point.strip()}", hint=mend or None, id="mizan.E002"))
    return told


@checks.register
def the_data_folder_can_be_written(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Uploads, exports and the ledger of erasures lie there."""
    folder = next(one for one in (settings.DATA_DIR, *settings.DATA_DIR.parents) if one.exists())
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return []
    return [
        checks.Error(
            f"MIZAN_DATA_DIR: {settings.DATA_DIR} cannot be written to by this account.",
            hint="Give the folder to the account that runs web, worker and beat, or name another one.",
            id="mizan.E003",
        )
    ]


@checks.register
def the_replica_is_another_database(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """A replica that is the primary itself saves nothing, and hides that there is none."""
    replica, primary = settings.DATABASES.get("replica"), settings.DATABASES["default"]
    if replica is None or any(replica.get(part) != primary.get(part) for part in ("HOST", "PORT", "NAME")):
        return []
    return [
        checks.Warning(
            "DATABASE_REPLICA_URL and DATABASE_URL are the same database.",
            hint="Name a replica that follows the primary by streaming, or leave DATABASE_REPLICA_URL empty.",
            id="mizan.W003",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def a_server_has_what_it_cannot_do_without(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """What has a default for development that is wrong on a server."""
    if settings.ENV.local:
        return []
    told: list[checks.CheckMessage] = []
    if not settings.ENV.secret_key:
        told.append(checks.Error("SECRET_KEY is missing.", hint=MAKE_A_KEY, id="mizan.E004"))
    if "console" in settings.EMAIL_BACKEND:
        hint = "Set EMAIL_URL to smtp+tls://user:password@host:587, or MAIL_PROVIDER with MAIL_API_KEY."
        told.append(
            checks.Warning("Mail is printed instead of sent: nobody can verify an address.", hint=hint, id="mizan.W004")
        )
    if set(settings.ALLOWED_HOSTS) <= {"localhost", "127.0.0.1", "[::1]"}:
        hint = "Set ALLOWED_HOSTS to the names under which people come: mizan.example.com."
        told.append(
            checks.Warning(
                "ALLOWED_HOSTS names this machine alone: everybody else gets 400.", hint=hint, id="mizan.W005"
            )
        )
    return told


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
