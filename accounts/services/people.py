"""What people change about themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from accounts.access import Actor
from accounts.models import User
from accounts.notifications import OPTIONAL_MAILS
from accounts.services.trail import record

CHOICES = ("name", "language", "theme", "digits")


@transaction.atomic
def change_profile(*, by: Actor, user: User, **choices: str | None) -> User:
    """Set those of CHOICES that are given; None leaves one. The trail says which, never to what."""
    return _changed(by, user, {field: choices[field] for field in CHOICES if choices.get(field) is not None})


@transaction.atomic
def choose_mails(*, by: Actor, user: User, wanted: Iterable[str]) -> User:
    """Of the optional mails, only the templates `wanted` are sent from now on. Names that are none count for nothing."""
    kept = set(wanted)
    return _changed(by, user, {"unwanted_mails": [name for name in OPTIONAL_MAILS if name not in kept]})


def _changed(by: Actor, user: User, wanted: dict[str, Any]) -> User:
    changed = sorted(field for field, value in wanted.items() if value != getattr(user, field))
    for field in changed:
        setattr(user, field, wanted[field])
    if changed:
        user.save(update_fields=changed)
        record(by=by, action="user.profile_changed", target=user, fields=changed)
    return user


@transaction.atomic
def put_hint_away(*, user: User, hint: str) -> None:
    """The person has understood `hint`, one of `accounts.hints.HINTS`: it is not shown to them again. Nothing for the trail."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if hint not in user.hints_done:
        user.hints_done = [*user.hints_done, hint]
        user.save(update_fields=["hints_done"])
