"""Totals that are carried on without a formula: to the lines of a summary, and to the form of tender."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from boq.engine.book import Book
from boq.engine.chain.ledger import Ledger
from boq.engine.chain.lineage import ONE, Lineage, Stretch
from boq.engine.model import Rounding, SourceRef, StatedTotal, TotalKind, Verdict
from boq.engine.numbers import from_float
from boq.engine.tables.lines import number_in
from boq.engine.tables.sheet import Sheet
from boq.engine.text import fold
from boq.engine.vocabulary.tender import OFFERS, TITLES

FORM_ROWS = 300  # a form of tender is no longer
BELOW = 3  # rows under the sentence in which its sum may stand
LEAST = 100


class _Phrases:
    """Phrases looked for as whole words; those of a script without spaces, anywhere."""

    def __init__(self, phrases: tuple[str, ...]) -> None:
        folded = [fold(phrase) for phrase in phrases]
        self.solid = [phrase for phrase in folded if "\u0e00" <= phrase[:1] <= "\u0e7f"]
        self.by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in folded:
            words = tuple(phrase.split())
            self.by_first.setdefault(words[0], []).append(words)

    def in_text(self, text: str) -> bool:
        """True when the text says one of them."""
        words = tuple(fold(text).split())
        for place, first in enumerate(words):
            if any(words[place : place + len(phrase)] == phrase for phrase in self.by_first.get(first, ())):
                return True
        return bool(self.solid) and any(phrase in "".join(words) for phrase in self.solid if not text.isascii())


_TITLE, _OFFER = _Phrases(TITLES), _Phrases(OFFERS)
_LAST = frozenset({TotalKind.GRAND, TotalKind.NET})


def carried_from(
    ledger: Ledger, index: int, used: Sequence[str], rounding: Rounding
) -> tuple[Lineage | None, Decimal | None]:
    """What a summary's line without a formula carries: the total of a bill that is equal to it or bears its name.

    Gives the lineage and what the line should be; (None, None) where nothing can be said. Several equal totals are told apart by
    their sheets' names.
    """
    entry = ledger.totals[index]
    label = fold(entry.label)
    ends = {sheet: last for sheet in used if (last := _last_total(ledger, sheet)) is not None}
    equal = [sheet for sheet, last in ends.items() if rounding.agrees(ledger.totals[last].amount, entry.amount)]
    named = [sheet for sheet in used if _names(label, fold(sheet))]
    chosen = [sheet for sheet in equal if sheet in named] or equal
    if len(chosen) == 1:
        last = ends[chosen[0]]
        return Lineage(parts=((last, ONE),)), ledger.totals[last].amount
    whole = [sheet for sheet in used if rounding.agrees(ledger.worth_of(sheet), entry.amount)]
    chosen = [sheet for sheet in whole if sheet in named] or whole
    if entry.amount and len(chosen) == 1:
        stretches = tuple(Stretch(column, 0, len(column.rows)) for column in ledger.mains(chosen[0]))
        return Lineage(stretches), entry.amount
    if len(named) == 1 and named[0] in ends and entry.amount and ledger.totals[ends[named[0]]].kind in _LAST:
        last = ends[named[0]]
        return Lineage(parts=((last, ONE),)), ledger.totals[last].amount
    return None, None


def _names(label: str, sheet: str) -> bool:
    """True when the label is the sheet's name, or holds it as whole words."""
    return len(sheet) >= 3 and not sheet.isdigit() and bool(re.search(rf"(?:^|\s){re.escape(sheet)}(?:\s|$)", label))


def _last_total(ledger: Ledger, sheet: str) -> int | None:
    """The last total of a sheet that is its whole, else the last of all."""
    found = sorted(index for _, index in ledger.lines_of(sheet) if ledger.totals[index].amount)
    last = [index for index in found if ledger.totals[index].kind in _LAST]
    return (last or found or [None])[-1]  # type: ignore[list-item]


def tender_sums(book: Book, totals: Sequence[StatedTotal], root: StatedTotal, rounding: Rounding) -> list[StatedTotal]:
    """The sums offered in words: in a form of tender, or in a sentence that offers exactly the stated total.

    In a form of tender with a single sum, another sum than the stated total is a fault of the carrying.
    """
    known = {(total.source.sheet, total.source.row) for total in totals}
    found: list[StatedTotal] = []
    for sheet in book.sheets:
        form = not sheet.used and sheet.reason != "summary" and is_form(sheet)
        offers = [
            (row, column, text, amount)
            for row, column, text, amount in _offers(sheet, form)
            if (sheet.name, row + 1) not in known
        ]
        equal = [one for one in offers if rounding.agrees(root.amount, one[3])]
        wrong = offers if form and not equal and len({one[3] for one in offers}) == 1 else []
        for row, column, text, amount in (equal or wrong)[:1]:
            found.append(
                StatedTotal(
                    TotalKind.TENDER,
                    text[:300],
                    amount,
                    SourceRef(sheet.name, row + 1, column + 1),
                    expected=root.amount,
                    verdict=Verdict.EQUAL if equal else Verdict.OFF,
                    formula=sheet.view.grid.formulas.get((row, column), ""),
                )
            )
    return found


def is_form(sheet: Sheet) -> bool:
    """True when the sheet is called a form of tender, by its name or by one of its first rows."""
    if _TITLE.in_text(sheet.name):
        return True
    rows = range(min(15, len(sheet.view.rows)))
    texts = (value for row in rows for _, value in sheet.view.filled(row) if type(value) is str and len(value) < 120)
    return any(_TITLE.in_text(text) for text in texts)


def _offers(sheet: Sheet, form: bool) -> list[tuple[int, int, str, Decimal]]:
    """Row, column, sentence and sum of every offer. Outside a form the sum stands in the row of the sentence."""
    view, found = sheet.view, []
    for row in range(min(len(view.rows), FORM_ROWS)):
        said = next((v for _, v in view.filled(row) if type(v) is str and len(v) > 6 and _OFFER.in_text(v)), None)
        if said is None:
            continue
        for place in range(row, min(row + (BELOW if form else 1), len(view.rows))):
            sums = [(c, n) for c, _ in view.filled(place) if (n := view.figure(place, c)) and abs(n) >= LEAST]
            sums += [
                (c, n)
                for c, v in view.filled(place)
                if type(v) is str
                and len(v) > 6
                and (n := number_in(v, view.default_mark) or _inside(v, view.default_mark))
            ]
            if sums:
                column, figure = sums[-1]
                found.append((place, column, " ".join(said.split()), from_float(figure) or Decimal(0)))
                break
    return found


_SUM = re.compile(
    r"(?<![\w.,])\d{1,3}(?:[ ,.'\u00a0\u202f]\d{2,3})+(?:[.,]\d{1,3})?(?!\w)|(?<![\w.,])\d{4,}(?:[.,]\d{1,3})?(?!\w)"
)


def _inside(text: str, mark: str) -> float | None:
    """The one sum that a sentence holds, None when it holds none or several."""
    sums = {figure for piece in _SUM.findall(text) if (figure := number_in(f"= {piece}", mark))}
    return sums.pop() if len(sums) == 1 else None
