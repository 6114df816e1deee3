"""Units of measure: one meaning, many spellings.

A unit is known by its folded spelling; "100 м2" is m2 with factor 100. `م.م` and `cm` mean square metre and cubic metre in some bills
and millimetre and centimetre in others: `resolve` looks at the other units of the bill.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from boq.engine.text import DIGITS, fold
from boq.engine.vocabulary.units import PER, SPELLINGS


class Unit(NamedTuple):
    """A unit as written: canonical `code` ("" when unknown) and the factor before it (100 for "100 m2")."""

    code: str
    factor: Decimal = Decimal(1)


UNKNOWN = Unit("")
SIGNS = {"$": "doll", "%": "%", "c.m": "m3", "c.m.": "m3", "p.c.": "pc"}  # what folding would lose
_FACTOR = re.compile(r"^(\d{1,4})[\s.,x*-]*(?=\D)")
_TENS = frozenset({"1", "10", "100", "1000", "1 000"})


def _key(text: str) -> str:
    return fold(text).replace(" ", "")


_INDEX: dict[str, str] = {}
for _code, _spellings in SPELLINGS.items():
    for _spelling in _spellings:
        _INDEX.setdefault(_key(_spelling), _code)


@lru_cache(maxsize=1 << 15)
def parse_unit(text: str) -> Unit:
    """The unit that `text` is, UNKNOWN when it is none. Long texts are never units."""
    if len(text) > 28:
        return UNKNOWN
    if text.strip().casefold() in SIGNS:
        return Unit(SIGNS[text.strip().casefold()])
    key = _key(text)
    if not key:
        return UNKNOWN
    if key in _INDEX:
        return Unit(_INDEX[key])
    plain = text.translate(DIGITS).strip().strip("()[]% ")
    factor = Decimal(1)
    match = _FACTOR.match(plain)
    if match and match[1] in _TENS:
        factor, plain = Decimal(match[1]), plain[match.end() :]
    words = fold(plain).split()
    while len(words) > 1 and words[0] in PER:
        words.pop(0)
        if words[0] in _TENS and len(words) > 1:
            factor = Decimal(words.pop(0))
    code = _INDEX.get("".join(words), "") or _alternatives(plain)
    return Unit(code, factor) if code else UNKNOWN


def _alternatives(plain: str) -> str:
    """`Nos./Each`, `m (length)`, `sqm / م2`: every part known, the first one counts."""
    parts = [part for part in re.split(r"[/()\[\]|,؛;]| or ", plain) if part.strip()]
    if len(parts) < 2:
        return ""
    codes = [_INDEX.get(_key(part), "") for part in parts]
    return codes[0] if all(codes) else ""


def resolve(unit: Unit, text: str, seen: Collection[str]) -> Unit:
    """`unit` in the light of the bill's other folded unit texts: beside `sm` or `lm`, `cm` is a cubic metre."""
    if unit.code == "cm" and ("sm" in seen or "lm" in seen) and fold(text) == "cm":
        return Unit("m3", unit.factor)
    return unit
