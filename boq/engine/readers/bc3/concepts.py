"""What a BC3 file knows: concepts, what each is made of, measurements, texts, and the decimals that amounts are rounded to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from boq.engine.readers.bc3.fields import Fields
from boq.engine.readers.records import figure

ONE = Decimal(1)
ZERO = Decimal(0)
DIMENSIONS = 6  # subfields of a line of measurement: type, comment, units, length, width, height
KNOWN = frozenset("VKCDYTMN")
AMOUNT_DECIMALS = 7  # DM: the eighth subfield of ~K
CURRENCY = 8


@dataclass(slots=True)
class Concept:
    """A chapter, work, material or percentage. `code` has no `#`; `level` counts them: 2 the root, 1 a chapter."""

    code: str
    level: int = 0
    unit: str = ""
    title: str = ""
    price: str = ""
    kind: str = ""
    line: int = 0
    text: str = ""


@dataclass(slots=True)
class Child:
    """One line of a breakdown: factor × yield of a concept. Either may be left out."""

    code: str
    factor: str = ""
    amount: str = ""

    @property
    def quantity(self) -> Decimal | None:
        """Factor × yield, each 1 when it is left out; None when one of them is no number."""
        numbers = [figure(part) if part else ONE for part in (self.factor, self.amount)]
        return None if None in numbers else (numbers[0] or ZERO) * (numbers[1] or ZERO)


@dataclass(slots=True)
class Measure:
    """A measurement of a child under its parent. `place` is its 1-based position in the parent's breakdown, 0 unknown."""

    total: str
    place: int
    lines: list[list[str]]
    line: int
    used: bool = False


@dataclass(slots=True)
class Base:
    """All of it. Codes are without `#`."""

    concepts: dict[str, Concept] = field(default_factory=dict)
    children: dict[str, list[Child]] = field(default_factory=dict)
    measures: dict[tuple[str, str], list[Measure]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # other codes of a concept -> its first one
    ignored: dict[str, int] = field(default_factory=dict)
    decimals: int = 2
    currency: str = ""
    shares: str = ""
    title: str = ""
    rates_only: bool = False

    def code(self, text: str) -> str:
        """The code that a concept goes by, without its `#`."""
        bare = text.strip().rstrip("#").strip()
        return self.names.get(bare, bare)

    def round(self, value: Decimal) -> Decimal:
        """An amount as the file's own decimals have it."""
        return value.quantize(ONE.scaleb(-self.decimals), ROUND_HALF_UP)


def gather(records: Iterable[Fields]) -> Base:
    """Take in all records; those that refer to others may come before them."""
    base = Base()
    for record in records:
        if record.letter == "C":
            _concept(base, record)
        elif record.letter in "DY":
            _breakdown(base, record)
        elif record.letter in "MN":
            _measure(base, record)
        elif record.letter == "T":
            concept = base.concepts.setdefault(base.code(record.field(0)), Concept(base.code(record.field(0))))
            concept.text = record.field(1) or concept.text
        elif record.letter == "K":
            _decimals(base, record)
        elif record.letter == "V":
            base.title = record.parts(3)[0]
            base.rates_only = record.field(6) == "1"
        else:
            base.ignored[record.letter] = base.ignored.get(record.letter, 0) + 1
    return base


def _concept(base: Base, record: Fields) -> None:
    raw, *others = record.parts(0)
    bare = raw.rstrip("#").strip()
    if not bare and not raw:
        return
    code = base.names.get(bare, bare)
    concept = base.concepts.setdefault(code, Concept(code))
    concept.level = max(concept.level, len(raw) - len(raw.rstrip("#")))
    concept.unit = record.field(1) or concept.unit
    concept.title = record.field(2) or concept.title
    concept.price = record.parts(3)[0] or concept.price
    concept.kind = record.field(5) or concept.kind
    concept.line = concept.line or record.line
    for other in others:
        if other.rstrip("#"):
            base.names.setdefault(other.rstrip("#"), code)


def _breakdown(base: Base, record: Fields) -> None:
    """~D|parent|child\\factor\\yield\\...| or, since 2007, the same with percentages in a field of its own, four subfields a child."""
    parent = base.code(record.field(0))
    wide = record.field(2) != ""
    parts = record.parts(2 if wide else 1)
    step = 4 if wide else 3
    if not wide and parts and not parts[0] and len(parts) > 1:
        parts = parts[1:]  # a backslash before the first child, as careless programs write
    found = []
    for start in range(0, len(parts), step):
        group = [*parts[start : start + step], "", "", ""]
        if group[0]:
            found.append(Child(base.code(group[0]), group[1], group[2]))
    if record.letter == "Y":
        base.children.setdefault(parent, []).extend(found)
    elif found or parent not in base.children:
        base.children[parent] = found


def _measure(base: Base, record: Fields) -> None:
    """~M|parent\\child|position\\...|total|type\\comment\\units\\length\\width\\height\\...|

    Files that break the rule leave the position out.
    """
    codes = [base.code(code) for code in record.parts(0)]
    parent, child = (codes[0], codes[1]) if len(codes) > 1 else ("", codes[0])
    places = [part for part in record.parts(1) if part]
    total = record.field(2)
    if not total and len(codes) == 1 and len(places) == 1:
        total, places = places[0], []
    place = int(places[-1]) if places and places[-1].isdecimal() and len(places[-1]) < 7 else 0
    parts = record.parts(3)
    lines = [parts[start : start + DIMENSIONS] for start in range(0, len(parts) - 1, DIMENSIONS)]
    known = base.measures.setdefault((parent, child), [])
    if record.letter == "N" and known:
        known[-1].lines += lines
        known[-1].total = total or known[-1].total
    else:
        known.append(Measure(total, place, lines, record.line))


def _decimals(base: Base, record: Fields) -> None:
    """~K: decimals by what they are for, the currency, and the percentages that are added to the sum of the works."""
    for place in (0, 2):
        parts = record.parts(place)
        currency = next((part for part in reversed(parts) if len(part) == 3 and part.isalpha()), "")
        base.currency = base.currency or currency.upper()
    parts = record.parts(0)
    if len(parts) > AMOUNT_DECIMALS and parts[AMOUNT_DECIMALS].lstrip("-").isdecimal():
        base.decimals = min(8, abs(int(parts[AMOUNT_DECIMALS])))
    names = ("CI", "GG", "BI", "BAJA", "IVA")
    shares = zip(names, record.parts(1), strict=False)
    base.shares = ", ".join(f"{name} {share} %" for name, share in shares if figure(share))
