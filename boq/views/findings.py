"""What is wrong or worth a look, grouped by kind."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.views import member_page
from boq.engine.model import Severity
from boq.models import Boq, Finding, Item
from boq.models.findings import SEVERITY_NAMES
from boq.views.filters import whole_number
from boq.views.shared import bill_of
from boq.views.titles import title_of

SHOWN = 10
PAGE = 200
ORDER = [severity.value for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)]


@require_safe
@member_page
def finding_list(request: HttpRequest, boq_id: UUID) -> HttpResponse:
    """All kinds with their counts and first few findings; one kind in full with `?code=`."""
    boq = bill_of(request, boq_id)
    severity = request.GET.get("severity", "")
    severity = severity if severity in ORDER else ""
    code = request.GET.get("code", "").replace("\x00", "")[:64]
    groups = _groups(boq, severity, code)
    start = whole_number(request.GET.get("start", ""), 0, 0, 10_000_000)
    first, size = (start, PAGE) if code else (0, SHOWN)
    rows = _first_rows(boq, severity, code, first, size)
    for group in groups:
        group["title"] = title_of(group["code"])
        group["origin_name"] = Finding.Origin(group["origin"]).label
        group["rows"] = rows.get((group["code"], group["origin"], group["severity"]), [])
        group["more"] = group["count"] - first - len(group["rows"])
    counts = dict(Finding.objects.filter(boq=boq).values_list("severity").annotate(count=Count("pk")))
    keys = {row.item_key for group in groups for row in group["rows"] if row.item_key}
    context = {
        "boq": boq,
        "groups": groups,
        "severities": [(one, SEVERITY_NAMES[Severity(one)], counts.get(one, 0)) for one in ORDER],
        "severity": severity,
        "code": code,
        "items": {
            item.key: item for item in Item.objects.filter(boq=boq, key__in=keys).only("key", "ref", "description")
        },
        "next": start + PAGE,
        "tab": "findings",
    }
    return render(request, "boq/findings.html", context)


def _wanted(boq: Boq, severity: str, code: str) -> QuerySet[Finding]:
    found: QuerySet[Finding] = Finding.objects.filter(boq=boq)
    if severity:
        found = found.filter(severity=severity)
    return found.filter(code=code) if code else found


def _groups(boq: Boq, severity: str, code: str) -> list[dict[str, Any]]:
    """Kinds of findings with counts, the worst and most frequent first."""
    groups = list(_wanted(boq, severity, code).values("code", "severity", "origin").annotate(count=Count("pk")))
    return sorted(groups, key=lambda group: (ORDER.index(group["severity"]), -group["count"], group["code"]))


def _first_rows(boq: Boq, severity: str, code: str, first: int, size: int) -> dict[tuple[str, str, str], list[Finding]]:
    """Findings `first` to `first + size` of each kind, in one query."""
    place = Window(RowNumber(), partition_by=["code", "origin", "severity"], order_by=["position", "pk"])
    found = _wanted(boq, severity, code).annotate(place=place).filter(place__gt=first, place__lte=first + size)
    rows: dict[tuple[str, str, str], list[Finding]] = {}
    for one in found.order_by("place"):
        rows.setdefault((one.code, one.origin, one.severity), []).append(one)
    return rows
