"""What happens to text on paper: turned pages, titles on every page, words struck out, numbers pulled apart, boxes of cells."""

from __future__ import annotations

import io

import pypdfium2
import pytest

from boq.engine.chunks import COLUMNS, unpack
from boq.engine.grid import Grid
from boq.engine.readers.base import read_workbook
from boq.engine.reading import read
from boq.tests.makers import pdfs

PRINTED = "#set page(header: [Tower A, Bill 3], footer: context [Page #counter(page).display() of 7])"
SIX = '#set page(paper: "a4", margin: 20mm)\n#set text(size: 10pt)\n#table(columns: (15mm, 70mm, 15mm, 20mm, 20mm, 25mm), '


def grids(data: bytes) -> list[Grid]:
    return read_workbook(data, "bill.pdf").grids


def turned(data: bytes, degrees: int) -> bytes:
    """All pages turned as a scanner or printer driver turns them."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.set_rotation(degrees)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_pages_are_read_the_way_their_text_stands(degrees):
    works = pdfs.bill(30, 1)
    upright, other = grids(pdfs.table(works)), grids(turned(pdfs.table(works), degrees))
    assert [grid.rows for grid in other] == [grid.rows for grid in upright]


@pytest.mark.parametrize("angle", ["90deg", "-90deg"])
def test_text_turned_on_an_upright_page_is_turned_back(angle):
    cells = ", ".join(
        f"[{word}]" for word in ("Item", "Description", "Unit", "Qty", "1", "Excavate to reduce level", "m3", "12")
    )
    source = f"#set page(width: 120mm, height: 200mm)\n#rotate({angle}, reflow: true, table(columns: (15mm, 70mm, 15mm, 20mm), {cells}))"
    (grid,) = grids(pdfs.pdf(source))
    assert grid.rows == [["Item", "Description", "Unit", "Qty"], ["1", "Excavate to reduce level", "m3", "12"]]


@pytest.mark.parametrize("stroke", [pdfs.BOTH, "none"])
def test_what_is_printed_on_every_page_is_accounted_for_and_in_no_table(stroke):
    works = pdfs.bill(60, 2)
    data = pdfs.table(works, stroke=stroke, setup=PRINTED, inset="4pt")
    (grid,) = grids(data)
    pages = max(grid.pages)
    kept = [" ".join(str(value) for value in grid.rows[row] if value) for row in sorted(grid.furniture)]
    assert kept.count("Tower A, Bill 3") == pages - 1  # the first says what the file is
    assert sorted(text for text in kept if text.startswith("Page")) == [f"Page {n} of 7" for n in range(1, pages + 1)]
    receipt = read(data, "bill.pdf").receipt
    assert receipt.rows["not_bill"] >= 2 * pages - 1
    assert sum(receipt.rows.values()) == receipt.rows_total == len(grid.rows)


def test_carried_totals_are_no_furniture():
    head, _, columns = SIX.partition("#table")
    pages = []
    for amount in ("110.50", "120.50"):
        cells = f"[1], [Excavate], [m3], [2], [5.00], [10.00], table.cell(colspan: 5)[Carried to summary], [{amount}]"
        pages.append(f"#table{columns}{cells})")
    found = grids(pdfs.pdf(head + "\n#pagebreak()\n".join(pages)))
    assert len(found) == 1
    assert not any(grid.furniture for grid in found)
    assert [row[5] for row in found[0].rows] == ["10.00", "110.50", "10.00", "120.50"]


def test_words_struck_out_are_left_out_and_cells_struck_out_are_marked():
    cells = "[1], [Paint #strike[two coats] three coats], [m2], [5], [1.00], [5.00], "
    cells += "[2], [#strike[Old work]], [#strike[m2]], [#strike[7]], [], []"
    (grid,) = grids(pdfs.pdf(SIX + cells + ")"))
    assert grid.rows[0][1] == "Paint three coats"
    assert grid.rows[1][1] == "Old work"
    assert grid.struck == {(1, 1), (1, 2), (1, 3)}


def test_underlined_words_are_not_struck_and_draw_no_row():
    (grid,) = grids(pdfs.pdf(SIX + "[1], [#underline[Supply and fix]], [m2], [5], [1.00], [5.00])"))
    assert grid.rows == [["1", "Supply and fix", "m2", "5", "1.00", "5.00"]]
    assert not grid.struck


def test_numbers_pulled_apart_are_one_number():
    (grid,) = grids(pdfs.pdf(SIX + "[1], [Marble], [m2], [1], [8#h(2pt),626.500], [8 ,626.500])"))
    assert grid.rows[0][4:] == ["8,626.500", "8,626.500"]


def test_text_cut_off_at_its_cell_stays_in_its_column():
    words = "Supply and installation of a complete sewer by trench excavation to all properties"
    long = f"#box(width: 60mm, height: 4mm, clip: true)[#box(width: 300mm)[{words}]]"
    (grid,) = grids(pdfs.pdf(SIX + f"[1], [{long}], [m2], [5], [1.00], [5.00])"))
    assert grid.rows[0][0] == "1"
    assert str(grid.rows[0][1]).startswith("Supply and installation of a complete sewer")
    assert grid.rows[0][2:] == ["m2", "5", "1.00", "5.00"]


def test_a_merged_cell_stands_in_its_first_row():
    cells = "[1], [Pipe], [m], [5], [1.00], table.cell(rowspan: 2)[Comply], [2], [Bend], [nr], [6], [2.00]"
    (grid,) = grids(pdfs.pdf(SIX + cells + ")"))
    assert [row[5] for row in grid.rows] == ["Comply", None]
    assert (0, 5, 1, 5) in grid.merged


def test_boxes_lie_around_what_they_hold():
    (grid,) = grids(pdfs.pdf(SIX + "[1], [Excavate], [m3], [2], [5.00], [10.00])"))
    page, left, top, right, bottom = grid.boxes[0, 5]
    assert page == 1
    assert 20 / 25.4 * 72 + 140 / 25.4 * 72 <= left < right <= 190 / 25.4 * 72
    assert 56 < top < bottom < 80
    kept = unpack(read(pdfs.table(pdfs.bill(8, 3)), "bill.pdf").chunks[0].data)
    assert set(kept.pages) == {1}
    assert {place % COLUMNS for place in kept.boxes} == set(range(6))


def test_a_page_can_be_drawn():
    from boq.engine.readers.limits import DEFAULT_LIMITS
    from boq.engine.readers.pdf.picture import draw

    drawn = draw(pdfs.table(pdfs.bill(8, 4)), "1", limits=DEFAULT_LIMITS)
    assert drawn.png.startswith(b"\x89PNG")
    assert (drawn.number, drawn.pages, round(drawn.width), round(drawn.height)) == (1, 1, 595, 842)


def test_one_page_with_hundreds_of_rows_in_tiny_letters():
    columns = 40
    cells = ", ".join(f"[{row}-{column}]" for row in range(500) for column in range(columns))
    setup = "#set page(width: 1190pt, height: 1684pt, margin: 10pt)\n#set text(size: 1.8pt)\n"
    source = f"{setup}#table(columns: {columns}, stroke: none, inset: 0.6pt, {cells})"
    (grid,) = grids(pdfs.pdf(source))
    assert len(grid.rows) == 500
    assert grid.rows[499] == [f"499-{column}" for column in range(columns)]


@pytest.mark.parametrize(("degrees", "size"), [(90, (595, 842))])
def test_pictures_stand_as_the_text_does(degrees, size):
    from boq.engine.readers.limits import DEFAULT_LIMITS
    from boq.engine.readers.pdf.picture import draw

    upright = draw(pdfs.table(pdfs.bill(8, 4)), "1", limits=DEFAULT_LIMITS)
    drawn = draw(turned(pdfs.table(pdfs.bill(8, 4)), degrees), "1", limits=DEFAULT_LIMITS)
    assert (round(drawn.width), round(drawn.height)) == size
    assert drawn.png == upright.png
