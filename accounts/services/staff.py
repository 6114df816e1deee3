"""What the operator's staff does to people's access. Every step has a reason, an entry in the audit trail, and a check that staff may."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.access import Action, Actor, ActorKind
from accounts.allauth_mails import reset_link
from accounts.errors import Conflict, Forbidden, Invalid
from accounts.models import Invitation, Organization, User
from accounts.post import post
from accounts.services.sessions import sign_out_everywhere
from accounts.services.standing import left_ownerless_by
from accounts.services.trail import record
from accounts.services.withdrawing import withdraw

STAFF = "staff"
IN_ANOTHERS_NAME = "in_anothers_name"
LASTS = timedelta(minutes=30)
REASON = 500
# What is a person's own is not done in their name, nor what cannot be undone.
NEVER_IN_ANOTHERS_NAME = frozenset(
    {
        Action.MANAGE_MEMBERS,
        Action.MANAGE_KEYS,
        Action.MANAGE_WEBHOOKS,
        Action.MANAGE_ORGANIZATION,
        Action.REQUIRE_SECOND_FACTOR,
        Action.TRANSFER_OWNERSHIP,
        Action.MANAGE_PLAN,
        Action.DELETE_ORGANIZATION,
        Action.DELETE_PROJECT,
    }
)


class InAnothersName(msgspec.Struct, frozen=True):
    """An impersonation as the session of the member of staff keeps it."""

    user_id: str
    until: str

    @property
    def over(self) -> bool:
        return datetime.fromisoformat(self.until) <= timezone.now()


def staff_actor(user: Any, permission: str) -> Actor:
    """The actor that a member of staff is outside any organization. Raises Forbidden for others and without the permission."""
    if not (isinstance(user, User) and user.is_active and user.is_staff and user.has_perm(permission)):
        raise Forbidden("forbidden", action=permission, role="")
    return Actor(ActorKind.USER, None, user.pk, STAFF)


@transaction.atomic
def set_active(*, by: Actor, user: User, active: bool, reason: str) -> None:
    """Let a person in again, or keep them out from this moment: sessions, tokens and their open invitations end.

    An organization keeps an owner who can sign in.
    """
    _require_staff(by, user, reason)
    if not active and (ownerless := left_ownerless_by(user)):
        raise Conflict("staff.last_owner", organizations=len(ownerless))
    user.is_active = active
    user.save(update_fields=["is_active"])
    if not active:
        sign_out_everywhere(by=by, user=user, why="deactivated")
    record(by=by, action="user.activated" if active else "user.deactivated", target=user, note=reason)
    if not active:
        withdraw(by=by, invitations=Invitation.objects.filter(invited_by=user), why="user.deactivated")


@transaction.atomic
def force_sign_out(*, by: Actor, user: User, reason: str) -> int:
    """End every session and token of a person; answers how many."""
    _require_staff(by, user, reason)
    record(by=by, action="user.forced_out", target=user, note=reason)
    return sign_out_everywhere(by=by, user=user, why=STAFF)


@transaction.atomic
def reset_second_factor(*, by: Actor, user: User, reason: str) -> None:
    """Take away all second factors of a person who has lost them; they are told, and signed out everywhere."""
    _require_staff(by, user, reason)
    removed, _ = Authenticator.objects.filter(user=user).delete()
    sign_out_everywhere(by=by, user=user, why=STAFF)
    record(by=by, action="user.second_factor_reset", target=user, note=reason, removed=removed)
    post(to=user, template="second_factor_changed", change="reset_by_staff", reset_link=reset_link())


@transaction.atomic
def resend_verification(*, by: Actor, user: User, request: HttpRequest, reason: str) -> None:
    """Send the link that verifies the person's address once more. Raises Conflict when it is verified."""
    _require_staff(by, user, reason)
    address = EmailAddress.objects.filter(user=user, verified=False).first()
    if address is None:
        raise Conflict("staff.verified_already")
    address.send_confirmation(request, signup=False)
    record(by=by, action="user.verification_resent", target=user, note=reason)


@transaction.atomic
def begin_in_name_of(*, by: Actor, user: User, session: Any, reason: str) -> None:
    """See Mizan as `user` does, for LASTS. Never as staff, and never as somebody who cannot sign in."""
    _require_staff(by, user, reason)
    if user.is_staff or user.is_superuser or not user.is_active:
        raise Forbidden("staff.not_this_person", action=IN_ANOTHERS_NAME, role=STAFF)
    until = timezone.now() + LASTS
    session[IN_ANOTHERS_NAME] = msgspec.to_builtins(InAnothersName(str(user.pk), until.isoformat()))
    _record_everywhere(by, user, "impersonation.begun", note=reason)


@transaction.atomic
def end_in_name_of(*, by: Actor, session: Any) -> User | None:
    """Be oneself again; answers in whose name one was."""
    kept = session.pop(IN_ANOTHERS_NAME, None)
    user = User.objects.filter(pk=kept["user_id"]).first() if kept else None
    if user is not None:
        _record_everywhere(by, user, "impersonation.ended")
    return user


def _record_everywhere(by: Actor, user: User, action: str, note: str = "") -> None:
    """Once for the operator, and once for each of the person's organizations, whose admins may know."""
    record(by=by, action=action, target=user, note=note)
    for organization in Organization.objects.filter(memberships__user=user).order_by("pk"):
        record(by=by, action=action, target=organization, note=note, user=str(user.pk))


def _require_staff(by: Actor, user: User, reason: str) -> None:
    if by.kind is not ActorKind.USER or by.role != STAFF:
        raise Forbidden("forbidden", action=STAFF, role=by.role)
    if by.user_id == user.pk:
        raise Forbidden("staff.not_oneself", action=STAFF, role=STAFF)
    if user.is_superuser and not User.objects.filter(pk=str(by.user_id), is_superuser=True).exists():
        raise Forbidden("forbidden", action=STAFF, role=STAFF)
    if not reason.strip() or len(reason) > REASON:
        raise Invalid("staff.no_reason", most=REASON)
