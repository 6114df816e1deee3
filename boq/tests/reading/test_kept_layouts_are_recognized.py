"""A layout is recognized by its headings wherever they stand, read with when it is borne out, and asked about when not."""

from __future__ import annotations

from decimal import Decimal

from boq.engine.chunks import rows_of
from boq.engine.grid import Grid, Workbook
from boq.engine.model import RowKind, RowRun, SheetMapping
from boq.engine.reading import read_grids
from boq.engine.shapes import KeptLayout, shape_of
from boq.tests.reading.grids import sheet

ODD = """
Group | What | How | Much | Worth | Money
A | Excavate trenches for foundations | m3 | 10 | 5 | 50
A | Concrete in foundations | m3 | 4 | 100 | 400
B | Formwork to foundations | m2 | 20 | 10 | 200
"""
NEXT = """
Quotation of next month
for another client

Group | What | How | Much | Worth | Money
C | Brickwork in walls | m2 | 30 | 20 | 600
C | Plaster to walls | m2 | 60 | 5 | 300
D | Paint to walls | m2 | 60 | 2 | 120
D | Skirting | m | 40 | 3 | 120
"""
COLUMNS = {"ref": "A", "description": "B", "unit": "C", "quantity": "D", "rate": "E", "amount": "F"}
TOLD = SheetMapping(header_row=1, columns=COLUMNS)


def texts(grid: Grid) -> list[list[str]]:
    reading = read_grids(Workbook("xlsx", [grid]), "x")
    return rows_of(reading.chunks[0].data)


def kept(text: str = ODD, told: SheetMapping = TOLD, name: str = "Bill", **more) -> KeptLayout:
    shape = shape_of(name, texts(sheet(text, name)), told, told.header_row)
    assert shape is not None
    return KeptLayout("one", "Acme", "2026-11-22", "Alice", (shape,), **more)


def read(text: str, *layouts: KeptLayout, name: str = "Bill"):
    return read_grids(Workbook("xlsx", [sheet(text, name)]), "x", layouts=layouts)


def codes(reading):
    return [question.code for question in reading.receipt.questions]


def test_another_file_of_the_shape_is_read_with_it_and_says_so():
    reading = read(NEXT, kept())
    assert (reading.layout, reading.mapping.sheets["Bill"].header_row) == ("one", 4)
    assert [(item.ref, item.quantity, item.price.rate) for item in reading.boq.items[:2]] == [
        ("C", Decimal(30), Decimal(20)),
        ("C", Decimal(60), Decimal(5)),
    ]
    assert reading.receipt.needs_confirmation is False
    said = reading.receipt.warnings[0]
    assert (said.code, said.facts) == ("read_with_layout", {"layout": "Acme", "date": "2026-11-22", "by": "Alice"})


def test_other_headings_are_another_shape():
    assert read(NEXT.replace("Worth", "Value of one"), kept()).layout == ""


def test_columns_that_hold_something_else_are_asked_about():
    swapped = "\n".join(
        " | ".join(cells[at] for at in (0, 2, 1, 3, 4, 5)) if len(cells) == 6 and cells[0] in "CD" else line
        for line in NEXT.splitlines()
        for cells in [[cell.strip() for cell in line.split("|")]]
    )
    reading = read(swapped, kept())
    assert reading.layout == ""
    assert codes(reading)[0].startswith("layout_unfit_")
    assert reading.receipt.needs_confirmation


def test_figures_that_do_not_multiply_are_asked_about():
    reading = read(NEXT.replace("600", "800").replace("300", "310"), kept())
    assert codes(reading)[0] == "layout_unfit_arithmetic"


def test_two_layouts_that_say_different_things_are_asked_about():
    other = kept(told=SheetMapping(header_row=1, columns=COLUMNS | {"ref": "C", "unit": "A"}))
    reading = read(NEXT, kept(), other)
    assert reading.layout == ""
    assert codes(reading)[0] == "layouts_several"


def test_two_layouts_that_say_the_same_are_one():
    assert read(NEXT, kept(), kept()).layout == "one"


def test_rows_are_known_again_by_their_words():
    text = ODD + "Z | Prices hold for ninety days | m2 | 1 | 1 | 1\n"
    told = SheetMapping(header_row=1, columns=COLUMNS, rows=(RowRun(5, 5, RowKind.NOTE),))
    reading = read(NEXT + "Z | Prices hold for ninety days | m2 | 1 | 1 | 1\n", kept(text, told))
    assert reading.mapping.sheets["Bill"].rows == (RowRun(9, 9, RowKind.NOTE),)
    assert reading.receipt.items == 4


def test_an_explained_question_is_not_asked_again_but_a_total_always_is():
    text = NEXT + " | Grand total | | | | 5000\n"
    reading = read(text, kept(settled=("total_unexplained", "heading_missing")))
    assert reading.layout == "one"
    assert "total_unexplained" in codes(reading)


def test_a_sheet_without_a_heading_is_known_by_its_name_and_columns():
    bare, following = ("\n".join(text.strip().splitlines()[skip:]) for text, skip in ((ODD, 1), (NEXT, 4)))
    layout = kept(bare, SheetMapping(columns=COLUMNS))
    assert read(following, layout).layout == "one"
    assert read(following, layout, name="Other").layout == ""


def test_rows_that_nobody_has_seen_are_doubted_as_ever():
    doubled = NEXT + "".join(f"{line}\n" for line in NEXT.strip().splitlines()[-4:]) * 2
    reading = read(doubled, kept(settled=("works_repeated",)))
    assert reading.layout == "one"
    assert "works_repeated" in codes(reading)


def test_an_answer_holds_for_the_sheets_that_the_layout_knows_alone():
    lines = (f"{n} | Works of kind {n} as described | m2 | {n * 7} | {n * 3} | {n * 50}" for n in range(1, 12))
    other = "\n".join(["Item | Description | Unit | Qty | Rate | Amount", *lines])
    asked = read_grids(Workbook("xlsx", [sheet(NEXT, "Bill"), sheet(other, "More")]), "x", layouts=[kept()])
    codes_of_more = {question.code for question in asked.receipt.questions if question.facts.get("sheet") == "More"}
    again = read_grids(
        Workbook("xlsx", [sheet(NEXT, "Bill"), sheet(other, "More")]), "x", layouts=[kept(settled=tuple(codes_of_more))]
    )
    assert codes_of_more
    assert {q.code for q in again.receipt.questions if q.facts.get("sheet") == "More"} == codes_of_more
