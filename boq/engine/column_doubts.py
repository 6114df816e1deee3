"""What may be wrong with the columns of one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from boq.engine.evidence import Evidence
from boq.engine.inquiry import Fact, Inquiry
from boq.engine.mark_doubts import about_marks
from boq.engine.model import column_letters
from boq.engine.numbers import LARGEST
from boq.engine.tables.lines import Line
from boq.engine.tables.numbering import depth_of
from boq.engine.tables.profile import close
from boq.engine.tables.purpose import says, titles
from boq.engine.tables.roles import is_currency
from boq.engine.tables.sheet import Sheet, Table
from boq.engine.tables.view import Cell, View, as_text
from boq.engine.units import parse_unit
from boq.engine.vocabulary.titles import QUANTITY_TITLES

LOOKED_AT = 60  # items on which columns are compared
LEAST_LISTED = 5  # works of a list without a heading
PIECES = frozenset({"nr", "set", "pair", "sum"})
FEW = 3  # pieces that are no price
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
    items = main.items
    rows = [sheet.view.rows[line.row] for line in items]
    for column in (main.columns.quantity, main.columns.rate, main.columns.amount):
        if column is None:
            continue
        texts = _no_numbers(sheet.view, items, rows, column)
        unread = [text for text in texts if any(ch.isdigit() for ch in text) and text[0] != "#"]
        if len(unread) >= 2 and len(unread) * 5 >= len(items):
            facts: dict[str, Fact] = {"rows": len(unread), "of": len(items), "column": column_letters(column + 1)}
            inquiry.ask("figures_unread", sheet, {**facts, "text": unread[0][:40]}, column=column)


def _no_numbers(view: View, items: Sequence[Line], rows: Sequence[list[Cell]], column: int) -> list[str]:
    """What the cells of a column hold that are neither empty nor a number, of items in these `rows`; only texts take work."""
    values = [cells[column] if column < len(cells) else None for cells in rows]
    if set(map(type, values)) == {float}:
        figures = cast("list[float]", values)
        if -LARGEST < min(figures) <= max(figures) < LARGEST:
            return []
    return [
        as_text(value)
        for line, value in zip(items, values, strict=True)
        if value is not None and view.number(line.row, column) is None
    ]


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
