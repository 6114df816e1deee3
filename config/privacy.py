"""What data protection takes from the environment: the operator, how long things are kept, the keys of the ledger of erasures."""

from __future__ import annotations

from dataclasses import dataclass, field

import environ

from config.spans import days

# Days that each kind of thing is kept; `MIZAN_RETENTION_DAYS=audit_people=365,events=30` changes some. What each is: `gdpr.retention`.
RETENTION_DAYS: dict[str, int] = {
    "sessions": 0,
    "browsers": 1,
    "token_families": 30,
    "email_confirmations": 30,
    "invitations": 90,
    "jobs": 90,
    "events": 90,
    "webhook_deliveries": 30,
    "tickets": 730,
    "audit_people": 730,
    "model_replies": 365,
    "data_exports": 30,
    "privacy_requests": 1_095,
    "erasure_requests": 1_095,
    "retention_runs": 400,
    "visits": 400,
}


@dataclass(frozen=True)
class PrivacyEnvironment:
    """`erasure_keys`: those of the ledger of erasures alone; see `ledger_keys`."""

    operator: str
    operator_address: str
    contact: str
    erasure_days: int
    export_days: int
    retention_days: dict[str, int]
    erasure_keys: tuple[str, ...] = field(repr=False)

    def ledger_keys(self, secret_key: str) -> tuple[str, ...]:
        """The first hashes, all are tried when the ledger is applied: what was hashed before it had keys of its own is still read."""
        return (*self.erasure_keys, secret_key)


def read_privacy(env: environ.Env, faults: list[str]) -> PrivacyEnvironment:
    """Parse the variables of data protection; what is wrong is added to `faults`."""
    return PrivacyEnvironment(
        operator=str(env.str("OPERATOR_NAME", default="")).strip(),
        operator_address=str(env.str("OPERATOR_ADDRESS", default="")).strip(),
        contact=str(env.str("PRIVACY_CONTACT", default="")).strip(),
        erasure_days=days(env, faults, "MIZAN_ERASURE_DAYS", 14, least=0),
        export_days=days(env, faults, "MIZAN_PRIVACY_EXPORT_DAYS", 7, least=1),
        retention_days=_retention(env, faults),
        erasure_keys=tuple(str(key).strip() for key in env.list("MIZAN_ERASURE_KEYS", default=[]) if str(key).strip()),
    )


def _retention(env: environ.Env, faults: list[str]) -> dict[str, int]:
    days = dict(RETENTION_DAYS)
    for part in env.list("MIZAN_RETENTION_DAYS", default=[]):
        name, _, number = str(part).partition("=")
        if name.strip() in days and number.strip().isdigit():
            days[name.strip()] = int(number)
        else:
            faults.append(f"MIZAN_RETENTION_DAYS: {part!r} makes no sense. Use name=days with {', '.join(days)}.")
    return days
