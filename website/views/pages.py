"""The pages that tell what Mizan is."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from website import comparison, seo
from website.changelog import releases
from website.features import BY_SLUG, FEATURES
from website.prices import offers
from website.questions import questions
from website.services.experiments import show
from website.views.shown import public_page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What Mizan is, in ten seconds; whoever is signed in goes to work."""
    if request.user.is_authenticated:
        return redirect("projects:list")
    description = _(
        "Mizan reads bills of quantities as they come, proves every figure against its cell, and shows what needs "
        "a look before you price or sign. Open source, on your own server."
    )
    return public_page(
        request,
        "home",
        title=_("Mizan · Bills of quantities, read and proved"),
        description=description,
        context={"features": FEATURES, "bare_title": True, "headline": show(request, "landing-headline")},
        things=(seo.application(request, description),),
    )


@require_safe
def features(request: HttpRequest) -> HttpResponse:
    """All that it does."""
    return public_page(
        request,
        "features",
        title=_("What Mizan does"),
        description=_(
            "Reading, proving, checking, analysing, asking and exporting bills of quantities: everything that "
            "Mizan does today."
        ),
        context={"features": FEATURES},
    )


@require_safe
def feature(request: HttpRequest, slug: str) -> HttpResponse:
    """One thing that it does."""
    one = BY_SLUG.get(slug)
    if one is None:
        raise Http404
    at = FEATURES.index(one)
    return public_page(
        request,
        "feature",
        title=one.title,
        description=one.lead,
        context={"feature": one, "next_feature": FEATURES[(at + 1) % len(FEATURES)]},
    )


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Mizan beside the ways people do the same without it."""
    return public_page(
        request,
        "compare",
        title=_("Mizan beside other ways"),
        description=_(
            "What a spreadsheet does well, what a chat assistant does well, and what Mizan does with a bill of "
            "quantities."
        ),
        context={
            "columns": comparison.COLUMNS,
            "rows": [
                (
                    row.title,
                    [(way, mark, words) for way, (mark, words) in zip(comparison.COLUMNS, row.cells, strict=True)],
                )
                for row in comparison.ROWS
            ],
            "marks": comparison.MARKS,
        },
    )


@require_safe
def pricing(request: HttpRequest) -> HttpResponse:
    """What it costs here: plans where the operator has plans, else that it is free."""
    return public_page(
        request,
        "pricing",
        title=_("Prices"),
        description=_("Mizan is free on your own server. What this server offers, and what each plan holds.")
        if settings.PLANS
        else _("Mizan is open source and free on your own server, without limits."),
        context={"offers": offers()},
    )


@require_safe
def changelog(request: HttpRequest) -> HttpResponse:
    """What changed, as `CHANGELOG.md` says it."""
    return public_page(
        request,
        "changelog",
        title=_("Changelog"),
        description=_("What is new in Mizan, version by version."),
        context={"releases": releases()},
    )


@require_safe
def faq(request: HttpRequest) -> HttpResponse:
    """Questions that people ask before they begin."""
    asked = questions()
    return public_page(
        request,
        "faq",
        title=_("Questions and answers"),
        description=_("Which files Mizan reads, what leaves your server, what it costs, and other questions."),
        context={"questions": asked},
        things=(seo.answers([(one.title, one.plain) for one in asked]),),
    )
