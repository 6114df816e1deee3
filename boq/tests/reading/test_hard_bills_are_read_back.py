"""Bills made at random in hard layouts and nine languages: every item read back exactly, or a person asked; never wrong as if sure."""

from __future__ import annotations

import os

import pytest

from boq.engine.readers.base import read_workbook
from boq.engine.reading import read, read_grids
from boq.tests.makers.hard.files import FORMATS, as_file
from boq.tests.makers.hard.judge import faults
from boq.tests.makers.hard.make import make

CHUNK = 500  # bills of one proof, so that a stopped run goes on where it was
CHUNKS = 20


def read_back(seeds: range) -> tuple[dict[int, list[str]], int]:
    """Wrong answers given as sure, by seed, and how many bills were asked about."""
    wrong, asked = {}, 0
    for seed in seeds:
        made = make(seed)
        reading = read_grids(made.workbook(), "hard.xlsx")
        if reading.receipt.needs_confirmation:
            asked += 1
        elif found := faults(made, reading):
            wrong[seed] = found[:3]
    return wrong, asked


def test_a_few_hundred_hard_bills_are_read_back():
    wrong, asked = read_back(range(300))
    assert wrong == {}
    assert asked <= 15


@pytest.mark.proof
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_ten_thousand_hard_bills_are_read_back(chunk):
    first = 10_000 + chunk * CHUNK
    count = CHUNK if os.environ.get("MIZAN_PROOF") else 5
    wrong, asked = read_back(range(first, first + count))
    assert wrong == {}
    assert asked <= max(2, count // 20)


@pytest.mark.parametrize("format", FORMATS)
def test_hard_bills_are_read_back_from_files(format):
    """What the grids say is what the readers make of real files; text files lose looks and formulas, never figures."""
    wrong = {}
    for seed in range(500, 512):
        made = make(seed)
        data = as_file(made, format)
        if data is None:
            continue
        reading = read(data, f"hard.{format}")
        if not reading.receipt.needs_confirmation and (found := faults(made, reading)):
            wrong[seed] = found[:3]
    assert wrong == {}


def test_the_readers_make_the_same_grids_of_the_files():
    made = make(77)
    grids = read_workbook(as_file(made, "xlsx") or b"", "hard.xlsx").grids
    assert [grid.name for grid in grids] == [grid.name for grid in made.grids]
    assert [grid.hidden for grid in grids] == [grid.hidden for grid in made.grids]
