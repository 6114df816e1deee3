"""Pictures say what their tables say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from boq.views import charts


def amounts(*numbers: str) -> list[tuple[str, Decimal, int | None]]:
    return [(f"group {at}", Decimal(one), at) for at, one in enumerate(numbers)]


def test_bars_stand_from_the_dearest_down_as_parts_of_the_whole():
    chart = charts.pareto(amounts("100", "600", "300"))
    assert [bar.value for bar in chart.bars] == [600, 300, 100]
    assert [bar.running for bar in chart.bars] == [600, 900, 1000]
    tall = Decimal(charts.HEIGHT - charts.FOOT)
    assert [Decimal(bar.height) / tall for bar in chart.bars] == [Decimal("0.6"), Decimal("0.3"), Decimal("0.1")]
    assert chart.line.endswith(",0.0"), "all together they are the whole"


def test_a_part_below_nothing_has_a_row_and_no_bar():
    chart = charts.pareto(amounts("500", "-20"))
    assert [(bar.value, Decimal(bar.height) > 0) for bar in chart.bars] == [(500, True), (-20, False)]


def test_a_bill_without_prices_has_rows_and_no_picture():
    chart = charts.pareto(amounts("0", "0"))
    assert (len(chart.bars), chart.line) == (2, "")


def test_steps_lead_from_the_first_total_to_the_last():
    chart = charts.waterfall(("old", Decimal(1000)), [("more", Decimal(500)), ("less", Decimal(-300))], "new")
    assert [(bar.running, bar.tone) for bar in chart.bars] == [(1000, ""), (1500, "up"), (1200, "down"), (1200, "")]
    heights = [Decimal(bar.height) for bar in chart.bars]
    assert heights[1] / heights[0] == pytest.approx(Decimal("0.5"), abs=Decimal("0.01"))


def test_rates_are_measured_by_the_middle_of_their_row():
    chart = charts.heat(
        ["A", "B", "C"], [("wall", [Decimal(100), Decimal(104), Decimal(150)]), ("door", [None, Decimal(5), None])]
    )
    assert [(cell.over, cell.tone) for cell in chart.rows[0].cells] == [(-4, ""), (0, ""), (44, "over-3")]
    assert (chart.rows[1].middle, chart.rows[1].cells[0].value) == (None, None)


def test_what_is_far_from_the_middle_is_marked():
    chart = charts.strip([("A", Decimal(78)), ("B", Decimal(118)), ("C", Decimal(80))])
    assert [(dot.name, dot.far) for dot in chart.dots] == [("A", False), ("C", False), ("B", True)]
    assert chart.middle == 80
    assert charts.strip([("A", Decimal(5))]).dots[0].x == chart.dots[0].x
    with pytest.raises(ValueError, match="needs rates"):
        charts.strip([])
