"""The documentation of `docs/`, on pages: its index, one page, and a search."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from website.documentation import pages, search
from website.documentation.shelf import CHAPTERS, SLUGS, languages_of
from website.keeping import KEEP
from website.views.shown import public_page

LONGEST_QUESTION = 200


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _contents(here: str = "") -> list[dict[str, Any]]:
    """The chapters with the titles of their pages."""
    return [
        {
            "title": chapter.title,
            "short": chapter.short,
            "slug": chapter.slug,
            "open": here in chapter.pages,
            "pages": [pages.entry(slug, _language()) for slug in chapter.pages],
        }
        for chapter in CHAPTERS
    ]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Where everything is described."""
    return public_page(
        request,
        "docs",
        title=_("Documentation"),
        description=_("How to begin with Mizan, on pages, on the command line and through the API."),
        context={"chapters": _contents()},
    )


@require_safe
def doc(request: HttpRequest, slug: str) -> HttpResponse:
    """One page. Where it is not there in the reader's language, the English one; search engines are told of that alone."""
    slug = slug.strip("/")
    try:
        page = pages.page(slug, _language())
    except KeyError as error:
        raise Http404 from error
    foreign = page.language != _language()
    neighbours = {
        name: pages.entry(other, _language())
        for left, right in pairwise(SLUGS)
        for name, other in (("next_page", right if left == slug else ""), ("last_page", left if right == slug else ""))
        if other
    }
    return public_page(
        request,
        "doc",
        title=page.title,
        description=page.description or page.title,
        context={"page": page, "foreign": foreign, "chapters": _contents(slug), **neighbours},
        kept_out=foreign,
        written_in=languages_of(slug),
    )


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """What the documentation says about something."""
    question = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_QUESTION]
    answer = public_page(
        request,
        "docs_search",
        title=_("Search the documentation"),
        description=_("Find a page of the documentation by its words."),
        context={"question": question, "hits": search.search(question, _language()) if question else []},
        kept_out=True,
    )
    del answer[KEEP]  # what was asked stays nowhere
    return answer
