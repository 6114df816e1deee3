"""What the doors share: views that anyone may call, and checks of what people choose."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from accounts.api.base import ActorView
from accounts.errors import TooManyAttempts
from accounts.models import User


class OpenView(ActorView):
    """Anyone may call; no token is read."""

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]


def require_budget(request: Request, action: str, key: str) -> None:
    """allauth's counters of mails and sign-ups (ACCOUNT_RATE_LIMITS), which pages and API share. Raises TooManyAttempts."""
    if not ratelimit.consume(request._request, action=action, key=key.lower()):
        raise TooManyAttempts("too_many_attempts", seconds=300, minutes=5)


def require_good_password(password: str, user: User, field: str = "password") -> None:
    """The rules of the pages. Raises a validation error that names the field."""
    try:
        get_adapter().clean_password(password, user=user)
    except ValidationError as error:
        raise serializers.ValidationError({field: list(error.messages)}) from error
