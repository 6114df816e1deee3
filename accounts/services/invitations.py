"""Asking people to join by email. The link in the mail proves the address; only the SHA-256 of its token is kept."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.access import Action, Actor, ActorKind
from accounts.errors import Conflict, Forbidden, NotFound
from accounts.models import Invitation, Membership, Organization, User
from accounts.post import post
from accounts.services.members import role_words
from accounts.services.quotas import require_place, require_seat
from accounts.services.standing import held, person_of, require_power_over
from accounts.services.trail import emit, record
from accounts.services.withdrawing import withdraw

MOST_OPEN = 200
MOST_A_DAY = 100
PAUSE = timedelta(minutes=1)  # between two mails to the same person
Link = Callable[[str], str]


def invitations_of(by: Actor) -> QuerySet[Invitation]:
    """Invitations that wait for an answer, the latest first; for those who manage members."""
    if not by.may(Action.MANAGE_MEMBERS):
        raise Forbidden("forbidden", action=Action.MANAGE_MEMBERS.value, role=by.role)
    rows = Invitation.objects.visible_to(by).filter(accepted_at=None, revoked_at=None).select_related("invited_by")
    found: QuerySet[Invitation] = rows.order_by("-created_at", "pk")
    return found


def invitation(by: Actor, invitation_id: UUID) -> Invitation:
    """One invitation that waits for an answer, or NotFound."""
    found: Invitation | None = invitations_of(by).filter(pk=invitation_id).first()
    if found is None:
        raise NotFound("not_found")
    return found


@transaction.atomic
def invite(*, by: Actor, organization: Organization, email: str, role: str, link: Link) -> Invitation:
    """Ask a person to join as `role`. `link` makes the full address of the page for a token.

    Raises Conflict for a member, for somebody who was asked already and has time left, and when the organization asks too many.
    """
    organization, by = held(by, organization.pk, Action.MANAGE_MEMBERS)
    require_power_over(by, role)
    email = email.strip().lower()
    if Membership.objects.filter(organization=organization, user__email__iexact=email).exists():
        raise Conflict("invitation.member_already")
    waiting = Invitation.objects.filter(organization=organization, accepted_at=None, revoked_at=None)
    known = waiting.filter(email__iexact=email).first()
    if known is not None and known.expires_at > timezone.now():
        raise Conflict("invitation.asked_already")
    _require_room(organization, waiting)
    require_seat(organization, taken=int(known is not None and known.expires_at > timezone.now()))
    if known is not None:
        withdraw(by=by, invitations=waiting.filter(pk=known.pk), why="invitation.sent")  # the other one has run out
    token, fresh = _fresh_token()
    made = Invitation.objects.create(
        organization=organization, email=email, role=role, invited_by_id=by.user_id, **fresh
    )
    record(by=by, action="invitation.sent", target=made, role=role)
    emit(organization_id=organization.pk, kind="invitation.sent", invitation=str(made.pk), role=role)
    _mail(made, by, link(token))
    return made


def _require_room(organization: Organization, waiting: QuerySet[Invitation]) -> None:
    now = timezone.now()
    if waiting.filter(expires_at__gt=now).count() >= MOST_OPEN:
        raise Conflict("invitation.too_many_open", most=MOST_OPEN)
    today = Invitation.objects.filter(organization=organization, created_at__gt=now - timedelta(days=1))
    if today.count() >= MOST_A_DAY:
        raise Conflict("invitation.too_many_today", most=MOST_A_DAY)


def _fresh_token() -> tuple[str, dict[str, object]]:
    token = secrets.token_urlsafe(32)
    ends = timezone.now() + timedelta(days=settings.INVITATION_DAYS)
    return token, {"digest": digest_of(token), "expires_at": ends}


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _mail(made: Invitation, by: Actor, link: str) -> None:
    inviter = person_of(by)
    known = User.objects.filter(email__iexact=made.email, is_active=True).first()
    post(
        to=known or made.email,
        template="invitation",
        organization=made.organization.name,
        inviter=inviter.get_full_name() if inviter else "",
        role=role_words(made.role, known.language if known else ""),
        days=settings.INVITATION_DAYS,
        link=link,
    )


@transaction.atomic
def resend(*, by: Actor, invitation: Invitation, link: Link) -> Invitation:
    """Send a new link with new time; the old link is dead."""
    organization, by = held(by, invitation.organization_id, Action.MANAGE_MEMBERS)
    found = _waiting(invitation)
    require_power_over(by, found.role)
    if found.expires_at <= timezone.now():
        require_seat(organization)
    sent = found.expires_at - timedelta(days=settings.INVITATION_DAYS)
    if timezone.now() - sent < PAUSE:
        raise Conflict("invitation.just_sent", seconds=int(PAUSE.total_seconds()))
    token, fresh = _fresh_token()
    for name, value in fresh.items():
        setattr(found, name, value)
    found.invited_by_id = by.user_id
    found.save(update_fields=[*fresh, "invited_by"])
    record(by=by, action="invitation.resent", target=found)
    _mail(found, by, link(token))
    return found


@transaction.atomic
def revoke(*, by: Actor, invitation: Invitation) -> None:
    """Take an invitation back; its link is dead."""
    _organization, by = held(by, invitation.organization_id, Action.MANAGE_MEMBERS)
    found = _waiting(invitation)
    require_power_over(by, found.role)
    found.revoked_at = timezone.now()
    found.save(update_fields=["revoked_at"])
    record(by=by, action="invitation.revoked", target=found)


def _waiting(invitation: Invitation) -> Invitation:
    """The row under the organization's lock, or NotFound when it was answered or taken back meanwhile."""
    rows = Invitation.objects.select_related("organization")
    found: Invitation | None = rows.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).first()
    if found is None:
        raise NotFound("not_found")
    return found


