"""What staff does: answer, note, assign, set state and priority. Staff is known by the permission `support.answer_ticket`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.access import SYSTEM, Actor
from accounts.errors import Conflict, Invalid, NotFound
from accounts.models import User
from accounts.services import record
from accounts.services.staff import staff_actor
from support.models import Attachment, CannedReply, Message, Priority, Status, Ticket
from support.services import mailing
from support.services.common import PERMISSION, add, locked
from support.services.files import Given

STAYS_SOLVED = timedelta(days=14)


def staff() -> list[User]:
    """Who may answer tickets."""
    codename = PERMISSION.partition(".")[2]
    allowed = Q(is_superuser=True)
    for path in ("user_permissions", "groups__permissions"):
        allowed |= Q(**{f"{path}__codename": codename, f"{path}__content_type__app_label": "support"})
    people = User.objects.filter(allowed, is_active=True, is_staff=True).distinct()
    return list(people.order_by("name", "email"))


def _staff(by: Actor) -> User:
    """The member of staff who acts. Raises Forbidden for anybody else."""
    outside = by.user_id is not None and by.organization_id is None
    user = User.objects.filter(pk=str(by.user_id)).first() if outside else None
    staff_actor(user, PERMISSION)
    assert user is not None
    return user


@transaction.atomic
def answer(
    *,
    by: Actor,
    ticket: Ticket,
    text: str,
    status: str = Status.WAITING,
    files: Sequence[Given] = (),
    by_mail: bool = False,
    digest: str | None = None,
) -> Message:
    """Staff's public answer, mailed to whoever asked; the ticket then waits for them, or is solved."""
    person = _staff(by)
    if status not in (Status.WAITING, Status.SOLVED, Status.OPEN):
        raise Invalid("malformed")
    ticket = locked(ticket)
    if ticket.status == Status.CLOSED:
        raise Conflict("support.closed")
    message = add(
        ticket, text, kind=Message.Author.STAFF, author_id=person.pk, files=files, by_mail=by_mail, digest=digest
    )
    ticket.first_response_at = ticket.first_response_at or message.created_at
    ticket.assignee_id = ticket.assignee_id or person.pk
    _put(ticket, status)
    ticket.save()
    record(by=by, action="ticket.answered", target=ticket, message=str(message.pk), status=status)
    mailing.tell_asker(ticket, "support_answered", reply=message.text)
    return message


@transaction.atomic
def note(*, by: Actor, ticket: Ticket, text: str, files: Sequence[Given] = ()) -> Message:
    """An internal note: nobody but staff reads it, nobody is mailed, and it is no answer."""
    person = _staff(by)
    ticket = locked(ticket)
    before = ticket.updated_at
    message = add(ticket, text, kind=Message.Author.STAFF, author_id=person.pk, public=False, files=files)
    ticket.updated_at = before
    record(by=by, action="ticket.noted", target=ticket, message=str(message.pk))
    return message


@transaction.atomic
def change(
    *, by: Actor, ticket: Ticket, status: str | None = None, priority: str | None = None, assignee: Any = ""
) -> Ticket:
    """Set what is given; `assignee` is a person's id, None for nobody. Raises Invalid for what makes no sense."""
    _staff(by)
    ticket = locked(ticket)
    if status is not None and status != ticket.status:
        if status not in Status.values:
            raise Invalid("malformed")
        _put(ticket, status)
        record(by=by, action="ticket.status", target=ticket, status=status)
    if priority is not None and priority != ticket.priority:
        if priority not in Priority.values:
            raise Invalid("malformed")
        ticket.priority = priority
        record(by=by, action="ticket.priority", target=ticket, priority=priority)
    if assignee != "" and assignee != ticket.assignee_id:
        if assignee is not None and assignee not in {one.pk for one in staff()}:
            raise Invalid("support.unknown_staff")
        ticket.assignee_id = assignee
        record(by=by, action="ticket.assigned", target=ticket, assignee=str(assignee or ""))
    ticket.save()
    return ticket


def _put(ticket: Ticket, status: str) -> None:
    now = timezone.now()
    ticket.status = status
    if status == Status.SOLVED:
        ticket.solved_at = ticket.solved_at or now
    elif status != Status.CLOSED:
        ticket.solved_at = None
    ticket.closed_at = now if status == Status.CLOSED else None


@transaction.atomic
def close_solved() -> int:
    """Close what has been solved for STAYS_SOLVED; answers how many."""
    before = timezone.now() - STAYS_SOLVED
    rows = Ticket.objects.select_for_update(skip_locked=True).filter(status=Status.SOLVED, solved_at__lt=before)
    closed = list(rows[:500])
    for ticket in closed:
        _put(ticket, Status.CLOSED)
        ticket.save()
        record(by=SYSTEM, action="ticket.status", target=ticket, status=ticket.status)
    return len(closed)


def canned(language: str) -> list[CannedReply]:
    """Ready answers, those in the asker's language first."""
    rows = CannedReply.objects.filter(enabled=True)
    return sorted(rows, key=lambda one: (one.language != language, one.language, one.title))


def file_of(by: Actor, ticket: Ticket, pk: Any) -> Attachment:
    """What is attached to any message of a ticket, for staff; looking at it is recorded. Raises NotFound."""
    _staff(by)
    one = Attachment.objects.filter(pk=pk, message__ticket=ticket).first()
    if one is None:
        raise NotFound("not_found")
    record(by=by, action="ticket.downloaded", target=ticket, attachment=str(one.pk))
    return one
