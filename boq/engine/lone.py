"""Sheets that are taken as the bill because nothing else of the file can be one."""

from __future__ import annotations

from boq.engine.book import is_entry
from boq.engine.tables import purpose as of
from boq.engine.tables.kinds import ITEM, SUMMARY
from boq.engine.tables.lines import Line
from boq.engine.tables.proof import prove
from boq.engine.tables.sheet import Sheet, Table
from boq.engine.tables.words import nature_of
from boq.engine.text import fold

LEAST_CLAIMED = 2  # columns of what was paid or is left that make a schedule of values of a list of sums
LISTED = frozenset({"bill", "part", "page", "division", "lot", "phase", "schedule", "collection", "stage", "block"})
LEAST_EXTENDED = 3  # works with quantity and price that make a bill of what its title calls something else
LEAST_SUMS = 3  # sums of a list that may be a bill


def lone_list(sheets: list[Sheet]) -> Sheet | None:
    """The only sheet of a file, called a take-off, whose headings name works, quantities and units: those are to be priced."""
    filled = [sheet for sheet in sheets if sheet.view.rows]
    if len(filled) != 1 or filled[0].reason != "measurement":
        return None
    for table in filled[0].tables:
        columns = table.columns
        named = {"qty", "unit"} <= columns.headed and bool({"desc", "item"} & columns.headed)
        if table.role == "bill" and named and not columns.dimensions and columns.unit_share >= 0.5:
            return filled[0]
    return None


def _sums_on(sheet: Sheet) -> list[Line]:
    return [line for line in sheet.lines if line.amount and is_entry(line)]


def lone_sums(sheets: list[Sheet]) -> Sheet | None:
    """The only table of a file, works with nothing but a price each, which its total adds up: a bill of lump sums.

    A list of bills, sections or pages is a summary whose bills are missing.
    """
    found = [
        sheet for sheet in sheets if sheet.tables and sheet.reason != "rates" and len(_sums_on(sheet)) >= LEAST_SUMS
    ]
    if len(found) != 1 or found[0].reason != "summary" or len(found[0].tables) != 1:
        return None
    sheet, table = found[0], found[0].tables[0]
    entries = [line for line in table.lines if line.kind is SUMMARY and line.amount]
    called = [
        word
        for line in entries
        for word in fold(line.text).split()[:1]
        if word in LISTED or nature_of(word) == "heading"
    ]
    totals, _ = prove(table.lines, is_entry, lambda line: line.amount or 0.0, so_far=True)
    proven = any(total.whole and total.before == len(entries) for total in totals)
    headings = table.block.headings if table.block else {}
    claimed = sum("later" in heading.qualifiers for heading in headings.values()) >= LEAST_CLAIMED
    named = bool({"ref", "item"} & table.columns.headed) or claimed
    headed = table.block is not None and named and "desc" in table.columns.headed
    others = [h for c in table.columns.money.later if "later" not in (h := headings[c]).qualifiers and h.role != "qty"]
    if others or len(entries) < 3 or not proven or not headed or called or of.purpose_by_title(sheet):
        return None
    for line in entries:
        line.kind = ITEM
    table.role = "bill"
    return sheet


def lists_goods(sheet: Sheet) -> bool:
    """Every table names by its headings how many are wanted, and numbers its rows: goods, whose units go without saying."""
    return all(
        "qty" in table.columns.headed and table.columns.ref is not None and not table.columns.dimensions
        for table in sheet.tables
        if table.role == "list"
    )


def to_price(table: Table) -> bool:
    """A table with columns for rate and amount and none for dimensions asks for prices, measured or not."""
    return {"rate", "amt"} <= table.columns.headed and not table.columns.dimensions


def extended(table: Table) -> bool:
    """Most works have a quantity and a price."""
    items = table.items if "qty" in table.columns.headed else []
    return len(items) >= LEAST_EXTENDED and sum(
        bool(x.quantity and (x.amount or x.rate)) for x in items
    ) * 10 >= 8 * len(items)


def multiplies(table: Table) -> bool:
    money = table.columns.money
    return money.checked >= 3 and money.agree >= 0.9 * money.checked
