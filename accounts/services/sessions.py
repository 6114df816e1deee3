"""Ending sign-ins: the sessions of browsers and the tokens of programs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.access import Actor, ActorKind
from accounts.models import TokenFamily, User
from accounts.services.trail import record


def oneself(user: User) -> Actor:
    """The actor that a person is where no organization has a say: their own account."""
    return Actor(ActorKind.USER, None, user.pk)


@transaction.atomic
def sign_out_everywhere(*, by: Actor, user: User, why: str, keep_session: str = "") -> int:
    """End all sessions and tokens of `user` but the session `keep_session`; answers how many. `why` is a code: `password_changed` ..."""
    ended = 0
    for session in UserSession.objects.filter(user=user).exclude(session_key=keep_session):
        session.end()
        ended += 1
    ended += revoke_tokens(user=user, why=why)
    record(by=by, action="user.signed_out_everywhere", target=user, why=why, ended=ended)
    return ended


def revoke_tokens(*, user: User, why: str, family_id: UUID | None = None, organization_id: UUID | None = None) -> int:
    """Kill the token families of `user`: all, one, or those in one organization; answers how many were alive."""
    families = TokenFamily.objects.filter(user=user, revoked_at=None)
    if family_id is not None:
        families = families.filter(pk=family_id)
    if organization_id is not None:
        families = families.filter(organization_id=organization_id)
    return families.update(revoked_at=timezone.now(), revoked_for=why[:32])


@transaction.atomic
def end_session(*, user: User, session_id: int) -> bool:
    """A person ends one session of their own; False when there is none such."""
    session = UserSession.objects.filter(user=user, pk=session_id).first()
    if session is None:
        return False
    session.end()
    record(by=oneself(user), action="session.ended", target=user, session=session_id)
    return True


@transaction.atomic
def end_program(*, user: User, family_id: UUID) -> bool:
    """A person signs one program of their own out; False when there is none such."""
    if not revoke_tokens(user=user, why="signed_out", family_id=family_id):
        return False
    record(by=oneself(user), action="session.ended", target=user, family=str(family_id))
    return True


@transaction.atomic
def end_oldest(*, user: User, here: str) -> int:
    """Keep at most `MOST_SIGN_INS` browsers and programs of a person signed in, those used last; answers how many ended.

    `here` is the session that signs in at this moment; it counts and stays. A program's new family is the last used.
    """
    User.objects.select_for_update().get(pk=user.pk)
    families = TokenFamily.objects.filter(user=user, revoked_at=None, expires_at__gt=timezone.now())
    browsers = UserSession.objects.filter(user=user).exclude(session_key=here)
    most = settings.MOST_SIGN_INS - bool(here)
    if families.count() + browsers.count() <= most:
        return 0
    living: list[tuple[datetime, UserSession | TokenFamily]] = [(one.last_used_at, one) for one in families]
    living += [(one.last_seen_at, one) for one in UserSession.objects.purge_and_list(user) if one.session_key != here]
    living.sort(key=lambda pair: pair[0], reverse=True)
    for _used, one in living[most:]:
        if isinstance(one, TokenFamily):
            revoke_tokens(user=user, why="too_many", family_id=one.pk)
        else:
            one.end()
    ended = len(living[most:])
    if ended:
        record(by=oneself(user), action="session.ended", target=user, why="too_many", ended=ended)
    return ended
