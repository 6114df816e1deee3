"""allauth's mails in our words: each of its prefixes becomes one of our templates, with plain facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from allauth.account import app_settings
from allauth.account.internal.flows.password_reset import get_reset_password_url
from allauth.core import context as of_allauth
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from accounts.post import post

Facts = dict[str, str | int]
Context = Mapping[str, Any]


def post_for_allauth(*, prefix: str, email: str, context: Context, request: HttpRequest | None) -> None:
    """Queue the mail that allauth calls `prefix`. Raises KeyError for one that nobody has thought of, which a test rules out."""
    written = WORDS[prefix]
    if written is None:
        return
    template, facts = written(context, request)
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    of_context = context.get("user")
    language = of_context.language if isinstance(of_context, User) else ""
    post(to=person or email, template=template, language=language, **facts)


def reset_link(request: HttpRequest | None = None) -> str:
    """Where a new password can be asked for; without a request, at the host of the one that is being answered."""
    return str(get_reset_password_url(request or of_allauth.request))


def _page(request: HttpRequest | None, route: str) -> str:
    return str(build_absolute_uri(request, reverse(route)))


def _verify(context: Context, request: HttpRequest | None) -> tuple[str, Facts]:
    return "verify_address", {"link": context["activate_url"], "days": app_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS}


def _exists(context: Context, request: HttpRequest | None) -> tuple[str, Facts]:
    return "account_exists", {
        "sign_in_link": _page(request, "account_login"),
        "reset_link": context["password_reset_url"],
    }


def _reset(context: Context, request: HttpRequest | None) -> tuple[str, Facts]:
    return "reset_password", {"link": context["password_reset_url"], "hours": settings.PASSWORD_RESET_TIMEOUT // 3600}


def _unknown(context: Context, request: HttpRequest | None) -> tuple[str, Facts]:
    return "unknown_account", {"sign_up_link": context["signup_url"]}


def _password(context: Context, request: HttpRequest | None) -> tuple[str, Facts]:
    return "password_changed", {"reset_link": reset_link(request)}


def _moved(context: Context, request: HttpRequest | None) -> tuple[str, Facts]:
    return "address_changed", {"address": context["to_email"]}


def _passkey(context: Context, request: HttpRequest | None) -> tuple[str, Facts]:
    return "passkey_added", {"reset_link": reset_link(request)}


def _factor(change: str) -> Callable[[Context, HttpRequest | None], tuple[str, Facts]]:
    def facts(context: Context, request: HttpRequest | None) -> tuple[str, Facts]:
        return "second_factor_changed", {"change": change, "reset_link": reset_link(request)}

    return facts


# None: allauth's mail tells nothing that a person needs, as the page they are on says it.
WORDS: dict[str, Callable[[Context, HttpRequest | None], tuple[str, Facts]] | None] = {
    "account/email/email_confirmation": _verify,
    "account/email/email_confirmation_signup": _verify,
    "account/email/account_already_exists": _exists,
    "account/email/password_reset_key": _reset,
    "account/email/unknown_account": _unknown,
    "account/email/password_changed": _password,
    "account/email/password_reset": _password,
    "account/email/password_set": _password,
    "account/email/email_changed": _moved,
    "account/email/email_confirm": None,
    "account/email/email_deleted": None,
    "mfa/email/totp_activated": _factor("totp_on"),
    "mfa/email/totp_deactivated": _factor("totp_off"),
    "mfa/email/recovery_codes_generated": _factor("codes_made"),
    "mfa/email/webauthn_added": _passkey,
    "mfa/email/webauthn_removed": _factor("passkey_removed"),
}
