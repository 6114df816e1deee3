"""Formulas that the file holds without values, in each spreadsheet format: worked out, said, and never read as zero."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from boq.engine.model import Reading, Verdict
from boq.engine.reading import read

ROWS: list[list[object]] = [
    ["Item", "Description", "Unit", "Quantity", "Rate", "Amount"],
    ["1", "Excavate trenches for foundations", "m3", 10, 5.25, "=D2*E2"],
    ["2", "Concrete in foundations", "m3", 4.5, 100, "=ROUND(D3*E3,2)"],
    ["3", "Formwork to foundations", "m2", "=2*(3+4)", 20, "=IF(D4>0,D4*E4,0)"],
    [None, "Total", None, None, None, "=SUM(F2:F4)"],
    [None, "VAT 15%", None, None, None, "=F5*15%"],
    [None, "Grand total", None, None, None, "=F5+F6"],
]


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods() -> bytes:
    book = OpenDocumentSpreadsheet()
    table = Table(name="Bill")
    for row in ROWS:
        line = TableRow()
        for value in row:
            if isinstance(value, str) and value.startswith("="):
                body = value[1:].replace(",", ";")
                for letter in "DEF":
                    for number in range(1, 9):
                        body = body.replace(f"{letter}{number}", f"[.{letter}{number}]")
                cell = TableCell(formula=f"of:={body.replace(']:[', ':')}")
            elif isinstance(value, int | float):
                cell = TableCell(valuetype="float", value=value)
            else:
                cell = TableCell(valuetype="string") if value else TableCell()
                if value:
                    cell.addElement(P(text=value))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(params=["xlsx", "ods"])
def reading(request: pytest.FixtureRequest) -> Reading:
    return read({"xlsx": xlsx, "ods": ods}[request.param](), f"bill.{request.param}")


def test_they_are_worked_out_exactly_and_said(reading):
    assert [item.price.amount for item in reading.boq.items] == [Decimal("52.5"), Decimal(450), Decimal(280)]
    assert reading.boq.items[2].quantity == 14
    assert (reading.receipt.total, reading.receipt.stated_total) == (Decimal("782.5"), Decimal("899.875"))
    assert ("formulas_calculated", 7) in [(w.code, w.facts.get("count")) for w in reading.receipt.warnings]
    assert not reading.receipt.needs_confirmation


def test_the_formulas_are_kept_and_make_the_chain(reading):
    assert reading.boq.items[0].price.amount_formula == "D2*E2"
    assert [total.verdict for total in reading.boq.totals] == [Verdict.EQUAL] * 3
    assert [total.parts for total in reading.boq.totals] == [(), (0,), (0, 1)]


def test_an_error_among_the_amounts_is_a_finding_and_no_price():
    rows = [row[:] for row in ROWS]
    rows[1][5] = "=#REF!*E2"
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    found = read(out.getvalue(), "bill.xlsx")
    price = found.boq.items[0].price
    assert price.amount is None
    assert "error_cells" in [warning.code for warning in found.receipt.warnings]
    assert found.receipt.stated_total is None or found.receipt.stated_total > 0
    assert [(one.code, one.source.cell) for one in found.findings if one.code == "values.error-value"] == [
        ("values.error-value", "Sheet!F2")
    ]
