"""Many analyses at once against one cap: it is never passed, and what was refused goes on when there is room."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from boq.services.analysis import request_analysis, resume_analysis
from boq.tasks import run_analysis
from jobs.models import Job
from llm.analyses.wishes import wish
from llm.models import Budget, LedgerEntry, Purse

COUNT = 100 if os.environ.get("MIZAN_PROOF") else 12
CAP = Decimal("0.05")
pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]


def test_a_cap_is_never_passed(with_provider, bill, alice, firm, actor):
    Budget.objects.create(organization=firm, monthly_cost=CAP, currency="USD")
    boqs = [bill(60 + number, texts=tuple(f"Work {number} {line}" for line in range(60))) for number in range(COUNT)]
    jobs = [request_analysis(by=actor(alice), boq=boq, wish=wish(kinds=["classify", "review"])) for boq in boqs]
    most = []

    def one(job):
        try:
            run_analysis(str(job.pk))
            purse = Purse.objects.get(organization=firm, name="cost:USD")
            most.append(purse.spent + purse.reserved)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, jobs))
    assert max(most) <= CAP
    ended = list(Job.objects.filter(kind="analysis").values_list("status", "error_code"))
    assert {status for status, _code in ended} <= {"succeeded", "partial"}
    assert {code for status, code in ended if status == "partial"} == {"llm.budget-exceeded"}
    purse = Purse.objects.get(organization=firm, name="cost:USD")
    assert purse.reserved == 0
    assert purse.spent == sum(LedgerEntry.objects.exclude(cost=None).values_list("cost", flat=True))

    refused = Job.objects.filter(kind="analysis", status="partial").first()
    Budget.objects.update(monthly_cost=Decimal(10))
    boq = next(one for one in boqs if one.pk == refused.subject_id)
    again = resume_analysis(by=actor(alice), analysis=boq.analyses.get())
    run_analysis(str(again.pk))
    again.refresh_from_db()
    assert again.status == "succeeded"
