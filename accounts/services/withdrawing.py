"""Invitations that end because something else happened: each has its own entry in the trail of its organization, with the code of why."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.access import Actor
from accounts.models import Invitation
from accounts.services.trail import record

WAITING = Q(accepted_at=None, revoked_at=None)


def withdraw(*, by: Actor, invitations: QuerySet[Invitation], why: str) -> int:
    """Take back those of `invitations` that wait for an answer, within the caller's transaction; answers how many.

    `why` is the action that they do not outlive: `member.left`, `user.deactivated` ...
    """
    held = invitations.filter(WAITING).select_for_update(of=("self",))  # none is accepted meanwhile
    waiting = list(held.order_by("pk"))
    Invitation.objects.filter(pk__in=[one.pk for one in waiting]).update(revoked_at=timezone.now())
    for one in waiting:
        record(by=by, action="invitation.lapsed", target=one, why=why)
    return len(waiting)
