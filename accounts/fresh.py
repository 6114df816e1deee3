"""Acts that ask for a fresh sign-in: whoever finds an open browser or a stray token cannot give a firm away, nor stay in it.

The same acts on pages and in the API: making, changing and removing owners, handing over and deleting an organization, no longer demanding
a second factor, making and replacing API keys, making webhooks, giving them another address or secret; a person's export and erasure;
steps of staff. The role is asked first.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest
from rest_framework.request import Request

from accounts.errors import Forbidden
from accounts.tokens import AUTH_TIME


def require_fresh_sign_in(request: Request) -> None:
    """For the API. Raise Forbidden unless the person signed in, or proved anew who they are, within allauth's time for it."""
    seconds = int(app_settings.REAUTHENTICATION_TIMEOUT)
    token: Any = request.auth
    if token is None:
        fresh = not is_reauthentication_required(request._request, app="accounts")
    else:
        fresh = time.time() - int(token.get(AUTH_TIME, 0)) < seconds
    if not fresh:
        raise Forbidden("sign_in_again", minutes=seconds // 60)


def prove_anew(request: HttpRequest) -> None:
    """For pages. Who has not proved of late who they are is sent to do so; what they sent is taken up again after it (allauth)."""
    if is_reauthentication_required(request, app="accounts"):
        raise ReauthenticationRequired()
