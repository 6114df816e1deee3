"""The door that every page of the workspace stands behind."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django_htmx.http import HttpResponseClientRedirect

from accounts.errors import NotFound

Page = Callable[..., HttpResponse]


def member_page(view: Page) -> Page:
    """A page for somebody in an organization. Nobody is sent to sign in and comes back to the same address."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if request.actor is None:
            raise NotFound("organization.not_found")
        return view(request, *args, **kwargs)

    return guarded


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """The whole page goes to sign in, also when only a part of it was asked for."""
    if not request.htmx:
        return redirect_to_login(request.get_full_path())
    answer = redirect_to_login(request.htmx.current_url_abs_path or "/")
    return HttpResponseClientRedirect(answer.url)
