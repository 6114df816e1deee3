"""When and whence a browser was last seen, for the list of sessions: written down at most once in five minutes."""

from __future__ import annotations

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse

SECONDS = 300


class SeenMiddleware:
    """Notes sessions of browsers. The API's tokens are noted when they are refreshed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        key = request.session.session_key
        acting = getattr(request, "actor", None)
        borrowed = acting is not None and acting.impersonator_id is not None
        if key and not borrowed and request.user.is_authenticated and caches["handy"].add(f"seen:{key}", 1, SECONDS):
            UserSession.objects.create_from_request(request)
        return response
