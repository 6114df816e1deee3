"""Sums outside tables with headings: abstracts of cost, grand totals in words above the first table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from boq.engine.model import TotalKind
from boq.engine.numbers import parse
from boq.engine.tables.columns import Columns
from boq.engine.tables.figures import Money
from boq.engine.tables.kinds import NOTE, SUBTOTAL, SUMMARY
from boq.engine.tables.lines import Line, number_in
from boq.engine.tables.proof import Total
from boq.engine.tables.sheet import Sheet, Table
from boq.engine.tables.sums import same
from boq.engine.tables.view import View
from boq.engine.tables.words import STRONG, total_kind

FRONT_ROWS = 60
FREE_ROWS = 400
WORDS_ROWS = 40
_MONEY = re.compile(r"\d[\d.,' \u00a0]*[.,]\d{2,3}(?!\d)")


def grand_totals_above(sheet: Sheet, known: Callable[[], Iterable[float]]) -> list[Total]:
    """Grand totals above the first table that stand together with the total of the items, as an abstract of cost does.

    `known` are the totals of the items, which take a look at every one of them: asked for only where something may be one.
    """
    if not sheet.tables:
        return []
    view = sheet.view
    table = sheet.tables[0]
    first = min(table.block.first if table.block else table.first, FRONT_ROWS)
    numbers: list[float] = []
    found: list[Total] = []
    for row in range(first):
        numbers += _numbers(view, row)
        found += _grand_at(view, row)
    if not found or not numbers:
        return []
    linked = any(same(number, amount) for amount in known() for number in numbers)
    return found if linked else []


def free_table(view: View) -> Table | None:
    """Every row that ends in a number as an entry or a total of a list of sums; None where there are fewer than two."""
    last = min(len(view.rows), FREE_ROWS)
    ends: Counter[int] = Counter()
    filled: Counter[int] = Counter()
    for row in range(last):
        numbers = _figures(view, row)
        if numbers and any(type(value) is str for _, value in view.filled(row)):
            ends[numbers[-1][0]] += 1
            filled.update(column for column, _ in numbers)
    if not ends:
        return None
    column = max(ends, key=lambda c: (ends[c], -c))
    side_by_side = [c for c, count in filled.items() if count >= 3 and count * 3 >= filled[column]]
    lines = [line for row in range(last) if (line := _free_line(view, row, column, side_by_side)) is not None]
    if sum(line.amount is not None for line in lines) < 2:
        return None
    columns = Columns(description=(0,), money=Money(amount=column), inferred=True)
    table = Table(None, columns, 0, len(view.rows), lines, role="summary")
    add_across(view, table, side_by_side)
    return table


def total_in_words(view: View, known: Iterable[float]) -> Table | None:
    """A sheet of a few texts of which one states, after the word for a total, a sum that is known: `Sub total BHD 1,250.500 VAT ...`."""
    amounts = list(known)
    for row in range(min(len(view.rows), WORDS_ROWS)):
        for column, value in view.filled(row):
            if type(value) is not str or total_kind(value) not in STRONG:
                continue
            for found in _MONEY.findall(value):
                amount = parse(found.strip(), view.default_mark).value
                if amount is not None and any(same(float(amount), other) for other in amounts):
                    line = Line(row, SUBTOTAL, label=value[:300], amount=float(amount), amount_at=column)
                    line.total = total_kind(value)
                    columns = Columns(description=(column,), money=Money(amount=column), inferred=True)
                    return Table(None, columns, 0, len(view.rows), [line], role="summary")
    return None


def _figures(view: View, row: int) -> list[tuple[int, float]]:
    """The figures of a row by column; where there is none, the one that ends its only text."""
    filled = list(view.filled(row))
    found = [(c, n) for c, _ in filled if (n := view.figure(row, c)) is not None]
    if not found and len(filled) == 1 and type(text := filled[0][1]) is str:
        number = number_in(text, view.default_mark)
        return [(filled[0][0], number)] if number else []
    return found


def _free_line(view: View, row: int, column: int, side_by_side: list[int]) -> Line | None:
    if not view.rows[row]:
        return None
    texts = [value for c, value in view.filled(row) if type(value) is str and view.number(row, c) is None]
    line = Line(row, NOTE, text=" ".join(texts)[:300], amount_at=column)
    numbers = dict(_figures(view, row))
    kind = next((kind for text in texts if (kind := total_kind(text)) is not None), None)
    if not numbers:
        return line
    line.total, line.label = kind, line.text
    last = max(numbers)
    across = sum(numbers.get(c, 0.0) for c in side_by_side)
    if kind is not None and len(side_by_side) >= 2 and last not in side_by_side and same(across, numbers[last], 2):
        line.amount, line.amount_at = numbers[last], last  # a total over columns side by side
    elif column in numbers:
        line.amount = numbers[column]
    elif kind is not None:
        line.amount, line.amount_at = numbers[last], last
    if line.amount is not None:
        line.kind = SUBTOTAL if kind is not None else SUMMARY
    return line


def add_across(view: View, table: Table, side_by_side: list[int]) -> None:
    """Where a total adds up columns side by side, the entries are worth the sum of these columns too."""
    total = next(
        (
            x
            for x in table.lines
            if x.kind is SUBTOTAL and x.amount is not None and x.amount_at > max(side_by_side, default=0)
        ),
        None,
    )
    if total is None or len(side_by_side) < 2:
        return
    for entry in table.lines:
        numbers = [n for c, n in _figures(view, entry.row) if c in side_by_side]
        if numbers and entry.row < total.row and entry.kind is not SUBTOTAL:
            entry.kind, entry.amount = SUMMARY, sum(numbers)


def _numbers(view: View, row: int) -> list[float]:
    found = [view.number(row, column) for column, _ in view.filled(row)]
    found += [number_in(value, view.default_mark) for _, value in view.filled(row) if type(value) is str]
    return [number for number in found if number]


def _grand_at(view: View, row: int) -> list[Total]:
    for column, value in view.filled(row):
        if type(value) is not str or total_kind(value) is not TotalKind.GRAND:
            continue
        for place in (row, row + 1):
            numbers = [
                (c, n)
                for c, _ in view.filled(place)
                if (n := view.number(place, c)) and (place > row or c > column) and n >= 100
            ]
            texts = [c for c, v in view.filled(place) if type(v) is str and view.number(place, c) is None]
            if numbers and (place == row or not texts):
                return [_total(place, numbers[-1][0], numbers[-1][1], value)]
        own = number_in(value, view.default_mark)
        return [_total(row, column, own, value)] if own else []
    return []


def _total(row: int, column: int, amount: float, label: str) -> Total:
    line = Line(row, SUBTOTAL, label=label, amount=amount, amount_at=column, total=TotalKind.GRAND)
    return Total(line, TotalKind.GRAND, amount, 0, basis="front")
