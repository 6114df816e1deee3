"""Mails about tickets: to whoever asked, and to the team. Both carry a reply address where answers by mail are read.

They name the page and hold no link: a ticket that came by mail came without a request that says at which address this server is.
"""

from __future__ import annotations

from django.conf import settings

from accounts.models import User
from accounts.post import post
from support.models import Message, Ticket
from support.replies import PERSON, STAFF, reply_address

SHOWN = 60  # characters of a subject
EXCERPT = 1_000


def tell_asker(ticket: Ticket, template: str, **facts: str | int) -> None:
    """A mail to whoever asked: the person, who made the key, or the address. Nothing when nobody is left to be told."""
    to = _asker(ticket)
    if not to:
        return
    reply_to = reply_address(PERSON, ticket.pk)
    post(
        to=to,
        template=template,
        language=ticket.language,
        number=ticket.number,
        subject=ticket.subject[:SHOWN],
        page=int(not ticket.address),
        answerable=int(bool(reply_to)),
        reply_to=reply_to,
        **facts,
    )


def _asker(ticket: Ticket) -> User | str:
    if ticket.requester_id is None:
        maker = ticket.key.created_by if ticket.key else None
        return maker if maker is not None and maker.is_active else ticket.address
    person = ticket.requester
    return person if person is not None and person.is_active else ""


def tell_team(ticket: Ticket, message: Message, change: str) -> None:
    """A mail to whoever has the ticket, else to the team. `change` is "new" for a new ticket, "more" for another message."""
    assignee = ticket.assignee
    to: User | str = assignee if assignee is not None and assignee.is_active and assignee.is_staff else team_address()
    if not to:
        return
    post(
        to=to,
        template="support_asked",
        language=settings.LANGUAGE_CODE,
        number=ticket.number,
        subject=ticket.subject[:SHOWN],
        said=message.text[:EXCERPT],
        change=change,
        reply_to=reply_address(STAFF, ticket.pk),
    )


def team_address() -> str:
    """Who is told of tickets that nobody has yet; "" when the operator has named nobody."""
    return str(settings.SUPPORT.team or settings.CONTACT_EMAIL or settings.PRIVACY.contact)
