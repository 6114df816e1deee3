"""allauth's hooks: a person who signs up owns an organization from the first moment."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as of_allauth
from django.http import HttpRequest

from accounts.allauth_mails import post_for_allauth
from accounts.models import User
from accounts.services import found_home


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user = super().save_user(request, user, form, commit=False)
        user.email = user.email.lower()
        user.name = form.cleaned_data.get("name", "")
        if commit:
            user.save()
            found_home(user=user, name=form.cleaned_data.get("organization", ""))
        return user

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """All of allauth's mails are queued, in our words."""
        post_for_allauth(prefix=template_prefix, email=email, context=context, request=of_allauth.request)
