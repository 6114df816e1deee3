"""What follows when allauth says that something happened to an account: entries in the trail, and sign-ins that end.

allauth tells it by signals alone; this is the one place that listens. `AccountsConfig.ready` connects it.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as of_account
from allauth.account.models import EmailAddress
from allauth.mfa import signals as of_mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.http import HttpRequest

from accounts import limits
from accounts.models import User
from accounts.services.sessions import oneself, sign_out_everywhere
from accounts.services.trail import record
from config.metrics import events


def signed_up(user: User, **rest: Any) -> None:
    record(by=oneself(user), action="user.registered", target=user)
    events.registered()


def signed_out(user: User | None, **rest: Any) -> None:
    if user is not None:
        record(by=oneself(user), action="user.signed_out", target=user)


def address_verified(email_address: EmailAddress, **rest: Any) -> None:
    record(by=oneself(email_address.user), action="user.email_verified", target=email_address.user)


def address_asked_for(user: User, email_address: EmailAddress, **rest: Any) -> None:
    """A new address is asked for; it counts once it is verified."""
    record(by=oneself(user), action="user.email_asked_for", target=user)


def address_given_up(user: User, **rest: Any) -> None:
    record(by=oneself(user), action="user.email_given_up", target=user)


def address_changed(user: User, from_email_address: EmailAddress | None, **rest: Any) -> None:
    if from_email_address is not None:
        record(by=oneself(user), action="user.email_changed", target=user)


@transaction.atomic
def password_changed(request: HttpRequest, user: User, **rest: Any) -> None:
    """Everybody else who is signed in with the old password goes."""
    by = oneself(user)
    record(by=by, action="user.password_changed", target=user)
    sign_out_everywhere(by=by, user=user, why="password_changed", keep_session=request.session.session_key or "")


@transaction.atomic
def password_reset(request: HttpRequest, user: User, **rest: Any) -> None:
    """Whoever could open the mailbox gets a fresh budget of tries, and all who are signed in go."""
    by = oneself(user)
    record(by=by, action="user.password_reset", target=user)
    sign_out_everywhere(by=by, user=user, why="password_reset")
    limits.unlock(user)


def factor_added(user: User, authenticator: Authenticator, **rest: Any) -> None:
    record(by=oneself(user), action="second_factor.added", target=user, kind=str(authenticator.type))


def factor_removed(user: User, authenticator: Authenticator, **rest: Any) -> None:
    record(by=oneself(user), action="second_factor.removed", target=user, kind=str(authenticator.type))


def codes_made(user: User, authenticator: Authenticator, **rest: Any) -> None:
    record(by=oneself(user), action="second_factor.codes_made", target=user)


def connect() -> None:
    """Listen; twice is as once."""
    of_account.user_signed_up.connect(signed_up, dispatch_uid="trail")
    of_account.email_confirmed.connect(address_verified, dispatch_uid="trail")
    of_account.email_added.connect(address_asked_for, dispatch_uid="trail")
    of_account.email_removed.connect(address_given_up, dispatch_uid="trail")
    of_account.email_changed.connect(address_changed, dispatch_uid="trail")
    of_account.password_changed.connect(password_changed, dispatch_uid="trail")
    of_account.password_reset.connect(password_reset, dispatch_uid="trail")
    of_mfa.authenticator_added.connect(factor_added, dispatch_uid="trail")
    of_mfa.authenticator_removed.connect(factor_removed, dispatch_uid="trail")
    of_mfa.authenticator_reset.connect(codes_made, dispatch_uid="trail")
    user_logged_out.connect(signed_out, dispatch_uid="trail")
