"""How sure the reading is: independent evidence for items, columns and totals, and a question wherever it is thin.

A claim stands when witnesses agree that do not lean on one another: the headings, the looks of the cells, quantity × rate = amount,
totals that the items add up to. A question names what a person should look at; it is never silenced by a high average.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from boq.engine.book import Book
from boq.engine.model import Boq, RowKind, SourceRef, Warning, column_letters
from boq.engine.stated import Stated
from boq.engine.tables.lines import Line
from boq.engine.tables.profile import close
from boq.engine.tables.proof import CHAIN, Total
from boq.engine.tables.settle import depth_of, value_of
from boq.engine.tables.sheet import Sheet, Table
from boq.engine.tables.sums import Sums, same
from boq.engine.units import parse_unit

Facts = dict[str, str | int | bool | None]
NO_MEASURE = frozenset({"", "sum", "%", "page", "nr", "set", "lot"})  # units that lists of sums and people use as well
BASES = (100.0, 1000.0, 10.0)


@dataclass(slots=True)
class Opinion:
    """What the evidence comes to. Any question means that a person must confirm."""

    confidence: float = 1.0
    ties_out: bool | None = None
    warnings: tuple[Warning, ...] = ()
    questions: tuple[Warning, ...] = ()
    sheets: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Evidence:
    """The witnesses for one sheet. `agree` of `checked` items multiply out; `tied` when a total proves all items."""

    items: int
    agree: int
    checked: int
    tied: bool
    covered: bool
    named: int
    unit_known: int
    with_unit: int

    @property
    def multiplies(self) -> bool:
        """Arithmetic speaks for the columns."""
        return self.checked >= 3 and self.agree >= 0.9 * self.checked


def evidence_of(sheet: Sheet, totals: Sequence[Total], sums: Sums, named: int) -> Evidence:
    """Count the witnesses over all items of a sheet."""
    agree = checked = known = united = 0
    items = sheet.items
    for line in items:
        united += bool(line.unit)
        known += line.known_unit
        if line.quantity and line.rate and line.amount:
            checked += 1
            product = line.quantity * line.rate
            agree += close(product, line.amount) or any(close(product / base, line.amount) for base in BASES)
    tied = any(total.whole and total.kind not in CHAIN for total in totals)
    return Evidence(len(items), agree, checked, tied, _covered(totals, sums), named, known, united)


def _covered(totals: Sequence[Total], sums: Sums) -> bool:
    """True when proven totals, each over its own stretch of items, leave out nothing of value."""
    everything = sums.between(0, len(sums))
    reached, value = 0, 0.0
    for total in sorted((t for t in totals if t.basis == "items"), key=lambda t: (t.first, -t.last)):
        if total.first >= reached:
            value += sums.between(total.first, total.last)
            reached = total.last
    return bool(everything) and same(value, everything, len(sums))


class _Inquiry:
    """Collects questions and warnings about one book."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.questions: list[Warning] = []
        self.warnings: list[Warning] = []
        self.doubt: dict[str, float] = {}

    def ask(self, code: str, sheet: Sheet, row: int = -1, column: int = -1, **facts: str | int | bool | None) -> None:
        """A question about a sheet, row or column (0-based)."""
        cell = (
            SourceRef(sheet.name, row + 1, column + 1).cell
            if row >= 0
            else f"{sheet.name}!{column_letters(column + 1)}"
            if column >= 0
            else sheet.name
        )
        self.questions.append(Warning(code, cell, {"sheet": sheet.name, **facts}))
        self.doubt[sheet.name] = self.doubt.get(sheet.name, 1.0) * 0.6

    def warn(self, code: str, sheet: Sheet, row: int = -1, **facts: str | int | bool | None) -> None:
        """Something worth knowing that does not stop the import."""
        self.warnings.append(
            Warning(
                code, SourceRef(sheet.name, row + 1).cell if row >= 0 else sheet.name, {"sheet": sheet.name, **facts}
            )
        )


