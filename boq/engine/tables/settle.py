"""The second word on the rows of a sheet: what they are beside their neighbours."""

from __future__ import annotations

from itertools import pairwise

from boq.engine.tables.amount_rows import restated, settle_amount_rows
from boq.engine.tables.closings import close_items
from boq.engine.tables.columns import Columns
from boq.engine.tables.descriptions import descriptions_above, settle_texts, texts_left_empty, words_from_above
from boq.engine.tables.endings import added_below, shares_of_totals, taken_off
from boq.engine.tables.kinds import DESCRIPTION, ITEM, NOTE, SUBTOTAL
from boq.engine.tables.lines import Line
from boq.engine.tables.measured import works_over_measurements
from boq.engine.tables.options import mark_options
from boq.engine.tables.parents import (
    answers,
    coefficients,
    headings_with_units,
    lettered_parts,
    materials_in_price,
    named_like_additions,
    parts_of_items,
    units_on_parents,
    unpriced_parts,
    worded,
)
from boq.engine.tables.rollups import unroll
from boq.engine.tables.sums import same
from boq.engine.tables.view import View
from boq.engine.tables.worth import value_of

LEAST_WORTH = 100  # below that a number of pieces may be the same by chance


def settle(view: View, columns: Columns, lines: list[Line]) -> None:
    """Decide, in this order: units on the next row, parts of an item, rows with only an amount, texts."""
    unroll(lines, value_of)
    _unit_rows(columns, lines)
    _struck(view, columns, lines)
    headings_with_units(lines)
    units_on_parents(lines)
    lettered_parts(lines)
    shares_of_totals(lines)
    answers(lines)
    works_over_measurements(view, columns, lines)
    words_from_above(lines)
    texts_left_empty(view, columns, lines)
    totals_in_quantity(columns, lines)
    descriptions_above(lines)
    worded(view, columns, lines)
    named_like_additions(lines)
    coefficients(view, columns, lines)
    close_items(view, columns, lines)
    unpriced_parts(columns, lines)
    parts_of_items(columns, lines)
    materials_in_price(lines)
    restated(lines)
    added_below(lines)
    settle_amount_rows(view, columns, lines)
    taken_off(lines)
    settle_texts(view, lines)
    mark_options(lines)


def totals_in_quantity(columns: Columns, lines: list[Line]) -> None:
    """A total that was written one or two columns too far left: the quantity of a row of totals is what the works above are worth."""
    if columns.quantity is None or columns.amount is None:
        return
    if not any(line.kind is SUBTOTAL and line.quantity and line.amount is None for line in lines):
        return
    worth, count = 0.0, 0
    for line in lines:
        if line.kind is ITEM:
            worth, count = worth + value_of(line), count + 1
        elif line.kind is not SUBTOTAL or line.amount is not None or not line.quantity or count < 2:
            continue
        elif worth >= LEAST_WORTH and same(worth, line.quantity, count):
            line.amount, line.amount_at, line.quantity = line.quantity, columns.quantity, None


def _unit_rows(columns: Columns, lines: list[Line]) -> None:
    """Where there is no unit column the unit may stand alone in the next row, in the quantity column."""
    if columns.unit is not None:
        return
    for above, line in pairwise(lines):
        alone = line.kind is DESCRIPTION and line.unit and not line.ref and len(line.text) <= 12
        if alone and above.kind is ITEM and not above.unit:
            above.unit, above.known_unit = line.unit, True


def _struck(view: View, columns: Columns, lines: list[Line]) -> None:
    """Items whose words, or all of whose figures, are struck through are deleted: they are shown, and no longer items."""
    struck = view.grid.struck
    if not struck:
        return
    for line in lines:
        if line.kind is ITEM:
            places = [c for c in columns.description if view.cell(line.row, c) is not None]
            figures = [columns.unit, columns.quantity, columns.rate, columns.amount]
            held = [c for c in figures if c is not None and view.cell(line.row, c) is not None]
            if any(part and all((line.row, c) in struck for c in part) for part in (places, held)):
                line.kind, line.weak = NOTE, "struck"
