"""Quantity, rate and amount columns: one set for the bill, parts of a rate, further parties, later versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from boq.engine.tables.adjustments import add_adjustments
from boq.engine.tables.figures import Money, Sample, part_of
from boq.engine.tables.headings import Heading
from boq.engine.tables.price_parties import add_parties
from boq.engine.tables.price_parts import add_parts
from boq.engine.tables.profile import Profile, agreement
from boq.engine.tables.summed import summed_column
from boq.engine.tables.view import View
from boq.engine.tables.words import STRONG, total_kind

CHECKED_ROWS = 240
BORROWED = 0.2  # the score of an amount by its heading that could be the rate
FIGURE_ROLES = ("qty", "rate", "amt", "price")
NOTHING = Heading(-1, "")
TAIL = 4  # rows at the end of a table in which a total without words may stand
MOST = 9  # candidates of one kind that are weighed


@dataclass(slots=True)
class _Candidate:
    column: int
    score: float
    group: str
    borrowed: bool = False  # an amount by its heading that could be the rate


_Some = Sequence[_Candidate]


def choose_money(
    view: View,
    rows: Sequence[int],
    headings: dict[int, Heading],
    profiles: list[Profile],
    taken: set[int],
    beside: int | None = None,
    top: int = 0,
) -> Money:
    """The best set of quantity, rate and amount columns by headings and arithmetic together."""
    step = max(1, len(rows) // CHECKED_ROWS)
    checked = rows[::step]
    numeric = [c for c, p in enumerate(profiles) if c not in taken and p.numbers >= 1 and p.numbers >= p.texts]
    data = Sample(view, checked)
    quantities = _candidates(headings, profiles, taken, ("qty",), numeric, beside)
    rates = _candidates(headings, profiles, taken, ("rate", "price", "amt"), numeric)
    amounts = _candidates(headings, profiles, taken, ("amt", "price"), numeric)
    if len(amounts) > 1:
        _favour_totals(view, checked, amounts)
        _favour_end(view, rows[-TAIL:], amounts)
    money = _best(data, quantities, rates, amounts)
    counted = any(h.role == "qty" and "statistic" not in h.qualifiers for h in headings.values())
    uncounted = money.quantity is None and money.rate is not None and money.amount is not None
    incomplete = uncounted or (money.quantity is not None and (money.rate is None) != (money.amount is None))
    if (counted or uncounted) and len(numeric) >= 3 and not money.proven:
        heads = {c: headings.get(c, NOTHING) for c in numeric}
        loose = [
            _Candidate(c, 0.05, "")
            for c, heading in heads.items()
            if heading.role in ("", *FIGURE_ROLES) and "statistic" not in heading.qualifiers
        ]
        other = _best(data, *(_more(found, loose) for found in (quantities, rates, amounts)))
        if other.proven and other.checked >= (3 if incomplete else 5) and other.checked * 4 >= len(checked):
            money = other
    if money.quantity is None and money.amount is None and money.rate is not None:
        _settle_price(view, money, headings, checked)
    if money.quantity is not None and money.amount is None and money.rate is None and len(checked) == len(rows):
        unknown = (c for c in numeric if c not in headings or not headings[c].role)
        money.amount = summed_column(view, rows, money.quantity, unknown)
    lone = money.rate if money.rate is not None and headings.get(money.rate, NOTHING).role == "price" else None
    whole = money.quantity is not None and money.amount is None and len(checked) == len(rows)
    if whole and lone is not None and summed_column(view, rows, money.quantity or 0, [lone]) is not None:
        money.rate, money.amount = None, lone  # "KShs." that is added up is no rate
    add_parts(money, headings, profiles, data)
    main = headings.get(money.amount if money.amount is not None else -1)
    money.label = main.group if main else ""
    add_parties(view, money, headings, data, top)
    add_adjustments(money, headings, data)
    taken_now = money.used()
    money.later = tuple(
        c
        for c, h in headings.items()
        if h.role in ("qty", "rate", "amt", "price") and c not in taken_now and c not in taken
    )
    money.loose = tuple(
        c for c in numeric if c not in money.used() and c not in headings and profiles[c].nonzero >= 0.3 * len(rows)
    )
    return money


def _best(data: Sample, quantities: _Some, rates: _Some, amounts: _Some) -> Money:
    """The set of columns that headings and arithmetic speak for most."""
    best, money = float("-inf"), Money()
    for q, r, a in product([None, *quantities], [None, *rates], [None, *amounts]):
        if len({c.column for c in (q, r, a) if c}) < sum(c is not None for c in (q, r, a)):
            continue
        score, agree, count = _score(data, q, r, a)
        if score > best + 1e-9:
            best = score
            places = [c.column if c else None for c in (q, r, a)]
            money = Money(places[0], places[1], places[2], agree=agree, checked=count)
    return money


def _more(found: _Some, loose: list[_Candidate]) -> list[_Candidate]:
    """The candidates by heading, then columns of numbers whose heading says nothing or something else."""
    known = {candidate.column for candidate in found}
    return [*found, *(candidate for candidate in loose if candidate.column not in known)][:MOST]


def _favour_totals(view: View, rows: Sequence[int], amounts: list[_Candidate]) -> None:
    """The totals of a table stand in its amount column: of several, the one that holds most of them."""
    counts = _totals_in(view, rows, [candidate.column for candidate in amounts])
    most = max(counts.values())
    for candidate in amounts:
        if most >= 2:
            candidate.score += 0.8 * counts[candidate.column] / most


def _favour_end(view: View, rows: Sequence[int], amounts: list[_Candidate]) -> None:
    """A sum alone in one of the last rows, without a word, stands in the amount column."""
    places = {candidate.column: candidate for candidate in amounts}
    for row in rows:
        filled = [column for column, _ in view.filled(row)]
        if len(filled) == 1 and filled[0] in places and view.figure(row, filled[0]):
            places[filled[0]].score += 0.8
            return


def _totals_in(view: View, rows: Sequence[int], columns: Sequence[int]) -> dict[int, int]:
    """In how many total rows each column holds a number."""
    counts = dict.fromkeys(columns, 0)
    for row in rows:
        cells = view.rows[row]
        if any(type(value) is str and len(value) <= 80 and total_kind(value) in STRONG for value in cells[:12]):
            for column in counts:
                counts[column] += bool(view.number(row, column))
    return counts


def _settle_price(view: View, money: Money, headings: dict[int, Heading], rows: Sequence[int]) -> None:
    """A lone column that may be a rate or an amount ("KShs.") is the amount where totals stand in it."""
    column = money.rate
    lone = column is not None and column in headings and headings[column].role == "price"
    if lone and column is not None and _totals_in(view, rows, [column])[column]:
        money.rate, money.amount = None, column


def _is_later(heading: Heading) -> bool:
    """True for the figures of a version that came after the ordered one."""
    return "later" in heading.qualifiers and "first" not in heading.qualifiers


def _candidates(
    headings: dict[int, Heading],
    profiles: list[Profile],
    taken: set[int],
    roles: tuple[str, ...],
    numeric: list[int],
    beside: int | None = None,
) -> list[_Candidate]:
    found = []
    only_later = all(_is_later(h) for c, h in headings.items() if h.role in roles and c not in taken)
    for column, heading in headings.items():
        entry = profiles[column]
        if column in taken or heading.role not in roles or "words" in heading.qualifiers:
            continue
        if (
            entry.filled >= 3
            and entry.numbers * 4 < entry.filled
            and entry.texts * 3 > entry.filled * 2
            and entry.average > 12
        ):
            continue
        score = (0.7 if roles[0] == "rate" else 0.65) if heading.role == "price" else 1.0
        score *= 0.6 + 0.4 * heading.cover
        borrowed = roles[0] == "rate" and heading.role == "amt"
        if borrowed:
            score = BORROWED  # "Total" of material and labour may be the rate: only arithmetic can tell
        qualifiers = heading.qualifiers
        score -= (
            1.5 * (_is_later(heading) and not only_later) + 0.7 * bool(part_of(heading)) + 0.3 * ("tax" in qualifiers)
        )
        score -= 0.4 * ("later" in qualifiers and "first" in qualifiers)
        score -= 0.7 * ("discount" in qualifiers and "net" not in qualifiers)
        score += (
            0.25 * ("first" in qualifiers)
            + 0.3 * ("ordered" in qualifiers)
            + 0.15 * ("total" in qualifiers and roles[0] != "rate")
        )
        score -= 0.3 * (entry.numbers == 0) + 1.6 * ("statistic" in qualifiers)
        found.append(_Candidate(column, score, heading.group, borrowed))
    if not found:
        loose = [c for c in numeric if c not in headings or headings[c].role == ""]
        found = [_Candidate(c, 0.05 if c in headings else 0.0, "") for c in loose if profiles[c].numbers >= 2]
        for candidate in found:
            if beside is not None and abs(candidate.column - beside) == 1:
                candidate.score = 0.5  # numbers right beside the unit
    return sorted(found, key=lambda c: -c.score)[:MOST]


def _score(data: Sample, q: _Candidate | None, r: _Candidate | None, a: _Candidate | None) -> tuple[float, int, int]:
    present = [c for c in (q, r, a) if c is not None]
    score = sum(c.score for c in present) - 0.02 * sum(c.column for c in present)
    agree = checked = 0
    if q and r and a:
        agree, checked = agreement(data[q.column], data[r.column], data[a.column])
        if checked:
            share = agree / checked
            score += 3 * share * min(1.0, checked / 3) + agree / max(1, len(data.rows))
            if checked >= 3 and share < 0.5:
                score -= 0.5
    if r and a:
        score += 0.2 * (a.column == r.column + 1) + 0.1 * (r.column < a.column) - 0.4 * (r.group != a.group)
    if q and (r or a):
        score -= 0.4 * (q.group != "" and q.group != (a or r).group)  # type: ignore[union-attr]
    if not (checked >= 3 and agree >= checked * 0.8):
        score -= 0.3 * sum(c.score <= 0.05 for c in present) + 0.5 * bool(r and r.borrowed)
    return score, agree, checked
