"""What the cells of a column look like: the second witness beside its heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from boq.engine.tables.view import View, as_float
from boq.engine.units import parse_unit

_LETTER = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_PREFIX = rf"(?:[A-Z]{{1,5}}|[a-z]{{1,2}}|[А-Яа-я]{{1,2}}|[ก-ฮ]|[{_LETTER}])?"
REF = re.compile(
    rf"^[\[(]?{_PREFIX}[-_. /]?\d{{1,6}}[A-Za-z]?(?:[-_./]\d{{1,6}}[A-Za-z]?){{0,8}}[A-Za-zа-я]?[.)\]:]{{0,2}}$"
    rf"|^[\[(]?(?:[A-Za-z]{{1,2}}|[ivxlIVXL]{{1,6}}|[А-Яа-я]|[{_LETTER}])[.)\]:]{{0,2}}$"
    r"|^[A-Z]{1,3}(?:[.-][A-Z0-9]{1,4}){1,6}\.?$|^[IVXL]{1,6}[.-]\d{1,3}[a-z]?$"
)


def is_ref(value: object) -> bool:
    """True for what can number an item: 1, 1.2.3, A, (b), iv), E-01, C1.2."""
    if isinstance(value, float | int):
        return 0 <= value < 1e7
    return isinstance(value, str) and len(value) <= 24 and REF.match(value.replace(" ", "")) is not None


@dataclass(slots=True)
class Profile:
    """Counts over the sampled rows of one column. `length` is the total length of its texts."""

    filled: int = 0
    numbers: int = 0
    nonzero: int = 0
    texts: int = 0
    units: int = 0
    refs: int = 0
    dotted: int = 0
    length: int = 0
    values: set[object] = field(default_factory=set)

    @property
    def average(self) -> float:
        """Mean length of the texts."""
        return self.length / self.texts if self.texts else 0.0

    @property
    def unit_share(self) -> float:
        """Share of the filled cells that are known units."""
        return self.units / self.filled if self.filled else 0.0

    @property
    def repeated(self) -> float:
        """1 when all values are the same, 0 when all differ."""
        return 1 - len(self.values) / self.filled if self.filled else 0.0


def profile(view: View, rows: Iterable[int], width: int) -> list[Profile]:
    """Profiles of the first `width` columns."""
    profiles = [Profile() for _ in range(width)]
    for row in rows:
        for column, value in enumerate(view.rows[row][:width]):
            if value is None:
                continue
            entry = profiles[column]
            entry.filled += 1
            entry.values.add(value)
            number = as_float(value) if type(value) is not str else view.number(row, column)
            if number is not None:
                entry.numbers += 1
                entry.nonzero += number != 0
            if type(value) is str:
                if number is None:
                    entry.texts += 1
                    entry.length += len(value)
                    if len(value) <= 28 and parse_unit(value).code:
                        entry.units += 1
                if is_ref(value):
                    entry.refs += 1
                    entry.dotted += "." in value.rstrip(".") or value[:1].isalpha()
            elif number is not None and 0 <= number < 1e6:
                entry.refs += 1
                entry.dotted += number != int(number)
    return profiles


Series = list[float | None]


def series(view: View, rows: Sequence[int], column: int) -> Series:
    """The numbers of a column on `rows`, None where there is none."""
    return [view.number(row, column) for row in rows]


def close(expected: float, stated: float) -> bool:
    """Equal as amounts go: to the cent, to the whole unit for larger amounts, or to 0.1 percent."""
    gap = abs(expected - stated)
    return gap <= 0.0151 or gap <= 5e-4 * abs(stated) or (gap <= 0.51 and abs(stated) >= 100)


def agreement(quantity: Series, rate: Series, amount: Series) -> tuple[int, int]:
    """On how many rows quantity × rate = amount, and on how many all three are there and not zero."""
    agree = checked = 0
    for q, r, a in zip(quantity, rate, amount, strict=True):
        if q and r and a:
            checked += 1
            agree += close(q * r, a)
    return agree, checked
