"""Help for everybody: articles, searched while one types."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from support.articles import TOPICS, articles
from support.search import find

LONGEST = 200
SUGGESTED = 3


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """All articles by topic, or what is found for `q`; for htmx the list alone."""
    asked = question(request)
    found = find(asked) if asked else []
    topics = [] if asked else [(label, articles(topic=topic)) for topic, label in TOPICS.items()]
    context = {"q": asked, "found": found, "topics": topics}
    return render(request, "support/_found.html" if request.htmx else "support/help.html", context)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Articles that may answer what somebody is just writing in `subject`."""
    asked = question(request, "subject")
    return render(request, "support/_suggested.html", {"found": find(asked, most=SUGGESTED) if asked else []})


def question(request: HttpRequest, name: str = "q") -> str:
    """What is asked, cut to size."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:LONGEST]
