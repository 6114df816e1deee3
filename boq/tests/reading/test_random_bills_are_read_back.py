"""Bills made at random, in nine languages and any layout: read back exactly, or asked about; never wrong as if sure."""

from __future__ import annotations

import os
from decimal import Decimal

import pytest

from boq.engine.reading import read_grids
from boq.tests.makers.random_bills import Made, make


def faults(made: Made) -> tuple[list[str], bool]:
    """What differs from the truth, and whether a person is asked."""
    reading = read_grids(made.workbook, "random.xlsx")
    receipt, truth = reading.receipt, made.truth
    found = []
    if receipt.items != truth.items:
        found.append(f"items {receipt.items}, not {truth.items}")
    if [item.quantity for item in reading.boq.items] != truth.quantities:
        found.append("quantities")
    if abs(receipt.total - truth.total) > Decimal("0.01"):
        found.append(f"total {receipt.total}, not {truth.total}")
    if receipt.stated_total != truth.stated:
        found.append(f"stated {receipt.stated_total}, not {truth.stated}")
    if sum(receipt.rows.values()) != receipt.rows_total or receipt.rows["unread"]:
        found.append(f"rows {receipt.rows}")
    by_sheet = {sheet.name: sheet.items for sheet in receipt.sheets}
    found += [
        f"{name}: {by_sheet[name]}, not {count}" for name, count in truth.sheets.items() if by_sheet[name] != count
    ]
    return found, receipt.needs_confirmation


def read_back(seeds: range) -> tuple[dict[int, list[str]], int]:
    """Wrong answers given as sure, by seed, and how many bills were asked about."""
    wrong, asked = {}, 0
    for seed in seeds:
        found, unsure = faults(make(seed))
        asked += unsure
        if found and not unsure:
            wrong[seed] = found
    return wrong, asked


@pytest.mark.proof
def test_a_few_hundred_random_bills_are_read_back():
    count = 300 if os.environ.get("MIZAN_PROOF") else 120
    wrong, asked = read_back(range(count))
    assert wrong == {}
    assert asked <= count // 20


@pytest.mark.proof
@pytest.mark.parametrize("chunk", range(20))
def test_ten_thousand_random_bills_are_read_back(chunk):
    first = 1_000 + chunk * 500
    count = 500 if os.environ.get("MIZAN_PROOF") else 5
    wrong, asked = read_back(range(first, first + count))
    assert wrong == {}
    assert asked <= max(2, count // 20)
