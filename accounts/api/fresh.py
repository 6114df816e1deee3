"""Acts that ask for a fresh sign-in: whoever finds an open browser or a stray token cannot give a firm away."""

from __future__ import annotations

import time

from allauth.account import app_settings
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from rest_framework.request import Request

from accounts.errors import Forbidden
from accounts.tokens import AUTH_TIME


def require_fresh_sign_in(request: Request) -> None:
    """Raise Forbidden unless the person signed in, or proved anew who they are, within allauth's time for it."""
    seconds = int(app_settings.REAUTHENTICATION_TIMEOUT)
    if request.auth is None:
        fresh = not is_reauthentication_required(request._request, app="accounts")
    else:
        fresh = time.time() - int(request.auth.get(AUTH_TIME, 0)) < seconds
    if not fresh:
        raise Forbidden("sign_in_again", minutes=seconds // 60)