def weigh(book: Book, boq: Boq, stated: Stated | None) -> Opinion:
    """Look at everything that could be wrong."""
    inquiry = _Inquiry(book)
    for code, index, row, facts in book.doubts:
        inquiry.ask(code, book.sheets[index], row - 1, **{k: v for k, v in facts.items() if k != "sheet"})
    witnesses: dict[int, Evidence] = {}
    named = Counter(item.source.sheet for item in boq.items if item.description)
    for index in book.used:
        sheet = book.sheets[index]
        witnesses[index] = evidence_of(sheet, book.totals[index], book.sums[index], named[sheet.name])
        few = witnesses[index].items * 20 < len(boq.items) and not sheet.total
        if witnesses[index].items and not sheet.told and not few:
            _about_columns(inquiry, sheet, witnesses[index])
            _about_rows(inquiry, sheet, witnesses[index])
    _about_sheets(inquiry, book)
    _about_totals(inquiry, book, stated, witnesses)
    sheets = {
        book.sheets[i].name: 1.0
        if book.sheets[i].told
        else round(_confidence(w) * inquiry.doubt.get(book.sheets[i].name, 1.0), 2)
        for i, w in witnesses.items()
    }
    overall = min(sheets.values(), default=0.0) if not inquiry.questions else min([0.5, *sheets.values()])
    return Opinion(overall, stated.ties if stated else None, tuple(inquiry.warnings), tuple(inquiry.questions), sheets)


def _confidence(witness: Evidence) -> float:
    """Agreement of the witnesses of a sheet as one figure between 0 and 1."""
    if not witness.items:
        return 0.0
    arithmetic = witness.agree / witness.checked if witness.checked else 0.85
    units = witness.unit_known / witness.with_unit if witness.with_unit else 0.9
    words = witness.named / witness.items
    proof = 1.0 if witness.tied else 0.95
    return 0.5 * arithmetic * proof + 0.25 * words + 0.25 * max(units, 0.6 * arithmetic)


def _about_columns(inquiry: _Inquiry, sheet: Sheet, witness: Evidence) -> None:
    main = max((t for t in sheet.tables if t.role == "bill"), key=lambda t: len(t.items), default=None)
    if main is None:
        return
    columns = main.columns
    if not columns.description or witness.named < 0.6 * witness.items:
        inquiry.ask("descriptions_missing", sheet, items=witness.items, named=witness.named)
    if witness.checked >= 3 and witness.agree < (0.75 if witness.checked >= 5 else 0.6) * witness.checked:
        inquiry.ask("arithmetic_disagrees", sheet, agree=witness.agree, checked=witness.checked, **_letters(main))
    bare = main.block is None or main.block.single_cell
    ordered = columns.level is not None or max((depth_of(line.ref) for line in main.items[:400]), default=0) >= 3
    single = columns.rate is None and columns.amount is None and columns.unit_share >= 0.9 and ordered
    rivals = len(columns.money.loose) >= 2
    if bare and (rivals or not witness.multiplies) and not (single and witness.items >= 20):
        inquiry.ask("heading_missing", sheet, main.first, **_letters(main))
    elif not bare and columns.quantity is not None and "qty" not in columns.headed and not witness.multiplies:
        inquiry.ask("quantity_column_unsure", sheet, column=columns.quantity, **_letters(main))
    if columns.unit is None and not (witness.multiplies or witness.tied or witness.covered):
        inquiry.ask("units_missing", sheet, items=witness.items)
    if (
        witness.with_unit >= 5
        and witness.unit_known < 0.5 * witness.with_unit
        and not (witness.multiplies or witness.tied)
    ):
        inquiry.ask(
            "units_unclear",
            sheet,
            column=columns.unit if columns.unit is not None else -1,
            known=witness.unit_known,
            of=witness.with_unit,
        )


def _letters(table: Table) -> Facts:
    c = table.columns
    return {
        name: column_letters(place + 1) if place is not None else None
        for name, place in (("quantity", c.quantity), ("rate", c.rate), ("amount", c.amount))
    }


