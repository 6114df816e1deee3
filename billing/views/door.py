"""The door of all pages about plans: where there are no plans, there are no such pages."""

from __future__ import annotations

from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.access import Action, require_here
from accounts.errors import NotFound
from accounts.views.door import Page, member_page


def require_plans() -> None:
    """Raise NotFound on a server without plans."""
    if not settings.PLANS:
        raise NotFound("not_found")


def plan_page(view: Page) -> Page:
    """A page for every member, where there are plans."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        require_plans()
        return view(request, *args, **kwargs)

    return member_page(guarded)


def owner_page(view: Page) -> Page:
    """A page for those who decide about the plan."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        require_here(request.actor, Action.MANAGE_PLAN)
        return view(request, *args, **kwargs)

    return plan_page(guarded)
