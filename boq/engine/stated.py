"""Which total is the file's last word, and whether its own lines lead there from the items."""

from __future__ import annotations

from dataclasses import dataclass

from boq.engine.book import Book, figures_of, is_entry, section_totals, sheet_totals
from boq.engine.model import TotalKind
from boq.engine.tables.kinds import NOTE
from boq.engine.tables.lines import Line
from boq.engine.tables.proof import CHAIN, Total
from boq.engine.tables.purpose import says
from boq.engine.tables.sums import same
from boq.engine.tables.view import View
from boq.engine.tables.words import STRONG
from boq.engine.vocabulary.titles import PROGRESS_TITLES

NEAR = 0.1  # how far a total may be from the sum of its parts that it does not add up
NO_WORD = ("copy", "superseded", "hidden", "measurement", "rates")


@dataclass(slots=True)
class Stated:
    """The stated total: its sheet and line. `ties`: None when nothing can be compared. `sure` is False when others claim as much."""

    sheet: int
    total: Total
    ties: bool | None
    sure: bool = True
    why: str = ""


def find_stated(book: Book) -> Stated | None:
    """The last grand total of a summary that adds up the bills, else of the bill itself. It needs words, a formula or proof."""
    used = [index for index in book.used if not book.sheets[index].standing] or book.used
    linked = _of_summaries(book, used)
    if linked is not None:
        return linked
    own = [(index, last) for index in used if (last := last_total(book.totals[index])) is not None]
    if not own:
        return None
    if len(used) == 1:
        index, last = own[0]
        return Stated(index, last, _ties(last))
    worths = {index: abs(book.sums[index].between(0, len(book.sums[index]))) for index in used}
    everything = sum(worths.values())
    if len(own) == 1 and worths[own[0][0]] >= 0.999 * everything:
        return Stated(*own[0], _ties(own[0][1]))
    for index, last in reversed(own):
        if last.amount and same(everything, last.amount, len(used)):
            return Stated(index, last, True)
    for index in used:
        for total in book.totals[index]:
            if (
                total.amount
                and total.line.label
                and total.kind not in CHAIN
                and same(everything, total.amount, len(used))
            ):
                return Stated(index, total, True)
    index, last = own[0]  # bills that nothing adds up: the first one's own total, which says nothing of the others
    return Stated(index, last, False, sure=False, why="several_totals")


def _ties(total: Total) -> bool:
    return total.whole


def last_total(totals: list[Total]) -> Total | None:
    """The last total that speaks for everything: whole, chained to a whole one, or called grand."""
    live = [total for total in totals if total.amount and not (total.line.top and not total.whole)]
    if not live:
        return None
    whole = [total for total in live if total.whole and total.kind not in CHAIN]
    grand = [total for total in live if total.kind is TotalKind.GRAND]
    anchors = whole or grand
    if anchors:
        start = max(live.index(anchors[-1]), live.index(grand[-1]) if grand else 0)
        after = [total for total in live[start:] if _follows(total, live[start])]
        return after[-1] if after else live[start]
    linked = [total for total in live if total.basis in ("totals", "chain") and total.covers]
    if linked:
        return linked[-1]
    plain = [total for total in live if total.kind in STRONG and (total.line.label or total.line.summed)]
    if len(plain) > 1 and (plain[-1].basis or not _closes(plain[-1], live)):
        return None
    return plain[-1] if plain else None


def _closes(last: Total, totals: list[Total]) -> bool:
    """A total in words below all others, near the sum of these: it was to add them up, and does not."""
    parts = [total for total in totals if total.basis == "items" and total.kind not in CHAIN]
    reached, worth = 0, 0.0
    for total in sorted(parts, key=lambda total: (total.first, -total.last)):
        if total.first >= reached:
            worth, reached = worth + total.covers, total.last
    return totals[-1] is last and len(parts) >= 2 and abs(last.amount - worth) <= NEAR * abs(worth)


def _follows(total: Total, base: Total) -> bool:
    """A later line that carries the base on: the same sum again, or the sum with additions; rounding in words does not count."""
    return (
        total.kind in STRONG
        and total.basis in ("chain", "same", "totals")
        and abs(total.amount) >= abs(base.amount) * 0.5
    )


