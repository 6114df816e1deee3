"""What may be wrong with totals: those that the items do not lead to, and those that nothing explains."""

from __future__ import annotations

from itertools import pairwise

from boq.engine.book import Book, figures_of, is_entry, sheet_totals
from boq.engine.evidence import Evidence
from boq.engine.inquiry import Inquiry
from boq.engine.stated import Stated, summaries_under
from boq.engine.tables.kinds import COLLECTION, NOTE, SUBTOTAL
from boq.engine.tables.lines import any_figure
from boq.engine.tables.proof import CHAIN, Total
from boq.engine.tables.sheet import Sheet
from boq.engine.tables.sums import same
from boq.engine.tables.worth import APART, value_of

LISTED = 0.03  # how far a summary's entry may be from the bill it stands for, before it is another sum
FAR = 0.4  # the share by which a total and the items may differ before words alone no longer explain it
FARTHEST = 0.5  # the same where another total proves the items


def about_totals(
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
        if line.amount and line.amount >= 100 and line.kind is not NOTE
    )
    return all(any(same(amount, total) for total in known) for amount in listed)


def _unreadable_end(sheet: Sheet) -> bool:
    """A total row whose amount is an error: the sheet has a total that nobody can read."""
    errors = {row for row, _ in sheet.view.grid.errors}
    return any(line.kind is SUBTOTAL and line.row in errors for line in sheet.lines)


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


def about_parts(inquiry: Inquiry, sheet: Sheet, totals: list[Total]) -> None:
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
    totals = (SUBTOTAL, COLLECTION)
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
