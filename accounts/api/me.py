"""Who is signed in, and where else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import serializers
from accounts.api.base import ActorView
from accounts.devices import words_of
from accounts.errors import NotFound
from accounts.models import Membership, TokenFamily, User
from accounts.openapi import errors, gets, gives
from accounts.services.people import change_profile
from accounts.services.sessions import end_program, end_session, oneself

ME = {
    "id": "f4f6b1c2-3a5e-4c6f-8d3b-1b7f0f5c9a10",
    "email": "dana@example.com",
    "name": "Dana",
    "language": "en",
    "theme": "system",
    "digits": "latin",
    "organization": "6b7c6d0e-54d0-4b0e-9c7a-0d2d3c1a9f11",
    "role": "owner",
    "organizations": [{"id": "6b7c6d0e-54d0-4b0e-9c7a-0d2d3c1a9f11", "name": "Dana QS", "role": "owner"}],
}


class MeView(ActorView):
    """Who is signed in, and in which organizations they are what."""

    without_second_factor = True

    @extend_schema(responses={200: serializers.MeSerializer, **errors(401, 403)}, examples=[gets(ME)])
    def get(self, request: Request) -> Response:
        return Response(self._me(request.user))

    @extend_schema(
        request=serializers.MeChangeSerializer,
        responses={200: serializers.MeSerializer, **errors(400, 401, 403)},
        examples=[gives({"name": "Dana", "language": "ar"}), gets(ME)],
    )
    def patch(self, request: Request) -> Response:
        given = self.given(serializers.MeChangeSerializer)
        user = change_profile(by=oneself(request.user), user=request.user, **given)
        return Response(self._me(user))

    def _me(self, user: User) -> dict[str, Any]:
        memberships = Membership.objects.filter(user=user).select_related("organization").order_by("pk")
        body = {
            "id": user.pk,
            "email": user.email,
            "name": user.name,
            "language": user.language,
            "theme": user.theme,
            "digits": user.digits,
            "organization": self.actor.organization_id,
            "role": self.actor.role,
            "organizations": memberships,
        }
        found: dict[str, Any] = serializers.MeSerializer(body).data
        return found


class SessionsView(ActorView):
    """Browsers and programs that are signed in as this person, the last used first."""

    without_second_factor = True

    @extend_schema(
        responses={200: serializers.SignInSerializer(many=True), **errors(401, 403)},
        examples=[
            gets(
                {
                    "id": "0b8e1c5e-8a3f-4a59-9a54-5b5c86c0c8f2",
                    "kind": "program",
                    "device": "curl",
                    "address": "192.0.2.7",
                    "created_at": "2026-11-22T08:00:00Z",
                    "last_used_at": "2026-11-22T09:10:00Z",
                    "here": True,
                }
            )
        ],
    )
    def get(self, request: Request) -> Response:
        rows = [*_programs(request), *_browsers(request)]
        rows.sort(key=lambda row: row["last_used_at"], reverse=True)
        return Response(serializers.SignInSerializer(rows, many=True).data)


def _programs(request: Request) -> list[dict[str, Any]]:
    here = getattr(request._request, "token_family", None)
    alive = TokenFamily.objects.filter(user=request.user, revoked_at=None, expires_at__gt=timezone.now())
    return [
        {
            "id": str(one.pk),
            "kind": "program",
            "device": words_of(one.user_agent),
            "address": one.address,
            "created_at": one.created_at,
            "last_used_at": one.last_used_at,
            "here": here is not None and here.pk == one.pk,
        }
        for one in alive
    ]


def _browsers(request: Request) -> list[dict[str, Any]]:
    here = request._request.session.session_key
    return [
        {
            "id": str(one.pk),
            "kind": "browser",
            "device": words_of(one.user_agent),
            "address": one.ip,
            "created_at": one.created_at,
            "last_used_at": one.last_seen_at,
            "here": here is not None and one.session_key == here,
        }
        for one in UserSession.objects.purge_and_list(request.user)
    ]


class SessionView(ActorView):
    """One sign-in of one's own."""

    without_second_factor = True

    @extend_schema(responses={204: None, **errors(401, 403, 404)})
    def delete(self, request: Request, sign_in: str) -> Response:
        """End it."""
        if sign_in.isdecimal():
            ended = len(sign_in) < 19 and end_session(user=request.user, session_id=int(sign_in))
        else:
            ended = _is_uuid(sign_in) and end_program(user=request.user, family_id=UUID(sign_in))
        if not ended:
            raise NotFound("not_found")
        return Response(status=204)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