def _about_rows(inquiry: _Inquiry, sheet: Sheet, witness: Evidence) -> None:
    weak: dict[str, list[Line]] = {}
    for table in sheet.tables:
        if table.role != "bill" or len(table.columns.dimensions) >= 2:
            continue
        last = max((line.row for line in table.lines if line.kind in (RowKind.ITEM, RowKind.SUBTOTAL)), default=-1)
        for line in table.lines:
            if line.weak and line.row <= last:
                weak.setdefault(line.weak, []).append(line)
    settled = witness.tied or witness.covered
    lost = [line for line in weak.get("stray_figure", []) if line.amount and not line.amount_only]
    unclear = weak.get("figure_without_unit", [])
    if unclear and not settled and len(unclear) >= max(1, 0.02 * witness.items):
        inquiry.ask("rows_unclear", sheet, unclear[0].row, rows=len(unclear))
    if lost and not settled and len(lost) > 0.05 * witness.items:
        inquiry.ask("rows_unclear", sheet, lost[0].row, rows=len(lost))
    last = _unlabelled_end(sheet)
    if last is not None and not settled:
        inquiry.ask("total_unclear", sheet, last.row, label="", stated=format(last.amount or 0.0, ".2f"))
    alone = [line for line in weak.get("amount_only", []) if line.kind is RowKind.ITEM]
    if alone and not settled:
        inquiry.ask("amounts_without_quantity", sheet, alone[0].row, rows=len(alone))
    posing = _totals_posing(sheet)
    if posing and not settled:
        inquiry.ask("total_among_items", sheet, posing[0].row, rows=len(posing))
    parents = [line for line in weak.get("has_children", []) if line.kind is RowKind.ITEM]
    if parents and not settled:
        inquiry.ask("items_within_items", sheet, parents[0].row, rows=len(parents))
    twice = sum(count - 1 for count in Counter((x.ref, x.text, x.unit, x.quantity) for x in sheet.items if x.text).values())
    if witness.items >= 6 and twice * 10 >= witness.items * 4:
        inquiry.ask("works_repeated", sheet, sheet.items[0].row, rows=twice, of=witness.items)
    plain = [line for line in sheet.items if not line.ref and not line.rate and not line.amount]
    numbered = sum(bool(line.ref) for line in sheet.items)
    if numbered >= max(3, 0.3 * witness.items) and len(plain) >= 0.3 * witness.items and not settled:
        inquiry.ask("items_without_number", sheet, plain[0].row, rows=len(plain), of=witness.items)
    hidden = [line for line in sheet.items if line.row in sheet.view.grid.hidden_rows]
    if hidden and not sheet.view.grid.hidden and len(hidden) * 10 >= witness.items and not witness.tied:
        inquiry.ask("hidden_items", sheet, hidden[0].row, rows=len(hidden), of=witness.items)
    elif hidden:
        inquiry.warn("hidden_rows", sheet, hidden[0].row, rows=len(hidden))


def _unlabelled_end(sheet: Sheet) -> Line | None:
    """An amount alone in the row under the last item: a total without words, unless the items prove it."""
    lines = [line for table in sheet.tables if table.role == "bill" for line in table.lines]
    place = max((index for index, line in enumerate(lines) if line.kind is RowKind.ITEM), default=-1)
    for line in lines[place + 1 : place + 3]:
        if line.amount_only and line.kind is RowKind.NOTE:
            return line
    return None


def _totals_posing(sheet: Sheet) -> list[Line]:
    """Items without quantity or rate whose amount is the sum of at least three items right above: totals, perhaps."""
    items = sheet.items
    sums = Sums([value_of(line) for line in items])
    found = []
    for place, line in enumerate(items):
        if line.amount and not (line.quantity and line.rate) and place >= 3:
            start = sums.start_of(place, line.amount)
            if start is not None and place - start >= 3:
                found.append(line)
    return found


