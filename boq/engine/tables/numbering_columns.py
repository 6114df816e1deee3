"""Which column numbers the rows."""

from __future__ import annotations

from collections.abc import Sequence

from boq.engine.tables.headings import Heading
from boq.engine.tables.profile import Profile, is_ref
from boq.engine.tables.view import View

LEAST_FILLED = 4  # cells of a row that holds figures, not a title or a total


def numbers_rows(view: View, rows: Sequence[int], column: int) -> bool:
    """True when the cells of a column number the rows that hold figures, whatever titles and totals stand in it besides."""
    found = [
        is_ref(value)
        for row in rows
        if len(cells := view.rows[row]) > column + 3 and (value := cells[column]) is not None
        if len(cells) - cells.count(None) >= LEAST_FILLED
    ]
    return len(found) >= 3 and sum(found) * 10 >= 9 * len(found)


def guess_refs(headings: dict[int, Heading], profiles: list[Profile], start: int) -> list[int]:
    free = [c for c in range(start) if c not in headings or headings[c].role in ("", "code")]
    return [
        c
        for c in free
        if profiles[c].filled and profiles[c].refs >= profiles[c].filled * 0.6 and profiles[c].average <= 12
    ]


def numbering(profiles: list[Profile], desc: Sequence[int]) -> list[int]:
    """Without headings: the columns that number the rows, 1, 2, 3 ... or 1.1, 1.2 ..., on either side of the description."""
    found = []
    for column, entry in enumerate(profiles):
        worded = entry.average > 12 and entry.texts * 4 > entry.filled  # a title or two over the numbers is none
        if column in desc or entry.unit_share >= 0.5 or entry.refs < max(1, entry.filled * 0.6):
            continue
        numbers = sorted(number for value in entry.values if (number := _count(value)) is not None)
        follow = _follow(numbers, entry.numbers)
        counts = len(numbers) >= 3 and numbers[0] <= 2 and numbers[-1] - numbers[0] <= 2 * len(numbers)
        if follow or (not worded and (counts or entry.texts * 2 > entry.filled)):
            found.append(column)
    return found


def _follow(numbers: Sequence[float], filled: int) -> bool:
    """True for whole numbers of which each is one more than the last: a numbering that began on an earlier page."""
    return len(numbers) == filled >= 3 and numbers[-1] - numbers[0] == filled - 1 and all(n == int(n) for n in numbers)


def _count(value: object) -> float | None:
    """The number that a cell counts with: 3, "3", "3.2"; None for others."""
    if isinstance(value, str):
        whole, _, rest = value.rstrip(".").partition(".")
        return float(whole) if whole.isdigit() and rest.replace(".", "").isdigit() == bool(rest) else None
    return float(value) if isinstance(value, float | int) else None


def best_ref(refs: Sequence[int], profiles: list[Profile], parties: int) -> int | None:
    """The column that numbers the rows; one with no more values than there are `parties` numbers these."""
    filled = [c for c in refs if profiles[c].filled] or list(refs)
    if not filled:
        return None
    telling = [c for c in filled if profiles[c].filled < 10 or len(profiles[c].values) > parties]
    filled = telling or filled
    dotted = [c for c in filled if profiles[c].dotted * 2 > profiles[c].filled]
    return dotted[0] if dotted and not profiles[filled[0]].dotted else filled[0]
