"""What may be wrong with one sheet: its columns and its rows."""

from __future__ import annotations

from collections.abc import Sequence

from boq.engine.evidence import Evidence
from boq.engine.inquiry import Fact, Inquiry
from boq.engine.mark_doubts import about_marks
from boq.engine.model import RowKind, column_letters
from boq.engine.tables.lines import Line
from boq.engine.tables.numbering import depth_of
from boq.engine.tables.profile import close
from boq.engine.tables.purpose import says, titles
from boq.engine.tables.roles import is_currency
from boq.engine.tables.sheet import Sheet, Table
from boq.engine.tables.sums import Sums
from boq.engine.tables.view import View, as_float
from boq.engine.tables.worth import value_of
from boq.engine.units import parse_unit
from boq.engine.vocabulary.totals import QUANTITY_TITLES

LOOKED_AT = 60  # items on which columns are compared
LEAST_LISTED = 5  # works of a list without a heading
PIECES = frozenset({"nr", "set", "pair", "sum"})
FEW = 3  # pieces that are no price
LEAST_AGAIN = 2  # totals that come again as items
LEAST_CHECKED = 3  # rows that multiply out before arithmetic says anything


def about_columns(inquiry: Inquiry, sheet: Sheet, witness: Evidence) -> None:
    """Columns without a heading, without content, or against arithmetic."""
    main = max((t for t in sheet.tables if t.role == "bill"), key=lambda t: len(t.items), default=None)
    if main is None:
        return
    columns, letters = main.columns, _letters(main)
    proven = witness.multiplies or witness.tied
    about_marks(inquiry, sheet)
    if not columns.description or witness.named < 0.6 * witness.items:
        inquiry.ask("descriptions_missing", sheet, {"items": witness.items, "named": witness.named})
    least = (0.75 if witness.checked >= 5 else 0.6) * witness.checked
    if witness.checked >= LEAST_CHECKED and witness.agree < least:
        inquiry.ask("arithmetic_disagrees", sheet, {"agree": witness.agree, "checked": witness.checked, **letters})
    elif witness.worthless >= LEAST_CHECKED and witness.worthless * 2 > witness.items and not witness.multiplies:
        inquiry.ask("arithmetic_disagrees", sheet, {"agree": 0, "checked": witness.worthless, **letters})
    _about_unread_figures(inquiry, sheet, main)
    _about_other_figures(inquiry, sheet, main)
    _about_other_tables(inquiry, sheet, main)
    if main.block is None or main.block.single_cell:
        proof = witness.multiplies and witness.telling >= min(LEAST_CHECKED, witness.checked)
        if not _plain_list(sheet, main, witness) and (len(columns.money.loose) >= 2 or not proof):
            inquiry.ask("heading_missing", sheet, letters, row=main.first)
    elif columns.quantity is not None and not witness.multiplies and _quantity_is_open(sheet.view, main):
        inquiry.ask("quantity_column_unsure", sheet, letters, column=columns.quantity)
    unmeasured = columns.unit is None and witness.unit_known * 2 < witness.items
    if unmeasured and not (proven or witness.covered or _counts_goods(main)):
        inquiry.ask("units_missing", sheet, {"items": witness.items})
    if (
        columns.unit is not None
        and witness.with_unit >= 5
        and witness.unit_known < 0.5 * witness.with_unit
        and not proven
    ):
        inquiry.ask("units_unclear", sheet, {"known": witness.unit_known, "of": witness.with_unit}, column=columns.unit)


def _quantity_is_open(view: View, main: Table) -> bool:
    """No heading names the quantity, or the same heading stands over another column with other figures for the same works."""
    quantity, headings = main.columns.quantity, main.block.headings if main.block else {}
    if "qty" not in main.columns.headed or quantity is None:
        return True
    if quantity not in headings:
        return False
    own, used = headings[quantity], main.columns.used() | set(main.columns.dimensions)
    again = [c for c, h in headings.items() if c not in used and (h.role, h.text) == ("qty", own.text)]
    return any(
        (other := view.number(line.row, column)) and line.quantity and other not in (1, line.quantity)
        for column in again
        for line in main.items[:LOOKED_AT]
    )


def _counts_goods(main: Table) -> bool:
    """A list of goods: headings name what is wanted and how many, there is no other figure, and nearly all say a whole number."""
    columns, items = main.columns, main.items[:400]
    named = (
        {"desc", "item", "ref"} & columns.headed
        and columns.description
        and "qty" in columns.headed
        and not columns.money.loose
    )
    whole = sum(line.quantity is not None and line.quantity == int(line.quantity) for line in items)
    return bool(named) and len(items) >= LEAST_CHECKED and whole * 10 >= 8 * len(items)


