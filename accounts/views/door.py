"""The doors that pages of the workspace stand behind."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from accounts.access import Action, ActorKind, require_here

Page = Callable[..., HttpResponse]


def member_page(view: Page) -> Page:
    """A page for somebody in an organization. Nobody is sent to sign in and comes back to the same address.

    Who belongs to no organization is sent to found one; who lacks the second factor that the organization demands, to set it up.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.actor is not None and request.actor.kind is ActorKind.GUEST:
            return view(request, *args, **kwargs)  # let in to read by a door further out: `website/views/demo.py`
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if request.actor is None:
            return _to(request, "accounts:organization-new")
        if request.actor.lacks_second_factor:
            messages.warning(request, _("Your organization asks for a second factor. Set one up to go on."))
            return _to(request, "accounts:security")
        return view(request, *args, **kwargs)

    return guarded


def person_page(view: Page) -> Page:
    """A page for whoever is signed in, also without an organization or before a second factor that one demands."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        return view(request, *args, **kwargs)

    return guarded


def _to(request: HttpRequest, route: str) -> HttpResponse:
    """The whole page goes there, also when only a part of it was asked for."""
    answer = redirect(route)
    return HttpResponseClientRedirect(answer.url) if request.htmx else answer


def may_here(action: Action) -> Callable[[Page], Page]:
    """A page for those who may do `action` in the organization they act in: asked before anything else is asked of them."""

    def door(view: Page) -> Page:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            require_here(request.actor, action)
            return view(request, *args, **kwargs)

        return guarded

    return door


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """The whole page goes to sign in, also when only a part of it was asked for."""
    if not request.htmx:
        return redirect_to_login(request.get_full_path())
    answer = redirect_to_login(request.htmx.current_url_abs_path or "/")
    return HttpResponseClientRedirect(answer.url)
