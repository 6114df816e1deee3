"""PDF bills of our own making, in the layouts that programs print, are read back exactly and without a question."""

from __future__ import annotations

import os
from decimal import Decimal

import pytest

from boq.engine.model import Reading
from boq.engine.reading import read
from boq.tests.makers import pdfs

PRINTED = (
    "#set page(header: [Tower A, Bill 3 #h(1fr) Rev 2], "
    "footer: context [Printed 12.03.2024 #h(1fr) Page #counter(page).display() of 7])"
)
ARABIC = '#set text(dir: rtl, lang: "ar", font: "DejaVu Sans Mono", size: 8pt)'
STROKES = {"ruled": pdfs.BOTH, "unruled": "none", "ruled down": pdfs.ONLY_DOWN, "ruled across": pdfs.ONLY_ACROSS}


def items(reading: Reading) -> list[tuple[object, ...]]:
    """What was read of each item."""
    return [
        (item.ref, " ".join(item.description.split()), item.unit, item.quantity, item.price.rate, item.price.amount)
        for item in reading.boq.items
        if item.price is not None
    ]


def wanted(works: list[pdfs.Work]) -> list[tuple[object, ...]]:
    """What was printed of each item."""
    return [(work.ref, work.text, work.unit, work.quantity, work.rate, work.amount) for work in works if work.unit]


def read_back(data: bytes, works: list[pdfs.Work]) -> Reading:
    """Read, and compare everything."""
    reading = read(data, "bill.pdf")
    assert items(reading) == wanted(works)
    assert reading.receipt.stated_total == pdfs.total(works)
    assert reading.receipt.total == pdfs.total(works)
    assert not reading.receipt.needs_confirmation, reading.receipt.questions
    assert sum(reading.receipt.rows.values()) == reading.receipt.rows_total
    return reading


@pytest.mark.parametrize("middle", [False, True], ids=["at the top", "in the middle"])
@pytest.mark.parametrize("stroke", STROKES)
@pytest.mark.parametrize("seed", [3, 4])
def test_tables_with_and_without_lines(stroke, middle, seed):
    works = pdfs.bill(20 + 14 * seed, seed, longest=6 + 4 * seed)
    inset = ("4pt", "6pt")[middle] if stroke == "unruled" else "3pt"
    setup = PRINTED if seed % 2 else ""
    read_back(pdfs.table(works, stroke=STROKES[stroke], middle=middle, inset=inset, setup=setup), works)


@pytest.mark.parametrize("stroke", STROKES)
def test_a_heading_that_is_not_repeated_holds_for_all_pages(stroke):
    works = pdfs.bill(60, 5)
    read_back(pdfs.table(works, stroke=STROKES[stroke], repeat=False, inset="4pt"), works)


@pytest.mark.parametrize("stroke", ["ruled", "unruled"])
def test_arabic_tables_are_read_from_right_to_left(stroke):
    works = pdfs.bill(40, 6, words=pdfs.ARABIC, units=pdfs.ARABIC_UNITS)
    data = pdfs.table(
        works, heads=pdfs.ARABIC_HEADS, words="الإجمالي", setup=ARABIC, stroke=STROKES[stroke], inset="4pt"
    )
    assert read_back(data, works).boq.language == "ar"


def test_decimal_commas():
    works = pdfs.bill(30, 7)
    read_back(pdfs.table(works, comma=True), works)


def test_long_texts_with_their_figures_underneath():
    works = pdfs.bill(25, 8, longest=40)
    read_back(pdfs.below(works), works)


def test_columns_on_pages_beside_one_another():
    works = pdfs.bill(70, 9, longest=7)
    reading = read_back(pdfs.sideways(works), works)
    assert [sheet.name for sheet in reading.receipt.sheets] == ["Pages 1-4"]


def test_several_bidders_beside_one_another():
    works = pdfs.bill(30, 10)
    reading = read_back(pdfs.bidders(works, ("Alpha Ltd", "Beta LLC", "Gamma Inc")), works)
    assert reading.boq.parties == ("Alpha Ltd", "Beta LLC", "Gamma Inc")
    second = [item.prices[1].rate - item.prices[0].rate for item in reading.boq.items]
    assert set(second) == {Decimal(1)}


def test_a_table_without_a_heading():
    works = pdfs.bill(30, 11)
    read_back(pdfs.table(works, headed=False), works)


def test_every_item_knows_its_page():
    works = pdfs.bill(60, 12)
    reading = read_back(pdfs.table(works), works)
    pages = [item.source.page for item in reading.boq.items]
    assert pages == sorted(pages)
    assert set(pages) == set(range(1, max(pages) + 1))
    assert all(total.source.page for total in reading.boq.totals)


LOOKS = {
    "justified": "#set par(justify: true)",
    "letters of one width": '#set text(font: "DejaVu Sans Mono", size: 7pt)',
    "a bold heading": "#show table.cell.where(y: 0): strong",
    "every second row filled": "#set table(fill: (x, y) => if calc.odd(y) { luma(230) })",
    "filled in white": "#set table(fill: white)",
    "cells apart": "#set table(column-gutter: 2pt, row-gutter: 2pt)",
    "a box on every page": "#set page(margin: (top: 40mm), header: table(columns: (1fr, 1fr), [Project: Tower A], [Rev 2], [Date], [May]))",
    "a cover and preambles": "#align(center)[Tower A]\n#pagebreak()\n= Preambles\n#lorem(300)\n#pagebreak()",
}
LINES = {
    "dashed": '(paint: black, thickness: 0.5pt, dash: "dashed")',
    "dotted": '(paint: black, thickness: 0.5pt, dash: "dotted")',
    "thick": "3pt",
    "grey": "0.5pt + luma(200)",
    "open at the sides": "(x, y) => (bottom: 0.5pt, top: 0.5pt, left: if x > 0 { 0.5pt }, right: if x < 5 { 0.5pt })",
}


@pytest.mark.parametrize("stroke", ["ruled", "unruled"])
@pytest.mark.parametrize("look", LOOKS)
def test_however_a_table_is_dressed(look, stroke):
    works = pdfs.bill(36, 5)
    read_back(pdfs.table(works, stroke=STROKES[stroke], inset="4pt", setup=LOOKS[look]), works)


@pytest.mark.parametrize("line", LINES)
def test_however_its_lines_are_drawn(line):
    works = pdfs.bill(36, 6)
    read_back(pdfs.table(works, stroke=LINES[line], inset="5pt"), works)


def test_russian_headings():
    works = pdfs.bill(36, 7)
    heads = ("№ п/п", "Наименование работ", "Ед. изм.", "Кол-во", "Цена за ед.", "Стоимость")
    read_back(pdfs.table(works, heads=heads, words="Итого", stroke="none", inset="4pt"), works)


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(40) if os.environ.get("MIZAN_PROOF") else (3, 14, 28, 37))
def test_random_bills_in_all_layouts(seed):
    works = pdfs.bill(20 + seed * 7 % 60, seed, longest=6 + seed % 18)
    for stroke in STROKES.values():
        for middle in (
            False,
            stroke != pdfs.ONLY_DOWN,
        ):  # whose texts may lose a line to the row above: see docs/reading.md
            inset = ("4pt", "6pt")[middle] if stroke == "none" else "3pt"
            setup = PRINTED if seed % 2 else ""
            data = pdfs.table(
                works, stroke=stroke, middle=middle, inset=inset, setup=setup, repeat=seed % 3 > 0, comma=seed % 4 == 1
            )
            read_back(data, works)
