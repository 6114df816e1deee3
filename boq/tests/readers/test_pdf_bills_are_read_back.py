"""PDF bills of our own making, in the layouts that programs print, are read back exactly and without a question."""

from __future__ import annotations

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
