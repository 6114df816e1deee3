"""Who comes, as far as statistics may know: whether to count them at all, and a name for them that says nothing and lasts a day."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from urllib.parse import urlsplit

from django.core.cache import caches
from django.http import HttpRequest
from django.utils import timezone

from accounts.limits import network
from accounts.origin import client_address

COOKIE = "visitor"  # only of whoever agreed: the name of that day, kept
_NAME = re.compile(r"[0-9a-f]{32}")
_PROGRAMS = re.compile(
    r"bot\b|bot[/_-]|crawl|spider|slurp|preview|monitor|uptime|scan|check|fetch|feed|archiv|lighthouse|headless|phantom|selenium|curl|"
    r"wget|python|java/|go-http|okhttp|axios|libwww|httpclient|ruby|perl|facebookexternalhit|whatsapp|telegram|embedly|validator",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:[a-z0-9_-]{1,63}\.)+[a-z0-9-]{2,63}")
LONGEST_HOST = 100


def asked_not_to(request: HttpRequest) -> bool:
    """True for a browser that says so: Do Not Track, or Global Privacy Control."""
    return request.headers.get("DNT") == "1" or request.headers.get("Sec-GPC") == "1"


def a_program(request: HttpRequest) -> bool:
    """True for what names itself no browser of a person, and for what loads a page before anybody wants it."""
    program = request.headers.get("User-Agent", "")
    early = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return not program.startswith("Mozilla/") or bool(_PROGRAMS.search(program)) or "pre" in early


def left_out(request: HttpRequest) -> bool:
    """True for whom nothing is counted."""
    return asked_not_to(request) or a_program(request)


def referrer_host(request: HttpRequest) -> str:
    """The host that led here, without path and `www.`; "" for none, for ourselves, and for what is no host."""
    try:
        host = (urlsplit(request.headers.get("Referer", "")).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""
    own = request.get_host().partition(":")[0].lower().removeprefix("www.")
    return host if host != own and len(host) <= LONGEST_HOST and _HOST.fullmatch(host) else ""


def visitor_name(request: HttpRequest) -> str:
    """32 hexadecimal digits that are the same all day for one browser at one address; "" for whom nothing is counted.

    They are made with a salt that is thrown away at the end of the day, so that afterwards nobody can make them again, and so that two
    days of one person cannot be joined. Whoever agreed to statistics carries the name of that day on in a cookie.
    """
    if left_out(request):
        return ""
    kept = request.COOKIES.get(COOKIE, "")
    if _NAME.fullmatch(kept):
        return kept
    salt = _salt_of_today()
    said = f"{network(client_address(request))}\x1f{request.headers.get('User-Agent', '')}"
    return hmac.new(salt.encode(), said.encode(), hashlib.sha256).hexdigest()[:32] if salt else ""


def subject_of(request: HttpRequest) -> str:
    """Whom flags and experiments go by: the person who is signed in, else the visitor; "" for neither."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"user:{user.pk}"
    return visitor_name(request)


def share_of(what: str, subject: str) -> float:
    """Where a subject stands between 0 and 1 for a flag or an experiment: always the same, and for each of these another place."""
    digest = hashlib.sha256(f"{what}\x1f{subject}".encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64


def _salt_of_today() -> str:
    """In the cache alone, and no longer than the day; "" while Redis is away, when nobody gets a name."""
    now = timezone.now()
    ends = 86_400 - (now.hour * 3600 + now.minute * 60 + now.second)
    key, cache = f"visitors:{now:%Y-%m-%d}", caches["handy"]
    found = cache.get(key)
    if found is None:
        cache.add(key, secrets.token_hex(32), ends)
        found = cache.get(key)
    return str(found or "")