def _of_summaries(book: Book, used: list[int]) -> Stated | None:
    """The last grand total of the sheet that lists the bills' totals."""
    best: Stated | None = None
    listing: set[int] = set()
    lists = [
        (index, sheet)
        for index, sheet in enumerate(book.sheets)
        if not (sheet.used or sheet.reason in NO_WORD or sheet.view.grid.hidden or says([sheet.name], PROGRESS_TITLES))
    ]
    if not lists:
        return None
    known = {index: sheet_totals(book, index) for index in used}
    everything = sum(book.sums[index].between(0, len(book.sums[index])) for index in used)
    for index, sheet in lists:
        lines = [line for line in sheet.lines if line.kind is not NOTE]
        matched = {i for i in used if any(_lists(sheet.view, line, known[i]) for line in lines)}
        whole = next((x for x in lines if len(used) > 1 and everything and same(x.amount or 0.0, everything)), None)
        if whole is not None:
            matched = set(used)  # the bill lies on several sheets
        in_parts = {i for i in used if i not in matched and _lists_parts(lines, section_totals(book, i))}
        last = last_total(book.totals[index])
        if last is None and (matched or in_parts):
            last = next((t for t in reversed(book.totals[index]) if t.amount and t.kind not in CHAIN), None)
        if last is None and whole is not None:  # one row a bidder, the bills side by side
            last = Total(whole, TotalKind.GRAND, whole.amount or 0.0, 0, basis="chain")
        if not (matched or in_parts) or last is None:
            continue
        if not last.basis and (_adds_up(sheet.view, last) or _adds_its_column(sheet.view, last)):
            last.basis = "chain"
        needed = {i for i in used if known[i]}
        entries = book.sums[index].between(0, len(book.sums[index]))
        led = last.whole and (
            (_each_once(lines, known, needed) and matched >= needed) or same(entries, everything, len(used))
        )
        led = led or (len(used) == 1 and any(t.whole and same(t.amount, last.amount) for t in book.totals[used[0]]))
        best = Stated(index, last, led or same(last.amount, everything, len(used)))
        listing.add(index)
    return best and (_over(book, best, listing) or best)


def _over(book: Book, below: Stated, listing: set[int]) -> Stated | None:
    """The last total of a sheet that lists the totals of the summaries, as `below` lists those of the bills."""
    for index, sheet in enumerate(book.sheets):
        last = last_total(book.totals[index])
        if index in listing or sheet.used or sheet.reason != "summary" or sheet.view.grid.hidden or last is None:
            continue
        if last.whole and summaries_under(book, index) & listing:
            return Stated(index, last, below.ties if same(last.amount, below.total.amount) else False)
    return None


def summaries_under(book: Book, index: int) -> set[int]:
    """The summaries of which sheet `index` lists the last line: their total, or the only sum in them."""
    listed = [line.amount for line in book.sheets[index].lines if line.amount and is_entry(line)]
    found = set()
    for other, sheet in enumerate(book.sheets):
        if other == index or sheet.used or sheet.reason != "summary" or sheet.view.grid.hidden:
            continue
        sums = [line for line in sheet.lines if line.amount]
        if sums and any(same(figure, amount) for figure in figures_of(sheet.view, sums[-1]) for amount in listed):
            found.add(other)
    return found


def _lists_parts(lines: list[Line], parts: set[float]) -> bool:
    """True when the summary lists at least two parts of one bill."""
    return sum(any(same(line.amount, part) for part in parts) for line in lines if line.amount and is_entry(line)) >= 2


def _each_once(lines: list[Line], known: dict[int, set[float]], bills: set[int]) -> bool:
    """True unless the summary lists the total of a bill more often than there are bills of that total."""
    totals = [amount for index in bills for amount in known[index]]
    listed = sum(any(same(line.amount, total) for total in totals) for line in lines if line.amount and is_entry(line))
    return listed <= len(bills)


def _lists(view: View, line: Line, known: set[float]) -> bool:
    """True when the row states a bill's total, as its amount or, before a factor, beside it."""
    amount = line.amount or 0.0
    if any(same(amount, total) for total in known):
        return bool(amount)
    figures = figures_of(view, line)
    for total in known:
        if any(same(figure, total) for figure in figures):
            return not amount or any(
                same(total * figure, amount, 2) or same(total * (1 + figure), amount, 2)
                for figure in _factors(view, line.row)
            )
    return False


def _factors(view: View, row: int) -> list[float]:
    """The small numbers of a row: factors and percentages."""
    numbers = (view.number(row, column) for column, _ in view.filled(row))
    return [number for number in numbers if number and 0 < number < 10]


def _adds_its_column(view: View, total: Total) -> bool:
    """True when the figures above the total, in its own column, add up to it: the column after a factor, say."""
    running = 0.0
    for row in range(total.line.row - 1, -1, -1):
        figure = view.figure(row, total.line.amount_at)
        running += figure or 0.0
        if figure and same(running, total.amount, 2):
            return True
    return False


def _adds_up(view: View, total: Total) -> bool:
    """True when the last figures of the few rows right above add up to the total, whatever column they stand in."""
    running, rows = 0.0, 0
    for row in range(total.line.row - 1, max(-1, total.line.row - 12), -1):
        figures = [
            n
            for column, value in view.filled(row)
            if type(value) is not str and (n := view.number(row, column)) is not None
        ]
        if figures:
            running, rows = running + figures[-1], rows + 1
            if rows >= 2 and same(running, total.amount, rows):
                return True
    return False
