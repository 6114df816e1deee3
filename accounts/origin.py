"""Whence a request comes: the address of the nearest hop that the operator does not vouch for, and the program."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

from accounts.services.trail import Origin


def client_address(request: HttpRequest) -> str:
    """The caller's address, \"\" when unknown.

    Each of `TRUSTED_PROXIES` proxies appends to X-Forwarded-For whom it heard: only so many entries, counted from the right, are believed.
    Whatever a caller wrote there before is left of them.
    """
    heard = request.META.get("REMOTE_ADDR", "")
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if proxies:
        chain = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if one.strip()]
        heard = chain[-proxies] if len(chain) >= proxies else heard
    try:
        return str(ipaddress.ip_address(heard))
    except ValueError:
        return ""


def origin(request: HttpRequest) -> Origin:
    """The caller's address and program, as the audit trail keeps them."""
    return Origin(client_address(request), request.META.get("HTTP_USER_AGENT", "")[:200])
