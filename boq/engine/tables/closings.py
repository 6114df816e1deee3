"""Items that are built up row by row and closed by a total of their own: labour, machines, materials, overheads, `Total of item`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from boq.engine.tables.columns import Columns
from boq.engine.tables.kinds import COMPONENT, ITEM, SUBTOTAL
from boq.engine.tables.lines import Line
from boq.engine.tables.view import View
from boq.engine.text import fold

LEAST = 2  # items closed by the same words before they are a habit
DEEPEST = 400  # rows that one item may be built up of


def close_items(view: View, columns: Columns, lines: Sequence[Line]) -> None:
    """Give an item without amount the total that closes it; the rows between are what it is made of."""
    if columns.amount is None or sum(line.amount is None and line.kind is ITEM for line in lines) < LEAST:
        return
    blocks = _blocks(lines)
    if len(blocks) < LEAST:
        return
    labels = Counter(label for block in blocks for label in {fold(lines[i].label) for i in _totals(lines, block)})
    common = [label for label, count in labels.items() if label and count == len(blocks)]
    for label in sorted(common, key=lambda label: -_last(lines, blocks[0], label)):
        closing = {block.start: _last(lines, block, label) for block in blocks}
        if _is_habit(lines, closing, label):
            for first, last in closing.items():
                _close(view, columns, lines, first, last)
            return


def _blocks(lines: Sequence[Line]) -> list[range]:
    """An item without amount and the rows under it, up to the next item that is numbered and measured."""
    starts = [i for i, line in enumerate(lines) if line.kind is ITEM and line.ref and line.quantity is not None]
    bounds = pairwise([*starts, len(lines)])
    return [range(start, min(end, start + DEEPEST)) for start, end in bounds if lines[start].amount is None]


def _totals(lines: Sequence[Line], block: range) -> list[int]:
    return [i for i in block if lines[i].kind is SUBTOTAL and lines[i].amount is not None]


def _last(lines: Sequence[Line], block: range, label: str) -> int:
    return max(i for i in _totals(lines, block) if fold(lines[i].label) == label)


def _is_habit(lines: Sequence[Line], closing: dict[int, int], label: str) -> bool:
    """True when nearly every row with these words closes an item, with rows between the two."""
    used = sum(line.kind is SUBTOTAL and fold(line.label) == label for line in lines)
    between = sum(last - first > 1 for first, last in closing.items())
    return used <= len(closing) + 1 and between * 2 > len(closing)


def _close(view: View, columns: Columns, lines: Sequence[Line], first: int, last: int) -> None:
    item, total = lines[first], lines[last]
    item.amount, item.amount_row = total.amount, total.row
    if item.rate is None and columns.rate is not None:
        item.rate = view.number(total.row, columns.rate)
    item.weak = ""
    for line in lines[first + 1 : last]:
        line.kind, line.amount_only, line.weak = COMPONENT, False, ""
