"""Which variables are secrets, and the texts in them that nobody may see: in faults, in logs, in reports of errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import unquote

LISTS = ("FIELD_ENCRYPTION_KEYS", "MIZAN_ERASURE_KEYS", "STRIPE_WEBHOOK_SECRET", "SUPPORT_INBOUND_SECRET")
PAIRS = ("OTEL_EXPORTER_OTLP_HEADERS",)  # name=secret, parted by commas
WORDS = (
    "SECRET_KEY", "LLM_API_KEY", "MAIL_API_KEY", "MAIL_API_SECRET", "MIZAN_DEMO_PASSWORD", "VAULT_TOKEN", "VAULT_SECRET_ID",
    "POSTGRES_PASSWORD", "FLOWER_BASIC_AUTH", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
    "STRIPE_SECRET_KEY", "MIZAN_API_KEY", "METRICS_TOKEN",
)  # fmt: skip
ADDRESSES = ("DATABASE_URL", "DATABASE_REPLICA_URL", "REDIS_URL", "EMAIL_URL", "SENTRY_DSN")
SECRETS = frozenset((*LISTS, *PAIRS, *WORDS, *ADDRESSES))


def secret_texts(values: Mapping[str, str]) -> tuple[str, ...]:
    """Every text in `values` that is a secret: keys, each of a list, and the passwords inside addresses, as written and decoded."""
    return tuple(dict.fromkeys(text for name, value in values.items() for text in _of(name, value) if text))


def _of(name: str, value: str) -> Iterator[str]:
    if name in WORDS:
        yield value
    elif name in LISTS:
        yield from (part.strip() for part in value.split(","))
    elif name in PAIRS:
        yield from (part.partition("=")[2].strip() for part in value.split(","))
    elif name in ADDRESSES:
        before = value.partition("://")[2].rpartition("@")[0]  # a password may hold what an address may not
        user, _, password = before.partition(":")
        for held in (password, user if name == "SENTRY_DSN" else ""):
            yield held
            yield unquote(held)
