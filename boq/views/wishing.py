"""Before an analysis: what to look for, what it would cost, and the exact text that would leave."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.errors import Invalid
from accounts.views import member_page
from boq.models import Boq
from boq.services import estimates
from boq.services.analysis import route_of
from boq.views.shared import bill_of
from boq.views.words import KINDS_OF_ANALYSIS, STANDARDS, word
from llm import standards
from llm.analyses import DEFAULT, KINDS, OWN
from llm.analyses.wishes import LANGUAGES, MOST_RUNS, Wish, wish
from llm.analysts import OfflineAnalyst
from llm.models import OwnQuestion
from llm.services.budgets import purses_of

LANGUAGE_NAMES = (("en", "English"), ("ar", "العربية"), ("ru", "Русский"))


def wish_of(asked: QueryDict) -> Wish:
    """The wish that a form states; the usual one for an empty form. Raises Invalid."""
    if "asked" not in asked:
        return Wish(language=_own_language())
    try:
        runs = int(asked.get("runs") or 1)
    except ValueError as error:
        raise Invalid("analysis.bad_runs", most=MOST_RUNS) from error
    return wish(
        kinds=asked.getlist("kind"),
        standard=asked.get("standard") or Wish().standard,
        language=asked.get("language") or _own_language(),
        runs=runs,
    )


def _own_language() -> str:
    mine = (get_language() or "")[:2]
    return mine if mine in LANGUAGES else ""


def choices(request: HttpRequest, boq: Boq) -> dict[str, Any]:
    """What the form offers: kinds (own questions among them), standards, languages, reruns."""
    route = route_of(boq, request.actor.user_id)
    offline = OfflineAnalyst()
    own = OwnQuestion.objects.visible_to(request.actor).filter(retired=False).order_by("title")
    kinds = [
        {
            "name": kind.name,
            "title": KINDS_OF_ANALYSIS[kind.name][0],
            "says": KINDS_OF_ANALYSIS[kind.name][1],
            "possible": bool(route) or offline.can(kind),
            "checked": kind.name in DEFAULT,
        }
        for kind in KINDS
        if kind.name != OWN
    ]
    kinds += [
        {"name": f"{OWN}:{one.pk}", "title": one.title, "says": one.instruction, "possible": bool(route), "own": one}
        for one in own
    ]
    return {
        "route": route,
        "kinds": kinds,
        "standards": [(code, word(STANDARDS, code)) for code in standards.STANDARDS],
        "languages": LANGUAGE_NAMES,
        "own_language": _own_language(),
        "runs": range(1, MOST_RUNS + 1),
    }


@require_safe
@member_page
def cost(request: HttpRequest, boq_id: UUID) -> HttpResponse:
    """What the wish of the form would ask and cost: a part of the page, asked again when the form changes."""
    boq = bill_of(request, boq_id)
    wanted = wish_of(request.GET)
    plan = estimates.plan(by=request.actor, boq=boq, wish=wanted)
    context = {
        "boq": boq,
        "plan": plan,
        "rows": [(kind.title or KINDS_OF_ANALYSIS[kind.name][0], kind) for kind in plan.kinds],
        "purses": [purse for purse in purses_of(boq.organization_id) if purse.cap is not None],
        "query": request.GET.urlencode(),
        "runs": wanted.runs,
    }
    return render(request, "boq/_cost.html", context)


@require_safe
@member_page
def text(request: HttpRequest, boq_id: UUID) -> HttpResponse:
    """One question of the wish, word for word."""
    boq = bill_of(request, boq_id)
    kind, number = request.GET.get("show", ""), request.GET.get("number", "1")
    if not number.isdecimal() or len(number) > 6:
        raise Invalid("analysis.nothing_to_send")
    shown = estimates.preview(by=request.actor, boq=boq, wish=wish_of(request.GET), kind=kind, number=int(number))
    query = request.GET.copy()
    query.pop("number", None)
    title = KINDS_OF_ANALYSIS[kind][0] if kind in KINDS_OF_ANALYSIS else kind
    context = {"boq": boq, "shown": shown, "title": title, "query": query.urlencode(), "tab": "analyses"}
    return render(request, "boq/text_to_send.html", context)
