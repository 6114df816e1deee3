"""What the browser's rules take from the environment: who may call the API from elsewhere, where reports go, whom to tell of weaknesses."""

from __future__ import annotations

import re
from dataclasses import dataclass

import environ

_ORIGIN = re.compile(r"https?://(?:[a-z0-9-]+\.)*[a-z0-9-]+(?::\d{1,5})?", re.IGNORECASE)
_REPORTS = re.compile(r"(https?://[^\s;,/]+)?/[^\s;,]*")
_EMAIL = re.compile(r"[^\s@:/]+@[^\s@:/]+")
_CONTACT = re.compile(r"mailto:[^\s@]+@[^\s@]+|https://\S+|tel:\+[\d-]+")


@dataclass(frozen=True)
class BrowserEnvironment:
    """`security_contact` is a URI (RFC 9116), "" for none; `csp_report_uri` an address or a path, "" for none."""

    cors_allowed_origins: tuple[str, ...]
    csp_report_uri: str
    security_contact: str


def read_browser(env: environ.Env, faults: list[str]) -> BrowserEnvironment:
    """Parse the variables of the browser's rules; what is wrong is added to `faults`."""
    return BrowserEnvironment(
        cors_allowed_origins=_origins(env, faults),
        csp_report_uri=_report_uri(env, faults),
        security_contact=_contact(env, faults),
    )


def _origins(env: environ.Env, faults: list[str]) -> tuple[str, ...]:
    """Scheme and host only; neither a pattern nor `null`, which anybody can be."""
    origins = tuple(str(one).strip() for one in env.list("CORS_ALLOWED_ORIGINS", default=[]) if str(one).strip())
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            faults.append(
                f"CORS_ALLOWED_ORIGINS: {origin!r} is no origin. Use https://host or https://host:port, without a path or a star."
            )
    return origins


def _report_uri(env: environ.Env, faults: list[str]) -> str:
    address = str(env.str("CSP_REPORT_URI", default=""))
    if address and not _REPORTS.fullmatch(address):
        faults.append(
            "CSP_REPORT_URI: no address. Use https://host/path or /path, without spaces, commas and semicolons."
        )
    return address


def _contact(env: environ.Env, faults: list[str]) -> str:
    """A plain email address becomes a URI."""
    contact = str(env.str("SECURITY_CONTACT", default="")).strip()
    if _EMAIL.fullmatch(contact):
        contact = f"mailto:{contact}"
    if contact and not _CONTACT.fullmatch(contact):
        faults.append("SECURITY_CONTACT: no contact. Use an email address, https://… or tel:+….")
    return contact
