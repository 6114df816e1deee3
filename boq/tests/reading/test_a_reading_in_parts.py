"""Who takes a reading in parts gets its items while the bill is put together, and none of a reading that may not count."""

from __future__ import annotations

from boq.engine.assemble import ITEMS_AT_ONCE
from boq.engine.grid import Grid, Workbook
from boq.engine.model import SheetMapping
from boq.engine.reading import read_grids
from boq.engine.shapes import KeptLayout, shape_of

HEADING = ["Item", "Description", "Unit", "Qty", "Rate", "Amount"]
COUNT = 2 * ITEMS_AT_ONCE + 7


class Taken:
    """Keeps what it gets, in the order in which it comes."""

    def __init__(self):
        self.parts = []

    def items(self, batch):
        self.parts.append(list(batch))

    def bill(self, reading):
        self.parts.append(reading)


def long_bill(heading=HEADING):
    lines = [[str(number), f"Excavate trench {number}", "m3", 2.0, 3.0, 6.0] for number in range(1, COUNT + 1)]
    return Grid("Bill", [heading, *lines])


def test_items_come_in_full_batches_before_the_bill_that_holds_them_all():
    taken = Taken()
    reading = read_grids(Workbook("xlsx", [long_bill()]), "x", taker=taken)
    *batches, bill = taken.parts
    assert [len(batch) for batch in batches] == [ITEMS_AT_ONCE, ITEMS_AT_ONCE]
    assert [item for batch in batches for item in batch] == list(bill.boq.items[: 2 * ITEMS_AT_ONCE])
    assert bill.boq.items == reading.boq.items
    assert len(reading.boq.items) == COUNT
    assert (bill.findings, bill.chunks) == ((), ())
    assert reading.chunks


def test_batches_go_on_over_several_sheets():
    taken = Taken()
    second = Grid("More", [HEADING, *([f"M{row[0]}", f"More {row[1]}", *row[2:]] for row in long_bill().rows[1:])])
    read_grids(Workbook("xlsx", [long_bill(), second]), "x", taker=taken)
    *batches, bill = taken.parts
    assert [item for batch in batches for item in batch] == list(bill.boq.items[: 4 * ITEMS_AT_ONCE])


def test_no_item_is_handed_on_while_a_kept_layout_is_tried():
    odd = ["Group", "What", "How", "Much", "Worth", "Money"]
    told = SheetMapping(
        header_row=1, columns=dict(zip(("ref", "description", "unit", "quantity"), "ABCD", strict=True))
    )
    shape = shape_of("Bill", [odd, ["1", "Excavate trench", "m3", "2", "3", "6"]], told, 1)
    layout = KeptLayout("one", "Acme", "2026-11-22", "Alice", (shape,))
    taken = Taken()
    reading = read_grids(Workbook("xlsx", [long_bill(odd)]), "x", taker=taken, layouts=(layout,))
    assert reading.layout == "one" or reading.receipt.needs_confirmation
    assert [part.boq.items for part in taken.parts] == [reading.boq.items]
