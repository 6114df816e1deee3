"""What may be wrong with the tables of a sheet: one that was not taken for a bill, or prices that no heading explains."""

from __future__ import annotations

from itertools import combinations

from boq.engine.inquiry import Inquiry
from boq.engine.model import column_letters
from boq.engine.tables.headings import Heading
from boq.engine.tables.lines import Line
from boq.engine.tables.profile import close
from boq.engine.tables.sheet import Sheet, Table

LEAST = 3  # rows of figures before a table that is no bill is asked about, and rows that must multiply out
SAMPLE = 400  # items that are looked at
MOST = 12  # further columns of numbers that are weighed against each other


def about_tables(inquiry: Inquiry, sheet: Sheet) -> None:
    """Rows of figures in a table beside the bill, and a second rate and amount for the same quantities."""
    for table in sheet.tables:
        if table.role in ("summary", "other"):
            found = [line for line in table.lines if line.weak == "figure_without_unit" and line.text and _counts(line)]
            if len(found) >= LEAST:
                inquiry.ask("rows_unclear", sheet, {"rows": len(found), "of": len(sheet.items)}, row=found[0].row)
                return
    main = max((t for t in sheet.tables if t.role == "bill"), key=lambda t: len(t.items), default=None)
    pair = _second_prices(sheet, main) if main is not None else None
    if pair is not None:
        letters = {"rate": column_letters(pair[0] + 1), "amount": column_letters(pair[1] + 1)}
        inquiry.ask("prices_beside", sheet, dict(letters), column=pair[1])


def _counts(line: Line) -> bool:
    return sum(bool(figure) for figure in (line.quantity, line.rate, line.amount)) >= 2


def _is_told(heading: Heading) -> bool:
    """True for a column whose heading says that it is no price of the bill as it stands."""
    apart = heading.qualifiers & {"later", "tax", "statistic", "words", "alternative"}
    return bool(apart) or heading.role in ("pct", "coef", "date")


def _second_prices(sheet: Sheet, table: Table) -> tuple[int, int] | None:
    """Two columns that nothing was made of, though quantity × one is the other: parts of the price, another party or version."""
    money = table.columns.money
    if money.quantity is None or money.rate is None or money.amount is None or money.parts or table.columns.inferred:
        return None
    headings = table.block.headings if table.block else {}
    known = table.columns.used() | set(table.columns.dimensions)
    places = sorted({*headings, *money.loose} - known)
    free = [c for c in places if c not in headings or not _is_told(headings[c])][:MOST]
    if len(free) < 2:
        return None
    items = [line for line in table.items[:SAMPLE] if line.quantity and line.quantity != 1]
    series = {c: [sheet.view.number(line.row, c) for line in items] for c in free}
    for rate, amount in combinations(free, 2):
        checked = [(i, r, a) for i, (r, a) in enumerate(zip(series[rate], series[amount], strict=True)) if r and a]
        agree = sum(close((items[i].quantity or 0.0) * r, a) for i, r, a in checked)
        if agree >= LEAST and agree >= 0.9 * len(checked) and agree * 3 >= len(items):
            return rate, amount
    return None
