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

from boq.engine.numbers import CLEAN
from boq.engine.text import fold
from boq.engine.vocabulary import further, merged
from boq.engine.vocabulary.units import PER, SPELLINGS


class Unit(NamedTuple):
    """A unit as written: canonical `code` ("" when unknown) and the factor before it (100 for "100 m2")."""

    code: str
    factor: Decimal = Decimal(1)


UNKNOWN = Unit("")
SIGNS = {"$": "doll", "%": "%", "c.m": "m3", "c.m.": "m3", "p.c.": "pc", "٪": "%"}  # what folding would lose
_FACTOR = re.compile(r"^(1[ ,.']000|10{0,3})[\s.,x*×-]*(?=\D)")
_BEHIND = re.compile(r"[\s/]*[x*×]\s*(10{1,3})$")  # `m2 x 100`
_SHARES = (
    "%o",
    "%0",
    "‰",
    "тыс.",
    "тыс",
    "thousand",
    "%",
    "hundred",
    "сотня",
)  # `% Cft` is per hundred, `‰` per thousand
_TENS = frozenset({"1", "10", "100", "1000"})
_HUNDREDS = frozenset({"%", "hundred", "сотня"})
STEEL = frozenset(
    fold(
        "steel reinforcement rebar tmt bars structural bitumen حديد تسليح арматура стальных demir çelik acero aço"
    ).split()
)
SQUARES = frozenset({"م2", "m2", "متر مربع", "متر مسطح", "م مسطح", "م مربع"})
METRES = frozenset({"m", "rm", "rmt", "lm", "rft", "mtr", "metre", "meter", "r m", "l m", "م ط"})


def _key(text: str) -> str:
    return fold(text).replace(" ", "")


_INDEX: dict[str, str] = {}
for _code, _spellings in merged(SPELLINGS, further.SPELLINGS).items():
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
    factor, plain = _factor(text.translate(CLEAN).strip().strip("()[] ").casefold())
    words = fold(plain).split()
    while len(words) > 1 and words[0] in PER:
        words.pop(0)
        if words[0] == "1" and words[1:2] == ["000"]:
            words[:2] = ["1000"]
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


def _factor(plain: str) -> tuple[Decimal, str]:
    """The factor that stands before (or, as `x 100`, behind) a unit, and the rest."""
    if match := _FACTOR.match(plain):
        return Decimal(re.sub(r"\D", "", match[1])), plain[match.end() :]
    if match := _BEHIND.search(plain):
        return Decimal(match[1]), plain[: match.start()]
    for share in _SHARES:
        rest = plain.removeprefix(share)
        if rest != plain and rest.strip():
            again, unit = _factor(rest.strip())
            return (again if again != 1 else Decimal(100 if share in _HUNDREDS else 1000)), unit
    return Decimal(1), plain


def resolve(unit: Unit, text: str, seen: Collection[str], steel: bool = False) -> Unit:
    """`unit` in the light of the table: `seen` are its folded unit texts, `steel` says that works measured so are of steel.

    Beside `sm` or `lm`, `cm` is a cubic metre. `mt` is a tonne where metres have another spelling or steel is measured in it, and a metre
    beside `smt`. `م.م` beside another square metre says nothing certain. `ft` beside French units is a lump sum.
    """
    folded = fold(text)
    if unit.code == "cm" and folded == "cm" and ("sm" in seen or "lm" in seen):
        return Unit("m3", unit.factor)
    if unit.code == "m" and folded in ("mt", "mts") and not {"smt", "cmt", "sqmt", "cumt", "mt2", "mts2"} & set(seen):
        return Unit("t", unit.factor) if steel or METRES & set(seen) else unit
    if unit.code == "m2" and folded == "م م" and SQUARES & set(seen):
        return UNKNOWN
    if unit.code == "lf" and folded == "ft" and {"ml", "ens", "u"} & set(seen) and "sft" not in seen:
        return Unit("sum", unit.factor)
    return unit
