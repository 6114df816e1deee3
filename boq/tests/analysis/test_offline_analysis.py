"""Without a provider the offline analyst does what it honestly can, says who it is, and sends nothing."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from boq.models import Classification, Finding
from boq.services.analysis import request_analysis
from jobs.models import Job
from llm.models import LedgerEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offline")]


def test_every_item_is_classified_and_the_analyst_is_named(bill, analysed):
    analysis, job = analysed(bill(70))
    assert (job.status, analysis.analyst, analysis.model, analysis.complete) == ("succeeded", "offline", "", True)
    rows = Classification.objects.filter(analysis=analysis)
    assert rows.count() == 70
    assert set(rows.values_list("step", flat=True)) <= {"keywords", "section", "code"}
    assert dict(rows.filter(item_key__in=["k0", "k1", "k2", "k4", "k5", "k6"]).values_list("item_key", "group")) == {
        "k0": "earthworks", "k1": "concrete", "k2": "masonry", "k4": "electrical", "k5": "plaster", "k6": "drainage",
    }  # fmt: skip


def test_nothing_is_sent_and_nothing_is_paid(bill, analysed, played):
    analysis, _ = analysed(bill(70))
    assert played.counts()["calls"] == 0
    assert not LedgerEntry.objects.exists()
    assert (analysis.input_tokens, analysis.output_tokens, analysis.cost) == (0, 0, None)


def test_the_same_bill_gives_the_same_results(bill, analysed):
    boq = bill(70, texts=("Make good as required",))
    first, _ = analysed(boq)
    one = list(Finding.objects.filter(analysis=first).order_by("position", "code").values_list("code", "item_key"))
    second, _ = analysed(boq)
    two = list(Finding.objects.filter(analysis=second).order_by("position", "code").values_list("code", "item_key"))
    assert one == two != []
    assert first.summary == second.summary


def test_open_descriptions_are_found_with_their_reason_in_each_language(bill, analysed):
    boq = bill(30, texts=("Make good as required",))
    analysed(boq)
    finding = Finding.objects.get(boq=boq, code="analysis.ambiguous-description")
    assert (finding.origin, finding.item_key) == ("offline", "k0")
    assert "“as required”" in finding.message
    with override("ru"):
        assert "as required" in finding.message


def test_the_summary_says_only_figures_of_the_bill(bill, analysed):
    analysis, _ = analysed(bill(70))
    assert "70" in analysis.summary
    assert "1,750.00 USD" in analysis.summary
    assert {statement["code"] for statement in analysis.stats["statements"]} >= {"summary.size", "summary.total"}


def test_equal_texts_are_sorted_once_and_all_of_them_get_the_class(bill, analysed):
    boq = bill(40)
    boq.items.update(description="Concrete C30 in slabs", section=0, unit="m3")
    analysis, _ = analysed(boq)
    assert analysis.stats["works"] == 1
    assert Classification.objects.filter(analysis=analysis, group="concrete").count() == 40


def test_a_bill_without_items_is_analysed_to_nothing(bill, analysed):
    analysis, job = analysed(bill(0))
    assert job.status == "succeeded"
    assert not Classification.objects.filter(analysis=analysis).exists()


def test_progress_ends_at_the_number_of_items(bill, actor, alice, work):
    job = request_analysis(by=actor(alice), boq=bill(33))
    work()
    job = Job.objects.get(pk=job.pk)
    assert (job.phase, job.done, job.total) == ("done", 33, 33)
