"""The second word on the rows of a sheet: what they are beside their neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from boq.engine.model import RowKind, TotalKind
from boq.engine.numbers import parse
from boq.engine.tables.closings import close_items
from boq.engine.tables.columns import Columns
from boq.engine.tables.endings import ends_a_chain, is_share, recapitulated
from boq.engine.tables.lines import Line, any_figure
from boq.engine.tables.options import mark_options, scope_in
from boq.engine.tables.profile import close
from boq.engine.tables.rollups import unroll
from boq.engine.tables.sums import Sums, same
from boq.engine.tables.view import View
from boq.engine.tables.words import STRONG, counts_pages, is_note, total_kind, unit_of_sum
from boq.engine.text import fold

APART = frozenset({"alternative", "optional", "not_applicable"})  # standings that stay out of the total
NOT_ADDED = frozenset({"rate_only", "included", "excluded", "omitted"})  # words instead of an amount
LEAST_SUMMED = 4  # items before a total that leaves one of them out is recognized
GOES_ON = (",", "،", "、", " -", " –", "&")  # a text that ends so is not finished
OPENING, OPENING_ENDS = 6, 24  # a short text at least so long, and how much of it the long text under it repeats
UNSEEN = " \u200b\u200e\u200f\u202a\u202b\u202c\u00ad"  # signs that may stand behind it
SAME_TITLE = 24  # letters by which two titles are the same
PERCENT = ("%", "٪")
_FIRST_PART = re.compile(r"^\(?(?:a|i|1)\s?[).]\s*\S", re.IGNORECASE)
_DOTTED = re.compile(r"^\d+(?:\.\d+)*\.?$")
SUM_FORMULA = re.compile(r"^=?\+?(?:SUM|SUBTOTAL|СУММ|SOMA|SUMA|SOMME|SUMME|AGGREGATE)\s*\(", re.IGNORECASE)


def value_of(line: Line) -> float:
    """What an item is worth: its amount, or quantity × rate; nothing where a word says that nothing is added."""
    if line.amount is not None:
        return line.amount
    if line.word in NOT_ADDED:
        return 0.0
    return line.quantity * line.rate if line.quantity and line.rate else 0.0


def counting_value(line: Line) -> float:
    """What an item adds to the total: nothing when it is an option or an alternative."""
    return 0.0 if (line.scope or scope_in(line.text)) in APART else value_of(line)


def some_unextended(items: Sequence[Line]) -> bool:
    """True where a few items lack the amount that the others have: the file's own totals cannot count them."""
    priced = [line for line in items if value_of(line)]
    bare = sum(line.amount is None for line in priced)
    return 0 < bare * 5 <= len(priced)


def settle(view: View, columns: Columns, lines: list[Line]) -> None:
    """Decide, in this order: units on the next row, parts of an item, rows with only an amount, texts."""
    unroll(lines, value_of)
    _unit_rows(columns, lines)
    _struck(view, columns, lines)
    _headings_with_units(lines)
    _units_on_parents(lines)
    _lettered_parts(lines)
    _shares_of_totals(lines)
    _answers(lines)
    _words_from_above(lines)
    _descriptions_above(lines)
    _worded(view, columns, lines)
    _named_like_additions(lines)
    _coefficients(view, columns, lines)
    close_items(view, columns, lines)
    _unpriced_parts(columns, lines)
    _parts_of_items(columns, lines)
    _restated(lines)
    _amount_rows(view, columns, lines)
    _texts(view, lines)
    mark_options(lines)


def depth_of(ref: str) -> int:
    """Levels of a dotted number: "1" is 1, "1.2.3" is 3; 0 for other references."""
    if not ref or not _DOTTED.match(ref):
        return 0
    return ref.rstrip(".").count(".") + 1


