"""Sheets that hold the same works: copies, other versions, sources; or works of their own that only look alike."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise
from typing import TypeVar

from boq.engine.book import Book, sheet_totals
from boq.engine.tables import purpose as of
from boq.engine.tables.kinds import ITEM, SUMMARY
from boq.engine.tables.sheet import Sheet
from boq.engine.tables.sums import same
from boq.engine.text import fold
from boq.engine.vocabulary import words
from boq.engine.vocabulary.places import PLACES, WHICH

REPEATED = 0.8  # share of works in common that makes two sheets the same bill
SAME_FIGURES = 0.9

Work = TypeVar("Work")
Wanted = tuple[str, float | None, str]  # text, quantity, unit

_SHEET_REF = re.compile(r"(?:'((?:[^']|'')+)'|([\w.]+))!\$?[A-Z]{1,3}\$?\d+")


def drop_repeats(book: Book) -> None:
    """Of sheets that hold the same works one is the bill; the others are copies or other versions of it."""
    _drop_sources(book)
    used = [index for index in book.used if book.sheets[index].items]
    if len(used) < 2:
        return
    prints = {index: of.fingerprint(book.sheets[index].items) for index in used}
    numbers = {index: of.measured(book.sheets[index].items) for index in used}
    prices = {index: of.priced(book.sheets[index].items) for index in used}
    amounts = {
        index: Counter(
            (fold(line.text)[:120], line.quantity, line.amount) for line in book.sheets[index].items if line.amount
        )
        for index in used
    }
    wanted = {
        index: Counter(
            (fold(line.text)[:120], line.quantity, fold(line.unit)) for line in book.sheets[index].items if line.text
        )
        for index in used
    }
    dropped: set[int] = set()
    for position, a in enumerate(used):
        for b in used[position + 1 :]:
            if a in dropped or b in dropped or not _comparable(book.sheets[a], book.sheets[b]):
                continue
            alike = _repeated(prints[a], prints[b]) or _repeated(numbers[a], numbers[b], least=5)
            alike = alike or _within(amounts[a], amounts[b]) or _asked_again(wanted[a], wanted[b])
            if alike and _other_place(book.sheets[a], book.sheets[b]):
                continue
            if alike or _translated(prices[a], prices[b]) or _without_units(book.sheets[a], book.sheets[b]):
                loser = _weigh(book, a, b)
                if loser is not None:
                    dropped.add(loser)


def _translated(a: Counter[tuple[float | None, ...]], b: Counter[tuple[float | None, ...]]) -> bool:
    """True when two lists of at least five works have the same quantities and prices, none of them left over."""
    return a == b and len(a) >= 5


def _repeated(a: Counter[Work], b: Counter[Work], least: int = 3) -> bool:
    """True when most works of the shorter list are in the longer one; of few works, all of both."""
    if a.keys().isdisjoint(b):
        return False
    size = min(a.total(), b.total())
    return sum((a & b).values()) >= size * REPEATED and (size >= least or (least == 3 and a == b))


def _within(a: Counter[Work], b: Counter[Work]) -> bool:
    """True when the few works of one list are all in the other, longer one, with the same figures to the last cent."""
    few, many = (a, b) if a.total() <= b.total() else (b, a)
    return 2 <= few.total() < many.total() and few <= many


def _asked_again(a: Counter[Wanted], b: Counter[Wanted]) -> bool:
    """True when all works of the shorter list, measured and not one of each, are in the other one: a part of it, priced by another."""
    few, many = (a, b) if a.total() <= b.total() else (b, a)
    return _within(few, many) and all(quantity not in (None, 0.0, 1.0) for _, quantity, _ in few)


def _without_units(a: Sheet, b: Sheet) -> bool:
    """True when one of two sheets says no units, and their works are the same but for that."""
    if of.unitless(a.items) == of.unitless(b.items):
        return False
    one, other = (Counter(fold(line.text)[:120] for line in sheet.items if line.text) for sheet in (a, b))
    return _repeated(one, other)


def _comparable(a: Sheet, b: Sheet) -> bool:
    """Two options with different numbers are different works even where their texts agree."""
    if a.told and b.told:
        return False  # a person wants both
    if a.standing or b.standing:
        return a.standing == b.standing and _number_in(a.name) == _number_in(b.name)
    return True


def _other_place(a: Sheet, b: Sheet) -> bool:
    """True for two houses, floors or blocks whose works are not the same to the last figure: these are no copies."""
    places = _place(a.name), _place(b.name)
    return all(places[0]) and all(places[1]) and places[0] != places[1] and of.priced(a.items) != of.priced(b.items)


def _place(name: str) -> tuple[str, str]:
    """Which of several like parts of the project a sheet's name says: ("house", "3"); ("", "") where it says none."""
    found = fold(re.sub(r"(?<=[^\W\d_])(?=\d)", " ", name)).split()
    for first, second in pairwise(found):
        for place, which in ((first, second), (second, first)):
            if place in PLACES and (which in WHICH or which.isdigit() or len(which) == 1):
                return place, which
    return "", ""


