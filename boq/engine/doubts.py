"""How sure the reading is: independent evidence for items, columns and totals, and a question wherever it is thin.

A claim stands when witnesses agree that do not lean on one another: the headings, the looks of the cells, quantity × rate = amount,
totals that the items add up to. A question names what a person should look at; it is never silenced by a high average.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from boq.engine.book import Book, figures_of, is_entry, section_totals, sheet_totals
from boq.engine.evidence import Evidence, confidence_of, evidence_of
from boq.engine.inquiry import Inquiry
from boq.engine.model import Boq, RowKind, Warning
from boq.engine.row_doubts import about_columns, about_rows
from boq.engine.stated import Stated, summaries_under
from boq.engine.table_doubts import about_tables
from boq.engine.tables.lines import any_figure
from boq.engine.tables.profile import is_ref
from boq.engine.tables.proof import CHAIN, Total
from boq.engine.tables.sheet import Sheet
from boq.engine.tables.sums import same
from boq.engine.tables.view import Cell
from boq.engine.tables.worth import APART, value_of
from boq.engine.units import parse_unit

LEFT_OUT = ("other", "rates", "measurement", "cover")
LISTED = 0.03  # how far a summary's entry may be from the bill it stands for, before it is another sum
LEAST_TOTALS = 2  # totals that make more than a list of prices of a sheet
FAR = 0.4  # the share by which a total and the items may differ before words alone no longer explain it
FARTHEST = 0.5  # the same where another total proves the items
NO_MEASURE = frozenset({"", "sum", "%", "page", "nr", "set", "lot"})  # units that lists of sums and people use as well


@dataclass(slots=True)
class Opinion:
    """What the evidence comes to. Any question means that a person must confirm."""

    confidence: float = 1.0
    ties_out: bool | None = None
    warnings: tuple[Warning, ...] = ()
    questions: tuple[Warning, ...] = ()
    sheets: dict[str, float] = field(default_factory=dict)


def weigh(book: Book, boq: Boq, stated: Stated | None) -> Opinion:
    """Look at everything that could be wrong."""
    inquiry = Inquiry()
    witnesses: dict[int, Evidence] = {}
    named = Counter(item.source.sheet for item in boq.items if item.description)
    for index in book.used:
        sheet = book.sheets[index]
        witness = witnesses[index] = evidence_of(sheet, book.totals[index], book.sums[index], named[sheet.name])
        few = witness.items * 20 < len(boq.items) and not sheet.total
        if witness.items and not sheet.told and not few:
            _settle_families(sheet, book.totals[index])
            about_columns(inquiry, sheet, witness)
            about_rows(inquiry, sheet, witness, proven=stated is not None and bool(stated.ties))
            about_tables(inquiry, sheet)
            _about_parts(inquiry, sheet, book.totals[index])
    for code, index, row, facts in book.doubts:
        own = witnesses.get(index)
        if not (code == "sheet_purpose_unsure" and own and own.multiplies and (own.tied or own.covered)):
            inquiry.ask(code, book.sheets[index], dict(facts), row=row - 1)
    _about_sheets(inquiry, book)
    _about_summaries(inquiry, book)
    _about_unlisted(inquiry, book)
    _about_totals(inquiry, book, stated, witnesses, derived=any(total.derived for total in boq.totals))
    sheets = {}
    for index, witness in witnesses.items():
        sheet = book.sheets[index]
        sheets[sheet.name] = (
            1.0 if sheet.told else round(confidence_of(witness) * inquiry.doubt.get(sheet.name, 1.0), 2)
        )
    overall = min(sheets.values(), default=0.0) if not inquiry.questions else min([0.5, *sheets.values()])
    return Opinion(overall, stated.ties if stated else None, tuple(inquiry.warnings), tuple(inquiry.questions), sheets)


def _settle_families(sheet: Sheet, totals: Sequence[Total]) -> None:
    """Items with items under their number are works of their own where a total adds up both."""
    items = sheet.items
    for total in totals:
        if total.basis == "items":
            for line in items[total.first : total.last]:
                if line.weak == "has_children":
                    line.weak = ""


def _about_sheets(inquiry: Inquiry, book: Book) -> None:
    """Sheets that were left out and look as if they should not have been."""
    if not book.used and not any(_is_price_list(sheet) for sheet in book.sheets):
        first = next((sheet for sheet in book.sheets if sheet.view.rows), None)
        if first is not None:
            inquiry.ask("no_bill_found", first)
    most = max((len(book.sheets[i].items) for i in book.used), default=0)
    unpriced = not any(book.sheets[i].total for i in book.used)
    for sheet in book.sheets:
        if sheet.used or sheet.view.grid.hidden or not sheet.wanted:
            continue
        items = sheet.items
        if sheet.reason in ("copy", "superseded"):
            inquiry.warn("sheet_repeats", sheet, {"other": sheet.twin, "items": len(items)})
        elif sheet.reason in ("rates", "measurement"):
            if any(line.amount for line in items):
                inquiry.warn("sheet_not_bill", sheet, {"reason": sheet.reason, "items": len(items)})
        elif len(items) >= max(5, 0.1 * most) and any(value_of(line) or (unpriced and line.quantity) for line in items):
            inquiry.ask("sheet_left_out", sheet, {"items": len(items)})
        elif not items and sheet.reason != "summary" and (rows := _rows_like_items(sheet)) >= max(3, 0.02 * most):
            inquiry.ask("sheet_left_out", sheet, {"items": rows})


def _about_summaries(inquiry: Inquiry, book: Book) -> None:
    """An entry of a summary that is no bill's total, but stands on a sheet that was left out."""
    known = [amount for index in book.used for amount in sheet_totals(book, index) | section_totals(book, index)]
    asked = {question.cell for question in inquiry.questions}
    left_out = [
        s
        for s in book.sheets
        if not s.used and not s.view.grid.hidden and s.name not in asked and (s.reason in LEFT_OUT or _is_own(s, known))
    ]
    entries = {
        (sheet.name, round(line.amount, 2))
        for sheet in book.sheets
        if sheet.reason == "summary" and not sheet.view.grid.hidden
        for line in sheet.lines
        if line.amount
        and line.amount >= 100
        and is_entry(line)
        and not any(same(figure, amount) for figure in figures_of(sheet.view, line) for amount in known)
    }
    for sheet in left_out if entries else ():
        figures = {round(value, 2) for cells in sheet.view.rows for value in cells if type(value) is float}
        if figures & {amount for name, amount in entries if name != sheet.name}:
            inquiry.ask("sheet_left_out", sheet, {"items": len(sheet.items) or _rows_like_items(sheet)})


