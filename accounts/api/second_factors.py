"""Setting up a second factor and taking it away, for somebody who has just proved who they are."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.mfa import signals
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import delete_and_cleanup
from allauth.mfa.internal.flows.add import validate_can_add_authenticator
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import half_way, limits, serializers
from accounts.api.base import ActorView
from accounts.encryption import Secret
from accounts.errors import Conflict, Forbidden, Invalid, NotFound
from accounts.fresh import require_fresh_sign_in
from accounts.models import User
from accounts.openapi import errors, gets, gives
from accounts.second_factor_forms import DOOR, factors_of

SETUP_SECONDS = 600
CODES = ["48213377", "90021764"]


def require_proof(request: Request, given: dict[str, Any]) -> None:
    """The password, a code, or a sign-in of a moment ago. Raises Forbidden."""
    user: User = request.user
    if "password" not in given and "code" not in given:
        require_fresh_sign_in(request)
        return
    with limits.attempt(DOOR, account=user, request=request._request) as attempt:
        right = "password" in given and user.check_password(given["password"])
        if not (right or ("code" in given and half_way.code_is_right(user, given["code"].strip()))):
            raise Forbidden("password.wrong")
        attempt.succeeded()


class FactorView(ActorView):
    """A person's own second factors: open also to somebody whose organization wants one that is not there yet."""

    without_second_factor = True

    def proved(self) -> User:
        """The person, who has proved who they are."""
        require_proof(self.request, self.given(serializers.ProofSerializer))
        user: User = self.request.user
        return user

    def totp(self) -> Authenticator | None:
        """The authenticator app, if there is one."""
        found: Authenticator | None = Authenticator.objects.filter(
            user=self.request.user, type=Authenticator.Type.TOTP
        ).first()
        return found


class FactorsView(FactorView):
    """What stands beside the password."""

    @extend_schema(
        responses={200: serializers.FactorsSerializer, **errors(401, 403)},
        examples=[gets({"totp": True, "passkeys": 1, "recovery_codes_left": 9})],
    )
    def get(self, request: Request) -> Response:
        found = factors_of(request.user)
        return Response(
            {
                "totp": found["totp"] is not None,
                "passkeys": len(found["passkeys"]),
                "recovery_codes_left": found["codes_left"],
            }
        )


class TotpView(FactorView):
    """An authenticator app: begin to set it up, or take it away."""

    @extend_schema(
        request=serializers.ProofSerializer,
        responses={200: serializers.TotpSetupSerializer, **errors(400, 401, 403, 409, 429)},
        examples=[
            gives({"password": "quarry lantern seven"}),
            gets(
                {"secret": "GEZDGNBV…", "url": "otpauth://totp/Mizan:dana%40example.com?secret=GEZDGNBV…&issuer=Mizan"}
            ),
        ],
    )
    def post(self, request: Request) -> Response:
        user = self.proved()
        if self.totp() is not None:
            raise Conflict("second_factor.already")
        try:
            validate_can_add_authenticator(user)
        except ValidationError as error:
            raise Forbidden("email_unverified") from error
        secret = generate_totp_secret()
        cache.set(_setup_key(user), Secret.of(secret).token, SETUP_SECONDS)
        return Response({"secret": secret, "url": get_adapter().build_totp_url(user, secret)})

    @extend_schema(request=serializers.ProofSerializer, responses={204: None, **errors(400, 401, 403, 404, 429)})
    def delete(self, request: Request) -> Response:
        user = self.proved()
        totp = self.totp()
        if totp is None:
            raise NotFound("second_factor.none")
        if not get_adapter().can_delete_authenticator(totp):
            raise Forbidden("second_factor.short_password")
        with transaction.atomic():
            delete_and_cleanup(request._request, totp)
            get_account_adapter().send_notification_mail("mfa/email/totp_deactivated", user)
        return Response(status=204)


def _setup_key(user: User) -> str:
    return f"mfa:setup:{user.pk}"


class TotpConfirmView(FactorView):
    """The first code of the app sets it up. Recovery codes are made and shown once."""

    @extend_schema(
        request=serializers.TotpConfirmSerializer,
        responses={201: serializers.RecoveryCodesSerializer, **errors(400, 401, 403, 409, 429)},
        examples=[gives({"code": "287082"}), gets({"recovery_codes": CODES}, 201)],
    )
    def post(self, request: Request) -> Response:
        code = self.given(serializers.TotpConfirmSerializer)["code"].strip()
        user: User = request.user
        secret = Secret(cache.get(_setup_key(user)) or "").reveal()
        if not secret:
            raise Conflict("second_factor.not_begun")
        with limits.attempt(DOOR, account=user, request=request._request) as attempt:
            if not validate_totp_code(secret, code):
                raise Invalid("mfa.wrong")
            attempt.succeeded()
        return Response({"recovery_codes": self._activate(user, secret)}, status=201)

    @transaction.atomic
    def _activate(self, user: User, secret: str) -> list[str]:
        """The recovery codes, when there were none before."""
        User.objects.select_for_update().get(pk=user.pk)  # one of several at the same time
        if self.totp() is not None:
            raise Conflict("second_factor.already")
        had = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).exists()
        made = [TOTP.activate(user, secret).instance]
        codes = RecoveryCodes.activate(user)
        if not had:
            codes.mark_as_viewed()
            made.append(codes.instance)
        for one in made:
            signals.authenticator_added.send(
                sender=Authenticator, request=self.request._request, user=user, authenticator=one
            )
        get_account_adapter().send_notification_mail("mfa/email/totp_activated", user)
        cache.delete(_setup_key(user))
        return [] if had else codes.get_unused_codes()


class RecoveryCodesView(FactorView):
    """New recovery codes, shown once; the earlier ones no longer work."""

    @extend_schema(
        request=serializers.ProofSerializer,
        responses={201: serializers.RecoveryCodesSerializer, **errors(400, 401, 403, 404, 429)},
        examples=[gives({"code": "287082"}), gets({"recovery_codes": CODES}, 201)],
    )
    @transaction.atomic
    def post(self, request: Request) -> Response:
        user = self.proved()
        User.objects.select_for_update().get(pk=user.pk)
        if not half_way.methods_of(user):
            raise NotFound("second_factor.none")
        Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
        codes = RecoveryCodes.activate(user)
        codes.mark_as_viewed()
        signals.authenticator_reset.send(
            sender=Authenticator, request=request._request, user=user, authenticator=codes.instance
        )
        get_account_adapter().send_notification_mail("mfa/email/recovery_codes_generated", user)
        return Response({"recovery_codes": codes.get_unused_codes()}, status=201)
