"""PDF bills in the layouts of many more programs are read back exactly and without a question."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from boq.engine.model import Reading, RowKind
from boq.engine.readers.base import read_workbook
from boq.engine.reading import read
from boq.tests.makers import pdf_layouts, pdfs
from boq.tests.readers.test_pdf_bills_are_read_back import read_back

DRAFT = "#set page(background: rotate({angle}, text({size}, fill: luma(220))[TENDER DRAFT]))"
SPANISH = ("excavación", "hormigón", "muro", "solera", "ladrillo", "pintura", "solado", "puerta", "ventana", "tubería")


def figures(reading: Reading) -> list[tuple[object, ...]]:
    """Reference, text, unit, quantity, rate and amount of each item."""
    return [
        (i.ref, " ".join(i.description.split()), i.unit, i.quantity, i.price.rate, i.price.amount)
        for i in reading.boq.items
        if i.price is not None
    ]


@pytest.mark.parametrize("stroke", [pdfs.BOTH, "none"], ids=["ruled", "unruled"])
@pytest.mark.parametrize(("angle", "size"), [("-45deg", "80pt"), ("0deg", "80pt"), ("30deg", "24pt")])
def test_a_watermark_is_in_no_row_of_the_bill(stroke, angle, size):
    works = pdfs.bill(36, 21)
    data = pdfs.table(works, stroke=stroke, inset="4pt", setup=DRAFT.format(angle=angle, size=size))
    read_back(data, works)
    (grid,) = read_workbook(data, "bill.pdf").grids
    said = [" ".join(str(value) for value in grid.rows[row] if value) for row in grid.furniture]
    assert said == ["TENDER DRAFT"] * max(grid.pages)


def test_text_along_the_edge_of_the_page_is_no_column():
    works = pdfs.bill(30, 22)
    words = "Printed by the office of works on 12 March 2024 for tender purposes"
    edge = f"#set page(background: place(left + horizon, dx: 4mm, rotate(-90deg, reflow: true)[{words}]))"
    read_back(pdfs.table(works, stroke="none", inset="4pt", setup=edge), works)


@pytest.mark.parametrize("stroke", [pdfs.BOTH, "none"], ids=["ruled", "unruled"])
def test_headings_turned_by_a_quarter(stroke):
    works = pdfs.bill(30, 23)
    heads = "[Item], [Description], "
    heads += ", ".join(f"[#rotate(-90deg, reflow: true)[{word}]]" for word in ("Unit", "Quantity", "Rate", "Amount"))
    data = pdf_layouts.headed_by(works, heads, stroke)
    read_back(data, works)
    assert read_workbook(data, "bill.pdf").grids[0].rows[0][2:] == ["Unit", "Quantity", "Rate", "Amount"]


def test_headings_of_one_to_four_lines_beside_one_another():
    works = pdfs.bill(36, 24)
    heads = r"[Item \ No.], [Description of the works], [Unit of \ measure], [Estimated \ quantity], "
    heads += r"[Unit rate \ excluding \ taxes \ (USD)], [Total \ amount \ (USD)]"
    read_back(pdf_layouts.headed_by(works, heads), works)


def test_material_and_labour_under_headings_over_two_columns():
    works = pdfs.bill(30, 25)
    data = pdf_layouts.parts_side_by_side(works)
    (grid,) = read_workbook(data, "bill.pdf").grids
    assert {(0, 4, 0, 5), (0, 6, 0, 7)} <= set(grid.merged)
    dearer = [replace(work, rate=work.rate + Decimal("1.50")) if work.rate else work for work in works]
    read_back(data, dearer)


@pytest.mark.parametrize("inset", ["4pt", "2.5pt"], ids=["rows apart", "rows as near as lines"])
def test_headings_without_a_number_are_not_the_end_of_the_text_above(inset):
    works = pdfs.bill(40, 26, longest=18)
    reading = read_back(pdf_layouts.plain_table(works, headed=False, inset=inset), works)
    assert reading.receipt.rows[RowKind.HEADING] == sum(not work.unit for work in works)


def test_pounds_and_pence_between_upright_lines_under_headings_in_capitals():
    works = pdfs.bill(36, 27, longest=12)
    reading = read(pdf_layouts.pounds_and_pence(works), "bill.pdf")
    assert [row[1:] for row in figures(reading)] == [
        (work.text, work.unit, work.quantity, work.rate, work.amount) for work in works if work.unit
    ]
    assert not reading.receipt.needs_confirmation


def test_works_over_their_measurements():
    works = [
        replace(work, ref=f"0{work.ref[0]}.0{work.ref[-1]}" if work.unit else work.ref)
        for work in pdfs.bill(14, 28, words=SPANISH, units=("m2", "m3", "ud", "kg"), longest=7)
    ]
    details = "según planos y pliego de condiciones, incluso medios auxiliares, medido sobre plano"
    reading = read(pdf_layouts.measured(works, details), "bill.pdf")
    assert figures(reading) == [
        (work.ref, f"{work.text} {details}", work.unit, work.quantity, work.rate, work.amount)
        for work in works
        if work.unit
    ]
    assert not reading.receipt.needs_confirmation
    assert reading.receipt.stated_total == pdfs.total(works)
    assert reading.receipt.rows[RowKind.MEASUREMENT] == 2 * 14


def test_works_over_their_measurements_in_a_table_of_text():
    lines = ["CÓDIGO;RESUMEN;UDS;LONGITUD;ANCHURA;ALTURA;PARCIALES;CANTIDAD;PRECIO;IMPORTE"]
    for number, quantity in enumerate((12, 30, 8, 44), 1):
        lines += [f"01.0{number};m2 Solera de hormigón;;;;;;;;", ";de 15 cm de espesor, con mallazo;;;;;;;;"]
        lines += [f";Planta baja;1;{quantity - 2},00;;;{quantity - 2},00;;;", ";Planta alta;1;2,00;;;2,00;;;"]
        lines.append(
            f";;;;;;;{quantity},00;5,50;{Decimal(quantity) * Decimal('5.50')}".replace(".5", ",5").replace(
                "01,0", "01.0"
            )
        )
    reading = read("\n".join(lines).encode(), "bill.csv")
    assert [row[:4] for row in figures(reading)] == [
        (f"01.0{number}", "Solera de hormigón de 15 cm de espesor, con mallazo", "m2", Decimal(quantity))
        for number, quantity in enumerate((12, 30, 8, 44), 1)
    ]


@pytest.mark.parametrize("stroke", [pdfs.BOTH, "none"], ids=["ruled", "unruled"])
def test_lettered_parts_under_a_numbered_text(stroke):
    works = pdfs.bill(36, 29, longest=6)
    reading = read(pdf_layouts.lettered(works, stroke), "bill.pdf")
    place, wanted = 0, []
    for work in works:
        place = place + 1 if work.unit else 0
        if work.unit:
            wanted.append((f"{chr(96 + place)}) {work.text}", work.unit, work.quantity, work.rate, work.amount))
    assert [row[1:] for row in figures(reading)] == wanted
    assert not reading.receipt.needs_confirmation


def test_pages_of_another_width_have_their_columns_elsewhere():
    works = pdfs.bill(50, 30)
    read_back(pdf_layouts.of_two_widths(works), works)


def test_dots_that_lead_to_the_next_column_are_no_text():
    works = pdfs.bill(30, 31, longest=5)
    read_back(pdf_layouts.led_by_dots(works), works)


def test_letters_placed_one_by_one():
    works = pdfs.bill(20, 32, longest=4)
    read_back(pdf_layouts.letter_by_letter(works), works)


def test_an_arabic_text_that_ends_with_its_page_does_not_take_the_heading_of_the_next():
    works = [
        pdfs.Work("", work.text, "", None, None) if not work.unit else work
        for work in pdfs.bill(60, 33, words=pdfs.ARABIC, units=pdfs.ARABIC_UNITS)
    ]
    setup = '#set text(dir: rtl, lang: "ar", font: "DejaVu Sans", size: 9pt)'
    data = pdfs.table(works, heads=pdfs.ARABIC_HEADS, words="الإجمالي", setup=setup, inset="4pt")
    (grid,) = read_workbook(data, "bill.pdf").grids
    texts = [" ".join(str(row[1]).split()) for row in grid.rows if row[1]]
    assert [text for text in texts if text in {work.text for work in works}] == [work.text for work in works]
