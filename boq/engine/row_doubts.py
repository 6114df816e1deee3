"""What may be wrong with one sheet: its columns and its rows."""

from __future__ import annotations

from collections.abc import Sequence

from boq.engine.evidence import Evidence
from boq.engine.inquiry import Inquiry
from boq.engine.tables.kinds import ITEM, NOTE, SUBTOTAL
from boq.engine.tables.lines import Line
from boq.engine.tables.sheet import Sheet
from boq.engine.tables.sums import Sums
from boq.engine.tables.worth import value_of
from boq.engine.units import parse_unit

LEAST_AGAIN = 2  # totals that come again as items


def about_rows(inquiry: Inquiry, sheet: Sheet, witness: Evidence, proven: bool = False) -> None:
    """Rows that may be items and were not taken, or were taken and may be none. `proven`: the file's total counts them all."""
    _about_rows_above(inquiry, sheet)
    _about_unpriced(inquiry, sheet)
    if not (witness.tied or witness.covered):
        _about_unsettled_rows(inquiry, sheet, witness)
    elif again := _totals_again(sheet):
        inquiry.ask("total_among_items", sheet, {"rows": len(again), "of": witness.items}, row=again[0].row)
    items = sheet.items
    twice = 0 if witness.tied or len(items) < 6 else _works_again(items)
    if twice and twice * 10 >= len(items) * 4:
        inquiry.ask("works_repeated", sheet, {"rows": twice, "of": len(items)}, row=items[0].row)
    rows = sheet.view.grid.hidden_rows
    hidden = [line for line in items if line.row in rows] if rows else []
    if hidden and not sheet.view.grid.hidden and len(hidden) * 4 >= len(items) and not (witness.tied or proven):
        inquiry.ask("hidden_items", sheet, {"rows": len(hidden), "of": len(items)}, row=hidden[0].row)
    elif hidden:
        inquiry.warn("hidden_rows", sheet, {"rows": len(hidden)}, row=hidden[0].row)


def _works_again(items: Sequence[Line]) -> int:
    """How many items are the same as one before; 0 where so few texts come again that it cannot be many."""
    counted = [line for line in items if line.scope != "alternative" and line.text]
    if (len(counted) - len({line.text for line in counted})) * 10 < len(items) * 4:
        return 0
    return len(counted) - len({(line.ref, line.text, line.unit, line.quantity) for line in counted})


def _about_rows_above(inquiry: Inquiry, sheet: Sheet) -> None:
    """Rows over the first heading that hold a text, a known unit and a number where the items have theirs."""
    main = max((t for t in sheet.tables if t.role == "bill"), key=lambda t: len(t.items), default=None)
    if main is None or main.columns.unit is None or main.columns.quantity is None:
        return
    view, unit, quantity = sheet.view, main.columns.unit, main.columns.quantity
    first = min(table.block.first if table.block else table.first for table in sheet.tables)
    known = {line.row for line in sheet.lines if line.row < first}
    found = [
        row
        for row in range(first)
        if row not in known
        and type(value := view.cell(row, unit)) is str
        and parse_unit(value).code
        and view.number(row, quantity) is not None
        and any(view.text(row, column) for column in main.columns.description)
    ]
    if found:
        inquiry.ask("rows_unclear", sheet, {"rows": len(found), "of": len(sheet.items)}, row=found[0])


def _about_unpriced(inquiry: Inquiry, sheet: Sheet) -> None:
    """In a priced bill, many rows with a quantity and neither number (or, where no column says it, unit) nor price: materials, or works."""
    items = sheet.items
    measured = any(table.columns.unit is not None for table in sheet.tables)
    priced = sum(bool(line.rate or line.amount) for line in items)
    bare = [line for line in items if line.quantity and not (line.rate or line.amount or line.word)]
    plain = [line for line in bare if not line.ref or not (line.unit or measured)]
    if priced >= 3 and len(plain) * 4 >= len(items):
        inquiry.ask("items_without_number", sheet, {"rows": len(plain), "of": len(items)}, row=plain[0].row)


def _about_unsettled_rows(inquiry: Inquiry, sheet: Sheet, witness: Evidence) -> None:
    """Where no total proves the items, every row of unclear kind counts."""
    weak = _weak_lines(sheet)
    unclear = weak["figure_without_unit"]
    lost = [line for line in weak["stray_figure"] if line.amount and not line.amount_only]
    numbered = sum(bool(line.ref) for line in sheet.items)
    plain = [line for line in sheet.items if not line.ref and not line.rate and not line.amount]
    share = 0.3 * witness.items
    doubts = {
        "rows_unclear": (unclear if len(unclear) >= max(1, 0.02 * witness.items) else [])
        or (lost if len(lost) > 0.05 * witness.items else []),
        "amounts_without_quantity": [line for line in weak["amount_only"] if line.kind is ITEM],
        "total_among_items": _totals_posing(sheet),
        "items_within_items": [line for line in weak["has_children"] if line.kind is ITEM],
        "items_without_number": plain if numbered >= max(3, share) and len(plain) >= share else [],
    }
    for code, lines in doubts.items():
        if lines:
            inquiry.ask(code, sheet, {"rows": len(lines), "of": witness.items}, row=lines[0].row)
    end = _unlabelled_end(sheet)
    if end is not None:
        inquiry.ask("total_unclear", sheet, {"label": "", "stated": format(end.amount or 0.0, ".2f")}, row=end.row)


def _weak_lines(sheet: Sheet) -> dict[str, list[Line]]:
    """Lines of bill tables by what is weak about them, down to the last item or total."""
    weak: dict[str, list[Line]] = {
        name: [] for name in ("figure_without_unit", "stray_figure", "amount_only", "has_children")
    }
    for table in sheet.tables:
        if table.role != "bill" or len(table.columns.dimensions) >= 2:
            continue
        last = max((line.row for line in table.lines if line.kind in (ITEM, SUBTOTAL)), default=-1)
        for line in table.lines:
            if line.row <= last and line.weak in weak:
                weak[line.weak].append(line)
    return weak


def _unlabelled_end(sheet: Sheet) -> Line | None:
    """An amount alone in the row under the last item: a total without words, which the items do not prove."""
    lines = [line for table in sheet.tables if table.role == "bill" for line in table.lines]
    place = max((index for index, line in enumerate(lines) if line.kind is ITEM), default=-1)
    after = lines[place + 1 : place + 3]
    return next((line for line in after if line.amount_only and line.kind is NOTE), None)


def _totals_again(sheet: Sheet) -> list[Line]:
    """Items without a rate that state totals from above once more, at least two of them: lines of a collection, perhaps."""
    totals: set[float] = set()
    found = []
    for line in sheet.lines:
        if line.kind is SUBTOTAL and line.amount and line.label:
            totals.add(round(line.amount, 2))
        elif line.kind is ITEM and line.amount and not line.rate and round(line.amount, 2) in totals:
            found.append(line)
    return found if len(found) >= LEAST_AGAIN else []


def _totals_posing(sheet: Sheet) -> list[Line]:
    """Items without quantity or rate, or once of what has no unit, whose amount is the sum of three items or more right above:
    totals, perhaps.
    """
    items = sheet.items
    sums = Sums([value_of(line) for line in items])
    found = []
    for place, line in enumerate(items):
        once = line.quantity == 1 and not line.unit
        if line.amount and (once or not (line.quantity and line.rate)) and place >= 3:
            start = sums.start_of(place, line.amount)
            if start is not None and place - start >= 3:
                found.append(line)
    return found
