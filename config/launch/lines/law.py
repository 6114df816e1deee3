"""Who answers for it, and what people are told."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.doctor import span
from config.launch.base import Group, Line, Site, Verdict, fails, holds, judged
from gdpr import documents
from gdpr.models import ProcessingActivity, RetentionRun
from gdpr.retention import RULES

RETENTION_OLD = timedelta(hours=36)  # it runs once a day


def operator(site: Site) -> Verdict:
    """The documents name a person or a firm, and where to write to."""
    privacy = settings.PRIVACY
    facts = {
        "OPERATOR_NAME": privacy.operator,
        "OPERATOR_ADDRESS": privacy.operator_address,
        "PRIVACY_CONTACT": privacy.contact,
    }
    return judged(all(facts.values()), "; ".join(f"{name}={value or '-'}" for name, value in facts.items()))


def in_all_languages(site: Site) -> Verdict:
    """The newest version of each document has a text in every language of the pages."""
    told, missing = [], []
    for kind in (*documents.ACCEPTED, "subprocessors"):
        version = documents.versions(kind)[0]
        told.append(f"{kind} {version}")
        missing += [
            f"{kind} {code}"
            for code, _name in settings.LANGUAGES
            if documents.document(kind, version, code).language != code
        ]
    return judged(not missing, ", ".join(missing or told))


def retention(site: Site) -> Verdict:
    """The daily run happened, and every rule worked."""
    last = RetentionRun.objects.filter(dry_run=False, finished_at__isnull=False).first()
    if last is None:
        return fails(gettext("It has never run."))
    age = span(timezone.now() - last.started_at)
    if failed := [code for code, count in last.counts.items() if count < 0]:
        return fails(gettext("These rules failed: %(names)s.") % {"names": ", ".join(failed)})
    if timezone.now() - last.started_at > RETENTION_OLD:
        return fails(gettext("It last ran %(span)s ago.") % {"span": age})
    return holds(gettext("It ran %(span)s ago; rules: %(count)d.") % {"span": age, "count": len(RULES)})


def register(site: Site) -> Verdict:
    """The register of processing has entries."""
    count = ProcessingActivity.objects.filter(ended_at=None).count()
    return judged(count > 0, gettext("Activities in the register: %(count)d.") % {"count": count})


def security_contact(site: Site) -> Verdict:
    """Whoever finds a weakness knows whom to tell."""
    return judged(bool(settings.SECURITY_CONTACT), f"SECURITY_CONTACT={settings.SECURITY_CONTACT or '-'}")


GROUP = Group(
    "law",
    _("What people are told"),
    (
        Line(
            code="law.operator",
            title=_("The operator's name, address and contact stand in the documents"),
            why=_("People have a right to know whom they deal with, and whom to ask about their data."),
            mend=_("Set OPERATOR_NAME, OPERATOR_ADDRESS and PRIVACY_CONTACT."),
            judge=operator,
        ),
        Line(
            code="law.languages",
            title=_("Terms, privacy policy and sub-processors are there in every language"),
            why=_("People are bound by what they could read."),
            mend=_("Add the missing text in gdpr/documents, beside the others of its version."),
            judge=in_all_languages,
        ),
        Line(
            code="law.read",
            title=_("A lawyer of your country has read them"),
            why=_("They say what Mizan does; whether that is enough where you are only somebody who knows can tell."),
            mend=_("Give them the three pages as your server shows them; a change is a new version in gdpr/documents."),
            seen=("{url}/terms/", "{url}/privacy/", "{url}/subprocessors/"),
        ),
        Line(
            code="law.retention",
            title=_("What is old is removed every day"),
            why=_("The privacy policy says for how long things are kept: that has to be true."),
            mend=_(
                "Look whether beat and workers run; `manage.py retention` does it now, and the log names a rule that failed."
            ),
            judge=retention,
        ),
        Line(
            code="law.register",
            title=_("The register of processing is filled in"),
            why=_("An authority that asks wants it within days (Art. 30 GDPR)."),
            mend=_("Run `manage.py fill_register`, then complete it in the admin."),
            judge=register,
        ),
        Line(
            code="law.security-contact",
            title=_("Whoever finds a weakness is told whom to write to"),
            why=_("Without an address they write to nobody, or to everybody."),
            mend=_("Set SECURITY_CONTACT; SECURITY.md says what they may expect of you."),
            judge=security_contact,
            seen=("{url}/.well-known/security.txt",),
        ),
    ),
)
