"""What sign-up asks beyond email and password. allauth builds its form upon this one, so it imports nothing of allauth's forms."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.acceptance import acceptance_field, accepted
from accounts.models import User


class SignupExtras(forms.Form):
    """The base of allauth's sign-up form; the adapter uses the two fields."""

    name = forms.CharField(label=_("Your name"), max_length=150, required=False)
    organization = forms.CharField(label=_("Your firm"), max_length=200, required=False)
    accept = acceptance_field()

    def signup(self, request: HttpRequest, user: User) -> None:
        """allauth's hook for what is left to do once `AccountAdapter.save_user` has made the account."""
        accepted(user, how="api" if request.path.startswith("/api/") else "sign_up")
