"""The environment, read once: typed, frozen, and with every fault listed together.

Nothing else in the project reads environment variables, except the launcher (`config.local`), which sets them.
"""

from __future__ import annotations

import base64
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from config.analytics_env import AnalyticsEnvironment, read_analytics
from config.billing import BillingEnvironment, read_billing
from config.browser_env import BrowserEnvironment, read_browser
from config.data_env import ADDRESS, DataEnvironment, database, read_data
from config.mail import MailEnvironment
from config.privacy import PrivacyEnvironment, read_privacy
from config.programs_env import ProgramsEnvironment, read_programs
from config.secret_sources import Values
from config.secret_sources.choosing import add_source
from config.secret_sources.known import SECRETS, secret_texts
from config.support_env import SupportEnvironment, read_support
from config.watching_env import MetricsEnvironment, TracesEnvironment, read_metrics, read_traces
from config.webhooks_env import WebhookEnvironment, read_webhooks
from config.website_env import WebsiteEnvironment, read_website

ROOT = Path(__file__).resolve().parent.parent
T = TypeVar("T")
MAKE_A_FIELD_KEY = (
    'Make one with `python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"`; '
    "several are parted by commas, the first encrypts."
)
MAKE_A_KEY = 'Make one with `python -c "import secrets; print(secrets.token_urlsafe(50))"`; `make run` makes its own.'


@dataclass(frozen=True)
class LlmEnvironment:
    """The provider of the operator's environment. Prices are per million tokens in `currency`; None when not stated.

    `place` is "first" or "last" among the providers of an organization; `allow_private` lets those be in private networks.
    """

    base_url: str
    api_key: str = field(repr=False)
    model: str
    timeout_seconds: int
    max_parallel: int
    input_price_per_million: Decimal | None
    output_price_per_million: Decimal | None
    currency: str
    monthly_budget: Decimal | None
    cached_input_price_per_million: Decimal | None = None
    place: str = "last"
    allow_private: bool = False

    @property
    def configured(self) -> bool:
        """True when an analysis can go to a provider; without it the offline analyst works."""
        return bool(self.base_url and self.model)


@dataclass(frozen=True)
class Environment:
    """All that Mizan takes from outside."""

    secret_key: str = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)
    field_encryption_keys: tuple[str, ...] = field(repr=False)
    debug: bool
    local: bool
    analytics: AnalyticsEnvironment
    allowed_hosts: tuple[str, ...]
    csrf_trusted_origins: tuple[str, ...]
    browser: BrowserEnvironment
    database: dict[str, object] = field(repr=False)
    database_pool: bool
    data: DataEnvironment
    redis_url: str = field(repr=False)
    data_dir: Path
    email: dict[str, object] = field(repr=False)
    mail: MailEnvironment
    mail_keep_days: int
    default_from_email: str
    email_verification: str
    password_min_length: int
    password_min_length_with_second_factor: int
    sentry_dsn: str = field(repr=False)
    log_format: str
    log_level: str
    upload_bytes: int
    read_seconds: int
    read_memory_bytes: int
    read_limits: dict[str, int]
    job_lease_seconds: int
    job_tries: int
    export_hours: int
    staff_second_factor: bool
    invitation_days: int
    most_sign_ins: int
    trusted_proxies: int
    api_throttles: bool
    billing: BillingEnvironment
    demo_password: str = field(repr=False)
    llm: LlmEnvironment
    metrics: MetricsEnvironment
    privacy: PrivacyEnvironment
    programs: ProgramsEnvironment
    support: SupportEnvironment
    traces: TracesEnvironment
    webhooks: WebhookEnvironment
    website: WebsiteEnvironment

    def require_secret_key(self) -> None:
        """Refuse to serve without a key that outlives the process; commands such as `read_boq` need none."""
        if not self.secret_key:
            raise ImproperlyConfigured(f"The environment needs mending:\n- SECRET_KEY: missing. {MAKE_A_KEY}")


