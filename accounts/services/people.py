"""What people change about themselves."""

from __future__ import annotations

from django.db import transaction

from accounts.access import Actor
from accounts.models import User
from accounts.services.trail import record


@transaction.atomic
def change_profile(*, by: Actor, user: User, name: str | None = None, language: str | None = None) -> User:
    """Set the name or the language; None leaves it. The trail says which, never to what."""
    wanted = {"name": name, "language": language}
    changed = sorted(field for field, value in wanted.items() if value is not None and value != getattr(user, field))
    for field in changed:
        setattr(user, field, wanted[field])
    if changed:
        user.save(update_fields=changed)
        record(by=by, action="user.profile_changed", target=user, fields=changed)
    return user
