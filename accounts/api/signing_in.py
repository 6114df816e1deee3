"""Signing in and out: email and password, then the second factor where there is one, then tokens. No token is minted anywhere else."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import half_way, limits, openapi, serializers, tokens
from accounts.access import Actor
from accounts.api.base import ActorView
from accounts.api.open import OpenView
from accounts.devices import remember_device
from accounts.errors import Forbidden, Unauthenticated
from accounts.models import TokenFamily, User
from accounts.openapi import errors, fails, gets, gives
from accounts.origin import origin
from accounts.second_factor_forms import DOOR
from accounts.services import actor_for, record
from accounts.services.sessions import oneself, sign_out_everywhere
from accounts.services.signing_in import note_sign_in, require_long_enough

SCHEMES = (openapi.BearerScheme,)  # described because it is imported
TOKENS = {"access": "eyJhbGciOi…", "refresh": "eyJhbGciOi…", "organization": "6b7c6d0e-54d0-4b0e-9c7a-0d2d3c1a9f11"}
MFA_TOKEN = "eyJ1IjoiNz…"  # noqa: S105 (an example)


class LoginView(OpenView):
    """Email and password for tokens, in the organization asked for or the first joined.

    Whoever has a second factor gets 401 `mfa_required` with an `mfa_token` for the next step; it is good for five minutes.
    """

    @extend_schema(
        request=serializers.LoginSerializer,
        responses={200: serializers.TokensSerializer, **errors(400, 401, 403, 404, 429)},
        examples=[
            gives({"email": "dana@example.com", "password": "quarry lantern seven"}),
            gets(TOKENS),
            fails(401, "login_failed", "Email or password is wrong. Check both, or reset the password."),
            fails(401, "mfa_required", "A second factor is wanted.", mfa_token=MFA_TOKEN, methods=["totp"]),
        ],
    )
    def post(self, request: Request) -> Response:
        given = self.given(serializers.LoginSerializer)
        user = get_adapter().authenticate(request._request, email=given["email"], password=given["password"])
        if not isinstance(user, User) or not user.is_active:
            raise Unauthenticated("login_failed")
        _require_verified(user)
        actor = actor_for(user, given.get("organization"))
        require_long_enough(user)
        if methods := half_way.methods_of(user):
            raise Unauthenticated("mfa_required", mfa_token=half_way.issue(user, actor), methods=methods)
        return _let_in(request, user, actor)


def _require_verified(user: User) -> None:
    """The rule of the pages: where verification is mandatory, an unverified address does not get in."""
    if settings.ACCOUNT_EMAIL_VERIFICATION != "mandatory":
        return
    if not EmailAddress.objects.filter(user=user, verified=True).exists():
        raise Forbidden("email_unverified")


@transaction.atomic
def _let_in(request: Request, user: User, actor: Actor) -> Response:
    """The end of a whole login: tokens, an entry in the trail, and a mail when the device was never seen."""
    came = origin(request._request)
    seen = TokenFamily.objects.filter(user=user, user_agent=came.user_agent).exists()
    response = Response(tokens.mint(user, actor, request._request))
    new = remember_device(request._request, response, user)
    note_sign_in(user=user, request=request._request, strange=new and not seen)
    return response


class MfaView(OpenView):
    """The second step: a code of the authenticator app, or a recovery code."""

    @extend_schema(
        request=serializers.MfaSerializer,
        responses={200: serializers.TokensSerializer, **errors(400, 401, 404, 429)},
        examples=[
            gives({"mfa_token": MFA_TOKEN, "code": "287082"}),
            gets(TOKENS),
            fails(401, "mfa.wrong", "That is not right, or was used before."),
        ],
    )
    def post(self, request: Request) -> Response:
        given = self.given(serializers.MfaSerializer)
        half = half_way.read(given["mfa_token"])
        with limits.attempt(DOOR, account=half.user, request=request._request) as attempt:
            if not half_way.code_is_right(half.user, given["code"].strip()):
                raise Unauthenticated("mfa.wrong")
            attempt.succeeded()
        return _second_half(request, half)


class MfaPasskeyOptionsView(OpenView):
    """The second step with a passkey: what the browser or platform is asked."""

    @extend_schema(
        request=serializers.MfaTokenSerializer,
        responses={200: serializers.PasskeyOptionsSerializer, **errors(400, 401)},
        examples=[
            gives({"mfa_token": MFA_TOKEN}),
            gets({"publicKey": {"challenge": "l0Gk…", "rpId": "mizan.example.com", "allowCredentials": []}}),
        ],
    )
    def post(self, request: Request) -> Response:
        half = half_way.read(self.given(serializers.MfaTokenSerializer)["mfa_token"])
        return Response(half_way.passkey_options(half))


class MfaPasskeyView(OpenView):
    """The second step with a passkey: its answer."""

    @extend_schema(
        request=serializers.PasskeyAnswerSerializer,
        responses={200: serializers.TokensSerializer, **errors(400, 401, 404, 429)},
        examples=[
            gives({"mfa_token": MFA_TOKEN, "credential": {"id": "x7…", "type": "public-key", "response": {}}}),
            gets(TOKENS),
        ],
    )
    def post(self, request: Request) -> Response:
        given = self.given(serializers.PasskeyAnswerSerializer)
        half = half_way.read(given["mfa_token"])
        with limits.attempt(DOOR, account=half.user, request=request._request) as attempt:
            if not half_way.passkey_is_right(half, given["credential"]):
                raise Unauthenticated("mfa.wrong")
            attempt.succeeded()
        return _second_half(request, half)


def _second_half(request: Request, half: half_way.HalfWay) -> Response:
    half_way.use_up(half)
    return _let_in(request, half.user, actor_for(half.user, half.organization_id))


class RefreshView(OpenView):
    """A refresh token for new tokens. Each is good once; an old one that comes back ends the sign-in and mails the person."""

    @extend_schema(
        request=serializers.RefreshSerializer,
        responses={200: serializers.TokensSerializer, **errors(400, 401)},
        examples=[
            gives({"refresh": "eyJhbGciOi…"}),
            gets(TOKENS),
            fails(401, "token_rotated", "This token was replaced a moment ago. Use the newer one."),
            fails(401, "token_reused", "This token was replaced long ago. The sign-in has ended; sign in again."),
        ],
    )
    def post(self, request: Request) -> Response:
        return Response(tokens.renew(self.given(serializers.RefreshSerializer)["refresh"]))


class SwitchView(OpenView):
    """A refresh token for new tokens in another organization of the same person."""

    @extend_schema(
        request=serializers.SwitchSerializer,
        responses={200: serializers.TokensSerializer, **errors(400, 401, 404)},
        examples=[gives({"refresh": "eyJhbGciOi…", "organization": TOKENS["organization"]}), gets(TOKENS)],
    )
    def post(self, request: Request) -> Response:
        given = self.given(serializers.SwitchSerializer)
        return Response(tokens.renew(given["refresh"], organization_id=given["organization"]))


class LogoutView(ActorView):
    """Ends the sign-in of the refresh token that is sent, else of the access token. Nothing to end is no fault."""

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]

    @extend_schema(
        request=serializers.LogoutSerializer,
        responses={204: None, **errors(400)},
        examples=[gives({"refresh": "eyJhbGciOi…"})],
    )
    def post(self, request: Request) -> Response:
        raw = self.given(serializers.LogoutSerializer).get("refresh") or _bearer(request)
        family = tokens.end(raw)
        if family is not None:
            record(by=oneself(family.user), action="user.signed_out", target=family.user, family=str(family.pk))
        return Response(status=204)


def _bearer(request: Request) -> str:
    scheme, _, raw = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return raw.strip() if scheme.lower() == "bearer" else ""


class LogoutEverywhereView(ActorView):
    """Ends all sign-ins of the person, browsers and programs, this one too."""

    without_second_factor = True

    @extend_schema(request=None, responses={204: None, **errors(401, 403)})
    def post(self, request: Request) -> Response:
        sign_out_everywhere(by=oneself(request.user), user=request.user, why="signed_out")
        return Response(status=204)
