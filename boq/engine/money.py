"""Exact values, the bill's currency, language and rounding."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from boq.engine.model import Item, Rounding
from boq.engine.numbers import from_float, parse
from boq.engine.tables.view import Cell, View
from boq.engine.text import fold, script
from boq.engine.vocabulary.languages import STOP_WORDS
from boq.engine.vocabulary.prices import CURRENCIES, MINOR_UNITS

if TYPE_CHECKING:
    from boq.engine.book import Book

_CURRENCY = re.compile(
    r"(?<![^\W\d_])("
    + "|".join(re.escape(name) for name in sorted(CURRENCIES, key=len, reverse=True) if CURRENCIES[name])
    + r")(?![^\W\d_])",
    re.IGNORECASE,
)


def exact(value: Cell, mark: str) -> Decimal | None:
    """The cell's decimal, None when it is no number."""
    if type(value) is float:
        return from_float(value)
    if type(value) is int:
        return Decimal(value)
    return parse(value, mark).value if type(value) is str else None


def decimal_of(view: View, row: int, column: int) -> Decimal | None:
    """The exact value of a cell."""
    value = view.cell(row, column)
    return exact(value, view.mark(column) if type(value) is str else ".")


def _speaking_texts(book: Book) -> Iterable[str]:
    """Headings, the rows above them, and total labels: where a bill names its currency."""
    for index in book.used:
        sheet = book.sheets[index]
        for table in sheet.tables[:6]:
            if table.block:
                for heading in table.block.headings.values():
                    if heading.role in ("rate", "amt", "price"):
                        yield heading.text + " " + heading.group
            for line in table.lines:
                if line.label:
                    yield line.label
        for row in range(min(12, len(sheet.view.rows))):
            for _, value in sheet.view.filled(row):
                if type(value) is str and len(value) < 120:
                    yield value


def currency_of(book: Book) -> str:
    """ISO code of the currency most often named, "" when none is."""
    votes: Counter[str] = Counter()
    for text in _speaking_texts(book):
        for found in _CURRENCY.findall(text):
            if len(found) > 2 or not found.isascii() or found.isupper() or found == "Rp":
                votes[CURRENCIES[found.casefold()]] += 1
    return votes.most_common(1)[0][0] if votes else ""


def language_of(book: Book) -> str:
    """ISO 639-1 code of the descriptions' language, "" when there is no telling."""
    scripts: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for index in book.used or range(len(book.sheets)):
        for line in book.sheets[index].lines[:400]:
            if line.text:
                scripts[script(line.text)] += 1
                words.update(fold(line.text).split())
    main = scripts.most_common(1)[0][0] if scripts else ""
    known = {
        "arabic": "ar",
        "cyrillic": "ru",
        "hebrew": "he",
        "thai": "th",
        "devanagari": "hi",
        "greek": "el",
        "cjk": "zh",
    }
    if main != "latin":
        return known.get(main, "")
    score = {language: sum(words[word] for word in stop) for language, stop in STOP_WORDS.items()}
    best = max(score, key=score.__getitem__)
    return best if score[best] else "en"


def rounding_of(items: Sequence[Item], currency: str) -> Rounding:
    """The unit that amounts are rounded to: whole units where all amounts are whole though the products are not."""
    digits = MINOR_UNITS.get(currency, 2)
    quantum = Decimal(1).scaleb(-digits)
    whole = fractions = checked = 0
    for item in items:
        price = item.price
        if price is None or not price.amount or not price.calculated:
            continue
        checked += 1
        whole += price.amount == price.amount.to_integral_value()
        fractions += price.calculated != price.calculated.to_integral_value()
        if checked >= 2000:
            break
    if checked >= 3 and whole == checked and fractions * 5 >= checked:
        return Rounding(Decimal(1), "inferred")
    return Rounding(quantum, "currency" if currency else "default")
