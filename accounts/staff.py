"""Staff at the door of the admin, and staff in somebody's name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from accounts.access import Actor
from accounts.errors import Forbidden
from accounts.models import User
from accounts.services.actors import has_second_factor
from accounts.services.staff import (
    IN_ANOTHERS_NAME,
    NEVER_IN_ANOTHERS_NAME,
    InAnothersName,
    end_in_name_of,
    staff_actor,
)
from config.errors import error_response

PERMISSION = "accounts.impersonate_user"
OWN_ROOMS = ("admin",)  # where staff is staff also while they are somebody else elsewhere
CLOSED_ROUTES = (
    "account_", "mfa_", "usersessions_", "invitation", "accounts:profile", "accounts:appearance", "accounts:notifications",
    "accounts:hint", "accounts:security", "accounts:session", "accounts:program", "accounts:others", "accounts:factors",
    "accounts:passkey", "accounts:organization-leave", "accounts:organization-new", "api:organizations", "api:organization-leave",
    "api:invitation-accept", "support:tickets", "support:new", "support:ticket", "support:act", "support:attachment",
)  # fmt: skip
CLOSED_ROOMS = ("gdpr",)
CLOSED_PATHS = ("/api/v1/auth/", "/api/v1/privacy/", "/api/v1/support/")


class StaffMiddleware:
    """`request.user` is the person in whose name a member of staff works, `request.staff` the member of staff; None in common requests.

    What is a person's own (address, password, second factor, sessions, their data, their letters to support) stays closed meanwhile. The
    admin wants a second factor of staff where the settings say so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.staff = None  # type: ignore[attr-defined]
        room, route = _where(request)
        if room in OWN_ROOMS:
            return self._admin(request) or self.get_response(request)
        if IN_ANOTHERS_NAME in request.session and request.user.is_authenticated:
            _become(request)
        if request.staff and _own(request, room, route):  # type: ignore[attr-defined]
            return error_response(request, 403, "staff.not_in_their_name")
        return self.get_response(request)

    def _admin(self, request: HttpRequest) -> HttpResponse | None:
        user = request.user
        if not (settings.STAFF_SECOND_FACTOR and isinstance(user, User) and user.is_staff) or has_second_factor(user):
            return None
        messages.warning(request, _("The admin wants a second factor of you. Set one up first."))
        return redirect("mfa_index")


def in_their_name(request: HttpRequest, actor: Actor | None) -> Actor | None:
    """The actor as a member of staff may be it: marked, and without what is never done in another's name."""
    staff = getattr(request, "staff", None)
    if staff is None or actor is None:
        return actor
    return replace(actor, impersonator_id=staff.pk, actions=actor.actions - NEVER_IN_ANOTHERS_NAME)


def _own(request: HttpRequest, room: str, route: str) -> bool:
    """True for what is a person's own: their sign-in, their second factor, their data."""
    return room in CLOSED_ROOMS or route.startswith(CLOSED_ROUTES) or request.path_info.startswith(CLOSED_PATHS)


def _where(request: HttpRequest) -> tuple[str, str]:
    """The namespace and the whole name of the route."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return "", ""
    return (match.namespaces[0] if match.namespaces else ""), match.view_name


def _become(request: HttpRequest) -> None:
    """Put the person on the request; an impersonation that is over, or whose staff is none any more, ends here."""
    kept = msgspec.convert(request.session[IN_ANOTHERS_NAME], InAnothersName)
    staff: Any = request.user
    person = User.objects.filter(pk=kept.user_id, is_active=True, is_staff=False).first()
    try:
        by = staff_actor(staff, PERMISSION)
    except Forbidden:
        del request.session[IN_ANOTHERS_NAME]
        return
    if person is None or kept.over:
        end_in_name_of(by=by, session=request.session)
        return
    request.staff, request.user = staff, person  # type: ignore[attr-defined]
