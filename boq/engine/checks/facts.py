"""Small helpers of the checks: places, exact figures as text, texts as they are compared."""

from __future__ import annotations

import re
from decimal import Decimal

from boq.engine.model import Item, Price, SourceRef

_MARKS = re.compile(
    "[\u0640\u064b-\u065f\u0670\u200b-\u200f\u00ad]"
)  # Arabic vowel signs and tatweel, invisible characters
CELLS_NAMED = 5
LABEL = 90


def plain(value: Decimal) -> str:
    """The exact figure without exponent: at least two decimals where there are any (`12`, `12.50`, `0.125`)."""
    if value == value.to_integral_value():
        return f"{value:.0f}" if value else "0"
    exact = value.normalize()
    exponent = exact.as_tuple().exponent
    return f"{exact:f}0" if exponent == -1 else f"{exact:f}"


def percent(part: Decimal, whole: Decimal) -> str:
    """`part` of `whole` in per cent with one decimal."""
    return f"{part / whole * 100:.1f}"


def same_text(text: str) -> str:
    """A description as it is compared: case, spaces, vowel signs and punctuation at the ends do not matter."""
    if not text.isascii():
        text = _MARKS.sub("", text)
    return " ".join(text.casefold().split()).strip(" .,;:-–—")


def name_of(item: Item) -> str:
    """How a person finds the item: its number, else its cell."""
    return item.ref or item.source.cell


def name_and_cell(item: Item) -> str:
    """The item's number and where it stands, for a person who looks elsewhere in the file."""
    return f"{item.ref} ({item.source.cell})" if item.ref else item.source.cell


def shortened(text: str) -> str:
    """A label that fits into a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= LABEL else f"{text[: LABEL - 1].rstrip()}…"


def bidder(price: Price, index: int) -> str:
    """The name of the party that gives an item's price number `index` (from 0): "" for the only or first unnamed one."""
    return price.party or (str(index + 1) if index else "")


def derived(value: Decimal) -> str:
    """A figure that Mizan has worked out, to six decimals: more would say nothing."""
    return plain(round(value, 6))


def amount_cell(item: Item, price: Price) -> SourceRef:
    """Where the amount stands; the whole row when the reading does not know the column."""
    source = item.source
    return SourceRef(source.sheet, price.amount_row or source.row, price.amount_column, source.page)


def rate_cell(item: Item, price: Price) -> SourceRef:
    """Where the rate stands."""
    return item.at(price.rate_column)


def cells(items: list[Item]) -> str:
    """The first few cells, as a list to read."""
    named = ", ".join(item.source.cell for item in items[:CELLS_NAMED])
    return named if len(items) <= CELLS_NAMED else f"{named}, …"


def places(value: Decimal) -> int:
    """How many decimals the value needs: 0 for 12 and 1200, 2 for 0.25."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
