"""Places, formulas and negative figures keep their own order inside sentences that run from right to left."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from boq.engine.bidi import isolated
from boq.engine.model import Finding, Severity, SourceRef
from boq.engine.reports.labels import sentence
from boq.models.messages import labels, message
from boq.views.drawing import draw
from config.errors import error_message
from llm.offline.words import sentence as summary_sentence
from llm.values import Statement


@pytest.mark.parametrize("fact", ["2 Works!F11", "=SUM(A1:A5)", "-9600.00", "A-1", "http://x/v1"])
def test_what_would_be_torn_apart_is_set_apart(fact):
    assert isolated(fact) == f"\u2068{fact}\u2069"


@pytest.mark.parametrize("fact", ["1,234.50", "مقطوعية", 7, Decimal("3.50"), "12.5%", "–"])
def test_figures_and_arabic_words_stay_as_they_are(fact):
    assert isolated(fact) is fact


def test_a_finding_names_its_cell_in_its_own_order_in_arabic_only():
    facts = {"ref": "A-1", "count": 2, "cells": "2 Works!F11"}
    with translation.override("ar"):
        assert "\u20682 Works!F11\u2069" in message("duplicates.repeated-ref", facts)
    with translation.override("en"):
        assert "\u2068" not in message("duplicates.repeated-ref", facts)


def test_an_error_does_the_same():
    with translation.override("ar"):
        assert "\u2068key:x\u2069" in error_message("key.unknown_scope", {"scopes": "key:x"})


@pytest.mark.parametrize(("language", "found"), [("ar", True), ("en", False), ("ru", False)])
def test_a_finding_in_a_workbook_does_too(language, found):
    with translation.override(language):
        finding = Finding(
            "duplicates.repeated-ref",
            Severity.WARNING,
            "key",
            SourceRef("1 A", 1, 1),
            {"ref": "A-1", "count": 2, "cells": "1 A!B2"},
        )
        assert ("\u20681 A!B2\u2069" in sentence(labels(), finding)) is found


def test_a_summary_quotes_the_bill_in_its_own_order_and_leaves_no_gap():
    with translation.override("ar"):
        quoted = summary_sentence(Statement(code="summary.typical", facts={"texts": "“Walls, 200 mm”"}))
        money = summary_sentence(
            Statement(
                code="summary.largest-by-amount",
                facts={"group": "x", "amount": "1.00", "currency": "", "count": 1, "share": "5"},
            )
        )
    assert "\u2068“Walls, 200 mm”\u2069" in quoted
    assert " ،" not in money


@pytest.mark.parametrize(
    ("texts", "direction"), [(["حفر", "م3", "B"], "rtl"), (["Walls", "m2", "جدار"], "ltr"), ([], "ltr")]
)
def test_a_piece_of_the_file_runs_as_most_of_its_words_do(texts, direction):
    assert draw([(1, texts)], {}).direction == direction
