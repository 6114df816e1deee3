"""A row of a table that holds something."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from boq.engine.model import RowKind, TotalKind
from boq.engine.numbers import parse

_TAIL = re.compile(r"(=|:|[^\W\d_]{1,4}\.?)?\s*(\d[\d.,' ]{2,}\d)\s*(?:/-|/=)?$")


class Line(msgspec.Struct, gc=False):
    """A row that holds something. `quantity`, `rate`, `amount` are numbers where the cells hold numbers; `word` is a pricing word."""

    row: int
    kind: RowKind
    ref: str = ""
    text: str = ""
    unit: str = ""
    known_unit: bool = False
    quantity: float | None = None
    rate: float | None = None
    amount: float | None = None
    word: str = ""
    total: TotalKind | None = None
    label: str = ""
    amount_only: bool = False
    weak: str = ""
    level: int = 0
    top: bool = False
    amount_at: int = -1
    amount_row: int = -1  # the row that states the item's price, where that is not its own
    scope: str = ""
    summed: bool = False


def number_in(label: str, mark: str) -> float | None:
    """The amount at the end of a text: "Total Rs. 13,500.00"; a bare small number there is none."""
    found = _TAIL.search(label)
    if found is None or not (found[1] or "." in found[2].rstrip(".")):
        return None
    value = parse(found[2].strip(), mark).value
    return float(value) if value is not None and value >= 100 else None


def is_real(text: str) -> bool:
    """False for dashes, bare numbers and error values: a row without real text is no item."""
    if text[0] == "#" and text[-1] in "!?A":
        return False
    return (
        text[0].isalpha()
        or any(ch.isalpha() for ch in text)
        or (any(ch.isdigit() for ch in text) and parse(text).value is None)
    )


def last_of(lines: Sequence[Line], kinds: tuple[RowKind, ...]) -> int:
    """The position of the last row of these kinds, -1 where there is none."""
    return next((index for index in range(len(lines) - 1, -1, -1) if lines[index].kind in kinds), -1)


def any_figure(line: Line) -> bool:
    """A number, zero too, in any column of figures."""
    return line.quantity is not None or line.rate is not None or line.amount is not None