def is_child(ref: str, parent: str) -> bool:
    """True when `ref` continues `parent`: 1.2 after 1, 3.1.4 after 3.1."""
    base = parent.rstrip(".")
    return bool(base) and len(ref) > len(base) + 1 and ref.startswith(base) and ref[len(base)] in ".-/"


def _unit_rows(columns: Columns, lines: list[Line]) -> None:
    """Where there is no unit column the unit may stand alone in the next row, in the quantity column."""
    if columns.unit is not None:
        return
    for above, line in pairwise(lines):
        alone = line.kind is RowKind.DESCRIPTION and line.unit and not line.ref and len(line.text) <= 12
        if alone and above.kind is RowKind.ITEM and not above.unit:
            above.unit, above.known_unit = line.unit, True


def _headings_with_units(lines: list[Line]) -> None:
    """Where items are numbered, a row with a unit but neither number nor figures is a heading over them."""
    bare = [
        x
        for x in lines
        if x.kind is RowKind.ITEM and x.quantity is None and x.rate is None and x.amount is None and not x.word
    ]
    plain = [x for x in bare if not x.ref]
    if len(bare) >= 10 and len(plain) * 10 <= len(bare):
        for line in plain:
            line.kind = RowKind.HEADING


def _struck(view: View, columns: Columns, lines: list[Line]) -> None:
    """Items whose words, or all of whose figures, are struck through are deleted: they are shown, and no longer items."""
    struck = view.grid.struck
    if not struck:
        return
    for line in lines:
        if line.kind is RowKind.ITEM:
            places = [c for c in columns.description if view.cell(line.row, c) is not None]
            figures = [columns.unit, columns.quantity, columns.rate, columns.amount]
            held = [c for c in figures if c is not None and view.cell(line.row, c) is not None]
            if any(part and all((line.row, c) in struck for c in part) for part in (places, held)):
                line.kind, line.weak = RowKind.NOTE, "struck"


def _units_on_parents(lines: list[Line]) -> None:
    """A row that has a unit and no figures, over rows that have figures and no unit, is their heading and gives its unit."""
    items = [line for line in lines if line.kind is RowKind.ITEM]
    families: list[tuple[Line, list[Line]]] = []
    for line in items:
        if line.known_unit and not any_figure(line) and not line.word:
            families.append((line, []))
        elif families and not line.unit and line.quantity is not None:
            families[-1][1].append(line)
        elif line.unit:
            families.append((line, []))
    found = [(parent, parts) for parent, parts in families if parts and not any_figure(parent) and not parent.word]
    bare = sum(not line.unit for line in items)
    if not found or sum(len(parts) for _, parts in found) * 10 < bare * 8:
        return
    for parent, parts in found:
        parent.kind = RowKind.HEADING
        for line in parts:
            line.unit, line.known_unit, line.weak = parent.unit, True, ""


def _lettered_parts(lines: list[Line]) -> None:
    """A numbered row with a unit and no figures right over unnumbered `a) ...`, `b) ...` that have figures is their heading."""
    for above, line in pairwise(lines):
        if (
            above.kind is RowKind.ITEM
            and above.ref
            and not (any_figure(above) or above.word)
            and line.kind is RowKind.ITEM
            and not line.ref
            and line.quantity
            and _FIRST_PART.match(line.text)
        ):
            above.kind = RowKind.HEADING


def _shares_of_totals(lines: list[Line]) -> None:
    """An unnumbered row in percent right under a total, worth that share of it, is added to the total and no work."""
    for above, line in pairwise(lines):
        if line.kind is not RowKind.ITEM or line.ref or line.unit.strip() not in PERCENT or not line.amount:
            continue
        share = line.rate if line.rate is not None else line.quantity
        if above.kind is RowKind.SUBTOTAL and above.amount and share and close(above.amount * share / 100, line.amount):
            line.kind, line.total, line.label = RowKind.SUBTOTAL, TotalKind.ADDITION, line.text