def _about_unlisted(inquiry: Inquiry, book: Book) -> None:
    """A bill without a total that is in no list of totals, though one lists the other bills and adds up exactly these."""
    worth = {index: book.sums[index].between(0, len(book.sums[index])) for index in book.used}
    bills = [index for index, amount in worth.items() if amount]
    for sheet in book.sheets if len(bills) > 1 else ():
        if sheet.reason != "summary" or sheet.used or sheet.view.grid.hidden:
            continue
        figures = {round(figure, 2) for line in sheet.lines for figure in figures_of(sheet.view, line)}
        listed = [index for index in bills if _is_in(book, index, figures)]
        complete = any(same(figure, sum(worth[index] for index in listed), len(listed)) for figure in figures)
        missing = [i for i in bills if i not in listed and not _has_a_say(book, i)]
        if listed and complete and missing:
            unlisted = book.sheets[missing[0]]
            inquiry.ask("sheet_purpose_unsure", unlisted)
            return


def _has_a_say(book: Book, index: int) -> bool:
    """True for a bill with totals of its own, an option, or one that a person wants."""
    sheet = book.sheets[index]
    options = any(line.scope in APART for line in sheet.items)
    return bool(book.totals[index] or sheet.standing or sheet.told or options)


def _is_in(book: Book, index: int, figures: set[float]) -> bool:
    """True when a list of figures names the total of a bill, or several of its parts."""
    whole = any(same(figure, amount) for figure in figures for amount in sheet_totals(book, index))
    parts = sum(any(same(figure, amount) for figure in figures) for amount in section_totals(book, index))
    return whole or parts >= 2


def _is_own(sheet: Sheet, known: list[float]) -> bool:
    """True for a list of sums under a heading that lists no bill of the file: it may be a bill itself."""
    lines = [line for line in sheet.lines if line.amount and is_entry(line)]
    entries = [figure for line in lines for figure in figures_of(sheet.view, line)]
    headed = any(table.block is not None for table in sheet.tables)
    return (
        sheet.reason == "summary"
        and headed
        and len(lines) >= 2
        and not any(same(entry, amount) for entry in entries for amount in known)
    )


