"""Puts the actor on each request of a signed-in person, `request.actor`, None for nobody; and notes whence it came."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from accounts.access import Actor
from accounts.errors import NotFound
from accounts.origin import origin
from accounts.services import actor_for
from accounts.services.actors import name_in_logs
from accounts.services.trail import origin_of_request
from accounts.staff import in_their_name
from config.languages import follows_profile

SESSION_ORGANIZATION = "organization"


class ActorMiddleware:
    """The current organization lives in the session; a stale one falls back to the person's first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None  # type: ignore[attr-defined]
        came = origin_of_request.set(origin(request))
        try:
            if request.user.is_authenticated:
                request.actor = in_their_name(request, self._actor(request))  # type: ignore[attr-defined]
                name_in_logs(request.actor)  # type: ignore[attr-defined]
            return self.get_response(request)
        finally:
            origin_of_request.reset(came)

    def _actor(self, request: HttpRequest) -> Actor | None:
        chosen = request.session.get(SESSION_ORGANIZATION)
        for organization_id in (chosen, None) if chosen else (None,):
            try:
                return actor_for(request.user, organization_id)  # type: ignore[arg-type]
            except NotFound:
                continue
        return None


class ProfileLanguageMiddleware:
    """The application speaks the language of a signed-in person's profile; to staff in somebody's name, staff's own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and getattr(request, "staff", None) is None:
            wanted = request.user.language
            if wanted in dict(settings.LANGUAGES) and follows_profile(request):
                translation.activate(wanted)
                request.LANGUAGE_CODE = wanted
        return self.get_response(request)
