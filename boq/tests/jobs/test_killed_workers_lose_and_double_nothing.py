"""kill -9 of the real worker at random times, in imports and analyses, against the real broker: nothing lost, nothing doubled."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from boq.models import Analysis, Boq, Classification, Finding, Item, Price
from boq.services.analysis import request_analysis
from boq.services.uploads import receive
from boq.tests.jobs.worker import Worker
from jobs import services
from jobs.models import ACTIVE, Job, Status
from llm.models import LedgerEntry
from llm.testing.process import PlayedProvider
from projects.services import create_project
from scripts.bench.files import bill

KILLS = 50 if os.environ.get("MIZAN_PROOF") else 20
LINES = 1_500
BILLS = 6
WRONG_AMOUNTS = 3  # what `scripts.bench.files.bill` plants in so many lines

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def provider():
    with PlayedProvider() as played:
        played.play(delay=0.05)
        yield played


@pytest.fixture
def worker(provider, settings):
    environment = {
        "MIZAN_JOB_LEASE_SECONDS": "3",
        "MIZAN_JOB_TRIES": "100",
        "LLM_BASE_URL": provider.base_url,
        "LLM_MODEL": "played",
        "LLM_API_KEY": "none",
    }
    settings.JOB_TRIES = 100
    settings.MEDIA_ROOT = Path(settings.MEDIA_ROOT).parent / "files"
    with Worker(**environment) as running:
        yield running


def test_killed_workers(worker, provider, alice, actor, settings):
    by = actor(alice)
    pick = random.Random(20)
    files = [bill(LINES + number) for number in range(BILLS)]
    project = create_project(by=by, name="Killed")
    for number, data in enumerate(files):
        receive(by=by, project=project, file=SimpleUploadedFile(f"bill {number}.xlsx", data))

    hits: Counter[str] = Counter()
    asked: set[object] = set()
    deadline = time.monotonic() + 420
    settings.LLM = _configured(settings.LLM, provider.base_url)
    while sum(hits.values()) < KILLS or _open(asked):
        assert time.monotonic() < deadline, _state(hits)
        time.sleep(pick.uniform(0.2, 1.4))
        services.reap()
        for boq in Boq.objects.exclude(pk__in=asked):
            request_analysis(by=by, boq=boq)
            asked.add(boq.pk)
        if sum(hits.values()) < KILLS:
            hits[worker.kill(pick)] += 1

    assert set(Job.objects.values_list("status", flat=True)) == {Status.SUCCEEDED}, _state(hits)
    assert Boq.objects.count() == BILLS
    for number, boq in enumerate(Boq.objects.order_by("name")):
        assert Item.objects.filter(boq=boq).count() == boq.items_count == LINES + number
        assert Price.objects.filter(item__boq=boq).count() == boq.items_count
        assert Finding.objects.filter(boq=boq, origin="rules").count() == WRONG_AMOUNTS
        assert Finding.objects.filter(boq=boq).count() == boq.findings_count
        analysis = Analysis.objects.get(boq=boq)
        assert analysis.complete
        classified = Classification.objects.filter(analysis=analysis)
        assert classified.count() == classified.values("item_key").distinct().count() == boq.items_count
    answered = LedgerEntry.objects.filter(status=LedgerEntry.Status.ANSWERED)
    assert answered.count() == answered.values("prompt", "model", "input_hash").distinct().count()
    # A call whose worker was killed before the reply was booked is the only one that may be made again.
    assert provider.counts()["calls"] <= answered.count() + 2 * KILLS


def _open(asked: set[object]) -> bool:
    return len(asked) < BILLS or Job.objects.filter(status__in=ACTIVE).exists()


def _configured(llm: object, base_url: str) -> object:
    from dataclasses import replace

    return replace(llm, base_url=base_url, model="played", api_key="none")  # type: ignore[type-var]


def _state(hits: Counter[str]) -> str:
    jobs = Counter(Job.objects.values_list("kind", "status", "error_code"))
    return f"kills {dict(hits)}, jobs {dict(jobs)}"