def _is_price_list(sheet: Sheet) -> bool:
    """Rates of works or goods; nothing is added up there."""
    totals = (line.amount or line.rate for line in sheet.lines if line.kind is RowKind.SUBTOTAL and line.label)
    return sheet.reason == "rates" and sum(map(bool, totals)) < LEAST_TOTALS


def _rows_like_items(sheet: Sheet) -> int:
    """Rows of an unused sheet that hold a text, a number, and a known unit in one and the same column."""
    found: Counter[int] = Counter()
    listed: Counter[int] = Counter()
    for cells in sheet.view.rows:
        if len(cells) >= 3 and is_ref(cells[0]) and any(type(value) is str and len(value) > 5 for value in cells[1:]):
            listed.update(
                c for c, value in enumerate(cells) if c and type(value) is str and len(value) <= 8 and _is_sum(value)
            )
        numbered = any(type(value) is float or type(value) is int for value in cells)
        if numbered and any(type(value) is str and len(value) > 12 for value in cells):
            found.update(column for column, value in enumerate(cells) if _is_measure(value))
    return max(found.values(), default=0) or max(listed.values(), default=0)


def _is_sum(value: str) -> bool:
    """A unit of works that are one sum or a percentage, and of nothing else that sheets list."""
    return parse_unit(value).code in ("sum", "ps", "pc", "%")


def _is_measure(value: Cell) -> bool:
    """A unit of measure that is no single Latin letter but m or t: those number lists as well."""
    if type(value) is not str or len(value) > 12:
        return False
    return (len(value) > 1 or value in "mtмтم") and parse_unit(value).code not in NO_MEASURE


def _about_totals(
    inquiry: Inquiry, book: Book, stated: Stated | None, witnesses: dict[int, Evidence], derived: bool
) -> None:
    """A stated total that the items do not lead to. `derived`: they do, by a chain whose faults are named."""
    if stated is None:
        _about_no_total(inquiry, book, witnesses)
        return
    sheet, line = book.sheets[stated.sheet], stated.total.line
    if not stated.sure:
        ask = inquiry.warn if _each_proves_its_own(book, witnesses) else inquiry.ask
        ask("several_totals", sheet, {"label": line.label[:80]}, row=line.row)
        return
    own = witnesses.get(stated.sheet)
    if stated.ties or (stated.total.whole and (own or not _lists_others(book, stated))):
        return
    worth = sum(book.sums[i].between(0, len(book.sums[i])) for i in ([stated.sheet] if own else book.used))
    gap = stated.total.amount - worth
    figures = {"stated": stated.total.amount, "items": worth, "difference": gap}
    far = own is not None and abs(gap) > (FARTHEST if own.tied or own.covered else FAR) * max(
        abs(worth), abs(stated.total.amount)
    )
    others = own is None and _lists_others(book, stated)
    explained = _is_explained(sheet, stated, own, gap) and not others and not far
    ask = inquiry.warn if explained or derived else inquiry.ask
    code = "total_differs" if ask == inquiry.warn else "total_unexplained"
    ask(code, sheet, {name: format(figure, ".2f") for name, figure in figures.items()}, row=line.row)


def _each_proves_its_own(book: Book, witnesses: dict[int, Evidence]) -> bool:
    """Bills whose items their own totals or arithmetic prove, and no list of sums that says more than those totals."""
    worth = sum(book.sums[index].between(0, len(book.sums[index])) for index in witnesses)
    for index, witness in witnesses.items():
        own = book.sums[index].between(0, len(book.sums[index]))
        sure = witness.tied or witness.covered or witness.multiplies or _unreadable_end(book.sheets[index])
        if abs(own) > 0.001 * abs(worth) and not sure:
            return False
    known = {round(total.amount, 2) for totals in book.totals.values() for total in totals if total.amount}
    known |= {amount for index in range(len(book.sheets)) for amount in sheet_totals(book, index)}
    listed = (
        line.amount
        for sheet in book.sheets
        if sheet.reason == "summary" and not sheet.used and not sheet.view.grid.hidden
        for line in sheet.lines
        if line.amount and line.amount >= 100 and line.kind is not RowKind.NOTE
    )
    return all(any(same(amount, total) for total in known) for amount in listed)


