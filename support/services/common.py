"""What asking and answering share: locking a ticket, adding a message, limits."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.access import Action, Actor, ActorKind, require_here
from accounts.errors import Forbidden, Invalid, TooManyAttempts
from config.api import refuse_unstorable
from config.counting import counted
from support.models import SUBJECT, TEXT, Message, Ticket
from support.services.files import Given, attach, checked

AN_HOUR = 3600
MESSAGES_AN_HOUR = 30
PERMISSION = "support.answer_ticket"


def may_ask(by: Actor) -> None:
    """A person may always ask for themselves, a member and a key where their role or scope allows it. Raises Forbidden."""
    if by.kind is ActorKind.SYSTEM or (by.kind is ActorKind.USER and by.organization_id is None):
        return
    if by.kind not in (ActorKind.USER, ActorKind.API_KEY):
        raise Forbidden("forbidden", action=Action.ASK_SUPPORT.value, role=by.role)
    require_here(by, Action.ASK_SUPPORT)


def locked(ticket: Ticket) -> Ticket:
    """The ticket as it is now, kept from others until the transaction ends."""
    return Ticket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)


def next_number() -> int:
    """The next number that people know a ticket by."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('support_ticket_number')")
        return int(cursor.fetchone()[0])


def clean_subject(subject: str) -> str:
    """One line. Raises Invalid when it is empty, too long, or cannot be stored."""
    line = " ".join(subject.split())
    return _clean(line, SUBJECT, "support.no_subject")


def clean_text(text: str) -> str:
    """The text with one kind of line end. Raises Invalid."""
    return _clean(text.replace("\r\n", "\n").replace("\r", "\n").strip(), TEXT, "support.no_text")


def _clean(text: str, most: int, empty: str) -> str:
    refuse_unstorable(text)
    if not text:
        raise Invalid(empty)
    if len(text) > most:
        raise Invalid("support.too_long", most=most)
    return text


def add(
    ticket: Ticket, text: str, *, kind: str, author_id: Any = None, files: Sequence[Given] = (), **more: Any
) -> Message:
    """Add a message with its files, in the caller's transaction."""
    files = checked(files)
    message = Message.objects.create(ticket=ticket, text=clean_text(text), kind=kind, author_id=author_id, **more)
    attach(message, files)
    ticket.updated_at = timezone.now()
    return message


def count(who: str, most: int = MESSAGES_AN_HOUR) -> None:
    """One more message of somebody within the hour. Raises TooManyAttempts."""
    found = counted(f"support:{hashlib.sha256(who.encode()).hexdigest()[:32]}", AN_HOUR)
    if found.used > most:
        raise TooManyAttempts("support.too_many", **found.waiting())
