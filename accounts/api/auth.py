"""Signing up and in through the API: the same rules as the pages, then tokens."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.utils import setup_user_email
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import authenticate
from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import limits, openapi, serializers, tokens
from accounts.errors import Conflict, Forbidden, TooManyAttempts, Unauthenticated
from accounts.models import Membership, User
from accounts.services import actor_for, found_home

SCHEMES = (openapi.BearerScheme,)  # described because it is imported


def _parse(kind: Any, request: Request) -> dict[str, Any]:
    serializer = kind(data=request.data)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def _limit(request: Request, action: str, key: str) -> None:
    """allauth's own counters, so that pages and API share one budget of tries."""
    if not ratelimit.consume(request._request, action=action, key=key):
        raise TooManyAttempts("too_many_attempts", seconds=300, minutes=5)


class _Open(APIView):
    """Anyone may call; no token is read."""

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]


class LoginView(_Open):
    """Email and password for an access and a refresh token, in the organization asked for or the first joined."""

    @extend_schema(request=serializers.LoginSerializer, responses=serializers.TokensSerializer)
    def post(self, request: Request) -> Response:
        given = _parse(serializers.LoginSerializer, request)
        email = given["email"].lower()
        with limits.attempt("login", account=email, request=request._request) as attempt:
            user = authenticate(request._request, email=email, password=given["password"])
            if not isinstance(user, User):
                raise Unauthenticated("login_failed")
            attempt.succeeded()
        _require_verified(user)
        return Response(tokens.mint(user, actor_for(user, given.get("organization"))))


def _require_verified(user: User) -> None:
    """The rule of the pages: where verification is mandatory, an unverified address does not get in."""
    verified = EmailAddress.objects.filter(user=user, verified=True).exists()
    if settings.ACCOUNT_EMAIL_VERIFICATION == "mandatory" and not verified:
        raise Forbidden("email_unverified")


class RegisterView(_Open):
    """A new person with an organization of their own. Answers tokens, unless the address must be verified first."""

    @extend_schema(request=serializers.RegisterSerializer, responses={201: serializers.TokensSerializer})
    def post(self, request: Request) -> Response:
        given = _parse(serializers.RegisterSerializer, request)
        _limit(request, "signup", given["email"].lower())
        with transaction.atomic():
            if User.objects.filter(email__iexact=given["email"]).exists():
                raise Conflict("email_taken")
            user = User.objects.create_user(given["email"], given["password"], name=given["name"])
            setup_user_email(request._request, user, [])
            found_home(user=user, name=given["organization"])
        EmailAddress.objects.get(user=user).send_confirmation(request._request, signup=True)
        _require_verified(user)
        return Response(tokens.mint(user, actor_for(user)), status=201)


class RefreshView(_Open):
    """A refresh token for new tokens."""

    @extend_schema(request=serializers.RefreshSerializer, responses=serializers.TokensSerializer)
    def post(self, request: Request) -> Response:
        return Response(tokens.renew(_parse(serializers.RefreshSerializer, request)["refresh"]))


class SwitchView(APIView):
    """Tokens for another organization of the same person."""

    @extend_schema(request=serializers.SwitchSerializer, responses=serializers.TokensSerializer)
    def post(self, request: Request) -> Response:
        wanted = _parse(serializers.SwitchSerializer, request)["organization"]
        return Response(tokens.mint(request.user, actor_for(request.user, wanted)))


class MeView(APIView):
    """Who is signed in, and where."""

    @extend_schema(responses=serializers.MeSerializer)
    def get(self, request: Request) -> Response:
        actor = request._request.actor  # type: ignore[attr-defined]
        memberships = Membership.objects.filter(user=request.user).select_related("organization").order_by("pk")
        body = {
            "id": request.user.pk,
            "email": request.user.email,
            "name": request.user.name,
            "organization": actor.organization_id,
            "role": actor.role,
            "organizations": memberships,
        }
        return Response(serializers.MeSerializer(body).data)
