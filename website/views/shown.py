"""How every public page is put together."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from website import seo
from website.keeping import keep_for_everybody


def public_page(
    request: HttpRequest,
    template: str,
    *,
    title: str | Promise,
    description: str | Promise,
    context: dict[str, Any] | None = None,
    things: tuple[dict[str, Any], ...] = (),
    status: int = 200,
    kept_out: bool = False,
    written_in: tuple[str, ...] = (),
) -> HttpResponse:
    """The page with what search engines are told of it, unless it is `kept_out` of them. A browser may keep it for offline.

    `written_in` names the languages of a page that is not there in all of them.
    """
    told = [*things]
    if request.path != reverse("home") and not kept_out:
        told.append(seo.path_to(request, (_("Mizan"), reverse("home")), (str(title), request.path)))
    answer = render(
        request,
        f"website/{template}.html",
        {
            "title": title,
            "description": description,
            "structured": seo.structured(*told) if told else "",
            **seo.page_facts(request, kept_out=kept_out, written_in=written_in),
            **(context or {}),
        },
        status=status,
    )
    return keep_for_everybody(request, answer)