def _unreadable_end(sheet: Sheet) -> bool:
    """A total row whose amount is an error: the sheet has a total that nobody can read."""
    errors = {row for row, _ in sheet.view.grid.errors}
    return any(line.kind is RowKind.SUBTOTAL and line.row in errors for line in sheet.lines)


def _lists_others(book: Book, stated: Stated) -> bool:
    """True when a summary leaves out a bill of the file and lists sums that are no bill of it."""
    under = summaries_under(book, stated.sheet)
    own = {other: book.sheets[other] for other in (stated.sheet, *under)}
    figures = {
        (other, line.row): figures_of(sheet.view, line)
        for other, sheet in own.items()
        for line in sheet.lines
        if line.amount and (is_entry(line) or other != stated.sheet)
    }
    below = [x for other in under for line in own[other].lines for x in figures_of(own[other].view, line)]
    known = {index: sheet_totals(book, index) | _labelled(book, index) for index in book.used}
    least = 0.01 * max((abs(amount) for amounts in known.values() for amount in amounts), default=0.0)
    listed = {
        place: {index for index, amounts in known.items() if any(_is_listed(n, x) for n in found for x in amounts)}
        for place, found in figures.items()
    }
    missing = any(
        max(amounts, default=0.0) > least and not any(index in found for found in listed.values())
        for index, amounts in known.items()
    )
    foreign = any(
        not found
        and max(figures[place], default=0.0) > least
        and not any(same(n, x) for n in figures[place] for x in below)
        for place, found in listed.items()
    )
    return missing and foreign


def _labelled(book: Book, index: int) -> set[float]:
    """The totals that a bill states in words, proven or not."""
    return {round(total.amount, 2) for total in book.totals[index] if total.line.label and total.amount}


def _is_listed(figure: float, amount: float) -> bool:
    """A summary's figure stands for a bill's total when it is that total, or near it by some factor or rounding."""
    return same(figure, amount) or abs(figure - amount) <= LISTED * abs(amount)


def _is_explained(sheet: Sheet, stated: Stated, own: Evidence | None, gap: float) -> bool:
    """The file's own lines lead to the total, or the items are proven without it: then the difference is the file's."""
    basis = stated.total.basis
    if own is None:
        return bool(basis)
    if own.covered or own.tied or basis in ("chain", "totals", "front"):
        return True
    return any(
        value and same(value, abs(gap)) for value in map(value_of, sheet.items)
    )  # one item left out, or counted twice


def _about_parts(inquiry: Inquiry, sheet: Sheet, totals: list[Total]) -> None:
    """A total that a later one counts on, with no item above it since the total before: its rows were not read as items."""
    sources = {source for total in totals for source in total.sources if total.basis in ("totals", "chain")}
    plain = [place for place, total in enumerate(totals) if total.kind not in CHAIN and total.amount]
    for before, place in pairwise([-1, *plain]):
        total = totals[place]
        items = total.before - (totals[before].before if before >= 0 else 0)
        above = totals[before].line.row if before >= 0 else -1
        if place in sources and not (total.basis or items or total.line.top) and _figures(sheet, above, total.line.row):
            facts = {"label": total.line.label[:80], "stated": format(total.amount, ".2f")}
            inquiry.ask("total_unclear", sheet, dict(facts), row=total.line.row)
            return


def _figures(sheet: Sheet, above: int, below: int) -> bool:
    """True when rows between two totals hold figures and are no totals themselves."""
    totals = (RowKind.SUBTOTAL, RowKind.COLLECTION)
    return any(above < line.row < below and line.kind not in totals and any_figure(line) for line in sheet.lines)


def _has_options(sheet: Sheet) -> bool:
    """True where some works are said not to count: what totals leave out is then no proof."""
    return any(line.scope in APART for line in sheet.items)


def _about_no_total(inquiry: Inquiry, book: Book, witnesses: dict[int, Evidence]) -> None:
    """Total rows that were not taken for the file's total and that nothing explains."""
    for index, witness in witnesses.items():
        for total in book.totals[index]:
            labelled = total.line.label and total.kind not in CHAIN and abs(total.amount) >= 1
            if labelled and not total.basis and not (witness.covered and not _has_options(book.sheets[index])):
                facts = {"label": total.line.label[:80], "stated": format(total.amount, ".2f")}
                inquiry.ask("total_unclear", book.sheets[index], dict(facts), row=total.line.row)
                return
