"""Rows over rows: headings with units or words, and the parts and materials of one work."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from boq.engine.model import TotalKind
from boq.engine.numbers import parse
from boq.engine.tables.columns import Columns
from boq.engine.tables.kinds import COMPONENT, HEADING, ITEM, NOTE, SUBTOTAL
from boq.engine.tables.lines import Line, any_figure
from boq.engine.tables.numbering import depth_of, is_child, is_letter, shape_of
from boq.engine.tables.profile import close
from boq.engine.tables.sums import Sums
from boq.engine.tables.view import View
from boq.engine.tables.worth import value_of
from boq.engine.text import fold

LEAST_PARTS = 2  # materials, and sums that leave them out, before they are believed to be in the price
_FIRST_PART = re.compile(r"^\(?(?:a|i|1)\s?[).]\s*\S", re.IGNORECASE)


def headings_with_units(lines: list[Line]) -> None:
    """Where items are numbered, a row with a unit but neither number nor figures is a heading over them."""
    bare = [
        x for x in lines if x.kind is ITEM and x.quantity is None and x.rate is None and x.amount is None and not x.word
    ]
    plain = [x for x in bare if not x.ref]
    if len(bare) >= 10 and len(plain) * 10 <= len(bare):
        for line in plain:
            line.kind = HEADING


def units_on_parents(lines: list[Line]) -> None:
    """A row that has a unit and no figures, over rows that have figures and no unit, is their heading and gives its unit."""
    items = [line for line in lines if line.kind is ITEM]
    families: list[tuple[Line, list[Line]]] = []
    above: Line | None = None
    for line in items:
        if line.unit:
            above = line
        elif above is not None and line.quantity is not None:
            if not families or families[-1][0] is not above:
                families.append((above, []))
            families[-1][1].append(line)
    found = [(parent, parts) for parent, parts in families if not any_figure(parent) and not parent.word]
    if not found:
        return
    bare = sum(not line.unit for line in items)
    if sum(len(parts) for _, parts in found) * 10 < bare * 8:
        return
    for parent, parts in found:
        parent.kind = HEADING
        for line in parts:
            line.unit, line.known_unit, line.weak = parent.unit, True, ""


def lettered_parts(lines: list[Line]) -> None:
    """A numbered row with a unit and no figures right over unnumbered `a) ...`, `b) ...` that have figures is their heading."""
    for above, line in pairwise(lines):
        if (
            not line.ref  # seldom, so it is asked first
            and line.kind is ITEM
            and line.quantity
            and above.kind is ITEM
            and above.ref
            and not (any_figure(above) or above.word)
            and _FIRST_PART.match(line.text)
        ):
            above.kind = HEADING


def answers(lines: list[Line]) -> None:
    """In a bill whose items have quantities, a row with neither figures nor a known unit asks for an answer: `Yes / no`."""
    items = [line for line in lines if line.kind is ITEM]
    bare = [line for line in items if not line.known_unit and not line.word and not any_figure(line)]
    if not bare:
        return
    counted = sum(line.quantity is not None for line in items)
    if counted >= 5 and counted * 10 >= 9 * (len(items) - len(bare)):
        for line in bare:
            line.kind = NOTE


def worded(view: View, columns: Columns, lines: list[Line]) -> None:
    """A numbered row with a word instead of an amount, `Excluded`, among items of its level is an item, no heading over them."""
    items = [line for line in lines if line.kind is ITEM]
    depths: set[int] | None = None
    lettered = False
    for index, line in enumerate(lines):
        if line.kind is not HEADING or not line.text:
            continue
        if line.word == "rate_only" and not line.amount_only:
            line.kind, line.weak = ITEM, "no_unit"
        below = lines[index + 1] if index + 1 < len(lines) else None
        apart = below is None or below.kind is not ITEM or below.row > line.row + 1
        if columns.ref is None and line.word and items and apart:
            line.kind, line.weak = ITEM, "no_unit"
        if not line.ref or line.unit or not (line.word or _is_nil(view, columns, line)):
            continue
        if depths is None:  # few tables have such a row
            depths = {depth_of(line.ref) for line in items} - {0}
            lettered = sum(is_letter(line.ref) for line in items) * 2 > len(items)
        beside = depth_of(line.ref) in depths or (lettered and is_letter(line.ref))
        if beside and (below is None or not is_child(below.ref, line.ref)):
            line.kind, line.weak = ITEM, "no_unit"


def _is_nil(view: View, columns: Columns, line: Line) -> bool:
    """`Nil` in the column of amounts."""
    text = view.cell(line.row, columns.amount) if columns.amount is not None else None
    return type(text) is str and parse(text).word == "nil"


def named_like_additions(lines: Sequence[Line]) -> None:
    """`D | Insurance | 420,000` between other numbered works is one of them, though it is called what is added to totals elsewhere."""
    above: Line | None = None
    held: list[Line] = []
    bare = not any(line.ref for line in lines)  # nothing is numbered: then they stand right between works
    for line in lines:
        if line.kind is ITEM and (line.ref or bare):
            above = line
            if held:
                for found in held:
                    found.kind, found.total, found.label, found.amount_only = HEADING, None, "", True
                held = []
        elif line.kind is SUBTOTAL:
            named = line.total is TotalKind.ADDITION and line.amount and "%" not in line.text
            between = named and (line.ref or (bare and not line.summed))
            if above is not None and between and shape_of(line.ref) == shape_of(above.ref) and not line.summed:
                held.append(line)
            else:
                above, held = None, []
        elif bare and line.kind is HEADING and not line.amount_only:
            above, held = None, []


def coefficients(view: View, columns: Columns, lines: list[Line]) -> None:
    """Rows whose quantity is coefficient × the quantity of the work above are its materials."""
    if columns.coefficient is None:
        return
    work: Line | None = None
    for line in lines:
        if line.kind is not ITEM:
            continue
        factor = view.number(line.row, columns.coefficient)
        if work is not None and depth_of(line.ref) > depth_of(work.ref) and factor is not None:
            line.kind = COMPONENT
        else:
            work = line


def unpriced_parts(columns: Columns, lines: list[Line]) -> None:
    """Where every numbered item is priced, rows under one with a quantity but neither number nor price are its materials."""
    if columns.rate is None and columns.amount is None and not columns.money.parts:
        return
    items = [line for line in lines if line.kind is ITEM]
    plain = [line for line in items if not line.ref]
    bare = [line for line in plain if line.quantity and not line.rate and not line.amount and not line.word]
    if len(bare) < 2 or len(bare) < len(plain):
        return
    numbered = [line for line in items if line.ref]
    priced = sum(bool(line.amount or line.rate) for line in numbered)
    if priced < 3 or priced < len(numbered):
        return
    for line in bare:
        line.kind = COMPONENT


def parts_of_items(columns: Columns, lines: list[Line]) -> None:
    """A numbered item with quantity whose numbered children add up to its amount is one work with parts.

    Where nothing is priced, items under an item are works of their own, unless they may be the same work again.
    """
    items = [line for line in lines if line.kind is ITEM]
    priced = any(line.rate or line.amount for line in items)
    for index, (parent, below) in enumerate(pairwise(items)):
        if not parent.ref or not parent.quantity or not parent.known_unit or not is_child(below.ref, parent.ref):
            continue
        end = index + 2
        while end < len(items) and is_child(items[end].ref, parent.ref):
            end += 1
        children = items[index + 1 : end]
        worth = sum(value_of(child) for child in children)
        if parent.amount and worth and close(worth, parent.amount):
            for child in children:
                child.kind = COMPONENT
        elif not parent.weak and (priced or _is_split(parent, children)):
            parent.weak = "has_children"


def _is_split(parent: Line, children: Sequence[Line]) -> bool:
    """True where the parts may be the whole again: the same unit throughout, and quantities that add up or repeat."""
    if any(child.unit and fold(child.unit) != fold(parent.unit) for child in children):
        return False
    counted = [child.quantity for child in children if child.quantity]
    whole = parent.quantity or 0.0
    return close(sum(counted), whole) or any(close(quantity, whole) for quantity in counted)


def materials_in_price(lines: Sequence[Line]) -> None:
    """Works numbered under works are part of their price where the sheet's totals add up the works above them alone."""
    items = [line for line in lines if line.kind is ITEM]
    parents = {line.ref.rstrip(".") for line in items if line.weak == "has_children"}
    if not parents:
        return
    under = [line for line in items if line.ref.rstrip(".").rpartition(".")[0] in parents]
    stated = [line for line in lines if line.amount and (line.amount_only or line.kind is SUBTOTAL)]
    if len(under) < LEAST_PARTS or len(stated) < LEAST_PARTS:
        return
    rows = {line.row for line in under}
    alone = _explained(stated, [line for line in items if line.row not in rows])
    if alone < LEAST_PARTS or alone * 10 < len(stated) * 6 or _explained(stated, items) * 2 > alone:
        return
    for line in under:
        line.kind = COMPONENT
    for line in items:
        line.weak = "" if line.weak == "has_children" else line.weak


def _explained(stated: Sequence[Line], items: Sequence[Line]) -> int:
    """How many of the stated sums are those of works right below or right above them."""
    sums, rows = Sums([value_of(line) for line in items]), [line.row for line in items]
    found = 0
    for line in stated:
        place = bisect_left(rows, line.row)
        amount = line.amount or 0.0
        found += sums.end_of(place, amount) is not None or sums.start_of(place, amount) is not None
    return found
