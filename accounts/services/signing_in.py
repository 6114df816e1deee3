"""What follows from a sign-in on a page: an entry in the trail, and a mail when the browser was never seen with this account.

Also which organization somebody goes on to work in.
"""

from __future__ import annotations

from allauth.account.internal.flows.password_reset import get_reset_password_url
from django.db import transaction
from django.http import HttpRequest

from accounts.access import Actor
from accounts.devices import words_of
from accounts.models import AuditEntry, Organization, User
from accounts.origin import origin
from accounts.post import post
from accounts.services.sessions import oneself
from accounts.services.trail import record

SIGNED_IN = "user.signed_in"
ENTERED = "organization.entered"


@transaction.atomic
def note_sign_in(*, user: User, request: HttpRequest, strange: bool) -> None:
    """`strange`: the browser had no device cookie of this account. Nobody is mailed about the first sign-in of their life here."""
    first = not AuditEntry.objects.filter(actor_id=user.pk, action=SIGNED_IN).exists()
    record(by=oneself(user), action=SIGNED_IN, target=user, strange=strange)
    if strange and not first:
        came = origin(request)
        post(
            to=user,
            template="new_sign_in",
            program=words_of(came.user_agent),
            address=came.address or "?",
            reset_link=str(get_reset_password_url(request)),
        )


def note_entering(*, by: Actor) -> None:
    """Somebody switched to the organization that `by` acts in: an entry in the trail of that one. Within the caller's transaction."""
    record(by=by, action=ENTERED, target=Organization.objects.get(pk=by.organization_id))
