"""JWT of a user in an organization. Minted only after allauth's own checks of email and password."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import InvalidToken
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken, Token

from accounts.access import Actor
from accounts.errors import NotFound
from accounts.models import User
from accounts.services import actor_for

ORGANIZATION_CLAIM = "org"


def mint(user: User, actor: Actor) -> dict[str, str]:
    """`{"access", "refresh", "organization"}` for `user` acting as `actor`."""
    refresh = RefreshToken.for_user(user)
    refresh[ORGANIZATION_CLAIM] = str(actor.organization_id)
    return {
        "access": str(refresh.access_token),
        "refresh": str(refresh),
        "organization": str(actor.organization_id),
    }


def renew(raw: str) -> dict[str, str]:
    """New tokens for a valid refresh token of an active member. Raises InvalidToken."""
    token = RefreshToken(raw)  # type: ignore[arg-type]
    user = User.objects.filter(pk=token["sub"], is_active=True).first()
    if user is None:
        raise InvalidToken("no such user")
    return mint(user, _actor(user, token))


def _actor(user: User, token: Token) -> Actor:
    try:
        return actor_for(user, token.get(ORGANIZATION_CLAIM))
    except NotFound as error:
        raise InvalidToken("no longer a member") from error


class ActorJWTAuthentication(JWTAuthentication):
    """Reads `Authorization: Bearer`, and puts the actor of the token's organization on the request."""

    def authenticate(self, request: Request) -> tuple[Any, Token] | None:
        result = super().authenticate(request)
        if result is None:
            return None
        user, token = result
        if not isinstance(token, AccessToken):
            raise InvalidToken("not an access token")
        request._request.actor = _actor(user, token)  # type: ignore[attr-defined]
        return result
