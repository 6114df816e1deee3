"""The same work keeps its key when the file is read again, wherever it stands."""

from __future__ import annotations

from boq.tests.reading.grids import read_table

BILL = """
Item | Description | Unit | Quantity | Rate | Amount
1 | SUBSTRUCTURE | | | |
1.1 | Excavate trenches | m3 | 10 | 5 | 50
1.2 | Concrete in foundations | m3 | 4 | 100 | 400
1.3 | Concrete in foundations | m3 | 6 | 100 | 600
"""


def keys(text: str) -> dict[str, str]:
    return {item.ref: item.key for item in read_table(text).boq.items}


def test_reading_twice_gives_the_same_keys():
    assert keys(BILL) == keys(BILL)


def test_rows_put_above_and_new_prices_change_no_key():
    moved = "\n\nRevision 2\n" + BILL.replace("| 10 | 5 | 50", "| 12 | 6 | 72")
    assert keys(moved) == keys(BILL)


def test_spelling_with_capitals_or_double_spaces_changes_no_key():
    assert keys(BILL.replace("Excavate trenches", "EXCAVATE  Trenches")) == keys(BILL)


def test_equal_works_have_keys_of_their_own():
    twice = BILL.replace("1.3 |", "1.2 |")
    items = read_table(twice).boq.items
    assert len({item.key for item in items}) == 3


def test_another_text_is_another_work():
    other = keys(BILL.replace("Excavate trenches", "Excavate pits"))
    assert other["1.1"] != keys(BILL)["1.1"]
    assert other["1.2"] == keys(BILL)["1.2"]
