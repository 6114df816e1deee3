"""Headings: the rows that say what the columns hold, anywhere on a sheet, one to three rows high, repeated or not."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from boq.engine.numbers import parse
from boq.engine.tables.headings import Heading, over_cells, read_headings, spans
from boq.engine.tables.roles import CORE, FIGURES, LONGEST_HEADING, NO_ROLE, PIECES, is_currency, qualifiers_of, role_of
from boq.engine.tables.view import View
from boq.engine.text import fold
from boq.engine.units import parse_unit
from boq.engine.vocabulary import words
from boq.engine.vocabulary.coins import COINS

STATES = frozenset({"rate_only", "included", "excluded", "unpriced", "omitted"})  # words that stand for a price
TITLE_CELLS = 2  # cells of a row under which a further table may begin
SHORT = 12  # letters of a text that may end a heading: "No." under "Item"
WIDEST = 160  # columns in which headings are looked for


@dataclass(slots=True)
class HeaderBlock:
    """The heading rows of one table (0-based, inclusive) and the headings by column."""

    first: int
    last: int
    headings: dict[int, Heading] = field(default_factory=dict)
    single_cell: bool = False
    repeats: list[int] = field(default_factory=list)

    @property
    def roles(self) -> set[str]:
        """All roles that any column has."""
        return {heading.role for heading in self.headings.values()}


def _row_roles(view: View, row: int) -> tuple[set[str], int, int, int]:
    """Core roles of a row's texts, and how many texts, numbers and long texts it holds."""
    roles: set[str] = set()
    texts = numbers = long = coins = 0
    for value in view.rows[row][:WIDEST]:
        if value is None:
            continue
        if type(value) is not str:
            numbers += 1
            continue
        if len(value) > LONGEST_HEADING:
            long += 1
            continue
        found = NO_ROLE if parse(value).word in STATES else role_of(value)
        if found.role and (found.cover >= 0.5 or (found.role in CORE and found.cover >= 0.34 and texts < 30)):
            texts += 1
            if found.role in CORE:
                roles.add(found.role)
            elif found.role == "dim" and fold(value) in PIECES:
                roles.add("qty")
        elif (number := parse(value)).value is not None and not number.unit:
            numbers += 1
        else:
            texts += 1
            coins += is_currency(value)
    if coins and not numbers and not roles & FIGURES and roles & {"desc", "item"}:
        roles.add("price")
    return roles, texts, numbers, long


def is_header_row(view: View, row: int, strict: bool = False, below: bool = False) -> bool:
    """True for a row whose texts name at least two kinds of columns of a bill; `strict` asks for three.

    `below` another heading, a row that holds numbers is data.
    """
    cells = view.rows[row]
    if len(cells) < 2:
        return False
    strings = 0
    for value in cells:
        if type(value) is str:
            strings += 1
            if strings >= 2:
                break
    if strings < 2:
        return False
    roles, texts, numbers, long = _row_roles(view, row)
    if (strict and len(roles) < 3) or (below and numbers):
        return False
    if len(roles) == 1 and not numbers and not long and roles & FIGURES:
        return _is_summary_header(view, row)
    if len(roles) < 2 or numbers * 2 > texts or long > 1:
        return False
    figures = len(roles & FIGURES)
    named = bool(roles & {"desc", "item", "ref"})
    if len(roles) >= 3:
        return figures + ("unit" in roles) >= 1 and (long == 0 or figures + ("unit" in roles) >= 2)
    if numbers or long:
        return False
    if figures and not named and (_is_summary_header(view, row) or ("unit" in roles and _is_list_header(view, row))):
        return True
    return (named and (figures == 1 or "unit" in roles) and texts <= 12 and _short(view, row)) or figures == 2


def _is_summary_header(view: View, row: int) -> bool:
    """A heading of a list of sums: `Section | Price | Price after discount`, numbers right under the figures."""
    heads = {column: role_of(value) for column, value in view.filled(row) if type(value) is str}
    figures = [column for column, found in heads.items() if found.role in FIGURES and found.cover >= 0.5]
    if not any(found.role in ("cat", "desc", "item") and found.cover >= 0.5 for found in heads.values()) or not _short(
        view, row
    ):
        return False
    below = next((r for r in range(row + 1, min(row + 4, len(view.rows))) if view.rows[r]), None)
    return below is not None and any(type(view.cell(below, column)) is float for column in figures)