def _answers(lines: list[Line]) -> None:
    """In a bill whose items have quantities, a row with neither figures nor a known unit asks for an answer: `Yes / no`."""
    items = [line for line in lines if line.kind is RowKind.ITEM]
    bare = [line for line in items if not line.known_unit and not line.word and not any_figure(line)]
    counted = sum(line.quantity is not None for line in items)
    if bare and counted >= 5 and counted * 10 >= 9 * (len(items) - len(bare)):
        for line in bare:
            line.kind = RowKind.NOTE


def _words_from_above(lines: list[Line]) -> None:
    """An item that only sums up its measurements (`SOMMANO m³`), or has no words, is described by the row above that has."""
    above: Line | None = None
    summed = [line for line in lines if line.kind is RowKind.ITEM and not line.unit and unit_of_sum(line.text)]
    if len(summed) >= 3:
        for line in lines:
            if line.kind is RowKind.ITEM and not (line.rate or line.amount or line.unit or unit_of_sum(line.text)):
                line.kind = RowKind.MEASUREMENT
    for line in lines:
        if line.kind is RowKind.ITEM:
            unit = unit_of_sum(line.text) if line.text and not line.unit else ""
            if above is not None and (unit or not line.text or _only_sums(line)):
                line.text, line.ref, line.weak = above.text, line.ref or above.ref, ""
                if unit:
                    line.unit, line.known_unit = unit, True
                if above.kind is RowKind.HEADING:
                    above.kind = RowKind.DESCRIPTION
            above = None
        elif line.text and (line.kind is RowKind.HEADING or (line.kind is RowKind.MEASUREMENT and line.ref)):
            above = line


def _only_sums(line: Line) -> bool:
    """`Total` with quantity, unit and price, under its measurements."""
    return len(line.text) <= 12 and not line.ref and line.known_unit and total_kind(line.text) in STRONG


def _descriptions_above(lines: list[Line]) -> None:
    """Where a number stands on the first row of a description and the figures on its last, the rows are one item.

    A number with several unnumbered items under it is their heading instead: the habit of the sheet decides.
    """
    ends: dict[int, list[int]] = {}
    start: int | None = None
    for index, line in enumerate(lines):
        if line.kind is RowKind.HEADING and line.ref and line.text and not line.amount_only:
            start = index
        elif line.kind is RowKind.ITEM and not line.ref and start is not None:
            ends.setdefault(start, []).append(index)
        elif line.kind is not RowKind.HEADING or line.ref or not line.text:
            start = None
    single = [(first, found[0]) for first, found in ends.items() if len(found) == 1]
    plain = [(first, last) for first, last in single if lines[last].row - lines[first].row == last - first]
    unfinished = bool(plain) and all(goes_on(lines[last - 1].text) for _, last in plain)
    if (len(plain) < 3 and not unfinished) or len(plain) * 10 < len(ends) * 8:
        return
    for first, last in plain:
        item = lines[last]
        item.ref = lines[first].ref
        item.text = " ".join([*(line.text for line in lines[first:last]), item.text]).strip()
        for line in lines[first:last]:
            line.kind = RowKind.DESCRIPTION


def _worded(view: View, columns: Columns, lines: list[Line]) -> None:
    """A numbered row with a word instead of an amount, `Excluded`, among items of its level is an item, no heading over them."""
    items = [line for line in lines if line.kind is RowKind.ITEM]
    depths = {depth_of(line.ref) for line in items} - {0}
    lettered = sum(_is_letter(line.ref) for line in items) * 2 > len(items)
    for index, line in enumerate(lines):
        if line.kind is not RowKind.HEADING or not line.text:
            continue
        if line.word == "rate_only" and not line.amount_only:
            line.kind, line.weak = RowKind.ITEM, "no_unit"
        if not line.ref or line.unit or not (line.word or _is_nil(view, columns, line)):
            continue
        below = lines[index + 1] if index + 1 < len(lines) else None
        beside = depth_of(line.ref) in depths or (lettered and _is_letter(line.ref))
        if beside and (below is None or not is_child(below.ref, line.ref)):
            line.kind, line.weak = RowKind.ITEM, "no_unit"


