"""Who may read the metrics: whoever brings the token, and programs at addresses that the operator allows, if no proxy speaks for them."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.views.decorators.http import require_safe

from config.metrics import exposition

FORWARDED = ("x-forwarded-for", "x-real-ip", "forwarded")


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The page of metrics; for everybody else it is not there."""
    if not (settings.DEBUG or may_read(request.headers, request.META.get("REMOTE_ADDR", ""))):
        return HttpResponseNotFound()
    return HttpResponse(exposition.page(), content_type=exposition.CONTENT_TYPE)


def may_read(headers: Mapping[str, str], address: str) -> bool:
    """True with the token, or without a proxy in between at an address of METRICS_ALLOW.

    A proxy on an allowed machine speaks for the whole world, and says so: what it forwards needs the token.
    """
    said = {name.lower(): value for name, value in headers.items()}
    scheme, _, given = said.get("authorization", "").partition(" ")
    token = settings.METRICS.token
    if token and scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode()):
        return True
    if any(name in said for name in FORWARDED):
        return False
    try:
        near = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(near in network for network in settings.METRICS.allowed)
