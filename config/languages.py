"""In which language an answer is written.

Public pages say it in their address (`/features/`, `/ar/features/`, `/ru/features/`), so that a link, a search engine and a cache
always mean the same page. The API follows `Accept-Language` alone: what a program gets must not depend on a browser's cookie.
Every other page follows the person's profile (`accounts.middleware.ProfileLanguageMiddleware`), then the menu's cookie, then the browser.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, get_resolver
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from config.doors import for_programs

PUBLIC_URLS = "website.urls"


def parted(path: str) -> tuple[str, str]:
    """The language a path begins with, empty when it names none, and the path without it: `/ar/docs/` -> `ar`, `/docs/`."""
    first, _, rest = path.removeprefix("/").partition("/")
    if first in dict(settings.LANGUAGES) and first != settings.LANGUAGE_CODE:
        return first, f"/{rest}"
    return "", path


def is_public(path: str) -> bool:
    """Whether a path, with or without its language, is one of the public pages."""
    try:
        get_resolver(PUBLIC_URLS).resolve(parted(path)[1])
    except Resolver404:
        return False
    return True


def in_language(address: str, language: str) -> str:
    """The same page in another language; addresses of the application, which name none, stay as they are."""
    parts = urlsplit(address)
    if not is_public(parts.path):
        return address
    bare = parted(parts.path)[1]
    return urlunsplit(parts._replace(path=bare if language == settings.LANGUAGE_CODE else f"/{language}{bare}"))


def alternates(path: str) -> list[tuple[str, str]]:
    """(language, path) of a public page in every language, for `hreflang` and the menu; empty for other pages."""
    return [(code, in_language(path, code)) for code, _ in settings.LANGUAGES] if is_public(path) else []


def _accepted(header: str) -> str:
    """The first of our languages that an `Accept-Language` header asks for; English when it asks for none."""
    for code, _ in parse_accept_lang_header(header.lower()):
        language: str = code.partition("-")[0]
        if language in dict(settings.LANGUAGES):
            return language
    return settings.LANGUAGE_CODE


def language_of(request: HttpRequest) -> str:
    """What the address, the cookie and the browser say; the profile comes later, when it is known who asks."""
    said = parted(request.path_info)[0]
    if said:
        return said
    if for_programs(request.path_info):
        return _accepted(request.headers.get("Accept-Language", ""))
    if is_public(request.path_info):
        return settings.LANGUAGE_CODE
    return translation.get_language_from_request(request)


def follows_profile(request: HttpRequest) -> bool:
    """Whether the person's own choice counts here: in the application, not in the API nor on public pages."""
    path = request.path_info
    return not (parted(path)[0] or for_programs(path) or is_public(path))


class LanguageMiddleware:
    """Speaks the language of the request, in place of Django's middleware, which knows prefixed addresses only all or none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        translation.activate(language_of(request))
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        if not is_public(request.path_info):
            patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response
