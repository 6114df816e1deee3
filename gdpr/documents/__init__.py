"""The privacy policy, the terms and the list of sub-processors: one file for each version and language, `<kind>/<version>.<language>.md`.

A version that people accepted is never changed: what they agreed to would change with it. A new one gets the next number.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import msgspec
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.errors import NotFound
from gdpr.markdown import html_of

FOLDER = Path(__file__).parent
LANGUAGE = "en"  # of which every version has a text
TITLES: dict[str, Promise] = {
    "privacy": _("Privacy policy"),
    "terms": _("Terms of use"),
    "subprocessors": _("Sub-processors"),
    "statistics": _("Statistics"),
}
OPTIONAL = ("statistics",)  # what a person may agree to or refuse
ACCEPTED = ("privacy", "terms")  # what a person is asked to accept; the list of sub-processors is only told


class Unsaid(msgspec.Struct, frozen=True):
    """What stands where the operator has set nothing. It belongs to the documents, so it is written with them and not in the catalogues."""

    operator: str
    address: str
    nobody: str
    errors: str


UNSAID = {
    "en": Unsaid("the operator of this server", "not stated", "nobody", "a Sentry server"),
    "ar": Unsaid("مشغّل هذا الخادم", "غير مذكور", "لا أحد", "خادم Sentry"),
    "ru": Unsaid("оператор этого сервера", "не указан", "никто", "сервер Sentry"),
}


class Document(msgspec.Struct, frozen=True):
    """One version of one document in one language. `digest` is the SHA-256 of its text as we wrote it."""

    kind: str
    version: str
    language: str
    text: str
    digest: str

    @property
    def html(self) -> str:
        """The text as HTML, with the operator's name and address filled in."""
        return html_of(self.text, facts(self.language))


@cache
def versions(kind: str) -> tuple[str, ...]:
    """The versions of a document, the newest first. Raises NotFound for a document that is none."""
    if kind not in TITLES:
        raise NotFound("not_found")
    found = {path.name.partition(".")[0] for path in (FOLDER / kind).glob("*.md")}
    return tuple(sorted(found, key=int, reverse=True))


@cache
def document(kind: str, version: str = "", language: str = LANGUAGE) -> Document:
    """A version (the newest when none is named) in a language, or in English where it has none. Raises NotFound."""
    known = versions(kind)
    version = version or known[0]
    if version not in known:
        raise NotFound("not_found")
    for wanted in (language[:2], LANGUAGE):
        path = FOLDER / kind / f"{version}.{wanted}.md"
        if wanted.isalpha() and path.exists():
            text = path.read_text("utf-8")
            return Document(kind, version, wanted, text, hashlib.sha256(text.encode()).hexdigest())
    raise NotFound("not_found")


def facts(language: str) -> dict[str, str]:
    """What fills the placeholders: who operates this server, and whom it hands data to."""
    privacy, unsaid = settings.PRIVACY, UNSAID[language]
    contact = privacy.contact or settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
    return {
        "operator": privacy.operator or unsaid.operator,
        "address": privacy.operator_address or unsaid.address,
        "contact": contact,
        "erasure_days": str(privacy.erasure_days),
        "export_days": str(privacy.export_days),
        "audit_days": str(settings.RETENTION_DAYS["audit_people"]),
        "mail_days": str(settings.MAIL_KEEP_DAYS),
        "model_host": _model_host() or unsaid.nobody,
        "mail_host": _mail_host() or unsaid.nobody,
        "payment_host": "Stripe" if settings.BILLING.sells else unsaid.nobody,
        "statistics_host": settings.ANALYTICS.host or unsaid.nobody,
        "error_host": unsaid.errors if settings.ENV.sentry_dsn else unsaid.nobody,
    }


def _model_host() -> str:
    from llm.endpoints import host_of

    return host_of(settings.LLM.base_url) if settings.LLM.configured else ""


def _mail_host() -> str:
    if settings.ENV.mail.provider:
        return str(settings.ENV.mail.provider)
    return settings.EMAIL_HOST if "smtp" in settings.EMAIL_BACKEND else ""
