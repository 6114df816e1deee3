"""Figures inside sentences are written as the reader's language writes them; what a file holds stays as it is there."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from boq.models.messages import message
from boq.templatetags.figures import percent, plain_figure, written
from boq.tests.checks.bills import changed, right_bill
from boq.tests.reports.making import report
from boq.tests.reports.sheets import Sheets

LEFT_TO_RIGHT_MARK = "\u200e"


@pytest.mark.parametrize(
    ("language", "stated", "difference"),
    [
        ("en", "1,284,650.70", "-9,600"),
        ("ru", "1\u00a0284\u00a0650,70", "-9\u00a0600"),
        ("ar", "1,284,650.70", "-9,600"),
    ],
)
def test_a_finding_groups_its_figures_and_keeps_their_decimals(language, stated, difference):
    facts = {"label": "Total 1200", "stated": "1284650.70", "expected": "1294250.7", "difference": "-9600"}
    with translation.override(language):
        said = message("totals.section-mismatch", facts)
    assert stated in said
    assert difference in said
    assert "Total 1200" in said


@pytest.mark.parametrize(("language", "amount"), [("en", "99,999"), ("ru", "99\u00a0999")])
def test_a_workbook_of_findings_writes_them_as_pages_do(language, amount):
    wrong = changed(right_bill(), 0, price={"amount": Decimal(99999)})
    with translation.override(language):
        rows = Sheets(report(wrong, "xlsx")).rows(2)
    assert amount in rows[1][1]


def test_a_value_whose_decimal_mark_is_in_doubt_stays_as_in_the_file():
    with translation.override("ru"):
        assert "1.234" in message("decimal_mark_unsure", {"sheet": "A", "value": "1.234"})


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (27000, "27,000"),
        ("0.50", "0.50"),
        (Decimal("-1234.5"), "-1,234.5"),
        ("007", "007"),
        ("1.2.3", "1.2.3"),
        ("B12", "B12"),
        (True, True),
    ],
)
def test_only_figures_are_grouped(value, shown):
    with translation.override("en"):
        assert written(value) == shown


def test_a_minus_keeps_its_side_of_the_figure_in_arabic():
    with translation.override("ar"):
        assert plain_figure(Decimal("-4250")) == f"{LEFT_TO_RIGHT_MARK}-4,250"
        assert percent(Decimal("-197"), Decimal(1000)) == f"{LEFT_TO_RIGHT_MARK}-19.7%"
    with translation.override("ru"):
        assert plain_figure(Decimal("-4250")) == "-4\u00a0250"
