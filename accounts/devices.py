"""Browsers that have signed in to an account before: a signed cookie each, good for nothing but a budget of wrong tries of its own.

It opens no door: whoever steals it still has to know the password. It dies when the password changes.
"""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from accounts.models import User

COOKIE = "mizan_device"
AGE_SECONDS = 180 * 24 * 3600
MOST = 5  # accounts that one browser remembers
_SALT = "accounts.devices"
# Signs in the order of looking: a browser also says the names of those it descends from.
_PROGRAMS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("YaBrowser/", "Yandex Browser"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chromium/", "Chromium"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl"),
    ("python-requests/", "Python"), ("python-httpx/", "Python"), ("Python-urllib/", "Python"), ("PostmanRuntime/", "Postman"),
)  # fmt: skip
_SYSTEMS = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)  # fmt: skip


def device_of(request: HttpRequest, user: User) -> str:
    """The id of the browser that has signed in as `user` with the present password, \"\" for a strange one."""
    device, _dot, mark = _known(request).get(_account(user), "").partition(".")
    return device if mark and constant_time_compare(mark, _mark(user)) else ""


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> bool:
    """Give the browser a device cookie for `user` after a whole login; True when it had none, so that this is a new device."""
    known, account = _known(request), _account(user)
    new = account not in known
    device = known.pop(account, "").partition(".")[0] or secrets.token_urlsafe(12)
    kept = {account: f"{device}.{_mark(user)}", **dict(list(known.items())[: MOST - 1])}
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=_SALT, compress=True),
        max_age=AGE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return new


def words_of(user_agent: str) -> str:
    """A browser or program by its name and system: `Firefox, Windows`. The first word of what it says when it is not known."""
    name = next((word for sign, word in _PROGRAMS if sign in user_agent), "")
    system = next((word for sign, word in _SYSTEMS if sign in user_agent), "")
    return ", ".join(filter(None, (name or user_agent.split(" ")[0][:40], system)))


def _known(request: HttpRequest) -> dict[str, str]:
    """Account -> device id, as the cookie says; nothing of a forged or an old one."""
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=AGE_SECONDS)
    except signing.BadSignature:
        return {}
    return {str(account): str(device) for account, device in found.items()} if isinstance(found, dict) else {}


def _account(user: User) -> str:
    """Names the account without telling it."""
    return hashlib.sha256(f"account:{user.pk}".encode()).hexdigest()[:16]


def _mark(user: User) -> str:
    """Changes with the password: who learned the old one keeps no budget of their own."""
    return hashlib.sha256(f"{user.pk}:{user.password}".encode()).hexdigest()[:16]
