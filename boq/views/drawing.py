"""Rows of the file, drawn as the spreadsheet that they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from boq.engine.bidi import right_to_left
from boq.engine.model import column_letters

CELL = 160


@dataclass(frozen=True)
class DrawnCell:
    """One cell: its text, cut short, and the role of its column in this row."""

    text: str
    role: str = ""
    number: bool = False


@dataclass(frozen=True)
class DrawnRow:
    """One row with its number in the file."""

    number: int
    cells: list[DrawnCell]
    chosen: bool = False
    kind: str = ""


@dataclass(frozen=True)
class Drawing:
    """A piece of a sheet."""

    letters: list[str] = field(default_factory=list)
    rows: list[DrawnRow] = field(default_factory=list)

    @property
    def direction(self) -> str:
        """rtl where most words are Arabic, else ltr, in every language of the page: column A stands where the file has it."""
        words = [cell.text for row in self.rows for cell in row.cells if any(sign.isalpha() for sign in cell.text)]
        return "rtl" if 2 * sum(map(right_to_left, words)) > len(words) else "ltr"


def looks_like_number(text: str) -> bool:
    """True for a text made of digits and signs alone, which a spreadsheet aligns on the other side."""
    return (
        bool(text)
        and any(sign.isdigit() for sign in text)
        and all(sign.isdigit() or sign in " .,-+%'٫٬\u00a0" for sign in text)
    )


def draw(
    rows: Iterable[tuple[int, list[str]]],
    roles: Mapping[int, str],
    *,
    chosen: int = 0,
    kinds: Mapping[int, str] | None = None,
) -> Drawing:
    """`rows` are (number, texts); `roles` names columns, 1-based, in the chosen row or, when none is chosen, in all rows."""
    kept = list(rows)
    width = max((len(cells) for _number, cells in kept), default=0)
    drawn = []
    for number, cells in kept:
        named = roles if chosen in (0, number) else {}
        line = [
            DrawnCell(text[:CELL], named.get(column, ""), looks_like_number(text))
            for column, text in enumerate([*cells, *[""] * (width - len(cells))], start=1)
        ]
        drawn.append(DrawnRow(number, line, number == chosen, (kinds or {}).get(number, "")))
    return Drawing([column_letters(column) for column in range(1, width + 1)], drawn)
