"""Numbers are shown grouped by language and never rounded."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.html import strip_tags
from django.utils.translation import override

from boq.templatetags.figures import at_most, cost, cost_figure, figure, minus, money, percent, plain_figure, size


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "1,234,567.891"), ("ar", "1,234,567.891"), ("ru", "1\u00a0234\u00a0567,891")]
)
def test_figures_are_grouped_as_the_reader_writes_them(language, shown):
    with override(language):
        assert strip_tags(figure(Decimal("1234567.891000000000"))) == shown


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("18500.000000000000", "18,500"),
        ("0.000000000001", "0.000000000001"),
        ("12345678901234567890123456.123456789012", "12,345,678,901,234,567,890,123,456.123456789012"),
        ("-0.5", "-0.5"),
        ("-0.000", "0"),
        ("1E+3", "1,000"),
    ],
)
def test_every_digit_is_kept_and_no_zero_is_added(stored, shown):
    assert strip_tags(figure(Decimal(stored))) == shown


@pytest.mark.parametrize(("stored", "shown"), [("5", "5.00"), ("5.1", "5.10"), ("5.125", "5.125"), ("0", "0.00")])
def test_amounts_have_at_least_two_decimals(stored, shown):
    assert strip_tags(money(Decimal(stored))) == shown


def test_nothing_is_shown_for_nothing_and_text_stays_text():
    assert (figure(None), figure(""), money("n/a"), plain_figure(None)) == ("", "", "n/a", "–")


def test_text_in_the_place_of_a_number_is_not_markup():
    from django.template import Context, Template

    shown = Template("{% load figures %}{{ value|money }}").render(Context({"value": "<b>1</b>"}))
    assert shown == "&lt;b&gt;1&lt;/b&gt;"


def test_a_long_text_is_cut_and_a_short_one_is_left_alone_and_neither_is_markup():
    from django.template import Context, Template

    assert (at_most("Concrete", 8), at_most("Concrete", 7)) == ("Concrete", "Concre…")
    accents = "e\u0301" * 5  # five letters for a reader, ten characters
    assert len(at_most(accents, 5).rstrip("…")) >= 5
    shown = Template("{% load figures %}{{ value|at_most:9 }}").render(Context({"value": "<b>1</b>"}))
    assert shown == "&lt;b&gt;1&lt;/b&gt;"


def test_shares_and_differences():
    assert percent(Decimal("1"), Decimal("3")) == "33.3%"
    assert percent(Decimal("1"), Decimal("0")) == "–"
    assert minus(Decimal("0.3"), Decimal("0.1")) == Decimal("0.2")


def test_sizes_count_as_the_upload_limit_does():
    assert (size(100 * 1024 * 1024), size(2048), size(1)) == ("100 MB", "2 kB", "1 kB")


@pytest.mark.parametrize(
    ("charged", "shown"), [("0.000413", "0.00042"), ("0.0004", "0.0004"), ("1.231", "1.24"), (None, "–")]
)
def test_costs_are_rounded_up_and_stand_in_a_column_with_their_decimals_together(charged, shown):
    value = None if charged is None else Decimal(charged)
    assert cost(value) == strip_tags(cost_figure(value)) == shown
    assert charged is None or 'class="f"' in cost_figure(value)
