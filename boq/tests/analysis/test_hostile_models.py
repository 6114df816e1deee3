"""A model that has changed sides: prices, links, foreign items and calls of tools that nobody offered come to nothing."""

from __future__ import annotations

import pytest

from boq.tests.analysis.held import held_to_the_bill, rule_findings, shown_as_words, values
from llm.testing.watch import outgoing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "fault",
    [
        "prices",
        "links",
        "foreign-numbers",
        "foreign-ids",
        "markup",
        "invented-numbers",
        "huge-number",
        "tools-unasked",
        "two-answers",
    ],
)
def test_a_hostile_model_is_held_to_the_bill(fault, boq, with_provider, analysed, pages, alice):
    boq.items.filter(position__lt=3).update(description="Make good as required")
    findings, figures = rule_findings(boq), values(boq)
    with_provider.play({"fault": fault, "times": -1})
    with outgoing() as seen:
        analysis, job = analysed(boq)
        shown_as_words(pages(alice), boq, analysis)
    assert job.status == ("partial" if fault == "prices" else "succeeded")  # a summary of prices alone is none
    assert boq.findings.filter(analysis=analysis).exists() != (fault == "prices")
    assert (rule_findings(boq), values(boq)) == (findings, figures)
    held_to_the_bill(boq, analysis)
    said = analysis.summary + "".join(finding.message for finding in boq.findings.filter(analysis=analysis))
    assert "987,654,321" not in said
    assert "19.99" not in said
    assert set(seen) <= {with_provider.address.removeprefix("http://")}