class _Faults:
    """Collects what is wrong, so that a person mends everything in one go."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def take(self, name: str, read: Callable[[], T], default: T, mend: str) -> T:
        try:
            return read()
        except (ValueError, TypeError, KeyError, InvalidOperation, ImproperlyConfigured) as error:
            why = "cannot be read" if name in SECRETS else error  # an error may quote what it could not read
            self.found.append(f"{name}: {why}. {mend}")
            return default


def only_checks(words: Sequence[str] = sys.argv) -> bool:
    """True for `manage.py check`, which tells what is wrong instead of breaking off, together with all else that it finds."""
    return Path(words[0]).name == "manage.py" and words[1:2] == ["check"]


def read_environment(values: Mapping[str, str] | None = None, *, tell: list[str] | None = None) -> Environment:
    """Parse the environment. Raises ImproperlyConfigured with every fault and its mend; with `tell` they are put there instead."""
    env = environ.Env()
    faults = _Faults()
    env.ENVIRON = looked_up = Values(os.environ if values is None else values, faults.found)
    env.escape_proxy = True
    add_source(env, faults.found, looked_up)
    debug = faults.take("DEBUG", lambda: env.bool("DEBUG", default=False), False, "Use 1 or 0.")
    local = faults.take("MIZAN_LOCAL", lambda: env.bool("MIZAN_LOCAL", default=False), False, "Use 1 or 0.")
    parsed = Environment(
        secret_key=_secret_key(env, faults),
        secrets=(),
        field_encryption_keys=_field_encryption_keys(env, faults),
        debug=debug,
        local=local,
        analytics=read_analytics(env, faults.found),
        allowed_hosts=tuple(env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])),
        csrf_trusted_origins=tuple(env.list("CSRF_TRUSTED_ORIGINS", default=[])),
        browser=read_browser(env, faults.found),
        database=_database(env, faults),
        database_pool=faults.take(
            "DATABASE_POOL", lambda: env.bool("DATABASE_POOL", default=True), True, "Use 1 or 0."
        ),
        data=read_data(env, faults.found),
        redis_url=_redis_url(env, faults),
        data_dir=Path(env.str("MIZAN_DATA_DIR", default=str(ROOT / ".data"))).expanduser().resolve(),
        email=_email(env, faults),
        mail=_mail(env, faults),
        mail_keep_days=_positive(env, faults, "MAIL_KEEP_DAYS", 30),
        default_from_email=env.str("DEFAULT_FROM_EMAIL", default="Mizan <mizan@localhost>"),
        email_verification=_choice(env, faults, "EMAIL_VERIFICATION", ("none", "optional", "mandatory"), "mandatory"),
        password_min_length=_positive(env, faults, "PASSWORD_MIN_LENGTH", 12),
        password_min_length_with_second_factor=_positive(env, faults, "PASSWORD_MIN_LENGTH_WITH_SECOND_FACTOR", 8),
        sentry_dsn=env.str("SENTRY_DSN", default=""),
        log_format=_choice(env, faults, "LOG_FORMAT", ("json", "text"), "text" if debug else "json"),
        log_level=_choice(env, faults, "LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO"),
        upload_bytes=_positive(env, faults, "MIZAN_UPLOAD_MB", 100) * 1024 * 1024,
        read_seconds=_positive(env, faults, "MIZAN_READ_SECONDS", 60),
        read_memory_bytes=_positive(env, faults, "MIZAN_READ_MEMORY_MB", 1024) * 1024 * 1024,
        read_limits={
            "unpacked_bytes": _positive(env, faults, "MIZAN_READ_UNPACKED_MB", 512) * 1024 * 1024,
            "parts": _positive(env, faults, "MIZAN_READ_PARTS", 10_000),
            "cells": _positive(env, faults, "MIZAN_READ_CELLS", 20_000_000),
            "text_length": _positive(env, faults, "MIZAN_READ_TEXT", 100_000),
            "pages": _positive(env, faults, "MIZAN_READ_PAGES", 2_000),
        },
        job_lease_seconds=_positive(env, faults, "MIZAN_JOB_LEASE_SECONDS", 30),
        job_tries=_positive(env, faults, "MIZAN_JOB_TRIES", 3),
        export_hours=_positive(env, faults, "MIZAN_EXPORT_HOURS", 72),
        staff_second_factor=faults.take(
            "STAFF_SECOND_FACTOR",
            lambda: env.bool("STAFF_SECOND_FACTOR", default=not local),
            True,
            "Use 1 or 0.",
        ),
        invitation_days=_positive(env, faults, "MIZAN_INVITATION_DAYS", 7),
        most_sign_ins=_positive(env, faults, "MIZAN_MOST_SIGN_INS", 50),
        trusted_proxies=_positive(env, faults, "TRUSTED_PROXIES", 0, least=0),
        api_throttles=faults.take(
            "API_THROTTLES", lambda: env.bool("API_THROTTLES", default=True), True, "Use 1 or 0."
        ),
        billing=read_billing(env, faults.found),
        demo_password=env.str("MIZAN_DEMO_PASSWORD", default=""),
        llm=_llm(env, faults, local),
        metrics=read_metrics(env, faults.found),
        privacy=read_privacy(env, faults.found),
        programs=read_programs(env, faults.found),
        support=read_support(env, faults.found),
        traces=read_traces(env, faults.found),
        webhooks=read_webhooks(env, faults.found, local=local),
        website=read_website(env, faults.found),
    )
    if tell is not None:
        tell.extend(faults.found)
    elif faults.found:
        raise ImproperlyConfigured("The environment needs mending:\n- " + "\n- ".join(faults.found))
    for name in SECRETS - looked_up.read.keys():
        looked_up.get(name)  # libraries read it (AWS): looked up so that its text is known and masked
    return replace(parsed, secrets=secret_texts(looked_up.read))


def _secret_key(env: environ.Env, faults: _Faults) -> str:
    key = str(env.str("SECRET_KEY", default=""))
    if key and len(key) < 32:
        faults.found.append(f"SECRET_KEY: shorter than 32 characters. {MAKE_A_KEY}")
    return key


def _field_encryption_keys(env: environ.Env, faults: _Faults) -> tuple[str, ...]:
    keys = tuple(str(key).strip() for key in env.list("FIELD_ENCRYPTION_KEYS", default=[]) if str(key).strip())
    for number, key in enumerate(keys, 1):
        try:
            fits = len(base64.urlsafe_b64decode(key)) == 32
        except (ValueError, TypeError):
            fits = False
        if not fits:
            faults.found.append(f"FIELD_ENCRYPTION_KEYS: number {number} is not a key. {MAKE_A_FIELD_KEY}")
    return keys


def _database(env: environ.Env, faults: _Faults) -> dict[str, object]:
    default = "postgres://mizan@127.0.0.1:5432/mizan"
    return faults.take("DATABASE_URL", lambda: database(env, "DATABASE_URL", default), {}, ADDRESS)


def _redis_url(env: environ.Env, faults: _Faults) -> str:
    url = str(env.str("REDIS_URL", default="redis://127.0.0.1:6379/0"))
    if urlsplit(url).scheme not in {"redis", "rediss", "unix"}:
        faults.found.append("REDIS_URL: not a Redis address. Use redis://host:6379/0 or unix:///path/to/socket.")
    return url


def _email(env: environ.Env, faults: _Faults) -> dict[str, object]:
    return faults.take(
        "EMAIL_URL",
        lambda: dict(env.email_url("EMAIL_URL", default="consolemail://")),
        {},
        "Use smtp+tls://user:password@host:587.",
    )


def _mail(env: environ.Env, faults: _Faults) -> MailEnvironment:
    mail = MailEnvironment(
        provider=str(env.str("MAIL_PROVIDER", default="")).strip().lower(),
        api_key=env.str("MAIL_API_KEY", default=""),
        api_secret=env.str("MAIL_API_SECRET", default=""),
        domain=env.str("MAIL_DOMAIN", default=""),
        api_url=env.str("MAIL_API_URL", default=""),
    )
    faults.found.extend(mail.faults())
    return mail


def _choice(env: environ.Env, faults: _Faults, name: str, allowed: tuple[str, ...], default: str) -> str:
    value = str(env.str(name, default=default))
    if value not in allowed:
        faults.found.append(f"{name}: {value!r} is unknown. Use one of {', '.join(allowed)}.")
    return value


def _positive(env: environ.Env, faults: _Faults, name: str, default: int, *, least: int = 1) -> int:
    def read() -> int:
        value = int(env.int(name, default=default))
        if value < least:
            raise ValueError(f"{value} is too small")
        return value

    return faults.take(name, read, default, f"Give a whole number, {least} at least.")


def _price(env: environ.Env, faults: _Faults, name: str) -> Decimal | None:
    def read() -> Decimal | None:
        text = str(env.str(name, default=""))
        return Decimal(text) if text else None

    return faults.take(name, read, None, "Give a decimal number such as 0.60.")


def _llm(env: environ.Env, faults: _Faults, local: bool) -> LlmEnvironment:
    return LlmEnvironment(
        base_url=env.str("LLM_BASE_URL", default=""),
        api_key=env.str("LLM_API_KEY", default=""),
        model=env.str("LLM_MODEL", default=""),
        timeout_seconds=_positive(env, faults, "LLM_TIMEOUT_SECONDS", 60),
        max_parallel=_positive(env, faults, "LLM_MAX_PARALLEL", 2),
        input_price_per_million=_price(env, faults, "LLM_INPUT_PRICE_PER_MILLION"),
        output_price_per_million=_price(env, faults, "LLM_OUTPUT_PRICE_PER_MILLION"),
        cached_input_price_per_million=_price(env, faults, "LLM_CACHED_INPUT_PRICE_PER_MILLION"),
        currency=env.str("LLM_CURRENCY", default="USD"),
        monthly_budget=_price(env, faults, "LLM_MONTHLY_BUDGET"),
        place=_choice(env, faults, "LLM_PLACE", ("first", "last"), "last"),
        allow_private=faults.take(
            "LLM_ALLOW_PRIVATE", lambda: bool(env.bool("LLM_ALLOW_PRIVATE", default=local)), local, "Use 1 or 0."
        ),
    )
