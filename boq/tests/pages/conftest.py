"""Addresses of everything that a bill has."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from boq.models import Analysis, Conversation, Export, Turn
from jobs.models import Job


@pytest.fixture
def everything(boq: Any, alice: Any, actor: Any, work: Any) -> dict[str, str]:
    """Name -> address of each page of a bill that was read, analysed and exported."""
    from boq.services.analysis import request_analysis
    from boq.services.reports import request_export

    request_analysis(by=actor(alice), boq=boq)
    request_export(by=actor(alice), boq=boq, format="csv")
    work()
    item = boq.items.first()
    named = {
        "project": reverse("projects:detail", args=[boq.project_id]),
        "mapping": reverse("boq:mapping", args=[boq.upload_id]),
        "mapping-rows": reverse("boq:mapping-rows", args=[boq.upload_id]),
        "item": reverse("boq:item", args=[boq.pk, item.key]),
        "analysis": reverse("boq:analysis", args=[Analysis.objects.get().pk]),
        "download": reverse("boq:download", args=[Export.objects.get().pk]),
        "job": reverse("boq:job", args=[Job.objects.filter(kind="import").get().pk]),
    }
    talk = Conversation.objects.create(
        organization_id=boq.organization_id, project=boq.project, boq=boq, title="How much?"
    )
    turn = Turn.objects.create(organization_id=boq.organization_id, conversation=talk, position=1, question="How much?")
    named |= {
        "ask-project": reverse("boq:ask-project", args=[boq.project_id]),
        "conversation": reverse("boq:conversation", args=[talk.pk]),
        "turn": reverse("boq:turn", args=[turn.pk]),
    }
    receipt = ("receipt", "receipt-page", "receipt-rows", "receipt-signed", "cells")
    for name in ("detail", "rows", "sections", *receipt, "findings", "analyses", "analysis-cost", "ask", "exports"):
        named[name] = reverse(f"boq:{name}", args=[boq.pk])
    return named
