"""Twice the rows take about twice the time, whatever the rows hold."""

from __future__ import annotations

import os
import time

import pytest

from boq.engine.grid import CellValue, Grid, Workbook
from boq.engine.reading import read_grids

FEW = 2_000 if os.environ.get("MIZAN_PROOF") else 1_000
HEAD: list[CellValue] = ["Item", "Description", "Unit", "Quantity", "Rate", "Amount"]


def item(number: int, sign: int = 1) -> list[CellValue]:
    rate = 3.0 + number % 7
    return [str(number), f"work of kind {number}", "m2", 2.0 * sign, rate, 2.0 * rate * sign]


def plain(count: int) -> list[list[CellValue]]:
    return [HEAD, *(item(number) for number in range(count))]


def with_wrong_totals(count: int) -> list[list[CellValue]]:
    return [
        HEAD,
        *(row for n in range(count // 2) for row in (item(n), [None, "Total", None, None, None, 1e6 + n * 3.7])),
    ]


def with_credits_and_totals(count: int) -> list[list[CellValue]]:
    return [
        HEAD,
        *(
            row
            for n in range(count // 2)
            for row in (item(n, -1), [None, f"Total {n}", None, None, None, 1e6 + n * 3.7])
        ),
    ]


def with_headings(count: int) -> list[list[CellValue]]:
    return [HEAD, *(row for n in range(count // 2) for row in ([None, f"Heading {n}"], item(n)))]


def seconds(rows: list[list[CellValue]]) -> float:
    start = time.process_time()
    read_grids(Workbook("xlsx", [Grid("Bill", rows)]), "bill.xlsx")
    return time.process_time() - start


@pytest.mark.proof
@pytest.mark.parametrize("make", [plain, with_wrong_totals, with_credits_and_totals, with_headings])
def test_four_times_the_rows_take_about_four_times_as_long(make):
    seconds(make(500))
    small = min(seconds(make(FEW)) for _ in range(2))
    large = min(seconds(make(4 * FEW)) for _ in range(2))
    assert large < small * 4 * 2 + 0.2
