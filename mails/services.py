"""Queueing mails. What removes them once they are old is a rule of `gdpr.retention`."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils import translation

from accounts.access import SYSTEM
from accounts.encryption import Secret
from accounts.models import User
from accounts.notifications import wanted
from jobs.models import Kind
from jobs.services import enqueue
from mails.models import Mail
from mails.words import packed, written

# News of work: not sent to who had the processing of their data restricted. All other mails an account cannot do without.
NEWS = frozenset(
    {"key_made", "role_changed", "ownership_transferred", "webhook_disabled"}
)  # each person's own choice is `User.unwanted_mails`


@transaction.atomic
def post(
    *, to: User | str, template: str, language: str = "", facts: Mapping[str, str | int] | None = None
) -> Mail | None:
    """Queue the mail `template` to a person, or to an address that may be nobody's, in the caller's transaction.

    None when it is mere news and the person had the processing of their data restricted, or one that they do not want. The language is
    the person's own, else `language`, else that of the request. Raises ValueError for a template that is none, or lacks facts.
    """
    user = to if isinstance(to, User) else None
    if user is not None and user.processing_restricted_at is not None and template in NEWS:
        return None
    if user is not None and not wanted(template, user.unwanted_mails):
        return None
    spoken = _language((user.language if user else "") or language)
    written(template, spoken, facts or {})  # a mail that cannot be written fails here, not in a worker hours later
    mail = Mail.objects.create(
        user=user,
        address=to.email if isinstance(to, User) else to,
        template=template,
        language=spoken,
        facts=Secret.of(packed(facts or {})),
    )
    enqueue(by=SYSTEM, kind=Kind.MAIL, organization_id=None, subject_id=mail.pk)
    return mail


def _language(asked: str) -> str:
    known = dict(settings.LANGUAGES)
    for language in (asked, translation.get_language() or ""):
        if language in known:
            return language
    return str(settings.LANGUAGE_CODE)
