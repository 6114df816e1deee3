"""Items that a reading process sends become lines of COPY: every figure as it was, every text where it belongs."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boq.engine.model import Item, ItemKind, Price, PricingState, RateComponent, SourceRef, Standing
from boq.pipelines.rows import ITEM_COLUMNS, PRICE_COLUMNS, Rows

SETS = {("", ""): "own", ("Bob & Co", ""): "bobs"}
ESCAPED = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r"}
figures = st.none() | st.decimals(
    allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12
)
words = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=30)


def item(key="k", prices=(), **more):
    own = {"kind": ItemKind.MEASURED, "standing": Standing.COUNTS, "section": 0, "source": SourceRef("Bill", 3)}
    return Item(**{**own, "key": key, "description": "Excavate", "prices": prices, **more})


def table(lines, columns):
    """Lines of COPY as the database takes them in."""
    rows = []
    for line in lines:
        cells = line.split("\t")
        assert len(cells) == len(columns)
        rows.append(dict(zip(columns, map(taken, cells), strict=True)))
    return rows


def taken(cell):
    if cell == "\\N":
        return None
    found, place = "", 0
    while place < len(cell):
        size = 2 if cell[place] == "\\" else 1
        piece = cell[place : place + size]
        found, place = found + (ESCAPED[piece] if size == 2 else piece), place + size
    return found


@given(st.lists(st.tuples(words, figures, figures, words), min_size=1, max_size=6))
def test_every_figure_and_every_text_arrives_as_it_was(works):
    items = [
        item(f"k{n}", (Price(PricingState.PRICED, rate=rate, raw_rate=raw),), description=text, quantity=quantity)
        for n, (text, quantity, rate, raw) in enumerate(works)
    ]
    rows = Rows.of(items)
    ids = range(7, 7 + len(items))
    asked = table(rows.item_lines("alice", "bill", ids, 100), ITEM_COLUMNS)
    priced = table(rows.price_lines("alice", SETS, ids), PRICE_COLUMNS)
    for n, (work, row, price) in enumerate(zip(works, asked, priced, strict=True)):
        text, quantity, rate, raw = work
        assert (row["id"], row["position"], row["key"]) == (str(7 + n), str(100 + n), f"k{n}")
        assert row["description"] == text
        assert row["quantity"] == (None if quantity is None else str(quantity))
        assert price["item_id"] == row["id"]
        assert price["rate"] == (None if rate is None else str(rate))
        assert price["raw_rate"] == raw


def test_prices_of_several_parties_keep_to_their_items_and_their_sets():
    own, bobs = Price(PricingState.UNPRICED), Price(PricingState.PRICED, "Bob & Co", amount=Decimal("9.50"))
    rows = Rows.of([item("a", (own, bobs)), item("b"), item("c", (bobs,))])
    found = table(rows.price_lines("alice", SETS, [1, 2, 3]), PRICE_COLUMNS)
    assert [(one["item_id"], one["price_set_id"], one["amount"]) for one in found] == [
        ("1", "own", None),
        ("1", "bobs", "9.50"),
        ("3", "bobs", "9.50"),
    ]
    assert list(rows.firsts()) == [None, None, Decimal("9.50")]
    assert list(rows.owners("abc")) == ["a", "a", "c"]


def test_parts_of_a_rate_are_kept_beside_it():
    parts = (RateComponent("labour", Decimal("1.5")), RateComponent("material", None, Decimal(2)))
    rows = Rows.of([item("a", (Price(PricingState.PRICED, components=parts),)), item("b", (Price(PricingState.ZERO),))])
    first, second = table(rows.price_lines("alice", SETS, [1, 2]), PRICE_COLUMNS)
    assert '"labour"' in first["components"]
    assert second["components"] == "[]"


def test_no_text_of_a_file_becomes_a_column_or_a_line_of_its_own():
    nasty = "x\ty\nbob's organization\t\\N\r"
    rows = Rows.of([item(nasty, description=nasty, unit=nasty, note=nasty, quantity_formula=nasty), item("b")])
    first, _ = table(rows.item_lines("alice", "bill", [1, 2], 0), ITEM_COLUMNS)
    assert first["organization_id"] == "alice"
    assert {first[column] for column in ("key", "description", "unit", "note", "quantity_formula")} == {nasty}


def test_a_figure_that_is_none_cannot_smuggle_a_line():
    sent = msgspec.to_builtins(item(quantity=Decimal(1)))
    place = Item.__struct_fields__.index("quantity")
    payload = msgspec.msgpack.encode([[*sent[:place], "1\nbob's organization\t2", *sent[place + 1 :]]])
    [row] = table(Rows(payload).item_lines("alice", "bill", [1], 0), ITEM_COLUMNS)
    assert row["quantity"] == "1\nbob's organization\t2"  # one value, which the database refuses


@pytest.mark.parametrize("sent", [[["too", "short"]], [1], {"items": []}, [[1] * len(Item.__struct_fields__)]])
def test_what_is_no_item_is_refused(sent):
    with pytest.raises(msgspec.DecodeError):
        Rows(msgspec.msgpack.encode(sent))


def test_a_bill_without_items_has_no_rows():
    rows = Rows.of([])
    assert (rows.count, rows.parties, rows.worth) == (0, [], [])