def _about_sheets(inquiry: _Inquiry, book: Book) -> None:
    if not book.used and not any(sheet.reason == "rates" for sheet in book.sheets):
        first = next((sheet for sheet in book.sheets if sheet.view.rows), None)
        if first is not None:
            inquiry.ask("no_bill_found", first)
    most = max((len(book.sheets[i].items) for i in book.used), default=0)
    for sheet in book.sheets:
        if sheet.used or sheet.view.grid.hidden or not sheet.wanted:
            continue
        items = sheet.items
        if sheet.reason in ("copy", "superseded"):
            inquiry.warn("sheet_repeats", sheet, other=sheet.twin, items=len(items))
        elif sheet.reason in ("rates", "measurement"):
            if any(line.amount for line in items):
                inquiry.warn("sheet_not_bill", sheet, reason=sheet.reason, items=len(items))
        elif len(items) >= max(5, 0.1 * most) and any(value_of(line) for line in items):
            inquiry.ask("sheet_left_out", sheet, items=len(items))
        elif not items and sheet.reason != "summary" and (rows := _rows_like_items(sheet)) >= max(3, 0.02 * most):
            inquiry.ask("sheet_left_out", sheet, items=rows)


def _rows_like_items(sheet: Sheet) -> int:
    """Rows of an unused sheet that hold a text, a number, and a known unit in one and the same column."""
    found: Counter[int] = Counter()
    for cells in sheet.view.rows:
        if not any(type(value) is float or type(value) is int for value in cells) or not any(
            type(value) is str and len(value) > 12 for value in cells
        ):
            continue
        for column, value in enumerate(cells):
            if (
                type(value) is str
                and len(value) <= 12
                and (len(value) > 1 or value in "mtмтم")
                and parse_unit(value).code not in NO_MEASURE
            ):
                found[column] += 1
    return max(found.values(), default=0)


def _about_totals(inquiry: _Inquiry, book: Book, stated: Stated | None, witnesses: dict[int, Evidence]) -> None:
    if stated is None:
        _about_no_total(inquiry, book, witnesses)
        return
    sheet = book.sheets[stated.sheet]
    row = stated.total.line.row
    if not stated.sure:
        inquiry.ask("several_totals", sheet, row, label=stated.total.line.label[:80])
        return
    if stated.ties or stated.total.whole:
        return
    own = witnesses.get(stated.sheet)
    worth = (
        book.sums[stated.sheet].between(0, len(book.sums[stated.sheet]))
        if own
        else sum(book.sums[i].between(0, len(book.sums[i])) for i in book.used)
    )
    gap = stated.total.amount - worth
    facts: Facts = {
        "stated": format(stated.total.amount, ".2f"),
        "items": format(worth, ".2f"),
        "difference": format(gap, ".2f"),
    }
    linked = bool(stated.total.basis) and (own is None or stated.total.basis in ("chain", "totals", "front"))
    proven = own is not None and (own.covered or own.tied or _explained(sheet, gap))
    careful = (
        own is not None
        and own.multiplies
        and own.agree >= 0.98 * own.checked
        and own.checked >= 0.8 * own.items
        and own.items >= 5
    )
    if linked or proven or careful:
        inquiry.warn("total_differs", sheet, row, **facts)
    else:
        inquiry.ask("total_unexplained", sheet, row, **facts)


def _about_no_total(inquiry: _Inquiry, book: Book, witnesses: dict[int, Evidence]) -> None:
    """Total rows that were not taken for the file's total and that nothing explains."""
    for index in witnesses:
        for total in book.totals[index]:
            labelled = total.line.label and total.kind not in CHAIN
            if (
                total.amount
                and labelled
                and not total.basis
                and not witnesses[index].covered
                and abs(total.amount) >= 1
            ):
                inquiry.ask(
                    "total_unclear",
                    book.sheets[index],
                    total.line.row,
                    label=total.line.label[:80],
                    stated=format(total.amount, ".2f"),
                )
                return


def _explained(sheet: Sheet, gap: float) -> bool:
    """One item left out of the total, or counted twice."""
    return any(value and (same(value, abs(gap))) for value in map(value_of, sheet.items))
