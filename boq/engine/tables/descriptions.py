"""Texts over several rows: which belong to an item, which are notes, which are headings."""

from __future__ import annotations

from collections.abc import Sequence

from boq.engine.numbers import parse
from boq.engine.tables.columns import Columns
from boq.engine.tables.kinds import COMPONENT, DESCRIPTION, HEADING, ITEM, MEASUREMENT, NOTE, SUBTOTAL
from boq.engine.tables.lines import Line, last_of
from boq.engine.tables.view import View
from boq.engine.tables.words import STRONG, counts_pages, is_note, total_kind, unit_of_sum

LEAST_EMPTY = 2  # rows without a description of their own before that is a habit
GOES_ON = (",", "،", "、", " -", " –", "&")  # a text that ends so is not finished
OPENING, OPENING_ENDS = 6, 24  # a short text at least so long, and how much of it the long text under it repeats
UNSEEN = " \u200b\u200e\u200f\u202a\u202b\u202c\u00ad"  # signs that may stand behind it


def words_from_above(lines: list[Line]) -> None:
    """An item that only sums up its measurements (`SOMMANO m³`), or has no words, is described by the row above that has."""
    above: Line | None = None
    summed = [line for line in lines if line.kind is ITEM and not line.unit and unit_of_sum(line.text)]
    if len(summed) >= 3:
        for line in lines:
            if line.kind is ITEM and not (line.rate or line.amount or line.unit or unit_of_sum(line.text)):
                line.kind = MEASUREMENT
    for line in lines:
        if line.kind is ITEM:
            unit = unit_of_sum(line.text) if line.text and not line.unit else ""
            if above is not None and (unit or not line.text or _only_sums(line)):
                line.text, line.ref, line.weak = above.text, line.ref or above.ref, ""
                if unit:
                    line.unit, line.known_unit = unit, True
                if above.kind is HEADING:
                    above.kind = DESCRIPTION
            above = None
        elif line.text and (line.kind is HEADING or (line.kind is MEASUREMENT and line.ref)):
            above = line


def texts_left_empty(view: View, columns: Columns, lines: list[Line]) -> None:
    """A work at several places, named at the first alone: the rows under it say no more than the place.

    A column of texts that names nearly every row, and each place of a work once, must stand beside the empty descriptions.
    """
    items = [line for line in lines if line.kind is ITEM]
    bare = [line for line in items if not line.text and line.quantity]
    if len(bare) < LEAST_EMPTY or not items[0].text:
        return
    taken = {*columns.used(), *columns.description} - set(columns.notes) - set(columns.sections)
    for column in range(view.width):
        if column in taken:
            continue
        places = [view.text(line.row, column) for line in items]
        if not all(places) or any(parse(place).value is not None for place in places):
            continue
        runs: list[list[str]] = []
        for line, place in zip(items, places, strict=True):
            if line.text or not runs:
                runs.append([])
            runs[-1].append(place)
        if all(len(set(run)) == len(run) for run in runs):
            above = items[0]
            for line in items:
                if line.text:
                    above = line
                else:
                    line.text, line.weak = above.text, ""
            return


def _only_sums(line: Line) -> bool:
    """`Total` with quantity, unit and price, under its measurements."""
    return len(line.text) <= 12 and not line.ref and line.known_unit and total_kind(line.text) in STRONG


def descriptions_above(lines: list[Line]) -> None:
    """Where a number stands on the first row of a description and the figures on its last, the rows are one item.

    A number with several unnumbered items under it is their heading instead: the habit of the sheet decides.
    """
    ends: dict[int, list[int]] = {}
    start: int | None = None
    for index, line in enumerate(lines):
        if line.kind is ITEM and (line.ref or start is None):  # as most rows are
            start = None
        elif line.kind is HEADING and line.ref and line.text and not line.amount_only:
            start = index
        elif line.kind is ITEM and start is not None:
            ends.setdefault(start, []).append(index)
        elif line.kind is not HEADING or line.ref or not line.text:
            start = None
    single = [(first, found[0]) for first, found in ends.items() if len(found) == 1]
    plain = [(first, last) for first, last in single if lines[last].row - lines[first].row == last - first]
    unfinished = bool(plain) and all(goes_on(lines[last - 1].text) for _, last in plain)
    if (len(plain) < 3 and not unfinished) or len(plain) * 10 < len(ends) * 8:
        return
    for first, last in plain:
        item = lines[last]
        item.ref = lines[first].ref
        item.text = " ".join([*(line.text for line in lines[first:last]), item.text]).strip()
        for line in lines[first:last]:
            line.kind = DESCRIPTION


def settle_texts(view: View, lines: Sequence[Line]) -> None:
    """Headings, continued descriptions and notes among the rows that hold text alone."""
    bold, filled = view.grid.bold, view.grid.filled
    solid = (ITEM, SUBTOTAL, COMPONENT)
    last = last_of(lines, solid)
    for index, line in enumerate(lines):
        if line.kind is ITEM:
            continue
        if line.kind is SUBTOTAL and index and line.amount is None and not line.ref:
            before = lines[index - 1]
            if before.kind is ITEM and before.row == line.row - 1 and goes_on(before.text):
                line.kind, line.total, line.label = DESCRIPTION, None, ""  # "..., total length 3 m"
        if line.kind is not HEADING or line.amount_only or line.unit:
            continue
        if index > last:
            over = lines[index - 1] if index else None
            ends = over is not None and over.row == line.row - 1 and not line.ref and goes_on(over.text)
            line.kind = DESCRIPTION if ends else NOTE
            continue
        if line.ref:
            continue
        above = lines[index - 1] if index else None
        below = lines[index + 1] if index + 1 < len(lines) else None
        marked = any((line.row, c) in bold or (line.row, c) in filled for c, _ in view.filled(line.row))
        if above is not None and above.row == line.row - 1 and not marked and _continues(above, line, below):
            line.kind = DESCRIPTION
        elif is_note(line.text) or (len(line.text) > 240 and (below is None or below.kind is not ITEM) and not marked):
            line.kind = NOTE


def goes_on(text: str) -> bool:
    """True for a text that is not finished."""
    return text.rstrip(UNSEEN).endswith(GOES_ON)


def _continues(above: Line, line: Line, below: Line | None) -> bool:
    """True for the rest of a description that began on the row above."""
    if above.kind not in (ITEM, DESCRIPTION) or line.text.isupper() or line.text.endswith(":"):
        return False
    if counts_pages(line.text):
        return False
    first = line.text[:1]
    if len(above.text) >= OPENING and line.text.casefold().startswith(above.text[:OPENING_ENDS].casefold()):
        return True  # the long text under the short one
    if first.islower() or first in "(-–,;&/+" or goes_on(above.text):
        return True
    return above.text[-1:] not in ".:;" and below is not None and below.row > line.row + 1 and not first.isdigit()
