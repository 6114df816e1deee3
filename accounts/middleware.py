"""Puts the actor on each request of a signed-in person: `request.actor`, None for nobody."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.errors import NotFound
from accounts.services import actor_for

SESSION_ORGANIZATION = "organization"


class ActorMiddleware:
    """The current organization lives in the session; a stale one falls back to the person's first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            chosen = request.session.get(SESSION_ORGANIZATION)
            for organization_id in (chosen, None) if chosen else (None,):
                try:
                    request.actor = actor_for(request.user, organization_id)  # type: ignore[attr-defined, arg-type]
                    break
                except NotFound:
                    continue
        return self.get_response(request)