def _is_letter(ref: str) -> bool:
    """A, (b), C.: how the items of a page are lettered."""
    bare = ref.strip("().:[] ")
    return len(bare) == 1 and bare.isalpha()


def _is_nil(view: View, columns: Columns, line: Line) -> bool:
    """`Nil` in the column of amounts."""
    text = view.cell(line.row, columns.amount) if columns.amount is not None else None
    return type(text) is str and parse(text).word == "nil"


def _named_like_additions(lines: Sequence[Line]) -> None:
    """`D | Insurance | 420,000` between other numbered works is one of them, though it is called what is added to totals elsewhere."""
    above: Line | None = None
    held: list[Line] = []
    for line in lines:
        if line.kind is RowKind.ITEM and line.ref:
            for found in held:
                found.kind, found.total, found.label, found.amount_only = RowKind.HEADING, None, "", True
            above, held = line, []
        elif line.kind is RowKind.SUBTOTAL:
            between = line.total is TotalKind.ADDITION and line.ref and line.amount and "%" not in line.text
            if above is not None and between and _shape_of(line.ref) == _shape_of(above.ref) and not line.summed:
                held.append(line)
            else:
                above, held = None, []


def _shape_of(ref: str) -> tuple[int, bool]:
    return depth_of(ref), _is_letter(ref)


def _coefficients(view: View, columns: Columns, lines: list[Line]) -> None:
    """Rows whose quantity is coefficient × the quantity of the work above are its materials."""
    if columns.coefficient is None:
        return
    work: Line | None = None
    for line in lines:
        if line.kind is not RowKind.ITEM:
            continue
        factor = view.number(line.row, columns.coefficient)
        if work is not None and depth_of(line.ref) > depth_of(work.ref) and factor is not None:
            line.kind = RowKind.COMPONENT
        else:
            work = line


def _unpriced_parts(columns: Columns, lines: list[Line]) -> None:
    """Where every numbered item is priced, rows under one with a quantity but neither number nor price are its materials."""
    if columns.rate is None and columns.amount is None and not columns.money.parts:
        return
    items = [line for line in lines if line.kind is RowKind.ITEM]
    numbered = [line for line in items if line.ref]
    plain = [line for line in items if not line.ref]
    bare = [line for line in plain if line.quantity and not line.rate and not line.amount and not line.word]
    priced = sum(bool(line.amount or line.rate) for line in numbered)
    if len(bare) < 2 or len(bare) < len(plain) or priced < 3 or priced < len(numbered):
        return
    for line in bare:
        line.kind = RowKind.COMPONENT


def _parts_of_items(columns: Columns, lines: list[Line]) -> None:
    """A numbered item with quantity whose numbered children add up to its amount is one work with parts."""
    items = [line for line in lines if line.kind is RowKind.ITEM]
    for index, parent in enumerate(items):
        if not parent.ref or not parent.quantity or not parent.known_unit:
            continue
        end = index + 1
        while end < len(items) and is_child(items[end].ref, parent.ref):
            end += 1
        children = items[index + 1 : end]
        if not children:
            continue
        worth = sum(value_of(child) for child in children)
        if parent.amount and worth and close(worth, parent.amount):
            for child in children:
                child.kind = RowKind.COMPONENT
        elif not parent.weak:
            parent.weak = "has_children"


def _restated(lines: list[Line]) -> None:
    """`1.10 Roof works ... 4,500.00` below the works of the section of that number and name is the section's total."""
    known: dict[str, str] = {}
    for line in lines:
        if line.kind is not RowKind.HEADING or not line.text:
            continue
        ref, text = (line.ref, line.text) if line.ref else line.text.partition(" ")[::2]
        number = ref.rstrip(".")
        if line.ref and not line.amount_only:
            known[number] = fold(line.text)
        elif depth_of(ref) and (title := known.get(number)):
            words = fold(text)
            if words and (title.startswith(words) or words.startswith(title[:SAME_TITLE])):
                line.kind, line.total, line.label = RowKind.SUBTOTAL, TotalKind.SUBTOTAL, line.text
                line.amount_only = False


