"""Prices alone and the enquiry they answer, put together by ordinal number."""

from __future__ import annotations

from decimal import Decimal

from boq.engine.join import fits, join, needs_join, ordinal
from boq.engine.reading import read
from boq.tests.makers.exchange import gaeb_xml, net, school

ASKED = read(gaeb_xml(school(), "83"), "anfrage.x83").boq


def offered(data=None):
    reading = read(data or gaeb_xml(school(), "84"), "angebot.x84")
    return join(ASKED, reading, reading.boq.items, "anfrage.x83")


def test_an_offer_with_its_enquiry_is_the_priced_bill():
    reading, items = offered()
    whole = read(gaeb_xml(school(), "86"), "auftrag.x86")
    assert [
        (i.key, i.description, i.quantity, i.unit, i.kind, i.standing, i.price.calculated, i.price.amount)
        for i in items
    ] == [
        (i.key, i.description, i.quantity, i.unit, i.kind, i.standing, i.price.calculated, i.price.amount)
        for i in whole.boq.items
    ]
    receipt = reading.receipt
    assert receipt.total == receipt.stated_total == net(school())
    assert receipt.ties_out
    assert receipt.by_kind == whole.receipt.by_kind
    assert [(w.code, w.facts) for w in receipt.warnings] == [
        ("offer_joined", {"joined": 9, "unjoined": 0, "missing": 0, "file": "anfrage.x83"})
    ]
    assert not needs_join(receipt)
    assert [section.title for section in reading.boq.sections] == [section.title for section in whole.boq.sections]


def test_numbers_agree_without_leading_zeros():
    assert ordinal("01.02.0010") == ordinal("1.2.10") == "1.2.10"
    assert ordinal("1.00.A") == "1.0.A"
    assert ordinal("") == ""


def test_what_is_unknown_to_either_side_is_counted_and_kept():
    data = gaeb_xml(school(), "84").replace(b'<Item RNoPart="0040">', b'<Item RNoPart="0045">')
    reading, items = offered(data)
    assert reading.receipt.warnings[-1].facts == {"joined": 8, "unjoined": 1, "missing": 1, "file": "anfrage.x83"}
    stranger = next(item for item in items if item.ref.endswith("0045"))
    assert (stranger.quantity, stranger.description, stranger.price.amount) == (None, "", Decimal("3536.40"))


def test_a_total_that_the_joined_items_do_not_bear_out_is_reported():
    data = gaeb_xml(school(), "84").replace(b"<Total>28994.55<", b"<Total>30000.00<")
    reading, _ = offered(data)
    assert reading.receipt.ties_out is False
    off = [(str(line.amount), str(line.expected)) for line in reading.boq.totals if line.verdict == "off"]
    assert ("30000.00", "28994.55") in off


def test_an_enquiry_must_know_most_of_the_offer():
    assert fits(["01.0010", "01.0020"], ["1.10", "1.20"])
    assert not fits(["01.0010"], ["1.10", "1.20", "1.30"])
    assert not fits([], [])