def _whole_column(view: View, main: Table) -> int | None:
    """A column that is the amount and another column together, of which no heading says that it is a tax: the true amount."""
    money, headings = main.columns.money, main.block.headings if main.block else {}
    taxed = {column for column, heading in headings.items() if "tax" in heading.qualifiers or heading.role == "pct"}
    free = [c for c in (*money.later, *money.loose) if c != money.amount and c not in taxed and c not in money.used()]
    items = [line for line in main.items if line.amount][:LOOKED_AT]
    if len(items) < LEAST_CHECKED or len(free) < 2 or money.parts or money.parties:
        return None
    numbers = {column: [view.number(line.row, column) or 0.0 for line in items] for column in free}
    for whole in free:
        for part in free:
            if whole == part or sum(map(bool, numbers[part])) * 2 < len(items):
                continue
            fits = (
                close((line.amount or 0.0) + extra, total)
                for line, extra, total in zip(items, numbers[part], numbers[whole], strict=True)
            )
            if sum(fits) * 10 >= len(items) * 9:
                return whole
    return None


def _about_other_tables(inquiry: Inquiry, sheet: Sheet, main: Table) -> None:
    """Further tables of the sheet whose quantity has no heading, or whose amount was not found, and no arithmetic speaks."""
    for table in sheet.tables:
        columns = table.columns
        if table is main or table.role != "bill" or len(table.items) < LEAST_CHECKED or columns.money.proven:
            continue
        unheaded = table.block is not None and columns.quantity is not None and "qty" not in columns.headed
        amountless = columns.amount is None and columns.rate is not None and main.columns.amount is not None
        if unheaded or (amountless and not columns.money.parts):
            inquiry.ask("quantity_column_unsure", sheet, _letters(table), row=table.first)
            return


def _about_unread_figures(inquiry: Inquiry, sheet: Sheet, main: Table) -> None:
    """A column of quantities, rates or amounts whose texts hold digits and are read as no number."""
    view, items = sheet.view, main.items
    for column in (main.columns.quantity, main.columns.rate, main.columns.amount):
        if column is None:
            continue
        texts = [view.text(line.row, column) for line in items if not _is_empty_or_number(view, line.row, column)]
        unread = [text for text in texts if any(ch.isdigit() for ch in text) and text[0] != "#"]
        if len(unread) >= 2 and len(unread) * 5 >= len(items):
            facts: dict[str, Fact] = {"rows": len(unread), "of": len(items), "column": column_letters(column + 1)}
            inquiry.ask("figures_unread", sheet, {**facts, "text": unread[0][:40]}, column=column)


def _is_empty_or_number(view: View, row: int, column: int) -> bool:
    """True for most cells of a column of figures; only texts take work."""
    cells = view.rows[row]
    value = cells[column] if column < len(cells) else None
    return value is None or (as_float(value) if type(value) is float else view.number(row, column)) is not None


def _about_other_figures(inquiry: Inquiry, sheet: Sheet, main: Table) -> None:
    """Amounts in several currencies, or items whose amount stands in another column of figures."""
    view, money, headings = sheet.view, main.columns.money, main.block.headings if main.block else {}
    if money.amount is None:
        return
    coins = [
        is_currency(h.text) and h.text
        for c, h in headings.items()
        if c in (money.amount, *money.later) and h.role == "amt"
    ]
    names = sorted({str(coin).strip(" .()") for coin in coins if coin})
    if len(names) > 1:
        inquiry.ask("currencies_mixed", sheet, {"currencies": ", ".join(names)}, column=money.amount)
        return
    items = main.items
    if (whole := _whole_column(view, main)) is not None:
        places = {"amount": column_letters(money.amount + 1), "other": column_letters(whole + 1)}
        inquiry.ask("figures_elsewhere", sheet, {"rows": 0, "of": len(items), **places}, column=whole)
        return
    bare = [line for line in items if line.amount is None and not line.word]
    for column in money.later:
        heading = headings[column]
        if (
            heading.role not in ("amt", "price")
            or "later" in heading.qualifiers
            or column in (money.quantity, money.rate)
        ):
            continue
        found = sum(bool(view.number(line.row, column)) for line in bare)
        if found >= 2 and found * 3 >= len(items):
            places = {"amount": column_letters(money.amount + 1), "other": column_letters(column + 1)}
            inquiry.ask("figures_elsewhere", sheet, {"rows": found, "of": len(items), **places}, column=column)
            return


