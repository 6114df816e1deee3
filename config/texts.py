"""Refuses what no database takes, before any view sees it: NUL and undecodable bytes in addresses, and such cookies and headers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, HttpResponse

from config.api import storable
from config.errors import error_response

LONGEST = 16_384  # bytes of a path or query; servers in front usually take 4,096 to 8,192 for both


class TextsMiddleware:
    """400 `bad_text` for NUL in a path or query and for a query that is not UTF-8 (of such a path Django makes plain letters);
    `address_too_long` for endless ones.

    A cookie with such a text counts as not sent; NUL is taken out of headers, which are written down (servers in front refuse it anyway).

    It stands before sessions, whose key is looked up in the database. The answer is given once a view was found, when the language and
    the request's id are known; an address that leads nowhere is "not found" whatever it holds.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name in [name for name, value in request.COOKIES.items() if not storable(name + value)]:
            del request.COOKIES[name]
        for name in [name for name, value in request.META.items() if name.startswith("HTTP_") and "\x00" in value]:
            request.META[name] = request.META[name].replace("\x00", "")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        asked = request.META.get("QUERY_STRING", "").encode("latin-1", "replace")
        if len(asked) > LONGEST or len(request.path_info) > LONGEST:
            return error_response(request, 400, "address_too_long", {"most": LONGEST})
        if "\x00" in request.path_info or not _readable(unquote_to_bytes(asked)):
            return error_response(request, 400, "bad_text")
        return None


def _readable(raw: bytes) -> bool:
    """True for UTF-8 without NUL."""
    if b"\x00" in raw:
        return False
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
