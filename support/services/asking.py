"""What whoever asks does: open a ticket, write to it, say that it is solved or is not, say how content they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from accounts.access import Actor, ActorKind
from accounts.errors import Conflict, Invalid, NotFound
from accounts.services import record
from support.models import Attachment, Message, Priority, Source, Status, Ticket, TicketQuerySet
from support.services import mailing
from support.services.common import add, clean_subject, count, locked, may_ask, next_number
from support.services.files import Given

SCORES = range(1, 6)
SCORE_WORDS = 500
REFERENCE = 64


def tickets_of(by: Actor | None) -> TicketQuerySet:
    """One's tickets, the latest word first."""
    return Ticket.objects.visible_to(by).order_by("-updated_at", "-number")


def ticket_of(by: Actor | None, pk: Any) -> Ticket:
    """One ticket of one's own. Raises NotFound."""
    return Ticket.objects.get_visible(by, pk=pk)


def thread_of(ticket: Ticket) -> list[Message]:
    """What its asker may read, in order, with what is attached."""
    return list(ticket.messages.filter(public=True).select_related("author").prefetch_related("attachments"))


@transaction.atomic
def open_ticket(
    *,
    by: Actor,
    subject: str,
    text: str,
    priority: str = Priority.NORMAL,
    source: str = Source.PAGE,
    request_id: str = "",
    error_code: str = "",
    files: Sequence[Given] = (),
    address: str = "",
    digest: str | None = None,
) -> Ticket:
    """A new ticket with its first message. `address` is that of somebody without an account, for whom the system acts.

    Raises Invalid for what makes no sense, TooLarge, TooManyAttempts after too many within an hour.
    """
    may_ask(by)
    count(str(by.id or address))
    key = by.key_id if by.kind is ActorKind.API_KEY else None
    ticket = Ticket.objects.create(
        number=next_number(),
        organization_id=by.organization_id,
        requester_id=None if key else by.user_id,
        key_id=key,
        address=address,
        subject=clean_subject(subject),
        priority=priority if priority in Priority.values else Priority.NORMAL,
        source=source,
        language=translation.get_language() or "",
        request_id=_code(request_id),
        error_code=_code(error_code),
    )
    message = _said(by, ticket, text, files, digest=digest, address=address, by_mail=source == Source.MAIL)
    record(by=by, action="ticket.opened", target=ticket, number=ticket.number, source=source)
    mailing.tell_asker(ticket, "support_received")
    mailing.tell_team(ticket, message, "new")
    return ticket


@transaction.atomic
def write(
    *,
    by: Actor,
    ticket: Ticket,
    text: str,
    files: Sequence[Given] = (),
    by_mail: bool = False,
    address: str = "",
    digest: str | None = None,
) -> Message:
    """Another message of whoever asks: the ticket waits for staff again. Raises Conflict when it is closed."""
    may_ask(by)
    ticket = locked(Ticket.objects.get_visible(by, pk=ticket.pk))
    if ticket.status == Status.CLOSED:
        raise Conflict("support.closed")
    count(str(by.id or ticket.requester_id or ticket.address))
    message = _said(by, ticket, text, files, digest=digest, address=address, by_mail=by_mail)
    if ticket.status != Status.NEW:
        ticket.status = Status.OPEN
    ticket.solved_at = None
    ticket.save()
    record(by=by, action="ticket.written", target=ticket, message=str(message.pk))
    mailing.tell_team(ticket, message, "more")
    return message


def _said(by: Actor, ticket: Ticket, text: str, files: Sequence[Given], **more: Any) -> Message:
    kind = Message.Author.PROGRAM if by.kind is ActorKind.API_KEY else Message.Author.PERSON
    author = by.user_id if by.user_id else ticket.requester_id if by.kind is ActorKind.SYSTEM else None
    return add(ticket, text, kind=kind, author_id=author, files=files, **more)


@transaction.atomic
def settle(*, by: Actor, ticket: Ticket) -> Ticket:
    """Whoever asked says that it is solved."""
    may_ask(by)
    ticket = locked(Ticket.objects.get_visible(by, pk=ticket.pk))
    if not ticket.live:
        return ticket
    ticket.status, ticket.solved_at = Status.SOLVED, timezone.now()
    ticket.save()
    record(by=by, action="ticket.status", target=ticket, status=ticket.status)
    return ticket


@transaction.atomic
def reopen(*, by: Actor, ticket: Ticket) -> Ticket:
    """Whoever asked says that it is not solved. Raises Conflict when it is closed."""
    may_ask(by)
    ticket = locked(Ticket.objects.get_visible(by, pk=ticket.pk))
    if ticket.status == Status.CLOSED:
        raise Conflict("support.closed")
    if ticket.status == Status.SOLVED:
        ticket.status, ticket.solved_at, ticket.updated_at = Status.OPEN, None, timezone.now()
        ticket.save()
        record(by=by, action="ticket.status", target=ticket, status=ticket.status)
    return ticket


@transaction.atomic
def rate(*, by: Actor, ticket: Ticket, score: int, words: str = "") -> Ticket:
    """How content whoever asked is, from 1 to 5; the last word counts. Raises Conflict before it is solved."""
    may_ask(by)
    ticket = locked(Ticket.objects.get_visible(by, pk=ticket.pk))
    if ticket.live:
        raise Conflict("support.not_solved")
    if score not in SCORES:
        raise Invalid("support.bad_score")
    ticket.score, ticket.score_words = score, " ".join(words.replace("\x00", "").split())[:SCORE_WORDS]
    ticket.save()
    record(by=by, action="ticket.rated", target=ticket, score=score)
    return ticket


def attachment_of(by: Actor | None, ticket: Ticket, pk: Any) -> Attachment:
    """What is attached to a public message of one's own ticket; looking at it is recorded. Raises NotFound."""
    found = Attachment.objects.filter(pk=pk, message__ticket=ticket_of(by, ticket.pk), message__public=True)
    one = found.select_related("message").first()
    if one is None or by is None:
        raise NotFound("not_found")
    record(by=by, action="ticket.downloaded", target=ticket, attachment=str(one.pk))
    return one


def _code(text: str) -> str:
    """An id or code as our pages show it: letters, digits, dots, dashes; of anything else nothing is kept."""
    short = text.strip()[:REFERENCE]
    return short if short.isascii() and short.replace("-", "").replace(".", "").replace("_", "").isalnum() else ""
