"""What a table and a sheet are for: a bill, a summary, a measurement, rates, a copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from boq.engine.tables.kinds import MEASUREMENT, SUBTOTAL, SUMMARY
from boq.engine.tables.lines import Line
from boq.engine.tables.sheet import Sheet, Table
from boq.engine.tables.words import option_kind
from boq.engine.tables.worth import value_of
from boq.engine.text import fold, script
from boq.engine.units import parse_unit
from boq.engine.vocabulary.titles import (
    ANALYSIS_TITLES,
    COVER_TITLES,
    LATER_TITLES,
    MEASUREMENT_TITLES,
    PRICE_RANGE,
    RATE_TITLES,
    SUMMARY_TITLES,
)

SUMS = frozenset({"sum", "ps", "pc"})  # units of works that are one sum, whose price is the amount
TITLE_ROWS = 14
OVER = 3  # rows over a heading in which the title of its table may stand
LONGEST_TITLE = 90


def purpose(table: Table) -> str:
    """ "bill", "summary", "measurement", "rates", "list" or "other", by columns and rows alone."""
    columns = table.columns
    items = table.items
    kinds = Counter(line.kind for line in table.lines)
    if not items:
        if kinds[SUMMARY] or (kinds[SUBTOTAL] and columns.amount is not None):
            return "summary"
        return "measurement" if kinds[MEASUREMENT] else "other"
    if columns.quantity is None and columns.rate is None and all(line.weak == "amount_only" for line in items):
        for line in items:
            line.kind = SUMMARY
        return "summary"
    if all(parse_unit(line.unit).code == "page" for line in items):
        for line in items:
            line.kind = SUMMARY
        return "summary"  # "Bill 1 ... page 12"
    priced = any(line.rate or line.amount for line in items)
    counted = any(line.quantity is not None or line.word for line in items)
    money_columns = columns.rate is not None or columns.amount is not None or bool(columns.money.parts)
    if len(columns.dimensions) >= 2 and not priced:
        return "measurement"
    if (
        columns.quantity is None
        and "coef" in columns.headed
        and any(line.rate for line in items)
        and columns.amount is not None
    ):
        return "rates"  # so much of each resource for one unit of a work
    if columns.quantity is None and columns.amount is None and columns.rate is not None:
        sums = all(not line.unit or parse_unit(line.unit).code in SUMS for line in items)
        return "bill" if sums and "rate" not in columns.headed else "rates"
    if columns.amount is None and _is_range(table):
        return "rates"
    if columns.unit is None and not money_columns:
        return "list"
    if columns.quantity is None and columns.unit is None:
        return "summary"
    if columns.unit is None and not priced and not counted:
        return "other"
    return "bill"


def _is_range(table: Table) -> bool:
    """Columns side by side headed as the lowest, the middle and the highest price: a list of prices, no quantities."""
    headings = table.block.headings if table.block else {}
    words = {column: set(fold(heading.text).split()) for column, heading in headings.items() if heading.role != "qty"}
    return any(
        all(words.get(column + step, set()) & names for step, names in enumerate(PRICE_RANGE)) for column in words
    )


def is_analysis(sheet: Sheet, table: Table) -> bool:
    """True for a table under a title of its own that says that it works out a rate."""
    if table.block is None:
        return False
    for row in range(table.block.first - 1, max(-1, table.block.first - 1 - OVER), -1):
        texts = [value for _, value in sheet.view.filled(row)]
        if len(texts) == 1 and isinstance(title := texts[0], str) and len(title) < LONGEST_TITLE:
            return says([title], ANALYSIS_TITLES)
        if texts:
            return False
    return False


def titles(sheet: Sheet) -> list[str]:
    """The sheet's name and the short texts above its first table."""
    found = [sheet.name]
    first = sheet.tables[0].first if sheet.tables else len(sheet.view.rows)
    for row in range(min(first, TITLE_ROWS, len(sheet.view.rows))):
        texts = [value for _, value in sheet.view.filled(row) if type(value) is str]
        if len(texts) == 1 and len(texts[0]) < 70:
            found += texts
    return found


def says(texts: Iterable[str], phrases: tuple[str, ...]) -> bool:
    """True when a text is, or opens with, one of the phrases (long words may run on)."""
    folded = [fold(text) for text in texts]
    for phrase in map(fold, phrases):
        for text in folded:
            if f" {phrase} " in f" {text} " or (
                len(phrase) >= 7 and text.replace(" ", "").startswith(phrase.replace(" ", ""))
            ):
                return True
    return False


def purpose_by_title(sheet: Sheet) -> str:
    """ "summary", "measurement", "rates", "cover" or "" by what the sheet is called."""
    name = [sheet.name]
    for reason, phrases in (
        ("rates", RATE_TITLES),
        ("measurement", MEASUREMENT_TITLES),
        ("summary", SUMMARY_TITLES),
        ("cover", COVER_TITLES),
    ):
        if says(name, phrases):
            return reason
    above = titles(sheet)[1:]
    for reason, phrases in (("rates", RATE_TITLES), ("measurement", MEASUREMENT_TITLES)):
        if any(len(fold(text).split()) <= 5 and says([text], phrases) for text in above):
            return reason
    return ""


def is_later(sheet: Sheet) -> bool:
    """True when the sheet's name speaks of an old or spare version."""
    return says([sheet.name], LATER_TITLES)


def option_of(sheet: Sheet) -> str:
    """ "alternative" or "optional" when name or title says so."""
    return next((kind for kind in map(option_kind, titles(sheet)[:6]) if kind), "")


def fingerprint(lines: Iterable[Line]) -> Counter[tuple[str, str]]:
    """The works of a sheet by text and unit, for finding copies."""
    return Counter((fold(line.text)[:120], fold(line.unit)) for line in lines if line.text)


def unitless(lines: Sequence[Line]) -> bool:
    """True where most lines say no unit."""
    return sum(not line.unit for line in lines) * 2 > len(lines)


def figures(lines: Iterable[Line]) -> Counter[tuple[str, float | None]]:
    """The works by text and quantity."""
    return Counter((fold(line.text)[:120], line.quantity) for line in lines if line.text)


def measured(lines: Iterable[Line]) -> Counter[tuple[str, str, float | None]]:
    """The works by first word, unit and quantity: the same works even where their texts were made longer or shorter."""
    return Counter(
        (fold(line.text)[:40].partition(" ")[0], fold(line.unit), line.quantity)
        for line in lines
        if line.text and line.quantity
    )


def priced(lines: Iterable[Line]) -> Counter[tuple[float | None, ...]]:
    """The works by their figures alone: the same bill in another language."""
    return Counter((line.quantity, line.rate, line.amount) for line in lines if line.text and line.quantity)


def quantities(lines: Iterable[Line], units: bool = True) -> dict[tuple[str, str], float]:
    """How much of every work there is altogether, by text and (unless `units` is False) unit."""
    found: dict[tuple[str, str], float] = {}
    for line in lines:
        key = fold(line.text)[:120], fold(line.unit) if units else ""
        found[key] = round(found.get(key, 0.0) + (line.quantity or 0.0), 4)
    return found


def script_of(lines: Iterable[Line]) -> str:
    """The script that most of the works are described in."""
    return script(" ".join(line.text[:20] for line in lines)[:400])


def worth(lines: Iterable[Line]) -> float:
    """Sum of values."""
    return sum(map(value_of, lines))
