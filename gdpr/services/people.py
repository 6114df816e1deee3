"""A person as data protection sees them, and the actor that they are when they act on themselves."""

from __future__ import annotations

from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession

from accounts.access import Actor, ActorKind
from accounts.errors import Forbidden, NotFound
from accounts.models import AuditOrigin, TokenFamily, User
from gdpr.classes import Person


def person_of(user: User) -> Person:
    """The person behind an account, with every address of theirs."""
    more = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    emails = {email.strip().lower() for email in (user.email, *more) if email.strip()}
    return Person(user.pk, tuple(sorted(emails)), user.name, user.email, addresses_of(user.pk))


def addresses_of(user_id: UUID) -> tuple[str, ...]:
    """The network addresses that a person came from, as far as they are still known."""
    found: set[str | None] = set()
    for rows, name in (
        (UserSession.objects.filter(user_id=user_id), "ip"),
        (TokenFamily.objects.filter(user_id=user_id), "address"),
        (AuditOrigin.objects.filter(actor_id=user_id), "address"),
    ):
        found |= set(rows.values_list(name, flat=True))
    return tuple(sorted(one for one in found if one))


def oneself(user: User) -> Actor:
    """The actor that a person is when they act on themselves, without an organization."""
    return Actor(ActorKind.USER, None, user.pk)


def acting_person(by: Actor) -> User:
    """The user who acts, for what only the person themselves may do: no key, no guest, nobody in their name.

    Raises NotFound for whoever is no person, Forbidden for a member of staff who works in somebody's name.
    """
    if by.impersonator_id is not None:
        raise Forbidden("privacy.only_the_person")
    if by.kind is not ActorKind.USER or by.user_id is None:
        raise NotFound("not_found")
    user: User | None = User.objects.filter(pk=by.user_id, is_active=True).first()
    if user is None:
        raise NotFound("not_found")
    return user
