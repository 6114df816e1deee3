"""Forms of people: signing up, passwords, the profile. allauth's are put behind our limits."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from allauth.account.forms import AddEmailForm as AllauthAddEmailForm
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.forms import ResetPasswordKeyForm as AllauthResetPasswordKeyForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.account.forms import UserTokenForm as AllauthUserTokenForm
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context as of_allauth
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import limits
from accounts.errors import Invalid
from accounts.models import Digits, Theme, User
from accounts.notifications import OPTIONAL_MAILS
from accounts.services.sessions import oneself
from accounts.services.trail import record


class _Labelled:
    """The label above a field says what it is; nothing stands in its place."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class LoginForm(_Labelled, AllauthLoginForm):  # type: ignore[misc]
    """Signing in; the tries are counted by `AccountAdapter.authenticate`."""


class ReauthenticateForm(_Labelled, AllauthReauthenticateForm):  # type: ignore[misc]
    """Proving it anew; counted in the same place."""


class ResetPasswordForm(_Labelled, AllauthResetPasswordForm):  # type: ignore[misc]
    """Asking for a link to a new password."""


class ResetPasswordKeyForm(_Labelled, AllauthResetPasswordKeyForm):  # type: ignore[misc]
    """The new password behind such a link."""

    @transaction.atomic
    def save(self) -> None:
        hold_for_new_password(user=self.user, key=self.temp_key)
        super().save()


class AddEmailForm(_Labelled, AllauthAddEmailForm):  # type: ignore[misc]
    """Another address."""


class SignupForm(_Labelled, AllauthSignupForm):  # type: ignore[misc]
    """Signing up. Somebody who has an account gets the same answer after the same work."""

    field_order = ["email", "password1", "name", "organization", "accept"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        password = cleaned.get("password1")
        if password and "password1" not in self.errors:
            person = User(email=cleaned.get("email") or "", name=cleaned.get("name") or "")
            person.firm = cleaned.get("organization") or ""  # type: ignore[attr-defined]
            try:
                validate_password(password, person)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        if self.account_already_exists:
            self.work_in_vain(request)
            return self._answered(request)
        try:
            return self._answered(request)
        except IntegrityError:  # somebody signed up with this address between the look and the write
            self.account_already_exists = True
            return self._answered(request)

    @transaction.atomic
    def save(self, request: HttpRequest) -> User:
        """The account with all that belongs to it, or nothing."""
        user: User = super().save(request)
        return user

    @transaction.atomic
    def work_in_vain(self, request: HttpRequest) -> None:
        """Make an account that nobody asked for and take it back: what is done for an address tells not whether it is known."""
        given = self.cleaned_data
        self.account_already_exists = False
        self.cleaned_data = {**given, "email": f"{uuid4().hex}@nobody.invalid"}
        try:
            user = self.save(request)
            record(by=oneself(user), action="user.registered", target=user)
        finally:
            self.account_already_exists, self.cleaned_data = True, given
        transaction.set_rollback(True)

    def _answered(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        user, answer = super().try_save(request)
        if (
            user is not None
        ):  # has just given the password: what guards the account can be set up without giving it again
            record_authentication(request, user, method="password", email=user.email)
        return user, answer


class ChangePasswordForm(_Labelled, AllauthChangePasswordForm):  # type: ignore[misc]
    """A wrong present password is a wrong try at the account."""

    def clean_oldpassword(self) -> str:
        with limits.attempt("password_change", account=self.user, request=of_allauth.request) as attempt:
            password: str = super().clean_oldpassword()
            attempt.succeeded()
        return password


class UserTokenForm(AllauthUserTokenForm):  # type: ignore[misc]
    """A wrong link to a new password is a wrong try at the account that it names."""

    def clean(self) -> dict[str, Any]:
        named = str(self.data.get("uidb36", ""))
        account = self._get_user(named) or f"reset:{named}"
        with limits.attempt("password_reset", account=account, request=of_allauth.request) as attempt:
            cleaned: dict[str, Any] = super().clean()
            attempt.succeeded()
        return cleaned


def hold_for_new_password(*, user: User, key: str) -> None:
    """Lock the person within the caller's transaction. Raises Invalid when the link was used meanwhile: of two at once, one counts."""
    found = User.objects.select_for_update().filter(pk=user.pk, is_active=True).first()
    if found is None or not UserTokenForm.token_generator.check_token(found, key):
        raise Invalid("reset.bad_key")


class ProfileForm(forms.Form):
    """How a person is called."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=150, required=False)


class AppearanceForm(forms.Form):
    """In which language, colours and digits Mizan speaks to a person."""

    language = forms.ChoiceField(label=_("Language"), help_text=_("Of pages and of mails to you."))
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme)
    digits = forms.ChoiceField(
        label=_("Digits"),
        choices=Digits,
        help_text=_("Of figures and dates on Arabic pages. What stands in a file is shown as it stands there."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {"en": "English", "ar": "العربية", "ru": "Русский"}
        field: Any = self.fields["language"]
        field.choices = [(code, names.get(code, label)) for code, label in settings.LANGUAGES]


class MailsForm(forms.Form):
    """Which of the optional mails a person wants."""

    wanted = forms.MultipleChoiceField(
        choices=list(OPTIONAL_MAILS.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