def _are_quantities(sheet: Sheet, main: Table) -> bool:
    """True where the only figures of a list can be no prices: a title says so, they stand before the unit (`24 m2`), or pieces are few."""
    columns, items = main.columns, main.items[:400]
    if any(line.quantity is None for line in items) or _figures_beside(sheet.view, main):
        return False
    above = [line.text for line in main.lines if items and line.row < items[0].row]
    if says([*titles(sheet), *above], QUANTITY_TITLES):
        return True
    pieces = [line.quantity or 0.0 for line in items if parse_unit(line.unit).code in PIECES]
    few = len(pieces) >= 2 and all(count == int(count) for count in pieces) and min(pieces) <= FEW
    return few or (columns.quantity or 0) + 1 == columns.unit


def _figures_beside(view: View, main: Table) -> bool:
    """Numbers right of the quantity, in whatever row of the list: sums, perhaps."""
    right = max(main.columns.quantity or 0, main.columns.unit or 0) + 1
    cells = (value for row in view.rows[main.first : main.last] for value in row[right:])
    return any(type(value) is float for value in cells)


def _plain_list(sheet: Sheet, main: Table, witness: Evidence) -> bool:
    """A list without heading that can only be read one way: levels or deep numbers, known units, one column of figures.

    Where some of these say `rate only`, they are quantities.
    """
    columns = main.columns
    items = main.items[:400]
    ordered = columns.level is not None or max((depth_of(line.ref) for line in items), default=0) >= 3
    numbered = len(items) >= 4 and [line.ref for line in items] == [str(n) for n in range(1, len(items) + 1)]
    text = max(columns.description, default=0)
    alone = (columns.quantity or 0) > text and not any(column > text for column in columns.money.loose)
    asked = alone and sum(line.word == "rate_only" for line in items) >= 2
    counted = not columns.money.loose and len(items) >= LEAST_LISTED and _are_quantities(sheet, main)
    return (
        ((ordered and witness.items >= 20) or (numbered and not columns.money.loose) or asked or counted)
        and columns.rate is None
        and columns.amount is None
        and columns.unit_share >= 0.9
    )


def _letters(table: Table) -> dict[str, Fact]:
    columns = table.columns
    places = (("quantity", columns.quantity), ("rate", columns.rate), ("amount", columns.amount))
    return {name: column_letters(place + 1) if place is not None else None for name, place in places}


def about_rows(inquiry: Inquiry, sheet: Sheet, witness: Evidence, proven: bool = False) -> None:
    """Rows that may be items and were not taken, or were taken and may be none. `proven`: the file's total counts them all."""
    _about_rows_above(inquiry, sheet)
    _about_unpriced(inquiry, sheet)
    if not (witness.tied or witness.covered):
        _about_unsettled_rows(inquiry, sheet, witness)
    elif again := _totals_again(sheet):
        inquiry.ask("total_among_items", sheet, {"rows": len(again), "of": witness.items}, row=again[0].row)
    items = sheet.items
    twice = _works_again(items)
    if len(items) >= 6 and twice * 10 >= len(items) * 4 and not witness.tied:
        inquiry.ask("works_repeated", sheet, {"rows": twice, "of": len(items)}, row=items[0].row)
    hidden = [line for line in items if line.row in sheet.view.grid.hidden_rows]
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
    known = {line.row for line in sheet.lines}
    first = min(table.block.first if table.block else table.first for table in sheet.tables)
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
        "amounts_without_quantity": [line for line in weak["amount_only"] if line.kind is RowKind.ITEM],
        "total_among_items": _totals_posing(sheet),
        "items_within_items": [line for line in weak["has_children"] if line.kind is RowKind.ITEM],
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
        last = max((line.row for line in table.lines if line.kind in (RowKind.ITEM, RowKind.SUBTOTAL)), default=-1)
        for line in table.lines:
            if line.row <= last and line.weak in weak:
                weak[line.weak].append(line)
    return weak


def _unlabelled_end(sheet: Sheet) -> Line | None:
    """An amount alone in the row under the last item: a total without words, which the items do not prove."""
    lines = [line for table in sheet.tables if table.role == "bill" for line in table.lines]
    place = max((index for index, line in enumerate(lines) if line.kind is RowKind.ITEM), default=-1)
    after = lines[place + 1 : place + 3]
    return next((line for line in after if line.amount_only and line.kind is RowKind.NOTE), None)


def _totals_again(sheet: Sheet) -> list[Line]:
    """Items without a rate that state totals from above once more, at least two of them: lines of a collection, perhaps."""
    totals: set[float] = set()
    found = []
    for line in sheet.lines:
        if line.kind is RowKind.SUBTOTAL and line.amount and line.label:
            totals.add(round(line.amount, 2))
        elif line.kind is RowKind.ITEM and line.amount and not line.rate and round(line.amount, 2) in totals:
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
