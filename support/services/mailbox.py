"""Mails that come in: to their ticket by the token in the address, else a new ticket of the person whose address it is."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import parseaddr

import msgspec
import structlog
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.access import SYSTEM, Actor, ActorKind
from accounts.errors import Forbidden, MizanError, NotFound, TooManyAttempts
from accounts.models import User
from accounts.services import actor_for
from accounts.services.staff import staff_actor
from support.letters import Letter, read_letter
from support.models import Message, Source, Status, Ticket
from support.replies import STAFF, find_reply
from support.services import answering, asking
from support.services.common import PERMISSION, count
from support.services.files import MOST_FILES, Given, check, clean_name

log = structlog.get_logger(__name__)
MAILS_AN_HOUR = 20  # from one address


class Outcome(msgspec.Struct, frozen=True):
    """`filed` into a ticket, `opened` one, `known` (it came before), or `dropped` with the reason `why`."""

    done: str
    why: str = ""
    number: int | None = None


def take(raw: bytes) -> Outcome:
    """File one mail. What is of no concern is dropped without an answer, so that no loop begins. Raises Invalid, TooLarge for no mail."""
    letter = read_letter(raw)
    outcome = _taken(letter)
    log.info("support_mail", done=outcome.done, why=outcome.why, number=outcome.number)
    return outcome


def _taken(letter: Letter) -> Outcome:
    if letter.automatic or _from_ourselves(letter.sender):
        return Outcome("dropped", "automatic")
    if Message.objects.filter(digest=letter.digest).exists():
        return Outcome("known")
    try:
        count(f"mail:{letter.sender}", MAILS_AN_HOUR)
        with transaction.atomic():
            return _filed(letter)
    except TooManyAttempts:
        return Outcome("dropped", "too_many")
    except IntegrityError:  # the same mail, handed in twice at the same moment
        return Outcome("known")
    except (NotFound, Forbidden):
        return Outcome("dropped", "nobody")
    except MizanError as error:
        return Outcome("dropped", error.code)


def _from_ourselves(sender: str) -> bool:
    """True for the mailbox itself, with or without a token, and for the address that our mails come from."""
    name, _at, host = sender.partition("@")
    ours = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower()
    return sender == ours or f"{name.partition('+')[0]}@{host}" == settings.SUPPORT.address


def _filed(letter: Letter) -> Outcome:
    reply = find_reply(iter(letter.to))
    if reply is None:
        return _opened(letter)
    ticket = Ticket.objects.filter(pk=reply.ticket_id).select_related("requester", "key").first()
    if ticket is None:
        return Outcome("dropped", "gone")
    if reply.side == STAFF:
        return _answered(letter, ticket)
    if ticket.status == Status.CLOSED:
        return _opened(letter)
    with translation.override(ticket.language or settings.LANGUAGE_CODE):
        files, text = _kept(letter)
        asking.write(
            by=_asker(ticket), ticket=ticket, text=text, files=files, by_mail=True, address=letter.sender, digest=letter.digest
        )  # fmt: skip
    return Outcome("filed", number=ticket.number)


def _answered(letter: Letter, ticket: Ticket) -> Outcome:
    """Staff answers by mail: the token alone is not enough, the sender must be one of the staff."""
    by = staff_actor(_person(letter.sender), PERMISSION)
    files, text = _kept(letter)
    answering.answer(by=by, ticket=ticket, text=text, files=files, by_mail=True, digest=letter.digest)
    return Outcome("filed", number=ticket.number)


def _opened(letter: Letter) -> Outcome:
    person = _person(letter.sender)
    if person is None and not settings.SUPPORT.strangers:
        return Outcome("dropped", "stranger")
    language = person.language if person else ""
    with translation.override(language or settings.LANGUAGE_CODE):
        files, text = _kept(letter)
        ticket = asking.open_ticket(
            by=_acting(person) if person else SYSTEM,
            subject=letter.subject or text.partition("\n")[0][:80],
            text=text,
            source=Source.MAIL,
            files=files,
            address="" if person else letter.sender,
            digest=letter.digest,
        )
    return Outcome("opened", number=ticket.number)


def _asker(ticket: Ticket) -> Actor:
    """Whoever asked, as they act: the reply address in their mail says that it is they."""
    return _acting(ticket.requester) if ticket.requester and ticket.requester.is_active else SYSTEM


def _acting(person: User) -> Actor:
    try:
        return actor_for(person)
    except NotFound:
        return Actor(ActorKind.USER, None, person.pk)


def _person(address: str) -> User | None:
    """The active person whose verified address this is."""
    found = EmailAddress.objects.filter(email__iexact=address, verified=True, user__is_active=True)
    first = found.select_related("user").order_by("pk").first()
    return first.user if first else None


def _kept(letter: Letter) -> tuple[list[Given], str]:
    """The files that may be kept, and the text, which says what was left out."""
    kept, left = [], _names(letter.files[MOST_FILES:])
    for file in letter.files[:MOST_FILES]:
        try:
            kept.append(check(file))
        except MizanError:
            left += _names([file])
    text = letter.text or letter.subject
    if left:
        text = f"{text[:19_000]}\n\n" + _("Left out, because it cannot be attached: %(names)s") % {
            "names": ", ".join(left)[:500]
        }
    return kept, text


def _names(files: Sequence[Given]) -> list[str]:
    return [clean_name(one.name) for one in files[:20]]
