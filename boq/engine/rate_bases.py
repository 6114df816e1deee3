"""Rates for 10, 100 or 1,000 units: believed where the bill says so, or shows it again and again.

One amount that is a tenth of quantity × rate is a slipped decimal, not a rate per ten: a check has to see it. What the bill shows goes
before what a unit or a heading says: among works of `100 m2` whose quantities are in hundreds, an amount that is a hundredth is a slip.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from boq.engine.tables.kinds import ITEM
from boq.engine.tables.lines import Line
from boq.engine.tables.profile import close
from boq.engine.text import fold
from boq.engine.units import parse_unit
from boq.engine.vocabulary.bases import ARTICLES, BEFORE, IN_THOUSANDS, NAMES, REFERRING

ONE = Decimal(1)
BASES = (100, 1000, 10)
OFTEN = 3  # so many works of a unit, and most of them, show what their rates are for
_GROUPED = re.compile(r"\b1 000\b")
_GLUED = re.compile(r"\b(10{1,3})(?=[^\W\d])")  # `per 100m2`
_DIVIDED = {
    base: re.compile(rf"/\s*{base}(?![\d.])|\*\s*0?\.{str(base)[1:-1]}1(?!\d)") for base in BASES
}  # `D5*E5/100`
_PERCENTAGE = re.compile(r"\d+(?:[.,٫]\d+)?\s*[%٪]")  # `al 100%` is no rate per 100
_SHARE = re.compile(r"(?<!\d)(?<!\d\s)[%٪](?!\s?\d)")  # `Rate % Cft`, and no `VAT 15%`


def base_of(product: float, amount: float) -> int:
    """For how many units the rate seems to be: 1 where the product is the amount, 10, 100 or 1000 where the amount is so small a part
    of it, 0 where nothing fits.
    """
    if close(product, amount):
        return 1
    base = min(BASES, key=lambda base: abs(product / base - amount))
    return base if close(product / base, amount) else 0


class RateBases:
    """What the rates of one table are for. `rates` and `amounts` are the headings over them."""

    def __init__(self, lines: Sequence[Line], rates: str, amounts: str) -> None:
        self.lines, self.rates = lines, _tokens(rates.replace("/", " per "))
        self.shares = _SHARE.search(rates) is not None
        self.in_thousands = not IN_THOUSANDS.isdisjoint(_tokens(amounts))
        self.seen: dict[str, Counter[int]] | None = None  # unit -> how many of its works show which base
        self.elsewhere: Counter[int] = Counter()  # the same of all works whose units name no base

    def of(self, line: Line, calculated: Decimal, amount: Decimal, formula: str) -> Decimal:
        """The base by which the amount of a line fits quantity × rate, where there is more to it than the fit.

        `formula` is the amount's: where that divides by the base, whoever wrote it meant it.
        """
        base = base_of(float(calculated), float(amount))
        believed = base > 1 and (_DIVIDED[base].search(formula) is not None or self._believed(line, base))
        return Decimal(base) if believed else ONE

    def _believed(self, line: Line, base: int) -> bool:
        if _says(line.text, base, parse_unit(line.unit).code):
            return True
        if self.seen is None:
            self.seen = self._look()
        works = self.seen.get(line.unit, Counter())
        plain, based = works[1], works[base]
        if self._said(line.unit, base):
            return plain < OFTEN or plain <= based
        if based >= OFTEN and based * 2 > works.total():
            return True
        everywhere = self.elsewhere[base]
        return everywhere >= OFTEN and everywhere * 2 > self.elsewhere.total() and based > plain

    def _said(self, unit: str, base: int) -> bool:
        """True where the unit or the headings name the base."""
        if _named(unit, base) or (base == 1000 and self.in_thousands):
            return True
        return any(_per(self.rates, base)) or (base == 100 and self.shares)

    def _look(self) -> dict[str, Counter[int]]:
        seen: dict[str, Counter[int]] = {}
        for line in self.lines:
            if line.kind is ITEM and line.quantity and line.rate and line.amount:
                base = base_of(line.quantity * line.rate, line.amount)
                seen.setdefault(line.unit, Counter())[base] += 1
        for unit, works in seen.items():
            if not any(_named(unit, base) for base in BASES):
                self.elsewhere.update(works)
        return seen


def _named(unit: str, base: int) -> bool:
    """True where a unit names the base: `1000 nr`, `% Cft`, `millar`, `عدد 1000`, `%`, but not `pack of 100`."""
    known = parse_unit(unit)
    if known.factor == base or (base == 100 and _SHARE.search(unit)):
        return True
    tokens = [] if known.code else _tokens(unit)
    at = 1 if len(tokens) == 2 and parse_unit(tokens[0]).code else 0
    return at < len(tokens) and tokens[at] in NAMES[base]


def _tokens(text: str) -> list[str]:
    """The words of a text, `1,000` and `100m2` as the numbers that they hold, without percentages."""
    return _GLUED.sub(r"\1 ", _GROUPED.sub("1000", fold(_PERCENTAGE.sub(" ", text)))).split()


def _per(tokens: Sequence[str], base: int) -> Iterator[int]:
    """Where a name of the base stands behind a "per"."""
    for at in range(1, len(tokens)):
        token, before = tokens[at], tokens[at - 1]
        if token in NAMES[base] and (before in BEFORE or (before in ARTICLES and not token.isdecimal())):
            yield at


def _says(text: str, base: int, unit: str) -> bool:
    """True where a description says what its rate is for: `rate per 1,000 bricks`.

    Much else is measured there: `per 100 mm` says nothing about works in m2, and neither do `95 per hundred` or `as per 10`.
    """
    tokens = _tokens(text)
    for at in _per(tokens, base):
        before, behind = tokens[at - 2] if at > 1 else "", tokens[at + 1] if at + 1 < len(tokens) else ""
        if not before.isdecimal() and before not in REFERRING and parse_unit(behind).code in ("", unit):
            return True
    return False