def _amount_rows(view: View, columns: Columns, lines: list[Line]) -> None:
    """Rows that hold an amount and nothing else: totals above or below their items, or amounts without quantity."""
    pending = [index for index, line in enumerate(lines) if line.amount_only]
    if not pending:
        return
    counts, items = [0], []
    for line in lines:
        if line.kind is RowKind.ITEM:
            items.append(line)
        counts.append(len(items))
    sums = _SeveralSums(items)
    carried, ends = _Carried(lines), _End(lines, counts, sums)
    again = recapitulated(lines, sum(map(value_of, items))) if len(items) > 1 else frozenset()
    for index in pending:
        line = lines[index]
        before = counts[index]
        amount = line.amount or 0.0
        if index in again or carried.again(index, amount):
            line.kind, line.label = RowKind.COLLECTION, line.text or line.ref
            continue
        formula = view.grid.formulas.get((line.row, columns.amount if columns.amount is not None else -1), "")
        if SUM_FORMULA.match(formula):
            below = _points_below(formula, line.row)
            line.kind = RowKind.HEADING if below and line.text else RowKind.SUBTOTAL
            line.summed = True
            line.label = line.text
        elif ends_a_chain(lines, index, amount):
            line.kind, line.label = RowKind.SUBTOTAL, line.text or line.ref
        elif line.text and is_share(lines, index, amount):
            line.kind, line.label, line.total = RowKind.SUBTOTAL, line.text, TotalKind.ADDITION
        elif before < len(items) and sums.end_of(before, amount) is not None and (line.text or line.ref):
            line.kind = RowKind.HEADING
        elif before and sums.start_of(before, amount) is not None:
            line.kind, line.label = RowKind.SUBTOTAL, line.text
        elif not before and items and sums.end_of(0, amount) is not None:
            line.kind = RowKind.SUBTOTAL
        elif before == len(items) > LEAST_SUMMED and sums.all_but_one(amount):
            line.kind, line.label, line.summed = RowKind.SUBTOTAL, line.text, True
        elif not items and columns.quantity is None and columns.rate is None:
            line.kind = RowKind.SUMMARY if line.text or line.ref else RowKind.NOTE
        elif line.text and not is_note(line.text) and not ends.after(index, before):
            line.kind, line.weak = RowKind.ITEM, "amount_only"
        else:
            line.kind, line.weak = RowKind.NOTE, "stray_figure"


class _SeveralSums:
    """Running sums of the items' values; also of the stated amounts alone, where a few items have none."""

    def __init__(self, items: Sequence[Line]) -> None:
        self.ways = [Sums([value_of(line) for line in items])]
        if some_unextended(items):
            self.ways.append(Sums([line.amount or 0.0 for line in items]))

    def start_of(self, last: int, stated: float) -> int | None:
        """Where a stretch before item `last` that adds up to `stated` begins."""
        return next((start for sums in self.ways if (start := sums.start_of(last, stated)) is not None), None)

    def all_but_one(self, stated: float) -> bool:
        """True when `stated` is the sum of all items without the first or the last: a range that is one row short."""
        return any(
            same(sums.between(first, len(sums) - 1 + first), stated, len(sums))
            for sums in self.ways
            for first in (0, 1)
        )

    def end_of(self, first: int, stated: float) -> int | None:
        """Where a stretch from item `first` that adds up to `stated` ends."""
        return next((end for sums in self.ways if (end := sums.end_of(first, stated)) is not None), None)


