"""Signing up and proving the address. Whoever asks learns nothing about who has an account: the answer and the work are the same."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress, get_emailconfirmation_model
from allauth.account.signals import user_signed_up
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as drf
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import serializers
from accounts.api.open import OpenView, require_budget
from accounts.errors import Conflict, Invalid
from accounts.forms import SignupForm
from accounts.models import User
from accounts.openapi import errors, fails, gets, gives
from accounts.post import post

EXAMPLE = {
    "email": "dana@example.com",
    "password": "quarry lantern seven",
    "name": "Dana",
    "organization": "Dana QS",
    "accept": True,
}


class RegisterView(OpenView):
    """A new person with an organization of their own. Who has an account already gets the same answer, and a mail that says so."""

    @extend_schema(
        request=serializers.RegisterSerializer,
        responses={202: serializers.NextSerializer, **errors(400, 409, 429)},
        examples=[gives(EXAMPLE), gets({"next": "verify-email"}, 202)],
    )
    def post(self, request: Request) -> Response:
        given = self.given(serializers.RegisterSerializer)
        require_budget(request, "signup", given["email"])
        form = SignupForm({**given, "password1": given["password"]})
        if not form.is_valid():
            raise _faults(form)
        mandatory = settings.ACCOUNT_EMAIL_VERIFICATION == "mandatory"
        if not form.account_already_exists:
            self._sign_up(form)
        elif mandatory:
            form.work_in_vain(request._request)
            get_adapter().send_account_already_exists_mail(given["email"].lower())
        else:
            raise Conflict("email_taken")
        return Response({"next": "verify-email" if mandatory else "login"}, status=202)

    @transaction.atomic
    def _sign_up(self, form: SignupForm) -> None:
        request = self.request._request
        user: User = form.save(request)
        user_signed_up.send(sender=User, request=request, user=user)
        if settings.ACCOUNT_EMAIL_VERIFICATION != "none":
            EmailAddress.objects.get(user=user, email__iexact=user.email).send_confirmation(request, signup=True)


def _faults(form: SignupForm) -> drf.ValidationError | Conflict:
    """What the form of the page has against it, by the names of the API."""
    found = {("password" if name == "password1" else name): list(words) for name, words in form.errors.items()}
    taken = any(error.code == "email_taken" for error in form.errors.as_data().get("email", []))
    return Conflict("email_taken") if taken else drf.ValidationError(found)


class VerifyEmailView(OpenView):
    """The key of the mail proves that the address is the person's."""

    @extend_schema(
        request=serializers.VerifySerializer,
        responses={200: serializers.NextSerializer, **errors(400, 429)},
        examples=[
            gives({"key": "MQ:1vCabc:f00"}),
            gets({"next": "login"}),
            fails(400, "verification.bad_key", "The link is not valid or too old. Ask for a new one."),
        ],
    )
    def post(self, request: Request) -> Response:
        confirmation = get_emailconfirmation_model().from_key(self.given(serializers.VerifySerializer)["key"])
        address = confirmation.email_address if confirmation else None
        if address is None or not (address.verified or confirmation.confirm(request._request)):
            raise Invalid("verification.bad_key")
        return Response({"next": "login"})


class ResendVerificationView(OpenView):
    """The mail once more. An address that needs none, or is nobody's, gets a mail that says so."""

    @extend_schema(
        request=serializers.EmailSerializer,
        responses={202: serializers.NextSerializer, **errors(400, 429)},
        examples=[gives({"email": "dana@example.com"}), gets({"next": "mail"}, 202)],
    )
    def post(self, request: Request) -> Response:
        email = self.given(serializers.EmailSerializer)["email"].lower()
        require_budget(request, "confirm_email", email)
        address = EmailAddress.objects.filter(email__iexact=email, user__is_active=True).order_by("-verified").first()
        adapter = get_adapter()
        if address is not None and not address.verified:
            address.send_confirmation(request._request)
        elif address is not None or filter_users_by_email(email):
            adapter.send_account_already_exists_mail(email)
        else:
            post(
                to=email, template="unknown_account", sign_up_link=request.build_absolute_uri(reverse("account_signup"))
            )
        return Response({"next": "mail"}, status=202)
