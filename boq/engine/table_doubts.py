"""What may be wrong with the tables of a sheet: one that was not taken for a bill, or prices that no heading explains."""

from __future__ import annotations

from itertools import combinations

from boq.engine.inquiry import Inquiry
from boq.engine.model import column_letters
from boq.engine.tables.headings import Heading
from boq.engine.tables.lines import Line
from boq.engine.tables.profile import close
from boq.engine.tables.roles import PARTS
from boq.engine.tables.sheet import Sheet, Table
from boq.engine.text import fold
from boq.engine.vocabulary import words

LEAST = 3  # rows of figures before a table that is no bill is asked about, and rows that must multiply out
SAMPLE = 400  # items that are looked at
MOST = 12  # further columns of numbers that are weighed against each other


OMISSIONS = frozenset(
    words("omit | omits | omitted | omission | omissions | deduct | deduction | deductions | saving | savings")
)
ADDITIONS = frozenset(words("add | added | addition | additions | extra | extras | excess"))


def about_tables(inquiry: Inquiry, sheet: Sheet) -> None:
    """Rows of figures in a table beside the bill, and a second rate and amount for the same quantities."""
    for table in sheet.tables:
        if table.role in ("summary", "other"):
            found = [line for line in table.lines if line.weak == "figure_without_unit" and line.text and _counts(line)]
            if len(found) >= LEAST:
                inquiry.ask("rows_unclear", sheet, {"rows": len(found), "of": len(sheet.items)}, row=found[0].row)
                return
    main = max((t for t in sheet.tables if t.role == "bill"), key=lambda t: len(t.items), default=None)
    asked = {question.code for question in inquiry.questions if question.facts["sheet"] == sheet.name}
    if main is None or asked & {"figures_elsewhere", "currencies_mixed"}:
        return
    if (omitted := _omissions(sheet, main)) is not None:
        column, rows = omitted
        places = {"amount": column_letters((main.columns.amount or 0) + 1), "other": column_letters(column + 1)}
        inquiry.ask("figures_elsewhere", sheet, {"rows": rows, "of": len(main.items), **places}, column=column)
        return
    pair = _second_prices(sheet, main) or _second_quantities(sheet, main)
    if pair is not None:
        letters = {"rate": column_letters(pair[0] + 1), "amount": column_letters(pair[1] + 1)}
        inquiry.ask("prices_beside", sheet, dict(letters), column=pair[1])


def _omissions(sheet: Sheet, table: Table) -> tuple[int, int] | None:
    """The column of omissions beside the amount, that of additions, and how many items have a figure there."""
    headings, amount = table.block.headings if table.block else {}, table.columns.amount
    if amount not in headings or not _says(headings[amount], ADDITIONS):
        return None
    for column, heading in headings.items():
        if column != amount and heading.role in ("amt", "price") and _says(heading, OMISSIONS):
            rows = sum(bool(sheet.view.number(line.row, column)) for line in table.items)
            if rows:
                return column, rows
    return None


def _says(heading: Heading, those: frozenset[str]) -> bool:
    return not those.isdisjoint(fold(f"{heading.group} {heading.text}").split())


def _counts(line: Line) -> bool:
    return sum(bool(figure) for figure in (line.quantity, line.rate, line.amount)) >= 2


def _is_told(heading: Heading, whole: bool = False) -> bool:
    """True for a column whose heading says that it is no price of the bill as it stands, or a part of the `whole` price."""
    apart = heading.qualifiers & {"later", "tax", "statistic", "words", "alternative"}
    return (
        bool(apart) or (whole and not PARTS.isdisjoint(heading.qualifiers)) or heading.role in ("pct", "coef", "date")
    )


def _second_prices(sheet: Sheet, table: Table) -> tuple[int, int] | None:
    """Two columns that nothing was made of, though quantity × one is the other: parts of the price, another party or version."""
    money = table.columns.money
    if money.quantity is None or money.rate is None or money.amount is None or money.parts or table.columns.inferred:
        return None
    headings = table.block.headings if table.block else {}
    known = table.columns.used() | set(table.columns.dimensions)
    places = sorted({*headings, *money.loose} - known)
    whole = money.amount in headings and "total" in headings[money.amount].qualifiers
    free = [c for c in places if c not in headings or not _is_told(headings[c], whole)][:MOST]
    if len(free) < 2:
        return None
    items = [line for line in table.items[:SAMPLE] if line.quantity and line.quantity != 1]
    series = {c: [sheet.view.number(line.row, c) for line in items] for c in free}
    for rate, amount in combinations(free, 2):
        checked = [(i, r, a) for i, (r, a) in enumerate(zip(series[rate], series[amount], strict=True)) if r and a]
        agree = sum(r != 1 and close((items[i].quantity or 0.0) * r, a) for i, r, a in checked)
        if agree >= LEAST and agree >= 0.9 * len(checked) and agree * 3 >= len(items):
            return rate, amount
    return None


def _second_quantities(sheet: Sheet, table: Table) -> tuple[int, int] | None:
    """A further quantity at the same rate with an amount of its own, of which no heading says that it came later."""
    money, headings = table.columns.money, table.block.headings if table.block else {}
    if money.quantity not in headings or money.rate is None or money.amount is None or money.parts or money.parties:
        return None
    main = headings[money.quantity].qualifiers | (
        headings[money.amount].qualifiers if money.amount in headings else set()
    )
    free = [c for c in money.later if c not in table.columns.used() and not _is_told(headings[c])]
    if main & {"ordered", "first", "total"} or len(free) < 2:
        return None
    items = [line for line in table.items[:SAMPLE] if line.rate and line.amount]
    for quantity, amount in combinations(free, 2):
        rows = [(sheet.view.number(line.row, quantity), sheet.view.number(line.row, amount), line) for line in items]
        full = [(q * (line.rate or 0.0), a, line.amount or 0.0) for q, a, line in rows if q and a]
        agree = sum(close(expected, a) for expected, a, _ in full)
        other = sum(not close(a, own) for _, a, own in full)
        if agree >= LEAST and agree >= 0.9 * len(full) and agree * 3 >= len(items) and other * 3 >= len(full):
            return quantity, amount
    return None