def _is_list_header(view: View, row: int) -> bool:
    """`Code | Resource | Unit | Price`: the next row has a known unit under the unit and a number under the figure."""
    below = next((r for r in range(row + 1, min(row + 4, len(view.rows))) if view.rows[r]), None)
    if below is None:
        return False
    heads = {role_of(value).role: column for column, value in view.filled(row) if type(value) is str}
    figure = next((heads[role] for role in FIGURES if role in heads), None)
    unit = view.cell(below, heads.get("unit", -1))
    return (
        figure is not None
        and view.number(below, figure) is not None
        and type(unit) is str
        and bool(parse_unit(unit).code)
    )


def _short(view: View, row: int) -> bool:
    return all(type(value) is not str or len(value) <= 40 for value in view.rows[row])


def is_number_row(view: View, row: int) -> bool:
    """The row of column numbers 1, 2, 3 ... that stands under a heading."""
    values = [as_int for value in view.rows[row] if value is not None and (as_int := _ordinal(value)) != -1]
    filled = sum(value is not None for value in view.rows[row])
    if len(values) < 3 or len(values) < filled * 0.6:
        return False
    known = [value for value in values if value > 0]
    steps = sum(b - a == 1 for a, b in pairwise(known))
    if len(known) == filled >= 4 and steps == len(known) - 1:
        return True  # 4, 5, 6, 7: cut out of a wider table
    return len(known) >= 3 and known[0] <= 2 and steps >= (len(known) - 1) * 0.7


def _ordinal(value: object) -> int:
    """A small whole number, 0 for a formula of column numbers (`11=2-8`), -1 for anything else."""
    if isinstance(value, float | int):
        return int(value) if 0 < value < 100 and value == int(value) else -1
    text = str(value).strip("()[] .").replace(" ", "")
    if text.isdigit() and len(text) <= 2:
        return int(text)
    return 0 if text[:1].isdigit() and any(ch in text for ch in "=+-*x/×") and len(text) < 16 else -1


def find_headers(view: View) -> list[HeaderBlock]:
    """All heading blocks from top to bottom; a repetition of the block before it is listed in that block's `repeats`."""
    blocks: list[HeaderBlock] = []
    rows = view.rows
    row, total = 0, len(rows)
    signature: set[tuple[int, str]] = set()
    known: set[str] = set()
    strong = False
    while row < total:
        cells = rows[row]
        if not cells:
            row += 1
        elif blocks and not known.isdisjoint(cells) and _repeats(view, row, signature):
            blocks[-1].repeats.append(row)
            row += 1
            if row < total and rows[row] and is_number_row(view, row):
                blocks[-1].repeats.append(row)
                row += 1
        elif strong and len(above := rows[row - 1]) - above.count(None) > TITLE_CELLS:
            row += 1  # in the middle of rows of figures: a further table begins after an empty row or a title
        elif is_header_row(view, row, strict=strong, below=bool(blocks)):
            block = _block(view, row, blocks[-1].last + 1 if blocks else 0)
            blocks.append(block)
            signature = {
                (c, v) for r in range(block.first, block.last + 1) for c, v in view.filled(r) if type(v) is str
            }
            known = {text for _, text in signature}
            strong = strong or len(block.roles & CORE) >= 4
            row = block.last + 1
        elif _one_cell_header(view, row):
            blocks.append(HeaderBlock(row, row, single_cell=True))
            signature, known = set(), set()
            row += 1
        else:
            row += 1
    return blocks


def _repeats(view: View, row: int, signature: set[tuple[int, str]]) -> bool:
    """True when most of the row's texts stand at the same place in the heading before."""
    cells = view.rows[row]
    filled = [(column, value) for column, value in enumerate(cells) if value is not None]
    if not filled or len(filled) > len(signature) or any(type(value) is not str for _, value in filled):
        return False
    same = sum((column, value) in signature for column, value in filled)
    if same * 10 < len(filled) * 7:
        return False
    texts = {text for _, text in signature}
    if sum(value in texts and (column, value) not in signature for column, value in filled) >= 2:
        return False  # the same columns in another order
    return len(filled) >= 3 or same == len(filled) >= 2


