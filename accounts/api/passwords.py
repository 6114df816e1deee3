"""A new password: through the mailbox, or with the present one."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.password_reset import request_password_reset
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.signals import password_changed, password_reset
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import limits, serializers
from accounts.api.base import ActorView
from accounts.api.open import OpenView, require_budget, require_good_password
from accounts.errors import Forbidden, Invalid
from accounts.forms import UserTokenForm, hold_for_new_password
from accounts.models import User
from accounts.openapi import errors, fails, gets, gives


class PasswordResetView(OpenView):
    """Asks for a link by mail. The answer is the same whether the address has an account or not; the mail says which."""

    @extend_schema(
        request=serializers.EmailSerializer,
        responses={202: serializers.NextSerializer, **errors(400, 429)},
        examples=[gives({"email": "dana@example.com"}), gets({"next": "mail"}, 202)],
    )
    def post(self, request: Request) -> Response:
        email = self.given(serializers.EmailSerializer)["email"].lower()
        require_budget(request, "reset_password", email)
        users = filter_users_by_email(email, is_active=True, prefer_verified=True)
        request_password_reset(request._request, email, users, default_token_generator)
        return Response({"next": "mail"}, status=202)


class PasswordResetConfirmView(OpenView):
    """The key of the mail and a new password. All sign-ins of the person end; a second factor stays."""

    @extend_schema(
        request=serializers.ResetSerializer,
        responses={200: serializers.NextSerializer, **errors(400, 429)},
        examples=[
            gives({"key": "1-cq2x-8f0c…", "password": "quarry lantern seven"}),
            gets({"next": "login"}),
            fails(400, "reset.bad_key", "The link is not valid, was used before, or is too old. Ask for a new one."),
        ],
    )
    def post(self, request: Request) -> Response:
        given = self.given(serializers.ResetSerializer)
        uid, _, key = given["key"].partition("-")
        form = UserTokenForm({"uidb36": uid, "key": key})
        if not form.is_valid():
            raise Invalid("reset.bad_key")
        user: User = form.reset_user
        require_good_password(given["password"], user)
        with transaction.atomic():
            hold_for_new_password(user=user, key=key)
            get_adapter().set_password(user, given["password"])
            password_reset.send(sender=User, request=request._request, user=user)
            get_adapter().send_notification_mail("account/email/password_reset", user)
        return Response({"next": "login"})


class PasswordChangeView(ActorView):
    """The present password and a new one. All other sign-ins end, and so does that of this token: sign in again."""

    without_second_factor = True

    @extend_schema(
        request=serializers.PasswordChangeSerializer,
        responses={204: None, **errors(400, 401, 403, 429)},
        examples=[
            gives({"password": "quarry lantern seven", "new_password": "granite window eleven"}),
            fails(403, "password.wrong", "The present password is not right."),
        ],
    )
    def post(self, request: Request) -> Response:
        given = self.given(serializers.PasswordChangeSerializer)
        user: User = request.user
        with limits.attempt("password_change", account=user, request=request._request) as attempt:
            if not user.check_password(given["password"]):
                raise Forbidden("password.wrong")
            attempt.succeeded()
        require_good_password(given["new_password"], user, "new_password")
        with transaction.atomic():
            get_adapter().set_password(user, given["new_password"])
            if request.auth is None:
                update_session_auth_hash(request._request, user)
            password_changed.send(sender=User, request=request._request, user=user)
            get_adapter().send_notification_mail("account/email/password_changed", user)
        return Response(status=204)
