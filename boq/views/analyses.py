"""Analyses of a bill: which analyst works, how it went, what it found and what it cost."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, DecimalField, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.views import member_page
from boq.models import Analysis, Boq, Classification, Finding, Item, Price
from boq.services import analysis as service
from boq.templatetags.figures import written
from boq.views.charts import pareto
from boq.views.shared import bill_of, group_name
from boq.views.wishing import choices, wish_of
from boq.views.words import PHASES, word
from config.errors import error_message
from jobs.models import ACTIVE, Job, Kind
from llm.analyses import wishes
from llm.offline.words import sentence
from llm.values import Statement

SHOWN = 50
GROUPED = re.compile(r"\d{1,3}(,\d{3})*\.\d+")  # as a summary keeps its figures
CODES = ("group", "rule", "standard")  # facts that may look like figures
FINDINGS_SHOWN = 300
FAILURES_SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def analysis_list(request: HttpRequest, boq_id: UUID) -> HttpResponse:
    """All analyses of a bill; POST starts one and goes to its progress."""
    boq = bill_of(request, boq_id)
    if request.method == "POST":
        job = service.request_analysis(by=request.actor, boq=boq, wish=wish_of(request.POST))
        return redirect("boq:job", job.pk)
    jobs: QuerySet[Job] = Job.objects.filter(kind=Kind.ANALYSIS, subject_id=boq.pk)
    latest = {job.payload.get("analysis"): job for job in jobs.order_by("created_at")}
    analyses = Analysis.objects.filter(boq=boq).select_related("requested_by").order_by("-created_at")[:SHOWN]
    rows = [(one, latest.get(str(one.pk))) for one in analyses]
    context = {
        "boq": boq,
        "rows": rows,
        "busy": next((job for _one, job in rows if job is not None and job.status in ACTIVE), None),
        **choices(request, boq),
        "tab": "analyses",
    }
    return render(request, "boq/analyses.html", context)


@require_safe
@member_page
def detail(request: HttpRequest, analysis_id: UUID) -> HttpResponse:
    """What one analysis says."""
    one = Analysis.objects.get_visible(request.actor, pk=analysis_id)
    boq = bill_of(request, one.boq_id)
    found = list(Finding.objects.filter(analysis=one).order_by("position", "pk")[:FINDINGS_SHOWN])
    keys = {finding.item_key for finding in found if finding.item_key}
    job = service.job_of(one)
    context = {
        "boq": boq,
        "analysis": one,
        "job": job,
        "resumable": service.resumable(one, job),
        "active": job is not None and job.status in ACTIVE,
        "problem": error_message(job.error_code, job.error_facts) if job is not None and job.error_code else "",
        "failures": [_failure(failure) for failure in one.stats.get("failures", [])[:FAILURES_SHOWN]],
        "statements": _statements(one),
        "money": pareto(((row["name"], row["total"], row["items"]) for row in cost_groups(boq, one)), boq.total),
        "findings": found,
        "findings_count": one.findings.count(),
        "items": {
            item.key: item for item in Item.objects.filter(boq=boq, key__in=keys).only("key", "ref", "description")
        },
        "tab": "analyses",
    }
    return render(request, "boq/analysis.html", context)


def _statements(one: Analysis) -> list[str]:
    """The summary, sentence by sentence; what was stored as codes is worded in the reader's language."""
    said = one.stats.get("statements")
    if not said:
        return one.summary.splitlines()
    return [sentence(Statement(**{**part, "facts": _in_figures(part.get("facts") or {})})) for part in said]


def _in_figures(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts whose figures are written as the reader's language does."""
    return {
        name: written(fact.replace(",", ""))
        if isinstance(fact, str) and GROUPED.fullmatch(fact) and name not in CODES
        else fact
        for name, fact in facts.items()
    }


def _failure(failure: dict[str, Any]) -> dict[str, Any]:
    words = error_message(failure["code"], {"detail": failure.get("detail", "")})
    return {**failure, "step_words": word(PHASES, failure["step"]), "words": words}


def cost_groups(boq: Boq, one: Analysis) -> list[dict[str, Any]]:
    """Items and money by cost group, the dearest first. Only items that count enter the money."""
    number = DecimalField(max_digits=38, decimal_places=12)
    prices = Price.objects.filter(
        item__boq=boq, item__key=OuterRef("item_key"), price_set__position=0, item__standing="counts"
    )
    value = Subquery(prices.values(value=Coalesce(F("amount"), F("calculated")))[:1], output_field=number)
    rows = Classification.objects.filter(analysis=one).annotate(value=value).values("group")
    groups = rows.annotate(items=Count("pk"), total=Coalesce(Sum("value"), Decimal(0), output_field=number))
    standard = one.options.get("standard", wishes.STANDARD)
    named = [{**group, "name": group_name(group["group"], standard)} for group in groups]
    return sorted(named, key=lambda group: (-group["total"], -group["items"], group["name"]))


@require_POST
@member_page
def resume(request: HttpRequest, analysis_id: UUID) -> HttpResponse:
    """Go on with what a partial analysis has left."""
    one = Analysis.objects.get_visible(request.actor, pk=analysis_id)
    return redirect("boq:job", service.resume_analysis(by=request.actor, analysis=one).pk)
