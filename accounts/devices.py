"""Browsers that have signed in to an account before: a signed cookie each, good for nothing but a budget of wrong tries of its own.

It opens no door: whoever steals it still has to know the password. It dies when the password changes.
"""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.models import User

COOKIE = "mizan_device"
AGE_SECONDS = 180 * 24 * 3600
MOST = 5  # accounts that one browser remembers
_SALT = "accounts.devices"


def device_of(request: HttpRequest, user: User) -> str:
    """The id of the browser that has signed in as `user` before, \"\" for a strange one."""
    return _known(request).get(_account(user), "")


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> bool:
    """Give the browser a device cookie for `user` after a whole login; True when it had none, so that this is a new device."""
    known = _known(request)
    account = _account(user)
    new = account not in known
    device = known.pop(account, "") or secrets.token_urlsafe(16)
    kept = {account: device, **dict(list(known.items())[: MOST - 1])}
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=_SALT, compress=True),
        max_age=AGE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return new


def _known(request: HttpRequest) -> dict[str, str]:
    """Account -> device id, as the cookie says; nothing of a forged or an old one."""
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=AGE_SECONDS)
    except signing.BadSignature:
        return {}
    return {str(account): str(device) for account, device in found.items()} if isinstance(found, dict) else {}


def _account(user: User) -> str:
    """Names the account together with its password, without telling either."""
    return hashlib.sha256(f"{user.pk}:{user.password}".encode()).hexdigest()[:24]
