"""Programs that come with an API key: `Authorization: Bearer mzn_live_…`."""

from __future__ import annotations

from typing import Any

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.access import Actor
from accounts.keys import MARK
from accounts.services.actors import name_in_logs
from accounts.services.keys import actor_of_key


class KeyBearer:
    """What `request.user` is for a key: authenticated, and nobody in particular."""

    is_authenticated = True
    is_active = True
    is_staff = False
    pk = None

    def __init__(self, actor: Actor) -> None:
        self.actor = actor


class ApiKeyAuthentication(BaseAuthentication):
    """Puts the key's actor on the request; leaves every other bearer to the next authentication."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        scheme, _, given = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer" or not given.startswith(MARK):
            return None
        actor = actor_of_key(given.strip())
        if actor is None:
            raise AuthenticationFailed("no such key")
        request._request.actor = actor  # type: ignore[attr-defined]
        name_in_logs(actor)
        return KeyBearer(actor), None

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'
