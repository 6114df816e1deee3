"""allauth's forms of the second factor, behind the one budget of wrong tries."""

from __future__ import annotations

from typing import Any

from allauth.core import context as of_allauth
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm as AllauthAddWebAuthnForm
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm as AllauthAuthenticateWebAuthnForm
from allauth.mfa.webauthn.forms import EditWebAuthnForm as AllauthEditWebAuthnForm
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm as AllauthReauthenticateWebAuthnForm
from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import limits
from accounts.second_factor import first_time
from accounts.services.sessions import oneself
from accounts.services.trail import record

DOOR = "second_factor"
NAME_LENGTH = 80


class _Counted:
    """A wrong code or answer is a wrong try at the account, whatever it is asked for."""

    user: Any

    def clean_code(self) -> Any:
        with limits.attempt(DOOR, account=self.user, request=of_allauth.request) as attempt:
            code = super().clean_code()  # type: ignore[misc]
            attempt.succeeded()
        return code


class _Once:
    """A code is good once."""

    user: Any

    def clean_code(self) -> Any:
        code = super().clean_code()  # type: ignore[misc]
        if not first_time(self.user, self.cleaned_data["code"]):  # type: ignore[attr-defined]
            raise get_adapter().validation_error("incorrect_code")
        return code


class _CountedKey:
    """The same of passkeys."""

    user: Any

    def clean_credential(self) -> Any:
        with limits.attempt(DOOR, account=self.user, request=of_allauth.request) as attempt:
            authenticator = super().clean_credential()  # type: ignore[misc]
            attempt.succeeded()
        return authenticator


def _code(label: Any, hint: Any) -> forms.CharField:
    widget = forms.TextInput(
        attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr", "autofocus": True}
    )
    return forms.CharField(label=label, help_text=hint, max_length=32, widget=widget)


class AuthenticateForm(_Counted, _Once, AllauthAuthenticateForm):  # type: ignore[misc]
    code = _code(_("Code"), _("The six figures of your authenticator app, or one of your recovery codes."))


class ReauthenticateForm(_Counted, _Once, AllauthReauthenticateForm):  # type: ignore[misc]
    code = _code(_("Code"), _("The six figures of your authenticator app, or one of your recovery codes."))


class ActivateTOTPForm(_Counted, AllauthActivateTOTPForm):  # type: ignore[misc]
    code = _code(_("Code"), "")


class AuthenticateWebAuthnForm(_CountedKey, AllauthAuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class ReauthenticateWebAuthnForm(_CountedKey, AllauthReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class AddWebAuthnForm(AllauthAddWebAuthnForm):  # type: ignore[misc]
    """A passkey is kept in the device, so that it can also sign in alone."""

    name = forms.CharField(
        label=_("Name"), max_length=NAME_LENGTH, required=False, help_text=_("Such as “phone” or “blue key”.")
    )
    passwordless = forms.BooleanField(
        label=_("Also sign in with it alone, without the password"), required=False, initial=True
    )


class EditWebAuthnForm(AllauthEditWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)

    @transaction.atomic
    def save(self) -> Authenticator:
        """allauth tells nobody of a new name: the entry is written here."""
        saved: Authenticator = super().save()
        record(by=oneself(saved.user), action="second_factor.renamed", target=saved.user, factor=saved.pk)
        return saved


def factors_of(user: Any) -> dict[str, Any]:
    """What stands on the page of security: the app, the codes and the passkeys of a person, None or empty when there is none."""
    found = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    totp = next((one for one in found if one.type == Authenticator.Type.TOTP), None)
    codes = next((one for one in found if one.type == Authenticator.Type.RECOVERY_CODES), None)
    return {
        "totp": totp,
        "codes": codes,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "passkeys": [one for one in found if one.type == Authenticator.Type.WEBAUTHN],
    }