def _number_in(name: str) -> str:
    found = re.findall(r"\d+", name)
    return found[0] if found else ""


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
    numbers = of.measured(first.items), of.measured(second.items)
    equal = sum((figures[0] & figures[1]).values()) >= least * SAME_FIGURES
    equal = equal or sum((numbers[0] & numbers[1]).values()) >= max(5, least * SAME_FIGURES)
    translated = _translated(of.priced(first.items), of.priced(second.items))
    units = of.unitless(first.items) == of.unitless(second.items)
    amounts = of.quantities(first.items, units), of.quantities(second.items, units)
    summed_up = amounts[0] == amounts[1] and same(first.total, second.total)
    equal = equal or translated or summed_up
    loser = b if _rank(book, a) >= _rank(book, b) else a
    winner = a if loser == b else b
    blank = all(not line.quantity for line in book.sheets[loser].items)
    sheet = book.sheets[loser]
    sheet.used, sheet.twin = False, book.sheets[winner].name
    sheet.reason = "copy" if equal else "superseded"
    other_language = translated and of.script_of(first.items) != of.script_of(second.items)
    one_bill = other_language or _sorted(first, second) or (summed_up and len(first.items) != len(second.items))
    if not blank and not one_bill and not _says_itself(book.sheets[winner], sheet):
        facts: dict[str, str | int] = {"sheet": sheet.name, "other": sheet.twin}
        if not equal:
            book.doubts.append(("versions_differ", loser, 0, facts))
        elif first.total > 0 and second.total > 0 and not of.is_later(sheet) and "(" not in sheet.name:
            book.doubts.append(("sheets_alike", loser, 0, facts))
    return loser


def _sorted(a: Sheet, b: Sheet) -> bool:
    """True when two sheets hold the same works at the same amounts, one of them sorted by amount: an analysis of the other."""
    works = [Counter((fold(x.text)[:120], x.amount) for x in sheet.items) for sheet in (a, b)]
    falls = [all(x >= y for x, y in pairwise([line.amount or 0.0 for line in sheet.items])) for sheet in (a, b)]
    return works[0] == works[1] and works[0].total() >= 5 and falls[0] != falls[1]


def _both_added(book: Book, a: int, b: int) -> bool:
    """True when a summary lists the totals of both sheets: equal ones twice."""
    mine = [sheet_totals(book, index) for index in (a, b)]
    for index, sheet in enumerate(book.sheets):
        if index in (a, b) or sheet.used:
            continue
        entries = [line.amount for line in sheet.lines if line.amount and line.kind in (SUMMARY, ITEM)]
        listed = [
            [place for place, amount in enumerate(entries) if any(same(amount, x) for x in known)] for known in mine
        ]
        if any(first != second for first in listed[0] for second in listed[1]):
            return True
    return False


# sheets that compare, execute or follow the works that were ordered
VARIATIONS = words(
    """
    deviation | variation | difference | vo | progress | previous | compliance | comparison | executed | as executed |
    kalkulation | selbstkosten | costing | internal costing | cost build up | себестоимость | debourse sec | coste directo |
    maliyet hesabi |
    curva abc | abc | pareto | final bill | running bill | ra bill | bill quantity | deviation statement | as built | realisasi | opname
    """
)
# the works as they were ordered
ORDERED = words(
    """
    work order | agreement | contract | tender | original | boq | bill of quantities | bills of quantities | schedule a |
    estimate | rab | bq | смета | вор | مقايسة | جدول الكميات
    """
)
# what the client thought that the works would cost, beside what is offered
FORECASTS = words(
    """
    engineer s estimate | engineers estimate | engineer estimate | client s estimate | client estimate | pre tender estimate | pte |
    budget | budget estimate | confidential estimate | owner estimate | owner s estimate | hps | oe | предварительная оценка |
    kostenschatzung | kostenberechnung | estimation du maitre d oeuvre | presupuesto base | yaklasik maliyet | القيمه التقديريه
    """
)
REVISED = words(
    "revised | revision | rev | amended | updated | addendum | معدل | معدلة | измененная | révisé | revisado"
)
_REVISION = re.compile(r"\b(?:rev(?:ision)?|r|v|ver|version|изм|ред|mod|ind)[ ._-]*(\d{1,2})\b", re.IGNORECASE)


def _says_itself(winner: Sheet, loser: Sheet) -> bool:
    """True when the sheets' names (the loser's titles too) say which one is the bill and which one only follows it."""
    if _is_variation(loser) and not _is_variation(winner):
        return True
    forecast = any(of.says([sheet.name], FORECASTS) for sheet in (winner, loser))
    if forecast and not same(winner.total, loser.total):
        return False
    revisions = _revision(winner), _revision(loser)
    if revisions[0] != revisions[1]:
        return revisions[0] > revisions[1]
    return revisions == (0, 0) and _is_ordered(winner) and not _is_ordered(loser)


def _is_variation(sheet: Sheet) -> bool:
    """True when the sheet says that it compares, changes or follows the bill."""
    return of.says([sheet.name, *of.titles(sheet)], VARIATIONS)


def _is_ordered(sheet: Sheet) -> bool:
    return of.says([sheet.name], ORDERED) and not of.says([sheet.name], VARIATIONS)


def _revision(sheet: Sheet) -> int:
    """The revision that the sheet's name gives: its number, 1 for a revised one without, 0 for the first."""
    found = _REVISION.search(sheet.name)
    if found is not None:
        return int(found[1])
    return int(of.says([sheet.name], REVISED))


def _rank(book: Book, index: int) -> float:
    """How much a sheet looks like the bill itself among sheets with the same works."""
    sheet = book.sheets[index]
    worth = sheet.total
    score = 2.0 * (worth > 0) - 1.0 * (worth < 0)
    score += 1.0 * any(total.whole for total in book.totals[index])
    score -= 1.5 * of.is_later(sheet)
    score += 0.5 * _is_ordered(sheet)
    score += 0.6 * math.sqrt(min(_revision(sheet), 9))
    score -= 0.8 * _is_variation(sheet)
    items = sheet.items
    return score + 0.3 * (len(items) / (1 + max(len(s.items) for s in book.sheets)))
