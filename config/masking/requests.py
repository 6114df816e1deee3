"""What is secret in a request: its credentials, cookies, telling parameters and form fields, and tokens in its address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from config.masking.known import begin_request, end_request
from config.masking.values import sensitive

LONG = 16  # a part of an address that opens something is at least so long
_IN_ADDRESSES = frozenset(("token", "key", "code", "secret", "signature", "uidb36"))
_IN_FORMS = frozenset(("code",))  # of a second factor


class SecretsMiddleware:
    """Tells the masking what must not be written while this request is answered. Stands before everything that writes logs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begin_request(_at_once(request), later=lambda: secrets_in(_form(request)))
        try:
            return self.get_response(request)
        finally:
            end_request()


def secrets_in(value: Any, name: str = "") -> Iterator[str]:
    """The texts inside parsed data whose names tell that they are secrets."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from secrets_in(part, str(key))
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from secrets_in(part, name)
    elif isinstance(value, str) and (sensitive(name) or name in _IN_FORMS):
        yield value


def _at_once(request: HttpRequest) -> Iterator[str]:
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    yield credentials or scheme
    yield from request.COOKIES.values()
    yield from (
        value for name, value in request.headers.items() if sensitive(name) and name not in ("Cookie", "Authorization")
    )
    yield from secrets_in(dict(request.GET.lists()))
    if not request.path_info.startswith("/static/"):
        yield from _of_address(request.path_info)


def _of_address(path: str) -> Iterator[str]:
    try:
        match = resolve(path)
    except Resolver404:
        return
    for name, value in match.kwargs.items():
        if isinstance(value, str) and len(value) >= LONG and name in _IN_ADDRESSES:
            yield value


def _form(request: HttpRequest) -> Mapping[str, list[Any]]:
    """The fields of a form that was read already; it is never read here, for that would take it from who waits for it."""
    post = request.__dict__.get("_post")
    return dict(post.lists()) if post else {}