def open_invitation(token: str) -> Invitation:
    """The invitation that the link leads to. Raises NotFound for one that was used, taken back, ran out, or never was."""
    waiting = Invitation.objects.select_related("organization", "invited_by").filter(accepted_at=None, revoked_at=None)
    living = waiting.filter(expires_at__gt=timezone.now(), organization__deleted_at=None)
    found: Invitation | None = living.filter(digest=digest_of(token)).first()
    if found is None:
        raise NotFound("invitation.not_open")
    return found


def is_for(invitation: Invitation, user: User) -> bool:
    """True when the address that was asked is the person's own: the one they sign in with, or another that they have verified."""
    asked = invitation.email.lower()
    return (
        user.email.lower() == asked
        or EmailAddress.objects.filter(user=user, email__iexact=asked, verified=True).exists()
    )


@transaction.atomic
def accept(*, by: Actor, token: str) -> Membership:
    """Become a member. `by` is the person, in whatever organization or none. The mailed link proves the address, which counts as verified.

    Raises NotFound for a link that is dead, Forbidden for a person with another address, Conflict for a member.
    """
    user = person_of(by)
    if by.kind is not ActorKind.USER or user is None:
        raise NotFound("invitation.not_open")
    seen = open_invitation(token)
    Organization.objects.select_for_update().get(pk=seen.organization_id)
    Invitation.objects.select_for_update().get(
        pk=seen.pk
    )  # staff and erasures take it back without the organization's lock
    found = open_invitation(token)  # as it is under the locks
    if not is_for(found, user):
        raise Forbidden("invitation.other_address")
    if Membership.objects.filter(organization=found.organization, user=user).exists():
        raise Conflict("invitation.joined_already")
    require_place(found.organization)
    membership = Membership.objects.create(organization=found.organization, user=user, role=found.role)
    found.accepted_at, found.accepted_by = timezone.now(), user
    found.save(update_fields=["accepted_at", "accepted_by"])
    _verify(user, found.email)
    record(by=by, action="invitation.accepted", target=found, role=found.role)
    emit(organization_id=found.organization_id, kind="member.joined", user=str(user.pk), role=found.role)
    return membership


@transaction.atomic
def join_as_new_person(*, token: str, name: str, password: str, language: str = "") -> User:
    """An account for the person who was asked, with the address fixed, and the membership. Raises Conflict when there is an account.

    That they signed up is recorded when the sign-up is completed, as for everybody (`accounts.hooks`).
    """
    found = open_invitation(token)
    try:
        with transaction.atomic():
            user = User.objects.create_user(found.email, password, name=name, language=language)
    except IntegrityError as error:  # also of somebody who signs up at the same moment
        raise Conflict("email_taken") from error
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    accept(by=Actor(ActorKind.USER, None, user.pk), token=token)
    return user


def _verify(user: User, email: str) -> None:
    """The link came by mail to this address: whoever has it, has the mailbox."""
    address, _ = EmailAddress.objects.get_or_create(
        user=user,
        email=email.lower(),
        defaults={"primary": not EmailAddress.objects.filter(user=user, primary=True).exists()},
    )
    address.set_verified()
