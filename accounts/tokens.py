"""JWT of a user in an organization: short access tokens, and families of refresh tokens that die when an old one comes back.

`mint` is the only way to a first token; it is called at the end of a whole login, second factor included. An access token carries `sub`
(the user), `org`, `sid` (the family), `auth_time`, `iss`, `aud` and `exp`; it is good only while its family lives, so that signing out, a
new password or a deactivation end it at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from rest_framework.request import Request
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import InvalidToken, TokenError
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken, Token

from accounts.access import SYSTEM, Actor
from accounts.allauth_mails import reset_link
from accounts.errors import NotFound, Unauthenticated
from accounts.models import TokenFamily, User
from accounts.origin import origin
from accounts.post import post
from accounts.services import actor_for, record
from accounts.services.actors import name_in_logs
from accounts.services.signing_in import note_entering
from accounts.services.trail import Origin

ORGANIZATION_CLAIM, FAMILY_CLAIM = "org", "sid"
AUTH_TIME = "auth_time"  # when the person signed in, in seconds since 1970; refreshing leaves it
RACE = timedelta(seconds=10)  # the last token but one is a race of the program with itself, not a theft
LONGEST = timedelta(days=90)  # however often it is refreshed, somebody has to sign in again
MALFORMED = (InvalidToken, TokenError, KeyError, ValueError, TypeError, AttributeError)


def mint(user: User, actor: Actor, request: HttpRequest | None = None) -> dict[str, str]:
    """A new family for `user` acting as `actor`: `{"access", "refresh", "organization"}`. Call it after a whole login, nowhere else."""
    came = origin(request) if request is not None else Origin()
    now = timezone.now()
    assert actor.organization_id is not None
    family = TokenFamily(
        user=user,
        organization_id=actor.organization_id,
        address=came.address or None,
        user_agent=came.user_agent,
        created_at=now,
    )
    return _tokens(family, now)


def renew(raw: str, *, organization_id: UUID | None = None) -> dict[str, str]:
    """New tokens for the newest refresh token of a living family, in another organization of the same person where one is named.

    Raises Unauthenticated: `token_rotated` for the last but one within some seconds, `token_reused` for anything older, which kills the
    family and mails the person; InvalidToken for everything else. Raises NotFound when the person is no member there.
    """
    token, family_id = _read(raw)
    fault = ""
    with transaction.atomic():
        family = _locked(family_id)
        if token["jti"] == family.current_jti:
            _require_membership(family, organization_id)
            return _tokens(family, timezone.now())
        fault = _of_an_old_token(family, str(token["jti"]))
    raise Unauthenticated(fault)


def _of_an_old_token(family: TokenFamily, jti: str) -> str:
    """The code for a token that was replaced; a late one ends the family. Call it with the family locked."""
    now = timezone.now()
    if jti == family.previous_jti and family.rotated_at is not None and now - family.rotated_at <= RACE:
        return "token_rotated"
    family.revoked_at, family.revoked_for = now, "reused"
    family.save(update_fields=["revoked_at", "revoked_for"])
    record(by=SYSTEM, action="tokens.reused", target=family, user=str(family.user_id))
    post(to=family.user, template="token_reused", reset_link=reset_link())
    return "token_reused"


def end(raw: str) -> TokenFamily | None:
    """Revoke the family of a refresh or access token, also of one that was replaced; None when it names no living one."""
    for kind in (RefreshToken, AccessToken):
        try:
            token = kind(raw)  # type: ignore[arg-type]
            family_id = UUID(str(token[FAMILY_CLAIM]))
        except MALFORMED:
            continue
        with transaction.atomic():
            family = TokenFamily.objects.select_for_update().filter(pk=family_id, revoked_at=None).first()
            if family is not None:
                family.revoked_at, family.revoked_for = timezone.now(), "signed_out"
                family.save(update_fields=["revoked_at", "revoked_for"])
            return family
    return None


def _read(raw: str) -> tuple[Token, UUID]:
    """The refresh token, its signature, time, issuer, audience and kind checked. Raises InvalidToken."""
    try:
        token = RefreshToken(raw)  # type: ignore[arg-type]
        return token, UUID(str(token[FAMILY_CLAIM]))
    except MALFORMED as error:
        raise InvalidToken("no refresh token of ours") from error


def _locked(family_id: UUID) -> TokenFamily:
    families = TokenFamily.objects.select_for_update(of=("self",)).select_related("user")
    family = families.filter(pk=family_id, revoked_at=None, expires_at__gt=timezone.now(), user__is_active=True).first()
    if family is None:
        raise InvalidToken("signed out")
    return family


def _require_membership(family: TokenFamily, wanted: UUID | None) -> None:
    """Move the family to the organization that is wanted. Raises NotFound for one that is not theirs, InvalidToken for one they left."""
    if wanted is not None:
        actor = actor_for(family.user, wanted)
        if actor.organization_id != family.organization_id:
            note_entering(by=actor)
        family.organization_id = actor.organization_id  # type: ignore[assignment]
        return
    try:
        actor_for(family.user, family.organization_id)
    except NotFound as error:
        raise InvalidToken("no longer a member") from error


def _tokens(family: TokenFamily, now: datetime) -> dict[str, str]:
    """Rotate the family: a new refresh token becomes the newest, and an access token goes with it."""
    refresh = RefreshToken()
    family.expires_at = min(now + RefreshToken.lifetime, family.created_at + LONGEST)
    refresh["exp"] = int(family.expires_at.timestamp())
    refresh["sub"], refresh[ORGANIZATION_CLAIM] = str(family.user_id), str(family.organization_id)
    refresh[FAMILY_CLAIM], refresh[AUTH_TIME] = str(family.pk), int(family.created_at.timestamp())
    family.previous_jti, family.current_jti = family.current_jti, str(refresh["jti"])
    family.rotated_at = family.last_used_at = now
    family.save()
    return {
        "access": str(refresh.access_token),
        "refresh": str(refresh),
        "organization": str(family.organization_id),
    }


class ActorJWTAuthentication(JWTAuthentication):
    """Reads `Authorization: Bearer`, and puts the actor of the token's organization, and the family, on the request.

    Three queries at most: the family with its user, the membership with its organization, and what is hidden from them.
    """

    def authenticate(self, request: Request) -> tuple[Any, Token] | None:
        header = self.get_header(request)
        raw = self.get_raw_token(header) if header is not None else None
        if raw is None:
            return None
        token = self.get_validated_token(raw)
        family = _living(token)
        try:
            actor = actor_for(family.user, family_organization(token))
        except NotFound as error:
            raise InvalidToken("no longer a member") from error
        request._request.actor = actor  # type: ignore[attr-defined]
        name_in_logs(actor)
        request._request.token_family = family  # type: ignore[attr-defined]
        return family.user, token


def family_organization(token: Token) -> str:
    """The organization that the token is for."""
    return str(token.get(ORGANIZATION_CLAIM, ""))


def _living(token: Token) -> TokenFamily:
    """The family of an access token, with its user. Raises InvalidToken when it has ended or the token says otherwise."""
    try:
        family_id, user_id = UUID(str(token[FAMILY_CLAIM])), UUID(str(token["sub"]))
        UUID(family_organization(token))
    except MALFORMED as error:
        raise InvalidToken("no access token of ours") from error
    families = TokenFamily.objects.select_related("user")
    family = families.filter(pk=family_id, user_id=user_id, user__is_active=True, revoked_at=None).first()
    if family is None:
        raise InvalidToken("signed out")
    return family
