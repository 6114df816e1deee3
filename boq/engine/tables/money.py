"""Quantity, rate and amount columns: one set for the bill, parts of a rate, further parties, later versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product

from boq.engine.tables.headings import Heading
from boq.engine.tables.profile import Profile, Series, agreement, close, series
from boq.engine.tables.roles import PARTS
from boq.engine.tables.view import View
from boq.engine.tables.words import STRONG, total_kind

CHECKED_ROWS = 240
BORROWED = 0.2  # the score of an amount by its heading that could be the rate
LABEL_ROWS = 9  # how far above a heading the names of parties are looked for
FIGURE_ROLES = ("qty", "rate", "amt", "price")
NOTHING = Heading(-1, "")
MOST = 9  # candidates of one kind that are weighed

NOT_WHOLE = frozenset({"later", "tax", "words"})


def part_of(heading: Heading) -> str:
    """The part of a rate that a heading names, "" when it names none or, as a total does, several."""
    names = heading.qualifiers & PARTS
    if len(names) > 1:
        return "" if "total" in heading.qualifiers else "other"
    return next(iter(names), "")


@dataclass(slots=True)
class Pair:
    """A rate and an amount column that belong together; `label` names the part of the rate or the party."""

    label: str
    rate: int | None
    amount: int | None


@dataclass(slots=True)
class Money:
    """The figures of a table. `agree` of `checked` sampled rows satisfy quantity × rate = amount."""

    quantity: int | None = None
    rate: int | None = None
    amount: int | None = None
    parts: list[Pair] = field(default_factory=list)
    parties: list[Pair] = field(default_factory=list)
    label: str = ""
    later: tuple[int, ...] = ()
    loose: tuple[int, ...] = ()  # columns of numbers that nothing was made of
    agree: int = 0
    checked: int = 0

    @property
    def proven(self) -> bool:
        """Arithmetic holds on nearly all rows that can be checked."""
        return self.checked >= 3 and self.agree >= self.checked * 0.8

    def used(self) -> set[int]:
        """All columns of figures that are read."""
        pairs = [(self.rate, self.amount), *((pair.rate, pair.amount) for pair in (*self.parts, *self.parties))]
        return {c for pair in pairs for c in pair if c is not None} | (
            {self.quantity} if self.quantity is not None else set()
        )


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
    data = _Data(view, checked)
    quantities = _candidates(headings, profiles, taken, ("qty",), numeric, beside)
    rates = _candidates(headings, profiles, taken, ("rate", "price", "amt"), numeric)
    amounts = _candidates(headings, profiles, taken, ("amt", "price"), numeric)
    if len(amounts) > 1:
        _favour_totals(view, checked, amounts)
    money = _best(data, quantities, rates, amounts)
    counted = any(h.role == "qty" and "statistic" not in h.qualifiers for h in headings.values())
    uncounted = money.quantity is None and money.rate is not None and money.amount is not None
    if (counted or uncounted) and len(numeric) >= 3 and not money.proven:
        heads = {c: headings.get(c, NOTHING) for c in numeric}
        loose = [
            _Candidate(c, 0.05, "")
            for c, heading in heads.items()
            if heading.role in ("", *FIGURE_ROLES) and "statistic" not in heading.qualifiers
        ]
        other = _best(data, *(_more(found, loose) for found in (quantities, rates, amounts)))
        if other.proven and other.checked >= (3 if uncounted else 5) and other.checked * 4 >= len(checked):
            money = other
    if money.quantity is None and money.amount is None and money.rate is not None:
        _settle_price(view, money, headings, checked)
    _add_parts(money, headings, profiles, data)
    main = headings.get(money.amount if money.amount is not None else -1)
    money.label = main.group if main else ""
    _add_parties(view, money, headings, data, top)
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


def _best(data: _Data, quantities: _Some, rates: _Some, amounts: _Some) -> Money:
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


class _Data:
    """Numbers of columns on the checked rows, read once each."""

    def __init__(self, view: View, rows: Sequence[int]) -> None:
        self.view, self.rows, self.columns = view, rows, {}  # type: tuple[View, Sequence[int], dict[int, Series]]

    def __getitem__(self, column: int) -> Series:
        if column not in self.columns:
            self.columns[column] = series(self.view, self.rows, column)
        return self.columns[column]


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
        score += 0.25 * ("first" in qualifiers) + 0.15 * ("total" in qualifiers and roles[0] != "rate")
        score -= 0.3 * (entry.numbers == 0) + 1.6 * ("statistic" in qualifiers)
        found.append(_Candidate(column, score, heading.group, borrowed))
    if not found:
        loose = [c for c in numeric if c not in headings or headings[c].role == ""]
        found = [_Candidate(c, 0.05 if c in headings else 0.0, "") for c in loose if profiles[c].numbers >= 2]
        for candidate in found:
            if beside is not None and abs(candidate.column - beside) == 1:
                candidate.score = 0.5  # numbers right beside the unit
    return sorted(found, key=lambda c: -c.score)[:MOST]


def _score(data: _Data, q: _Candidate | None, r: _Candidate | None, a: _Candidate | None) -> tuple[float, int, int]:
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


def _add_parts(money: Money, headings: dict[int, Heading], profiles: list[Profile], data: _Data) -> None:
    """Material and labour side by side: parts of the rate, or the rate and amount themselves where no total column exists."""
    parts: dict[str, Pair] = {}
    for column, heading in headings.items():
        name, role = part_of(heading), heading.role
        if name and not role and profiles[column].numbers > profiles[column].texts:
            role = "rate"  # "MAT." and "LAB." beside a total rate
        if not name or role not in ("rate", "amt", "price") or "later" in heading.qualifiers:
            continue
        pair = parts.setdefault(name, Pair(heading.group or heading.text, None, None))
        if role == "amt" or (role == "price" and pair.rate is not None):
            pair.amount = column if pair.amount is None else pair.amount
        elif pair.rate is None:
            pair.rate = column
    if len(parts) < 2:
        return
    chosen = {money.rate, money.amount}
    part_rates = [pair.rate for pair in parts.values() if pair.rate is not None]
    part_amounts = [pair.amount for pair in parts.values() if pair.amount is not None]
    if money.rate in part_rates and money.amount not in part_amounts:
        money.rate = None
    if money.amount in part_amounts and money.rate not in part_rates and money.rate is not None:
        money.amount = None
    if money.rate in part_rates and money.amount in part_amounts:
        money.rate = money.amount = None
    money.parts = list(parts.values())
    if money.amount is None:
        money.amount = _whole_column(headings, profiles, "amt")
    if money.rate is None and money.amount is not None:
        money.rate = _whole_column(headings, profiles, "rate")
    if money.rate is None or money.rate not in chosen:
        _check_parts(money, data)


def _whole_column(headings: dict[int, Heading], profiles: list[Profile], role: str) -> int | None:
    """The rate or amount column that is of no part and of no later version, the last one where there are several."""
    found = [c for c, h in headings.items() if h.role == role and not part_of(h) and not h.qualifiers & NOT_WHOLE]
    return max(found, key=lambda c: (profiles[c].numbers > 0, c), default=None)


def _check_parts(money: Money, data: _Data) -> None:
    """Without a rate column the parts must prove the amount: Σ amounts, or quantity × Σ rates."""
    agree = checked = 0
    if money.amount is None:
        for pair in money.parts:
            if pair.rate is not None and pair.amount is not None and money.quantity is not None:
                more, count = agreement(data[money.quantity], data[pair.rate], data[pair.amount])
                agree, checked = agree + more, checked + count
    else:
        for index, amount in enumerate(data[money.amount]):
            amounts = [data[pair.amount][index] or 0.0 for pair in money.parts if pair.amount is not None]
            rates = [data[pair.rate][index] or 0.0 for pair in money.parts if pair.rate is not None]
            quantity = data[money.quantity][index] if money.quantity is not None else None
            if amount and (any(amounts) or (quantity and any(rates))):
                checked += 1
                agree += close(sum(amounts), amount) or bool(quantity and close(quantity * sum(rates), amount))
        if checked >= 3 and agree * 2 < checked and _are_amounts(money, data):
            money.parts = [Pair(pair.label, None, pair.rate) for pair in money.parts]
            agree = checked
    money.agree, money.checked = agree, checked


def _are_amounts(money: Money, data: _Data) -> bool:
    """True when what was taken for the parts of a rate adds up to the amount without the quantity: parts of the amount."""
    rates = [pair.rate for pair in money.parts if pair.rate is not None and pair.amount is None]
    if money.amount is None or len(rates) < len(money.parts):
        return False
    rows = [
        (sum(data[rate][index] or 0.0 for rate in rates), amount)
        for index, amount in enumerate(data[money.amount])
        if amount
    ]
    return sum(close(parts, amount) for parts, amount in rows) * 10 >= 9 * len(rows)


def _add_parties(view: View, money: Money, headings: dict[int, Heading], data: _Data, top: int) -> None:
    """Further (rate, amount) pairs over the same quantity are other parties' prices."""
    if money.quantity is None or money.rate is None or money.amount is None:
        return
    used = money.used()
    for column, following in pairwise(sorted(headings)):
        rate, amount = headings[column], headings[following]
        priced = rate.role in ("rate", "price") and amount.role in ("amt", "price")
        if (
            column in used
            or following in used
            or not priced
            or part_of(rate)
            or part_of(amount)
            or "later" in rate.qualifiers | amount.qualifiers
        ):
            continue
        agree, checked = agreement(data[money.quantity], data[column], data[following])
        if checked >= 2 and agree >= checked * 0.8:
            money.parties.append(Pair(rate.group or amount.group or _label_above(view, column, top), column, following))
            used |= {column, following}
    if money.parties:
        money.label = (
            headings[money.rate].group or _label_above(view, money.rate, top) if money.rate in headings else ""
        )


def _label_above(view: View, column: int, top: int) -> str:
    """The nearest text over a column above the heading: a bidder's name, set apart from the heading by other rows."""
    for row in range(top - 1, max(-1, top - LABEL_ROWS), -1):
        value = view.cell(row, column)
        if type(value) is str:
            return " ".join(value.split())
    return ""
