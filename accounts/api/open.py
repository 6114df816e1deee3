"""What the doors share: views that anyone may call, and checks of what people choose."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.conf import settings
from django.core.exceptions import ValidationError
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import ActorView
from accounts.errors import TooManyAttempts
from accounts.models import User


class OpenView(ActorView):
    """Anyone may call; no token is read, and no session is read or begun: what allauth notes on the way is forgotten with the answer.

    A cookie that comes with one answer and not with another would tell who has an account.
    """

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self._session = request._request.session
        request._request.session = import_module(settings.SESSION_ENGINE).SessionStore()
        super().initial(request, *args, **kwargs)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        if hasattr(self, "_session"):
            request._request.session = self._session
        return super().finalize_response(request, response, *args, **kwargs)


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
