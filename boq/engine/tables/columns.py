"""Which column is what: by its heading, by what its cells look like, and by arithmetic (quantity × rate = amount)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from boq.engine.numbers import parse
from boq.engine.tables.figures import Money
from boq.engine.tables.headers import HeaderBlock
from boq.engine.tables.headings import Heading
from boq.engine.tables.marks import told_by_arithmetic
from boq.engine.tables.money import choose_money
from boq.engine.tables.profile import Profile, agreement, is_ref, profile, series
from boq.engine.tables.roles import PIECES, is_currency
from boq.engine.tables.view import View
from boq.engine.tables.words import nature_of, scope_of
from boq.engine.text import fold
from boq.engine.units import parse_unit

WIDEST = 120  # columns beyond are decoration
COIN_LETTERS = frozenset("RPK")  # rand, pula, kwacha: where nothing but units stands besides
LEAST_CHECKED = 3  # rows on which a measure must multiply out
LEAST_FILLED = 4  # cells of a row that holds figures, not a title or a total


@dataclass(slots=True)
class Columns:
    """The columns of one table, 0-based, None where there is none."""

    ref: int | None = None
    description: tuple[int, ...] = ()
    unit: int | None = None
    unit_again: int | None = None
    money: Money = field(default_factory=Money)
    level: int | None = None
    bidder: int | None = None
    coefficient: int | None = None
    scope: int | None = None
    nature: int | None = None
    code: int | None = None
    sections: tuple[int, ...] = ()
    dimensions: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    headed: frozenset[str] = frozenset()
    unit_share: float = 0.0
    inferred: bool = False

    @property
    def quantity(self) -> int | None:
        """The quantity column."""
        return self.money.quantity

    @property
    def rate(self) -> int | None:
        """The rate column."""
        return self.money.rate

    @property
    def amount(self) -> int | None:
        """The amount column."""
        return self.money.amount

    def used(self) -> set[int]:
        """Every column that the reading takes values from."""
        single = (
            self.ref,
            self.unit,
            self.unit_again,
            self.level,
            self.bidder,
            self.coefficient,
            self.code,
            self.scope,
            self.nature,
        )
        return (
            {c for c in single if c is not None}
            | set(self.description)
            | set(self.sections)
            | set(self.notes)
            | self.money.used()
        )


def resolve(view: View, block: HeaderBlock | None, first: int, last: int) -> Columns:
    """The columns of the table whose body is rows `first` to before `last`."""
    skip = frozenset(block.repeats) if block else frozenset()
    rows = [row for row in view.sample(first, last) if row not in skip]
    width = min(view.width, WIDEST)
    profiles = profile(view, rows, width)
    headings = {c: h for c, h in (block.headings if block else {}).items() if c < width}
    headings = _counted(_with_units(view, rows, headings, profiles))
    columns = Columns(inferred=not headings, headed=frozenset(h.role for h in headings.values()))
    _bind_text(view, rows, columns, headings, profiles)
    taken = {c for c in (columns.ref, columns.unit, columns.unit_again) if c is not None} | set(columns.description)
    columns.dimensions = _dimensions(headings, profiles, columns)
    apart, top = taken | set(columns.dimensions), block.first if block else 0
    columns.money = choose_money(view, rows, headings, profiles, apart, columns.unit, top)
    if view.untold and told_by_arithmetic(view, rows, columns.money):
        columns.money = choose_money(view, rows, headings, profiles, apart, columns.unit, top)
    _measured_once(view, rows, columns)
    _bind_rest(columns, headings, profiles, taken)
    _settle_units(columns, headings, profiles)
    if columns.unit is not None:
        columns.unit_share = profiles[columns.unit].unit_share
    return columns


def _counted(headings: dict[int, Heading]) -> dict[int, Heading]:
    """A single column of pieces, lengths or the like is the quantity, beside rate and amount and where no heading names it.

    One of pieces is it without prices too.
    """
    roles = [heading.role for heading in headings.values()]
    if roles.count("dim") != 1 or "qty" in roles:
        return headings
    pieces = any(h.role == "dim" and fold(h.text) in PIECES for h in headings.values())
    if not pieces and sum(role in ("rate", "amt", "price") for role in roles) < 2:
        return headings
    return {c: replace(h, role="qty") if h.role == "dim" else h for c, h in headings.items()}


def _with_units(
    view: View, rows: Sequence[int], headings: dict[int, Heading], profiles: list[Profile]
) -> dict[int, Heading]:
    """`Qty / unit` over `100 m3`: the column is the quantity, and gives the unit."""
    units = [c for c, heading in headings.items() if heading.role == "unit"]
    if len(units) != 1 or any(heading.role == "qty" for heading in headings.values()) or profiles[units[0]].units:
        return headings
    texts = [value for row in rows if type(value := view.cell(row, units[0])) is str]
    measured = sum(bool((number := parse(text, view.mark(units[0]))).value and number.unit) for text in texts)
    if measured < 2 or measured * 10 < len(texts) * 6:
        return headings
    return {c: replace(h, role="qty") if c == units[0] else h for c, h in headings.items()}


def _with(headings: dict[int, Heading], *roles: str) -> list[int]:
    return [column for column, heading in headings.items() if heading.role in roles]


def _bind_text(
    view: View, rows: Sequence[int], columns: Columns, headings: dict[int, Heading], profiles: list[Profile]
) -> None:
    """Description, reference and unit columns."""
    desc = _with(headings, "desc")
    refs = _with(headings, "ref")
    for column in _with(headings, "item"):
        entry = profiles[column]
        few_words = (
            entry.texts * 2 <= entry.filled or entry.average <= 8
        )  # totals may be labelled in the column of numbers
        numbers = not entry.filled or (entry.refs >= max(1, entry.filled * 0.5) and few_words)
        numbers = numbers or (bool(desc) and _numbers_rows(view, rows, column))
        (refs if numbers and (desc or not refs) else desc).append(column)
    if not desc:
        desc = _guess_description(view, rows, headings, profiles, refs)
    plain = [
        c
        for c in desc
        if not (_is_scope(profiles[c]) or (profiles[c].repeated > 0.9 and profiles[c].filled >= 10))
        and profiles[c].numbers <= profiles[c].texts  # "Work completed" over sums
    ]
    desc = sorted(plain or desc)
    start = desc[0] if desc else 0
    refs = [c for c in sorted(refs) if c <= start or profiles[c].average > 2 or not desc] or refs
    if not refs:
        refs = _guess_refs(headings, profiles, start) if headings else _numbering(profiles, desc)
    parties = max((len(profiles[c].values) for c in _with(headings, "bidder")), default=1)
    columns.ref = _best_ref(refs, profiles, parties)
    if desc and headings:
        desc = _widen(desc, headings, profiles, columns.ref)
    columns.description = tuple(c for c in desc if c != columns.ref)
    columns.unit = _best_unit(
        headings, profiles, set(columns.description) | ({columns.ref} if columns.ref is not None else set())
    )


def _numbers_rows(view: View, rows: Sequence[int], column: int) -> bool:
    """True when the cells of a column number the rows that hold figures, whatever titles and totals stand in it besides."""
    found = [
        is_ref(value)
        for row in rows
        if len(cells := view.rows[row]) > column + 3 and (value := cells[column]) is not None
        if len(cells) - cells.count(None) >= LEAST_FILLED
    ]
    return len(found) >= 3 and sum(found) * 10 >= 9 * len(found)


def _guess_description(
    view: View, rows: Sequence[int], headings: dict[int, Heading], profiles: list[Profile], refs: Iterable[int]
) -> list[int]:
    """The longest texts, above all those that stand in rows of figures."""
    free = [
        c for c, p in enumerate(profiles) if c not in refs and p.texts >= 2 and p.average >= 6 and p.unit_share < 0.5
    ]
    free = [c for c in free if c not in headings or headings[c].role in ("", "spec", "note", "cat")]
    plain = [c for c in free if c in headings and not headings[c].role and profiles[c].repeated < 0.5]
    if plain or len(free) < 2:
        return plain[:1] or free
    beside = dict.fromkeys(free, 0)
    for row in rows:
        cells = view.rows[row]
        if sum(type(value) is float for value in cells) >= 2:
            for column in free:
                value = cells[column] if column < len(cells) else None
                beside[column] += len(value) if type(value) is str else 0
    return [max(free, key=lambda c: (beside[c], profiles[c].length, -c))]


def _guess_refs(headings: dict[int, Heading], profiles: list[Profile], start: int) -> list[int]:
    free = [c for c in range(start) if c not in headings or headings[c].role in ("", "code")]
    return [
        c
        for c in free
        if profiles[c].filled and profiles[c].refs >= profiles[c].filled * 0.6 and profiles[c].average <= 12
    ]


def _numbering(profiles: list[Profile], desc: Sequence[int]) -> list[int]:
    """Without headings: the columns that number the rows, 1, 2, 3 ... or 1.1, 1.2 ..., on either side of the description."""
    found = []
    for column, entry in enumerate(profiles):
        worded = entry.average > 12 and entry.texts * 4 > entry.filled  # a title or two over the numbers is none
        if column in desc or entry.unit_share >= 0.5 or entry.refs < max(1, entry.filled * 0.6):
            continue
        numbers = sorted(number for value in entry.values if (number := _count(value)) is not None)
        follow = _follow(numbers, entry.numbers)
        counts = len(numbers) >= 3 and numbers[0] <= 2 and numbers[-1] - numbers[0] <= 2 * len(numbers)
        if follow or (not worded and (counts or entry.texts * 2 > entry.filled)):
            found.append(column)
    return found


def _follow(numbers: Sequence[float], filled: int) -> bool:
    """True for whole numbers of which each is one more than the last: a numbering that began on an earlier page."""
    return len(numbers) == filled >= 3 and numbers[-1] - numbers[0] == filled - 1 and all(n == int(n) for n in numbers)


def _count(value: object) -> float | None:
    """The number that a cell counts with: 3, "3", "3.2"; None for others."""
    if isinstance(value, str):
        whole, _, rest = value.rstrip(".").partition(".")
        return float(whole) if whole.isdigit() and rest.replace(".", "").isdigit() == bool(rest) else None
    return float(value) if isinstance(value, float | int) else None


def _best_ref(refs: Sequence[int], profiles: list[Profile], parties: int) -> int | None:
    """The column that numbers the rows; one with no more values than there are `parties` numbers these."""
    filled = [c for c in refs if profiles[c].filled] or list(refs)
    if not filled:
        return None
    telling = [c for c in filled if profiles[c].filled < 10 or len(profiles[c].values) > parties]
    filled = telling or filled
    dotted = [c for c in filled if profiles[c].dotted * 2 > profiles[c].filled]
    return dotted[0] if dotted and not profiles[filled[0]].dotted else filled[0]


def _widen(desc: list[int], headings: dict[int, Heading], profiles: list[Profile], ref: int | None) -> list[int]:
    """Add specification columns and the unheaded text columns right of the description."""
    wide = set(desc) | {c for c in _with(headings, "spec") if profiles[c].texts}
    for column in sorted(desc):
        other = column + 1
        while other < len(profiles) and other not in headings and profiles[other].filled:
            entry = profiles[other]
            if entry.texts * 2 < entry.filled or entry.unit_share > 0.4:
                break
            wide.add(other)
            other += 1
        if (column - 1) not in headings and column - 1 != ref and column >= 1:
            entry = profiles[column - 1]
            if entry.texts * 2 > entry.filled and entry.average > 6 and entry.unit_share < 0.4:
                wide.add(column - 1)
    return sorted(wide)


def _best_unit(headings: dict[int, Heading], profiles: list[Profile], taken: set[int]) -> int | None:
    named = [c for c in _with(headings, "unit") if c not in taken and profiles[c].filled]
    if named:
        metric = [c for c in named if "imperial" not in headings[c].qualifiers] or named
        return max(metric, key=lambda c: (profiles[c].units > 0, profiles[c].unit_share, -c))
    guess = [c for c, p in enumerate(profiles) if c not in taken and p.units >= 2 and p.unit_share >= 0.6]
    guess += [c for c in _beside_quantity(headings) if c not in taken and c not in guess and _only_units(profiles[c])]
    guess = [c for c in guess if c not in headings or headings[c].role in ("", "cat", "note")]
    return max(guess, key=lambda c: (profiles[c].units, -c)) if guess else None


def _beside_quantity(headings: dict[int, Heading]) -> list[int]:
    """The column without a heading right before the only quantity."""
    found = [column - 1 for column in _with(headings, "qty")]
    return found if len(found) == 1 and found[0] > 0 and found[0] not in headings else []


def _only_units(entry: Profile) -> bool:
    """Units and nothing else but the sign of a currency, which stands there in rows of totals."""
    texts = [value for value in entry.values if isinstance(value, str)]
    return (
        entry.units >= 2
        and len(texts) == len(entry.values)
        and all(text.strip(" .") in COIN_LETTERS or is_currency(text) or parse_unit(text).code for text in texts)
    )


def _settle_units(columns: Columns, headings: dict[int, Heading], profiles: list[Profile]) -> None:
    """A second, usually unheaded unit column: the unit of the quantity stands beside the quantity."""
    known = {columns.ref, columns.unit, columns.quantity, columns.rate, columns.amount, *columns.description}
    others = [
        c
        for c, p in enumerate(profiles)
        if c not in known and p.units >= 2 and p.unit_share >= 0.7 and c not in columns.dimensions
    ]
    others = [c for c in others if c not in headings or headings[c].role in ("", "unit")]
    if not others or columns.unit is None:
        return
    near = columns.quantity if columns.quantity is not None else columns.unit
    pair = sorted((columns.unit, *others), key=lambda c: (abs(c - near), c))
    columns.unit, columns.unit_again = pair[0], pair[1]


def _dimensions(headings: dict[int, Heading], profiles: list[Profile], columns: Columns) -> tuple[int, ...]:
    found = [c for c in _with(headings, "dim") if profiles[c].numbers or profiles[c].filled == 0]
    if found and columns.description:
        found += [c for c in _with(headings, "ref") if c > columns.description[0] and c != columns.ref]
    return tuple(sorted(found))


def _measured_once(view: View, rows: Sequence[int], columns: Columns) -> None:
    """`Width | Height | Area | Rate | Amount`: where no heading names the quantity, the measure that multiplies out is it."""
    money = columns.money
    if money.quantity is not None or money.rate is None or money.amount is None:
        return
    rates, amounts = series(view, rows, money.rate), series(view, rows, money.amount)
    for column in columns.dimensions:
        agree, checked = agreement(series(view, rows, column), rates, amounts)
        if checked >= LEAST_CHECKED and agree * 10 >= checked * 9:
            money.quantity, money.agree, money.checked = column, agree, checked
            columns.dimensions = tuple(c for c in columns.dimensions if c != column)
            return


def _bind_rest(columns: Columns, headings: dict[int, Heading], profiles: list[Profile], taken: set[int]) -> None:
    free = [c for c in headings if c not in taken and c not in columns.money.used()]
    for column in free:
        role, entry = headings[column].role, profiles[column]
        if role == "level" and entry.numbers >= entry.filled * 0.9 and len(entry.values) <= 9:
            columns.level = column
        elif role == "bidder" and entry.filled and columns.bidder is None and entry.repeated > 0.3:
            columns.bidder = column
        elif role == "coef" and columns.coefficient is None and entry.numbers:
            columns.coefficient = column
        elif (
            role in ("code", "ref")
            and entry.texts
            and (columns.code is None or len(entry.values) > len(profiles[columns.code].values))
        ):
            columns.code = column
    start = columns.description[0] if columns.description else 0
    columns.sections = tuple(
        c for c in free if headings[c].role == "cat" and c < start and profiles[c].texts and profiles[c].repeated > 0.5
    )
    columns.scope = next((c for c in free if _is_scope(profiles[c], "scope" in headings[c].text.casefold())), None)
    columns.nature = next((c for c in free if c != columns.scope and _is_nature(profiles[c])), None)
    columns.notes = tuple(c for c in free if headings[c].role in ("note", "cat", "spec") and c not in columns.sections)
    if columns.inferred:
        _infer_level(columns, profiles)


def _is_scope(entry: Profile, named: bool = False) -> bool:
    """A column that says of each item whether it is in the base, optional or not applicable."""
    kinds = [scope_of(value) for value in entry.values]
    return (
        entry.filled >= 3
        and len(entry.values) <= 12
        and sum(map(bool, kinds)) * 2 >= len(kinds)
        and (named or ("counts" in kinds and len(set(kinds)) >= 2))
    )


def _is_nature(entry: Profile) -> bool:
    """A column in which an estimating program says of each row whether it is a chapter, a work or a part of one."""
    natures = {nature_of(value) for value in entry.values}
    return entry.filled >= 3 and len(entry.values) <= 12 and {"heading", "item"} <= natures and "" not in natures


def _infer_level(columns: Columns, profiles: list[Profile]) -> None:
    """An unheaded column of small whole numbers between reference and description tells the level."""
    start = columns.description[0] if columns.description else 0
    for column in range(start):
        entry = profiles[column]
        small = all(isinstance(v, float | int) and 0 < v < 10 and v == int(v) for v in entry.values)
        if column != columns.ref and entry.filled >= 8 and small and 2 <= len(entry.values) <= 9:
            columns.level = column
