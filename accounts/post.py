"""Mails that accounts sends. What queues and sends them lives above this app, so it is named in the settings, not imported."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User


def post(*, to: User | str, template: str, language: str = "", **facts: str | int) -> None:
    """Queue the mail `template` to a person, or to an address that may be nobody's, in the caller's transaction.

    `facts` fill the template: plain words, numbers and links. The language is the person's own, else `language`, else the request's.
    """
    import_string(settings.POST_OFFICE)(to=to, template=template, language=language, facts=facts)