def _one_cell_header(view: View, row: int) -> bool:
    """A whole heading typed (or converted) into one cell: at least four kinds of columns named in one text."""
    filled = [value for value in view.rows[row] if value is not None]
    if len(filled) != 1 or type(filled[0]) is not str or not 20 < len(filled[0]) < 400:
        return False
    words = [part for part in filled[0].replace("\t", "   ").split("   ") if part.strip()]
    roles = {role_of(part.strip()).role for part in words if len(part) < 40}
    return len(roles & CORE) >= 4


def _block(view: View, row: int, floor: int) -> HeaderBlock:
    first = last = row
    while last + 1 < len(view.rows) and last - row < 2 and _is_sub_header(view, last + 1, first, last):
        last += 1
    while first > floor and row - first < 2 and _is_over_header(view, first - 1, row):
        first -= 1
    block = HeaderBlock(first, last)
    block.headings = read_headings(view, first, last, row)
    below = next((row for row in range(last + 1, min(last + 3, len(view.rows))) if view.rows[row]), None)
    if below is not None and is_number_row(view, below):
        block.last = below
    return block


def _is_sub_header(view: View, row: int, first: int, above: int) -> bool:
    """A row right under a heading that only refines it: short words, currencies, nothing that an item would hold."""
    filled = list(view.filled(row))
    if not filled or is_number_row(view, row):
        return False
    if len(filled) == 1 and (_is_banner(view, row, filled[0][0]) or _is_described(view, first, above, filled[0][0])):
        return False
    heads = {column for r in range(first, above + 1) for column, _ in view.filled(r)}
    spread = spans(view, first, above)
    near = heads | spread | {column + 1 for column in heads} | {column + 2 for column in heads}
    hits = 0
    for column, value in filled:
        if type(value) is not str or len(value) > 60 or parse(value).value is not None:
            return False
        hits += _refines(value, column in spread, column in near)
    alone = len(filled) == hits == 1 and filled[0][0] in heads | spread
    return hits * 10 >= len(filled) * 6 and (hits > 1 or alone)


def _is_described(view: View, first: int, last: int, column: int) -> bool:
    """True under the heading of the descriptions: a single text there is the first section's title."""
    if len(view.text(last + 1, column)) <= SHORT:
        return False
    texts = (view.cell(row, column) for row in range(first, last + 1))
    return any(type(text) is str and role_of(text).role in ("desc", "item") for text in texts)


def _is_banner(view: View, row: int, column: int) -> bool:
    """A text merged over most of the table: the heading of a section, not of columns."""
    return any(
        top <= row <= bottom and left <= column <= right and (right - left + 1) * 2 >= view.width and right - left >= 2
        for top, left, bottom, right in view.grid.merged
    )


def _refines(text: str, under_wide: bool, near: bool) -> bool:
    """True for a currency, a figure's own word, a part or version under a heading, or a text in brackets."""
    number = parse(text)
    if number.currency or number.word == "nil" or text.strip(" ()[]").casefold() in _MONEY_WORDS:
        return True
    if near and len(text) <= 12 and fold(text) in COINS:
        return True
    found = role_of(text)
    if found.cover >= 0.5 and (found.role in FIGURES or found.role in ("unit", "dim", "pct", "note")):
        return True
    return (
        (near and bool(qualifiers_of(text))) or (under_wide and len(text) <= 20) or (text[0] == "(" and text[-1] == ")")
    )


_MONEY_WORDS = frozenset(
    words("rs | rs. | rp | rp. | sar | usd | aed | eur | inr | baht | บาท | руб. | руб | ₹ | € | ريال | figures | cur")
)


def _is_over_header(view: View, row: int, seed: int) -> bool:
    """A row above that groups the columns of the seed row: bidder names, versions, `Supply` over `Rate` and `Amount`."""
    filled = list(view.filled(row))
    if not filled or len(filled) > 40 or any(type(value) is not str or len(value) > 120 for _, value in filled):
        return False
    return bool(over_cells(view, row, seed))
