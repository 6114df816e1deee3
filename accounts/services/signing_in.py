"""What follows from a sign-in on a page: an entry in the trail, and a mail when the browser was never seen with this account.

Also which organization somebody goes on to work in.
"""

from __future__ import annotations

from allauth.account.internal.flows.password_reset import get_reset_password_url
from django.db import transaction
from django.http import HttpRequest

from accounts.access import Actor
from accounts.devices import words_of
from accounts.errors import Forbidden
from accounts.models import AuditEntry, Organization, User
from accounts.origin import origin
from accounts.post import post
from accounts.services.actors import has_second_factor
from accounts.services.sessions import end_oldest, oneself
from accounts.services.trail import record

SIGNED_IN = "user.signed_in"
ENTERED = "organization.entered"


@transaction.atomic
def note_sign_in(*, user: User, request: HttpRequest, strange: bool) -> None:
    """`strange`: the browser had no device cookie of this account. Nobody is mailed about the first sign-in of their life here.

    Who has too many sign-ins by now loses the oldest.
    """
    end_oldest(user=user, here=request.session.session_key or "")
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


def require_long_enough(user: User) -> None:
    """Raise Forbidden where the password is as short as only a second factor allows and there is none any more: staff took it away.

    Asked once the password was right. A new one is chosen through the mailbox, which whoever only knows the short one does not have.
    """
    if user.short_password and not has_second_factor(user):
        raise Forbidden("password.new_needed")


def note_entering(*, by: Actor) -> None:
    """Somebody switched to the organization that `by` acts in: an entry in the trail of that one. Within the caller's transaction."""
    record(by=by, action=ENTERED, target=Organization.objects.get(pk=str(by.organization_id)))
