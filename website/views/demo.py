"""The public demo: the pages of a bill, for everybody, read only."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, get_urlconf, resolve, reverse, set_urlconf
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from website.services.demo import demo_bill, demo_bills, guest_of
from website.views.shown import public_page

URLS = "website.demo.urls"
OPENED = ("detail", "receipt-page", "findings")


@require_safe
def entrance(request: HttpRequest, **_place: Any) -> HttpResponse:
    """What there is to see, and the way in. `?open=findings` goes straight to that page of the bill in the reader's language."""
    language = get_language() or ""
    opened = request.GET.get("open", "")
    if opened in OPENED and (first := demo_bill(language)) is not None:
        return redirect(_address(f"boq:{opened}", first.pk))
    bills = [(code, boq, _address("boq:detail", boq.pk)) for code, boq in demo_bills()]
    return public_page(
        request,
        "demo",
        title=_("A live bill to look at"),
        description=_(
            "Real bills of quantities, read by Mizan: items, receipt and findings, without signing up. Search and filter as you like."
        ),
        context={"bills": sorted(bills, key=lambda one: one[0] != language)},
    )


@require_safe
def inside(request: HttpRequest, rest: str) -> HttpResponse:
    """A page of a public bill, made by the same view as for its members. Whatever else stands in the address is not found."""
    before = get_urlconf()
    set_urlconf(URLS)
    try:
        return _page(request)
    finally:
        set_urlconf(before)


def _page(request: HttpRequest) -> HttpResponse:
    try:
        match = resolve(request.path_info, URLS)
    except Resolver404:
        raise Http404 from None
    if not _of_the_demo(match.route):
        raise Http404
    if "boq_id" not in match.kwargs:
        return entrance(request) if match.func is entrance else closed(request)
    guest = guest_of(match.kwargs["boq_id"])
    if guest is None:
        raise Http404
    request.actor = guest  # type: ignore[attr-defined]  # also for whoever is signed in: here everybody is a guest
    answer: HttpResponse = match.func(request, **match.kwargs)
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _of_the_demo(route: str) -> bool:
    """True for what `demo/urls.py` itself names; the rest of the application is there for links alone."""
    return route.removeprefix(f"{get_language()}/").startswith("demo/") and "<path:rest>" not in route


@require_safe
def closed(request: HttpRequest, **_place: Any) -> HttpResponse:
    """What the demo does not do: it says so, and where it can be done."""
    return public_page(
        request,
        "closed",
        title=_("Not in the demo"),
        description=_("The demo is for reading. Sign up to do this with a bill of your own."),
        kept_out=True,
    )


def _address(name: str, *args: object) -> str:
    """An address as pages of the demo know it."""
    return reverse(name, urlconf=URLS, args=args)
