"""The fast way (calamine and a scan) and the patient way (element by element) must make the same grid."""

from __future__ import annotations

import msgspec
import pytest

from boq.engine.readers import xlsx
from boq.engine.readers.base import read_workbook
from boq.tests.makers.workbooks import large_xlsx, raw_xlsx, xlsx_bill

FILES = {
    "a bill": xlsx_bill,
    "many lines": lambda: large_xlsx(300),
    "cells out of order": lambda: raw_xlsx(
        '<row r="3"><c r="C3"><v>3</v></c><c r="A3" t="b"><v>1</v></c></row><row r="1"><c r="B1" t="e"><v>#N/A</v></c></row>'
    ),
    "wide cells": lambda: raw_xlsx(
        '<row r="1"><c r="A1"><v>1</v></c><c r="AZ1"><v>2</v></c><c r="ABC1"><v>3</v></c></row>'
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_the_same_grid_both_ways(name, monkeypatch):
    data = FILES[name]()
    fast = read_workbook(data, "a.xlsx")

    def irregular(xml):
        raise xlsx.Irregular

    monkeypatch.setattr(xlsx, "cut", irregular)
    patient = read_workbook(data, "a.xlsx")
    assert comparable(fast) == comparable(patient)


def comparable(workbook):
    grids = []
    for grid in workbook.grids:
        values = msgspec.structs.asdict(grid)
        values["rows"] = [trimmed(row) for row in grid.rows]
        values["merged"] = set(grid.merged)
        grids.append(values)
    return grids


def trimmed(row):
    row = [None if value == "" else value for value in row]
    while row and row[-1] is None:
        row.pop()
    return row
