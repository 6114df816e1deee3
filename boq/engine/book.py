"""All sheets of a file together: which hold the bill, which repeat it, which only add it up."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from boq.engine.model import RowKind
from boq.engine.tables import purpose as of
from boq.engine.tables.lines import Line
from boq.engine.tables.proof import Total, prove
from boq.engine.tables.settle import value_of
from boq.engine.tables.sheet import Sheet
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
    return book


def _first_word(sheet: Sheet) -> None:
    if not sheet.view.rows:
        sheet.reason = "empty"
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
    bills = [s for s in sheets if s.reason == "bill"]
    if not bills:
        bills = [s for s in sheets if s.reason in ("measurement", "rates") and any(t.role == "bill" and t.items for t in s.tables)]
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
        if sheet.view.grid.hidden and visible:
            sheet.reason = "hidden"
        elif headed and sheet not in headed:
            sheet.reason = "other"
        else:
            sheet.used = True
            sheet.standing = of.option_of(sheet)
    for sheet in sheets:
        if sheet.reason == "list":
            sheet.reason = "other"


def is_item(line: Line) -> bool:
    """Items of a bill."""
    return line.kind is RowKind.ITEM


def is_entry(line: Line) -> bool:
    """Lines of a summary that a total may add up."""
    return line.kind in (RowKind.SUMMARY, RowKind.ITEM)


def _totals_of(sheet: Sheet) -> tuple[list[Total], Sums]:
    lines = [line for table in sheet.tables if table.role == "bill" for line in table.lines]
    if any(is_item(line) for line in lines):
        return prove(lines, is_item, value_of)
    return prove(sheet.lines, is_entry, lambda line: line.amount or 0.0)


def _number_in(name: str) -> str:
    found = re.findall(r"\d+", name)
    return found[0] if found else ""


def _comparable(a: Sheet, b: Sheet) -> bool:
    """Two options with different numbers are different works even where their texts agree."""
    if a.standing or b.standing:
        return a.standing == b.standing and _number_in(a.name) == _number_in(b.name)
    return True


def _copies(book: Book) -> None:
    """Of sheets that hold the same works one is the bill; the others are copies or other versions of it."""
    used = [index for index in book.used if book.sheets[index].items]
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
    return found | ({worth} if worth else set())


def _rank(book: Book, index: int) -> float:
    """How much a sheet looks like the bill itself among sheets with the same works."""
    sheet = book.sheets[index]
    worth = sheet.total
    score = 2.0 * (worth > 0) - 1.0 * (worth < 0)
    score += 1.0 * any(total.whole for total in book.totals[index])
    score -= 1.5 * of.is_later(sheet)
    score += 0.5 * of.says([sheet.name], ("boq", "bill of quantities", "bill", "bid tab", "смета", "вор", "مقايسه", "جدول كميات", "rab"))
    score -= 0.4 * of.says([sheet.name, *of.titles(sheet)], ("deviation", "variation", "revised", "difference", "vo", "progress", "previous", "compliance"))
    items = sheet.items
    return score + 0.3 * (len(items) / (1 + max(len(s.items) for s in book.sheets)))


def stated_total(book: Book) -> tuple[int, Total] | None:
    """The file's last grand total: of a summary that adds up bills, else of the bill itself. Needs words, a formula or proof."""
    used = [index for index in book.used if not book.sheets[index].standing] or book.used
    worths = {index: sheet_totals(book, index) for index in used}
    best: tuple[int, Total] | None = None
    for index, sheet in enumerate(book.sheets):
        if sheet.used or sheet.reason in ("copy", "superseded", "hidden", "measurement", "rates") or sheet.view.grid.hidden:
            continue
        amounts = {round(line.amount, 2) for line in sheet.lines if line.amount}
        linked = [i for i in used if amounts & worths[i] or any(same(x, y) for x in worths[i] for y in amounts)]
        last = _last_total(book.totals[index])
        if linked and last is not None:
            best = (index, last)
    if best is not None:
        return best
    for index in reversed(used):
        last = _last_total(book.totals[index])
        if last is not None and (last.whole or last.kind.value == "grand" or len(used) == 1):
            return index, last
    return None


def _last_total(totals: list[Total]) -> Total | None:
    """The last total that speaks for everything: whole, chained to a whole one, or called grand."""
    speaking = [t for t in totals if t.amount and (t.whole or t.kind.value in ("grand", "net") or (t.basis in ("chain", "totals") and t.covers))]
    whole = [t for t in speaking if t.whole or t.kind.value == "grand"]
    for total in reversed(whole or speaking):
        if total.kind.value not in ("tax", "contingency", "discount"):
            return total
    plain = [t for t in totals if t.amount and t.kind.value in ("subtotal", "carried", "collection", "summary")]
    return plain[-1] if plain and len(plain) == 1 else None
