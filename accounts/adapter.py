"""allauth's hooks for signing up, in and out: our limits, devices, audit trail and mails."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress
from allauth.core import context as of_allauth
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language

from accounts import limits
from accounts.allauth_mails import post_for_allauth
from accounts.devices import remember_device
from accounts.errors import Forbidden
from accounts.models import User
from accounts.origin import client_address
from accounts.services import found_home
from accounts.services.signing_in import note_sign_in, require_long_enough
from config.errors import error_message

NOWHERE = "0.0.0.0"  # noqa: S104 - an address for the list of sessions where the server does not tell one


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """What allauth asks of the project about accounts."""

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """A person who signs up owns an organization from the first moment."""
        user = super().save_user(request, user, form, commit=False)
        user.email = user.email.lower()
        user.name = form.cleaned_data.get("name", "")
        user.language = (get_language() or "")[:8]
        if commit:
            user.save()
            found_home(user=user, name=form.cleaned_data.get("organization", ""))
        return user

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Email and password, for signing in and for proving it anew. A try comes out of the budget before the password is looked at."""
        with limits.attempt("login", account=str(credentials.get("email", "")), request=request) as attempt:
            user: User | None = super().authenticate(request, **credentials)
            if user is not None:
                attempt.succeeded()
        return user

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """A whole sign-in of a moment ago counts as proof, as does a proof given anew."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        request = of_allauth.request
        records = get_authentication_records(request, request.user)
        return not any(time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records[-1:])

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Whose password is too short by now chooses a new one through their mailbox first."""
        try:
            require_long_enough(user)
        except Forbidden as error:
            clear_login(request)
            messages.error(request, error_message(error.code))
            return redirect("account_reset_password")
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """After the whole login, second factor included."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        new = remember_device(request, response, user)
        note_sign_in(user=user, request=request, strange=new and not kwargs.get("signup"))
        if user.language in dict(settings.LANGUAGES):
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
        return response

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Refused when another account, verified or not, goes by that address: emails are unique among people."""
        taken = User.objects.filter(email__iexact=email_address.email).exclude(pk=email_address.user_id).exists()
        if taken:
            words = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, words, {"email": email_address.email})
            return False
        with transaction.atomic():
            confirmed: bool = super().confirm_email(request, email_address)
        return confirmed

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:security")

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or NOWHERE

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """All of allauth's mails are queued, in our words."""
        post_for_allauth(prefix=template_prefix, email=email, context=context, request=of_allauth.request)