class _End:
    """Where a table ends: with a total of all its items, after which no total follows."""

    def __init__(self, lines: Sequence[Line], counts: Sequence[int], sums: _SeveralSums) -> None:
        totals = [i for i, line in enumerate(lines) if line.kind is RowKind.SUBTOTAL and line.amount and line.label]
        self.last = totals[-1] if totals else -1
        whole = [i for i in totals if counts[i] and sums.start_of(counts[i], lines[i].amount or 0.0) == 0]
        self.before = counts[whole[-1]] if whole else -1

    def after(self, index: int, before: int) -> bool:
        """True for a row below the last total of a table whose items another total proves in full."""
        return self.before == before and index > self.last >= 0


class _Carried:
    """Totals that were carried to a collection, each to be listed there once."""

    def __init__(self, lines: list[Line]) -> None:
        self.open = [
            (i, line.amount)
            for i, line in enumerate(lines)
            if line.kind is RowKind.SUBTOTAL and line.amount and line.label
        ]

    def again(self, index: int, amount: float) -> bool:
        """True when a total before row `index` has this amount and was not listed yet."""
        for place, (row, total) in enumerate(self.open):
            if row < index and total is not None and abs(total - amount) < 0.006:
                del self.open[place]
                return True
        return False


_ROWS = re.compile(r"\$?[A-Z]{1,3}\$?(\d+)")


def _points_below(formula: str, row: int) -> bool:
    rows = [int(found) for found in _ROWS.findall(formula.upper())]
    return bool(rows) and min(rows) > row + 1


def _texts(view: View, lines: Sequence[Line]) -> None:
    """Headings, continued descriptions and notes among the rows that hold text alone."""
    bold, filled = view.grid.bold, view.grid.filled
    solid = (RowKind.ITEM, RowKind.SUBTOTAL, RowKind.COMPONENT)
    last = max((index for index, line in enumerate(lines) if line.kind in solid), default=-1)
    for index, line in enumerate(lines):
        if line.kind is RowKind.SUBTOTAL and index and line.amount is None and not line.ref:
            before = lines[index - 1]
            if before.kind is RowKind.ITEM and before.row == line.row - 1 and goes_on(before.text):
                line.kind, line.total, line.label = RowKind.DESCRIPTION, None, ""  # "..., total length 3 m"
        if line.kind is not RowKind.HEADING or line.amount_only or line.unit:
            continue
        if index > last:
            over = lines[index - 1] if index else None
            ends = over is not None and over.row == line.row - 1 and not line.ref and goes_on(over.text)
            line.kind = RowKind.DESCRIPTION if ends else RowKind.NOTE
            continue
        if line.ref:
            continue
        above = lines[index - 1] if index else None
        below = lines[index + 1] if index + 1 < len(lines) else None
        marked = any((line.row, c) in bold or (line.row, c) in filled for c, _ in view.filled(line.row))
        if above is not None and above.row == line.row - 1 and not marked and _continues(above, line, below):
            line.kind = RowKind.DESCRIPTION
        elif is_note(line.text) or (
            len(line.text) > 240 and (below is None or below.kind is not RowKind.ITEM) and not marked
        ):
            line.kind = RowKind.NOTE


def goes_on(text: str) -> bool:
    """True for a text that is not finished."""
    return text.rstrip(UNSEEN).endswith(GOES_ON)


def _continues(above: Line, line: Line, below: Line | None) -> bool:
    """True for the rest of a description that began on the row above."""
    if above.kind not in (RowKind.ITEM, RowKind.DESCRIPTION) or line.text.isupper() or line.text.endswith(":"):
        return False
    if counts_pages(line.text):
        return False
    first = line.text[:1]
    if len(above.text) >= OPENING and line.text.casefold().startswith(above.text[:OPENING_ENDS].casefold()):
        return True  # the long text under the short one
    if first.islower() or first in "(-–,;&/+" or goes_on(above.text):
        return True
    return above.text[-1:] not in ".:;" and below is not None and below.row > line.row + 1 and not first.isdigit()
