"""All sheets of a file together: which hold the bill, which repeat it, which only add it up."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from boq.engine.model import RowKind, TotalKind
from boq.engine.tables import purpose as of
from boq.engine.tables.front import free_table, grand_totals_above
from boq.engine.tables.lines import Line
from boq.engine.tables.proof import Total, prove
from boq.engine.tables.settle import value_of
from boq.engine.tables.sheet import Sheet, Table
from boq.engine.tables.sums import Sums, same

REPEATED = 0.8  # share of works in common that makes two sheets the same bill
SAME_FIGURES = 0.9


@dataclass(slots=True)
class Book:
    """The sheets in file order. `totals` are the proven total lines by sheet position; `doubts` what a person should settle."""

    sheets: list[Sheet]
    totals: dict[int, list[Total]] = field(default_factory=dict)
    sums: dict[int, Sums] = field(default_factory=dict)
    doubts: list[tuple[str, int, int, dict[str, str | int]]] = field(default_factory=list)  # code, sheet, row, facts

    @property
    def used(self) -> list[int]:
        """Positions of the sheets whose items are the bill."""
        return [index for index, sheet in enumerate(self.sheets) if sheet.used]


def arrange(sheets: list[Sheet]) -> Book:
    """Decide what every sheet is for and prove all totals."""
    book = Book(sheets)
    for sheet in sheets:
        _first_word(sheet)
    _choose(book)
    for index, sheet in enumerate(sheets):
        book.totals[index], book.sums[index] = _totals_of(sheet)
    _copies(book)
    for index, sheet in enumerate(sheets):
        if not sheet.tables and sheet.wanted and sheet.reason in ("other", "cover", "summary"):
            _free_summary(book, index, sheet)
    for index in book.used:
        book.totals[index] += grand_totals_above(book.sheets[index], sheet_totals(book, index))
    return book


def _free_summary(book: Book, index: int, sheet: Sheet) -> None:
    """A sheet without a heading that lists the totals of the bills is their summary."""
    table = free_table(sheet.view)
    if table is None:
        return
    known = {amount for i in book.used for amount in sheet_totals(book, i)}
    amounts = [line.amount for line in table.lines if line.amount]
    if any(same(amount, other) for amount in amounts for other in known):
        sheet.tables, sheet.reason = [table], "summary"
        book.totals[index], book.sums[index] = _totals_of(sheet)


def _first_word(sheet: Sheet) -> None:
    if not sheet.view.rows:
        sheet.reason = "empty"
        return
    if not sheet.wanted:
        sheet.reason = "other"
        return
    if sheet.told:
        sheet.reason = "bill"
        return
    for table in sheet.tables:
        table.role = of.purpose(table)
    roles = Counter(table.role for table in sheet.tables for _ in range(1 + len(table.items)))
    named = of.purpose_by_title(sheet)
    if roles["bill"] and roles["bill"] > roles["measurement"]:
        sheet.reason = named if named in ("rates", "measurement") else "bill"
    elif roles["rates"] or roles["list"]:
        sheet.reason = "rates" if roles["rates"] else "list"
    elif roles["measurement"]:
        sheet.reason = "measurement"
    elif roles["summary"]:
        sheet.reason = "summary"
    else:
        sheet.reason = named or "other"


def _choose(book: Book) -> None:
    """Bills are used; hidden ones, and tables without headings beside headed ones, only where there is nothing else."""
    sheets = book.sheets
    bills = [sheet for sheet in sheets if sheet.reason == "bill"]
    if not bills:
        bills = [
            s
            for s in sheets
            if s.reason in ("measurement", "rates") and any(t.role == "bill" and _multiplies(t) for t in s.tables)
        ]
        bills = bills or [s for s in sheets if s.reason == "list" and not s.view.grid.hidden]
        for sheet in bills:
            sheet.reason = "bill"
            for table in sheet.tables:
                table.role = "bill" if table.role == "list" else table.role
        if bills:
            book.doubts.append(("sheet_purpose_unsure", sheets.index(bills[0]), 0, {"sheet": bills[0].name}))
    headed = [s for s in bills if any(t.block for t in s.tables)]
    visible = [s for s in bills if not s.view.grid.hidden]
    for sheet in bills:
        if sheet.told:
            sheet.used = True
        elif sheet.view.grid.hidden and visible:
            sheet.reason = "hidden"
        elif headed and sheet not in headed:
            sheet.reason = "other"
        else:
            sheet.used = True
            sheet.standing = of.option_of(sheet)
    for sheet in sheets:
        if sheet.reason == "list":
            sheet.reason = "other"


def _multiplies(table: Table) -> bool:
    money = table.columns.money
    return money.checked >= 3 and money.agree >= 0.9 * money.checked


def is_item(line: Line) -> bool:
    """Items of a bill."""
    return line.kind is RowKind.ITEM


def is_entry(line: Line) -> bool:
    """Lines of a summary that a total may add up."""
    return line.kind in (RowKind.SUMMARY, RowKind.ITEM)


def _totals_of(sheet: Sheet) -> tuple[list[Total], Sums]:
    lines = [line for table in sheet.tables if table.role == "bill" for line in table.lines]
    if any(is_item(line) for line in lines):
        totals, sums = prove(lines, is_item, value_of)
        constant = next((table.constant for table in sheet.tables if table.constant is not None), None)
        if constant is not None and constant.amount is not None and not any(total.whole for total in totals):
            worth = sums.between(0, len(sums))
            totals.append(
                Total(constant, TotalKind.GRAND, constant.amount, len(sums), "items", 0, len(sums), (), worth, True)
            )
        return totals, sums
    return prove(sheet.lines, is_entry, lambda line: line.amount or 0.0, so_far=True)


def _number_in(name: str) -> str:
    found = re.findall(r"\d+", name)
    return found[0] if found else ""


def _comparable(a: Sheet, b: Sheet) -> bool:
    """Two options with different numbers are different works even where their texts agree."""
    if a.told and b.told:
        return False  # a person wants both
    if a.standing or b.standing:
        return a.standing == b.standing and _number_in(a.name) == _number_in(b.name)
    return True


def _copies(book: Book) -> None:
    """Of sheets that hold the same works one is the bill; the others are copies or other versions of it."""
    _drop_sources(book)
    used = [index for index in book.used if book.sheets[index].items]
    if len(used) < 2:
        return
    prints = {index: of.fingerprint(book.sheets[index].items) for index in used}
    dropped: set[int] = set()
    for position, a in enumerate(used):
        for b in used[position + 1 :]:
            if a in dropped or b in dropped or not _comparable(book.sheets[a], book.sheets[b]):
                continue
            shared = sum((prints[a] & prints[b]).values())
            least = min(prints[a].total(), prints[b].total())
            if least and shared >= least * REPEATED and (least >= 3 or prints[a] == prints[b]):
                loser = _weigh(book, a, b)
                if loser is not None:
                    dropped.add(loser)


_SHEET_REF = re.compile(r"(?:'((?:[^']|'')+)'|([\w.]+))!\$?[A-Z]{1,3}\$?\d+")


def _sources(book: Book) -> dict[int, Counter[int]]:
    """Sheet -> other sheets that its item figures are taken from by formula, with how many items are."""
    names = {sheet.name: index for index, sheet in enumerate(book.sheets)}
    found: dict[int, Counter[int]] = {}
    for index in book.used:
        sheet = book.sheets[index]
        formulas = sheet.view.grid.formulas
        if not formulas:
            continue
        counts: Counter[int] = Counter()
        for table in sheet.tables:
            columns = [c for c in (table.columns.amount, table.columns.quantity, table.columns.rate) if c is not None]
            for line in table.items:
                texts = [formulas[line.row, c] for c in columns if (line.row, c) in formulas]
                named = {
                    names.get((a or b).replace("''", "'"), -1) for text in texts for a, b in _SHEET_REF.findall(text)
                }
                counts.update(named if len(named) == 1 else ())
        counts.pop(-1, None)
        found[index] = counts
    return found


def _drop_sources(book: Book) -> set[int]:
    """A sheet that takes its items from several bills is the bill; one that takes them from a single bill repeats it."""
    dropped: set[int] = set()
    used = {index for index in book.used if not book.sheets[index].told}
    for index, counts in _sources(book).items():
        origin = [
            i for i, n in counts.items() if i in used and i != index and n >= 1 and n >= 0.6 * len(book.sheets[i].items)
        ]
        many = [i for i, n in counts.items() if i in used and i != index]
        taken = sum(counts[i] for i in many)
        if len(many) >= 2 and origin and taken >= 0.6 * len(book.sheets[index].items):
            losers = [(i, index) for i in many]
        elif len(origin) == 1 and counts[origin[0]] >= 3 and counts[origin[0]] >= 0.6 * len(book.sheets[index].items):
            priced = book.sheets[index].total > 0 and not book.sheets[origin[0]].total
            losers = [(origin[0], index) if priced else (index, origin[0])]
        else:
            continue
        for loser, winner in losers:
            if winner not in dropped and loser not in dropped:
                dropped.add(loser)
                book.sheets[loser].used, book.sheets[loser].reason, book.sheets[loser].twin = (
                    False,
                    "copy",
                    book.sheets[winner].name,
                )
    return dropped


def _weigh(book: Book, a: int, b: int) -> int | None:
    """Which of two sheets with the same works is not the bill; None when both are separate works."""
    first, second = book.sheets[a], book.sheets[b]
    if _both_added(book, a, b):
        return None
    figures = of.figures(first.items), of.figures(second.items)
    least = min(figures[0].total(), figures[1].total())
    equal = sum((figures[0] & figures[1]).values()) >= least * SAME_FIGURES
    loser = b if _rank(book, a) >= _rank(book, b) else a
    winner = a if loser == b else b
    blank = all(not line.quantity for line in book.sheets[loser].items)
    sheet = book.sheets[loser]
    sheet.used, sheet.twin = False, book.sheets[winner].name
    sheet.reason = "copy" if equal else "superseded"
    if not equal and not blank:
        book.doubts.append(("versions_differ", loser, 0, {"sheet": sheet.name, "other": sheet.twin}))
    return loser


def _both_added(book: Book, a: int, b: int) -> bool:
    """True when a summary lists the totals of both sheets."""
    mine = [sheet_totals(book, index) for index in (a, b)]
    if mine[0] & mine[1]:
        return False
    for index, sheet in enumerate(book.sheets):
        if index in (a, b):
            continue
        amounts = {round(line.amount, 2) for line in sheet.lines if line.amount}
        if amounts & mine[0] and amounts & mine[1]:
            return True
    return False


def sheet_totals(book: Book, index: int) -> set[float]:
    """Sum of items and whole totals of a sheet, to the cent."""
    found = {round(total.amount, 2) for total in book.totals[index] if total.whole and total.amount}
    worth = round(book.sums[index].between(0, len(book.sums[index])), 2)
    counting = round(sum(value_of(line) for line in book.sheets[index].items if line.scope in ("", "counts")), 2)
    return found | {amount for amount in (worth, counting) if amount}


def _rank(book: Book, index: int) -> float:
    """How much a sheet looks like the bill itself among sheets with the same works."""
    sheet = book.sheets[index]
    worth = sheet.total
    score = 2.0 * (worth > 0) - 1.0 * (worth < 0)
    score += 1.0 * any(total.whole for total in book.totals[index])
    score -= 1.5 * of.is_later(sheet)
    score += 0.5 * of.says(
        [sheet.name], ("boq", "bill of quantities", "bill", "bid tab", "смета", "вор", "مقايسه", "جدول كميات", "rab")
    )
    score -= 0.4 * of.says(
        [sheet.name, *of.titles(sheet)],
        ("deviation", "variation", "revised", "difference", "vo", "progress", "previous", "compliance"),
    )
    items = sheet.items
    return score + 0.3 * (len(items) / (1 + max(len(s.items) for s in book.sheets)))
