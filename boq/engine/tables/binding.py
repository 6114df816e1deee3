"""Which column is what: headings first, then what the cells hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from boq.engine.tables.columns import Columns
from boq.engine.tables.headers import HeaderBlock
from boq.engine.tables.headings import Heading, with_role
from boq.engine.tables.marks import told_by_arithmetic
from boq.engine.tables.money import choose_money
from boq.engine.tables.numbering_columns import best_ref, guess_refs, numbering, numbers_rows
from boq.engine.tables.profile import Profile, agreement, profile, series
from boq.engine.tables.roles import PIECES
from boq.engine.tables.unit_columns import best_unit, settle_units, with_units
from boq.engine.tables.view import View
from boq.engine.tables.words import nature_of, scope_of
from boq.engine.text import fold

WIDEST = 120  # columns beyond are decoration
LEAST_CHECKED = 3  # rows on which a measure must multiply out


def resolve(view: View, block: HeaderBlock | None, first: int, last: int) -> Columns:
    """The columns of the table whose body is rows `first` to before `last`."""
    skip = frozenset(block.repeats) if block else frozenset()
    rows = [row for row in view.sample(first, last) if row not in skip]
    width = min(view.width, WIDEST)
    profiles = profile(view, rows, width)
    headings = {c: h for c, h in (block.headings if block else {}).items() if c < width}
    headings = _counted(with_units(view, rows, headings, profiles))
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
    settle_units(columns, headings, profiles)
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


def _bind_text(
    view: View, rows: Sequence[int], columns: Columns, headings: dict[int, Heading], profiles: list[Profile]
) -> None:
    """Description, reference and unit columns."""
    desc = with_role(headings, "desc")
    refs = with_role(headings, "ref")
    for column in with_role(headings, "item"):
        entry = profiles[column]
        few_words = (
            entry.texts * 2 <= entry.filled or entry.average <= 8
        )  # totals may be labelled in the column of numbers
        numbers = not entry.filled or (entry.refs >= max(1, entry.filled * 0.5) and few_words)
        numbers = numbers or (bool(desc) and numbers_rows(view, rows, column))
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
        refs = guess_refs(headings, profiles, start) if headings else numbering(profiles, desc)
    parties = max((len(profiles[c].values) for c in with_role(headings, "bidder")), default=1)
    columns.ref = best_ref(refs, profiles, parties)
    if desc and headings:
        desc = _widen(desc, headings, profiles, columns.ref)
    columns.description = tuple(c for c in desc if c != columns.ref)
    columns.unit = best_unit(
        headings, profiles, set(columns.description) | ({columns.ref} if columns.ref is not None else set())
    )


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


def _widen(desc: list[int], headings: dict[int, Heading], profiles: list[Profile], ref: int | None) -> list[int]:
    """Add specification columns and the unheaded text columns right of the description."""
    wide = set(desc) | {c for c in with_role(headings, "spec") if profiles[c].texts}
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


def _dimensions(headings: dict[int, Heading], profiles: list[Profile], columns: Columns) -> tuple[int, ...]:
    found = [c for c in with_role(headings, "dim") if profiles[c].numbers or profiles[c].filled == 0]
    if found and columns.description:
        found += [c for c in with_role(headings, "ref") if c > columns.description[0] and c != columns.ref]
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
