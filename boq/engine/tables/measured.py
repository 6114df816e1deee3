"""Works over their measurements: code and words above, measurements in between, the figures on a last row without words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from boq.engine.tables.columns import Columns
from boq.engine.tables.kinds import DESCRIPTION, ITEM, MEASUREMENT, SUBTOTAL
from boq.engine.tables.lines import Line
from boq.engine.tables.view import View
from boq.engine.tables.words import STRONG, total_kind
from boq.engine.units import parse_unit

LEAST_WORKS = 2
_FIRST_WORD = re.compile(r"^(\S{1,6})\s+(?=\S)")


def works_over_measurements(view: View, columns: Columns, lines: list[Line]) -> None:
    """Rows with measures alone are measurements; a row of bare figures under them is the work whose code and words stand above.

    So print Spanish and Italian programs. The unit may be the first word of the text: `m2 Fábrica de ladrillo`.
    """
    if len(columns.dimensions) < 2 or columns.quantity is None:
        return
    measured = [line for line in lines if _measures(view, columns, line)]
    found = [
        (index, first) for index, line in enumerate(lines) if (first := _first_of(view, columns, lines, index)) >= 0
    ]
    if len(found) < LEAST_WORKS:
        return
    for line in measured:
        if not line.ref:
            line.kind = MEASUREMENT
    for index, first in found:
        above = [line for line in lines[first:index] if line.text and line.kind is not MEASUREMENT]
        _describe(lines[index], lines[first], above)


def _measures(view: View, columns: Columns, line: Line) -> bool:
    """True for a row that holds measures and neither quantity nor price."""
    if line.quantity or line.rate or line.amount or line.kind is SUBTOTAL:
        return False
    return any(view.number(line.row, column) is not None for column in columns.dimensions)


def _first_of(view: View, columns: Columns, lines: Sequence[Line], index: int) -> int:
    """Where the work begins whose figures stand alone on a row, -1 for any other row."""
    closing = _is_closing(lines[index])
    if not (closing or _is_bare(lines[index])):
        return -1
    for before in range(index - 1, -1, -1):
        above = lines[before]
        if closing and above.kind is MEASUREMENT and not (above.rate or above.amount):
            continue
        if above.kind is SUBTOTAL or above.quantity or above.rate or above.amount:
            return -1
        if above.ref:
            return before if above.text else -1
    return -1


def _is_bare(line: Line) -> bool:
    """A quantity with its price and not a word beside it."""
    return not (line.ref or line.text or line.unit) and bool(line.quantity and (line.rate or line.amount))


def _is_closing(line: Line) -> bool:
    """`Total | 65.34 | m3 | 612 | 39,988.08` under measures: the quantity is their total, the row is the work itself."""
    said = not line.text or total_kind(line.text) in STRONG
    return line.known_unit and not line.ref and said and bool(line.quantity and line.rate and line.amount)


def _describe(item: Line, head: Line, above: Sequence[Line]) -> None:
    """Give an item the code, words and unit that stand above it."""
    texts = [line.text for line in (head, *(line for line in above if line is not head))]
    item.kind, item.weak, item.ref, item.total, item.label = ITEM, "", head.ref, None, ""
    if head.known_unit and not item.known_unit:
        item.unit, item.known_unit = head.unit, True
    elif not item.known_unit and (found := _FIRST_WORD.match(texts[0])) and parse_unit(found[1]).code:
        item.unit, item.known_unit, texts[0] = found[1], True, texts[0][found.end() :]
    item.text = " ".join(texts)
    for line in (head, *above):
        line.kind = DESCRIPTION
