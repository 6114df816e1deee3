"""Bills typed in Word: their tables are read like sheets, and nothing around them is lost."""

from __future__ import annotations

from decimal import Decimal

import pytest

from boq.engine.errors import EngineError
from boq.engine.grid import Grid
from boq.engine.readers.base import read_workbook
from boq.engine.reading import read
from boq.tests.makers import pdfs
from boq.tests.makers.documents import cell, document, levels, paragraph, run, table

WIDE = (600, 5000, 700, 900, 1000, 1200)
HEAD = list(pdfs.HEADS)


def grids(data: bytes) -> list[Grid]:
    return read_workbook(data, "bill.docx").grids


def lines(works: list[pdfs.Work]) -> list[list[str]]:
    """Rows of a bill as texts."""
    return [
        [w.ref, w.text, w.unit, pdfs.plain(w.quantity), pdfs.money(w.rate), pdfs.money(w.amount) if w.unit else ""]
        for w in works
    ]


def test_a_bill_in_one_table_is_read_back():
    works = pdfs.bill(30, 3)
    data = document(
        paragraph("Bill of quantities"),
        table([HEAD, *lines(works), ["", "Total", "", "", "", pdfs.money(pdfs.total(works))]], WIDE),
    )
    reading = read(data, "bill.docx")
    assert reading.receipt.format == "docx"
    assert [(i.ref, i.description, i.unit, i.quantity, i.price.amount) for i in reading.boq.items] == [
        (w.ref, w.text, w.unit, w.quantity, w.amount) for w in works if w.unit
    ]
    assert reading.receipt.stated_total == pdfs.total(works)
    assert not reading.receipt.needs_confirmation


def test_tables_of_the_same_columns_go_on_and_headings_between_them_stay_in_their_place():
    first, second = pdfs.bill(8, 1), pdfs.bill(8, 2)
    data = document(
        paragraph("Villa"),
        table([HEAD, *lines(first)], WIDE),
        paragraph("Bill 2: Finishes"),
        table([HEAD, *lines(second)], WIDE),
    )
    (grid,) = grids(data)
    assert grid.rows[0] == [None, "Villa"]
    assert grid.rows[2 + len(first)] == [None, "Bill 2: Finishes"]
    assert len(read(data, "bill.docx").boq.items) == 16


def test_tables_of_other_columns_are_grids_of_their_own():
    one, other = table([HEAD, *lines(pdfs.bill(8))], WIDE), table([["Bill", "Total"], ["1", "10.00"]], (5000, 1000))
    assert [grid.name for grid in grids(document(one, paragraph("Summary"), other))] == ["Table 1", "Table 2"]


def test_merged_cells():
    rows = [
        [cell("Ref", down="restart"), cell("Rates", span=2)],
        [cell("", down="continue"), "Labour", "Material"],
        ["1", "10", "20"],
    ]
    (grid,) = grids(document(table(rows, (1000, 1000, 1000))))
    assert grid.rows == [["Ref", "Rates", None], [None, "Labour", "Material"], ["1", "10", "20"]]
    assert grid.merged == ((0, 0, 1, 0), (0, 1, 0, 2))


def test_a_table_inside_a_cell_is_text_of_the_cell():
    inner = paragraph("Steel:") + table([["d", "10"], ["l", "6"]], (500, 500)) + paragraph()
    (grid,) = grids(document(table([["1", cell(inside=inner), "m"]], (500, 4000, 500))))
    assert grid.rows == [["1", "Steel:\nd 10 \nl 6", "m"]]


def test_numbers_that_word_counts_itself():
    works = ((0, "Earthworks"), (1, "Dig"), (1, "Fill"), (0, "Walls"), (1, "Build"))
    body = [[cell(inside=paragraph(numbered=(1, level))), text] for level, text in works]
    (grid,) = grids(document(table(body, (500, 4000)), numbering=levels(("decimal", "%1."), ("lowerLetter", "%1.%2)"))))
    assert [row[0] for row in grid.rows] == ["1.", "1.a)", "1.b)", "2.", "2.a)"]


def test_what_is_struck_out_or_deleted():
    half = cell(inside=paragraph("Paint ", run("two coats ", "<w:strike/>"), "three coats"))
    whole = cell(inside=paragraph(run("Old work", "<w:strike/>")))
    gone = cell(inside=paragraph("Kept", "<w:del><w:r><w:delText>lost</w:delText></w:r></w:del>"))
    (grid,) = grids(document(table([["1", half], ["2", whole], ["3", gone]], (500, 4000))))
    assert [row[1] for row in grid.rows] == ["Paint three coats", "Old work", "Kept"]
    assert grid.struck == {(1, 1)}


def test_tables_written_from_right_to_left_keep_their_order():
    (grid,) = grids(
        document(table([["م", "البند", "الكمية"], ["1", "حفر", "12"]], (500, 4000, 900), "<w:bidiVisual/>"))
    )
    assert grid.right_to_left
    assert grid.rows[0] == ["م", "البند", "الكمية"]


def test_a_document_of_paragraphs_alone():
    (grid,) = grids(document(paragraph("Preamble"), paragraph(), paragraph("All rates include waste.")))
    assert grid.rows == [["Preamble"], ["All rates include waste."]]
    assert read(document(paragraph("Preamble")), "a.docx").receipt.needs_confirmation


def test_every_row_is_accounted_for():
    data = document(paragraph("Title"), table([HEAD, *lines(pdfs.bill(8))], WIDE), paragraph("Signed"))
    receipt = read(data, "bill.docx").receipt
    assert sum(receipt.rows.values()) == receipt.rows_total == 12


def test_entities_are_refused():
    with pytest.raises(EngineError) as caught:
        grids(document(paragraph("x"), head='<!DOCTYPE a [<!ENTITY b "c">]>'))
    assert caught.value.code == "dtd_forbidden"


def test_a_document_cut_off():
    with pytest.raises(EngineError) as caught:
        grids(document(paragraph("x"))[:200])
    assert caught.value.code == "corrupt"


def test_amounts_are_exact():
    works = [pdfs.Work("1.1", "Excavate in rock", "m3", Decimal("12.345"), Decimal("1234.56"))] * 3
    rows = [["1.1", "Excavate in rock", "m3", "12.345", "1,234.56", "15,240.64"] for _ in works]
    assert {i.quantity for i in read(document(table([HEAD, *rows], WIDE)), "a.docx").boq.items} == {Decimal("12.345")}
