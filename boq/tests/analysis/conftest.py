"""Bills that are saved, a provider that plays, and an analysis that is run here and now."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from boq.models import Analysis
from boq.pipelines import analyse_boq, own_history
from boq.services.analysis import request_analysis, resume_analysis
from boq.tests.makers.saved_bills import saved_bill
from llm import shared
from llm.endpoints import ENVIRONMENT
from llm.hybrid import deciding
from llm.testing.plugin import played, provider_process
from llm.tests.works import QUICK

__all__ = ["played", "provider_process"]


@pytest.fixture(autouse=True)
def everything_is_asked(monkeypatch):
    """Words and earlier analyses leave every item to the model: most tests here are about asking. See `test_hybrid_analysis`."""
    monkeypatch.setattr(deciding, "ENOUGH", 1.1)
    monkeypatch.setattr(own_history, "past_decisions", lambda *_: iter(()))


@pytest.fixture
def bill(project):
    """A maker of saved bills in alice's project."""
    return lambda items, **options: saved_bill(project, items, **options)


@pytest.fixture
def offline(settings):
    """No provider is configured."""
    settings.LLM = replace(settings.LLM, base_url="", model="")


@pytest.fixture
def with_provider(settings, played, monkeypatch):
    """The playing provider is the configured one."""
    settings.LLM = replace(
        settings.LLM,
        base_url=played.base_url,
        api_key="sk-test",
        model="played",
        timeout_seconds=5,
        max_parallel=2,
        input_price_per_million=Decimal("0.20"),
        output_price_per_million=Decimal("0.80"),
        currency="USD",
    )
    monkeypatch.setattr(analyse_boq, "POLICY", QUICK)
    shared.succeeded(ENVIRONMENT)
    return played


@pytest.fixture
def analysed(alice, actor, work):
    """Request an analysis of a bill and run it: (analysis, job)."""

    def run(boq):
        request_analysis(by=actor(alice), boq=boq)
        job = work()[-1]
        return Analysis.objects.get(pk=job.payload["analysis"]), job

    return run


@pytest.fixture
def resumed(alice, actor, work):
    """Resume an analysis and run it: (analysis, job)."""

    def run(analysis):
        shared.succeeded(ENVIRONMENT)  # a minute has passed
        resume_analysis(by=actor(alice), analysis=analysis)
        job = work()[-1]
        return Analysis.objects.get(pk=analysis.pk), job

    return run
