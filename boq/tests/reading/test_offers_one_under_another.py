"""The same works again under the same heading: offers of several parties, or buildings that are alike."""

from __future__ import annotations

from decimal import Decimal

from boq.tests.reading.grids import read_table


def blocks(first: str, second: str, rates: tuple[int, int, int] = (9, 13, 98), end: str = "") -> str:
    totals = 1000 + 600 + 1000, 100 * rates[0] + 50 * rates[1] + 10 * rates[2]
    heading = "Sl | Description | Unit | Qty | Rate | Amount"
    return f"""
{first} | | | | |
{heading}
1 | Pipes 20 mm | m | 100 | 10 | 1000
2 | Pipes 25 mm | m | 50 | 12 | 600
3 | Fixtures | nr | 10 | 100 | 1000
 | Total | | | | {totals[0]}
{second} | | | | |
{heading}
1 | Pipes 20 mm | m | 100 | {rates[0]} | {100 * rates[0]}
2 | Pipes 25 mm | m | 50 | {rates[1]} | {50 * rates[1]}
3 | Fixtures | nr | 10 | {rates[2]} | {10 * rates[2]}
 | Total | | | | {totals[1]}
{end}
"""


def test_blocks_under_the_names_of_bidders_are_prices_of_the_same_works():
    reading = read_table(blocks("Bidder 1: Delta Works (L2)", "Bidder 2: Echo Sanitary (L1)"))
    receipt = reading.receipt
    assert receipt.items == 3
    assert receipt.total == receipt.stated_total == Decimal(2600)
    assert not receipt.needs_confirmation
    pipes = reading.boq.items[0]
    assert [(price.party, price.rate) for price in pipes.prices] == [
        ("Bidder 1: Delta Works (L2)", Decimal(10)),
        ("Bidder 2: Echo Sanitary (L1)", Decimal(9)),
    ]
    assert sum(receipt.rows.values()) == receipt.rows_total
    assert receipt.rows["header"] == 2


def test_parties_are_known_by_their_legal_form():
    assert read_table(blocks("M/s Delta Plumbing", "M/s Echo Sanitary")).receipt.items == 3
    assert read_table(blocks("ООО «Дельта»", "ООО «Эхо»")).receipt.items == 3


def test_blocks_that_no_word_calls_offers_are_asked_about():
    receipt = read_table(blocks("Delta", "Echo")).receipt
    assert receipt.items == 6
    assert "works_repeated" in [question.code for question in receipt.questions]


def test_buildings_that_are_alike_count_each_where_the_grand_total_adds_them_up():
    receipt = read_table(blocks("Block A", "Block B", (10, 12, 100), end=" | Grand total | | | | 5200")).receipt
    assert receipt.items == 6
    assert receipt.total == receipt.stated_total == Decimal(5200)
    assert not receipt.needs_confirmation
