"""Numbers as people write them: any digits, any grouping, with signs, currencies and units around them.

`1,234.50`, `1.234,50`, `1 234,50`, `١٬٢٣٤٫٥٠` are the same number; `12,34,567.00` is grouped the Indian way. A lone separator
before three digits can be read both ways, so the convention is decided for a whole column (`decimals.convention_of`) and then applied.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from boq.engine.text import DIGITS, fold
from boq.engine.vocabulary.prices import CURRENCIES, PRICE_WORDS

LONGEST_SIGN = 14  # characters that may stand before the first digit: a sign, a bracket, a currency
VULGAR = {
    "½": (1, 2),
    "⅓": (1, 3),
    "⅔": (2, 3),
    "¼": (1, 4),
    "¾": (3, 4),
    "⅕": (1, 5),
    "⅛": (1, 8),
    "⅜": (3, 8),
    "⅝": (5, 8),
    "⅞": (7, 8),
}
ASIDES = frozenset(
    ("prov", "provisional", "p", "pq", "approx", "approximate", "est", "estimated", "say", "one", "r", "revised")
)
LARGEST = 1e18  # beyond this a cell is damaged, not a price

CLEAN: dict[int, str | None] = {
    **DIGITS,
    **dict.fromkeys(
        map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "
    ),
    **dict.fromkeys(map(ord, "’‘ʼ´ʹ′＇٬"), "'"),
    **dict.fromkeys(map(ord, "−–—‐‑‒―－"), "-"),
    **dict.fromkeys(
        map(ord, "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"), None
    ),
    **{ord(mark): f" {top}/{low}" for mark, (top, low) in VULGAR.items()},
    ord("٫"): "\u066b",
    ord("،"): ",",
    ord("，"): ",",
    ord("．"): ".",
    ord("٪"): "%",
    ord("％"): "%",
}
_CORE = re.compile(
    r"^(?P<open>\()?\s*(?P<first>%)?\s*(?P<sign>[-+])?\s*(?P<body>\d[\d.,'\u066b ]*|[.,]\d+)(?P<exp>[eE][-+]?\d{1,3})?"
    r"\s*(?P<percent>%)?\s*(?P<tail>-)?\s*(?P<close>\))?$"
)
_UNIT_TAIL = re.compile(r"^([-+(]?\s*\d[\d.,' ]*?)\s*([^\W\d][^\d]{0,11}[23²³]?\.?)$")
_ASIDE = re.compile(r"(?<=\d)\s*\(([^\W\d][^\d()]{0,14})\)$")  # `100 (Prov.)`, `12 (nos)`
_SPLIT = re.compile(
    r"(?<=\d)\s*\((\d{1,4})\s?[A-Z]{1,2}\s?\+\s?(\d{1,4})\s?[A-Z]{1,2}\)$"
)  # `3 (2W+1S)`: working, standby
_PAISE = re.compile(r"(?<=\d)=(?=\d\d(?:/-)?$)")  # `15,910=00`: the sign parts rupees from paise
_SIMPLE = re.compile(r"^-?\d{1,15}(?:\.\d+)?$", re.ASCII)
_DIGIT = re.compile("[0-9]")
_FILLER = re.compile(r"(?:/-|/=|[*^†‡]+|(?<=\d)[-=])$")
_NO_CENTS = re.compile(r"(?<=\d)[.,]\s?[-=]{1,2}(?=\W*$|\s)")  # `500.-`, `1'200,--`: the sum has no cents
_RAND = re.compile(r"^R ?\d{1,3}(?:[ ,.']?\d{3})*[.,]\d{2}$")  # one letter is a currency only before cents
_FRACTION = re.compile(
    r"^(?P<sign>-)?(?:(?P<whole>\d{1,6})\s+)?(?P<top>\d{1,2})/(?P<low>2|3|4|5|8|16)(?:\s+(?P<unit>[^\W\d].{0,11}))?$"
)


class Number(NamedTuple):
    """A parsed text. `value` is None when the text is no number; then `word` may be a pricing word ("included")."""

    value: Decimal | None
    percent: bool = False
    currency: str = ""
    unit: str = ""
    word: str = ""


NOTHING = Number(None)


def from_float(value: float) -> Decimal | None:
    """The 15-significant-digit decimal that spreadsheet programs show; None for what is no finite sane number."""
    text = repr(value)
    if len(text) <= 16 and "e" not in text and "n" not in text:  # at most 15 digits, neither 1e+16 nor inf nor nan
        return Decimal(text[:-2] if text.endswith(".0") else text)
    if value != value or math.isinf(value) or abs(value) > LARGEST:
        return None
    if value == int(value) and abs(value) < 1e15:
        return Decimal(int(value))
    return Decimal(format(value, ".15g"))


@lru_cache(maxsize=1 << 17)
def parse(text: str, decimal_mark: str = ".") -> Number:
    """Read one text as a number in a column whose decimal mark is `decimal_mark` ("." or ",")."""
    if len(text) > 48:
        return NOTHING
    if _SIMPLE.match(text) and (decimal_mark == "." or "." not in text):
        return Number(Decimal(text))
    clean = (text if text.isascii() else text.translate(CLEAN)).strip()
    digit = _DIGIT.search(clean)
    if digit is None:
        return _word(clean) if len(clean) <= 28 else NOTHING
    if digit.start() > LONGEST_SIGN:
        return NOTHING
    if clean[0].isalpha() and fold(clean) in PRICE_WORDS:
        return Number(None, word=PRICE_WORDS[fold(clean)])
    if "/" in clean and (fraction := _fraction(clean)):
        return fraction
    if clean[-1] == ")" and (aside := _ASIDE.search(clean)):
        plain = parse(clean[: aside.start()], decimal_mark)
        unit = plain.unit or ("" if fold(aside[1]) in ASIDES else aside[1].strip(" ."))
        return plain if plain.value is None else plain._replace(unit=unit)
    if clean[-1] == ")" and (split := _SPLIT.search(clean)):
        whole = parse(clean[: split.start()], decimal_mark)
        return whole if whole.value == int(split[1]) + int(split[2]) else NOTHING
    if "=" in clean:
        clean = _PAISE.sub(".", clean)
    if clean[-1] in "-=" or "--" in clean or "- " in clean:
        clean = _NO_CENTS.sub("", clean)
    currency, clean = _strip_currency(clean, digit.start())
    percent_free = _FILLER.sub("", clean).strip() if not clean.endswith(")") else clean
    match = _CORE.match(clean) or _CORE.match(percent_free)
    unit = ""
    if match is None:
        tail = _UNIT_TAIL.match(clean)
        if tail is None:
            return NOTHING
        unit, match = tail[2].strip(), _CORE.match(tail[1])
        if match is None:
            return NOTHING
    value = _value(match, decimal_mark)
    if value is None or abs(value) > LARGEST:
        return NOTHING
    return Number(value, match["percent"] is not None or match["first"] is not None, currency, unit)


def _fraction(clean: str) -> Number | None:
    """`1/2`, `2 1/2`, `1/4 day`: proper fractions of the kind that measures have; None for other texts with a stroke."""
    match = _FRACTION.match(clean)
    if match is None or int(match["top"]) >= int(match["low"]):
        return None
    value = Decimal(int(match["whole"] or 0)) + Decimal(match["top"]) / Decimal(match["low"])
    if match["low"] == "3":
        value = round(value, 12)
    return Number(-value if match["sign"] else value, unit=(match["unit"] or "").strip())


def _value(match: re.Match[str], decimal_mark: str) -> Decimal | None:
    digits = _plain(match["body"].strip(), decimal_mark)
    if digits is None:
        return None
    try:
        value = Decimal(digits + (match["exp"] or ""))
    except InvalidOperation:
        return None
    negative = (
        match["sign"] == "-" or match["tail"] == "-" or (match["open"] is not None and match["close"] is not None)
    )
    return -value if negative else value


def _word(clean: str) -> Number:
    folded = fold(clean)
    if folded in PRICE_WORDS:
        return Number(None, word=PRICE_WORDS[folded])
    if clean and not folded:  # dashes, dots, a lone currency sign
        return Number(None, word="nil")
    if clean.casefold().strip(".") in CURRENCIES:
        return Number(None, word="nil", currency=CURRENCIES[clean.casefold().strip(".")])
    return NOTHING


_CURRENCY = re.compile(
    r"(?<![^\W\d_])("
    + "|".join(re.escape(name) for name in sorted(CURRENCIES, key=len, reverse=True))
    + r")(?![^\W\d_])\.?",
    re.IGNORECASE,
)


def _strip_currency(clean: str, first: int) -> tuple[str, str]:
    """The currency before the first or after the last digit, and the text without it."""
    last = len(clean)
    while not "0" <= clean[last - 1] <= "9":
        last -= 1
    head, tail = clean[:first], clean[last:]
    if not head.strip(" +-(.") and not tail.strip(" %-).,"):
        return "", clean
    for part, rest in ((head, clean[first:]), (tail, clean[:last])):
        match = _CURRENCY.search(part) if len(part) <= LONGEST_SIGN else None
        if match is not None:
            left = part[: match.start()] + part[match.end() :]
            kept = left + rest if part is head else rest + left
            return CURRENCIES[match[1].casefold()], kept.strip().removeprefix(":").strip()
    if clean[0] == "R" and _RAND.match(clean):
        return "ZAR", clean[1:].strip()
    return "", clean


def _plain(body: str, decimal_mark: str) -> str | None:
    """Digits with a point, or None when the separators make no number."""
    if "\u066b" in body:
        whole, _, part = body.partition("\u066b")
        whole = re.sub(r"[,'. ]", "", whole)
        return f"{whole}.{part}" if part.isdigit() or not part else None
    body = body.rstrip(".,") if body[-1] in ".," else body
    if body.isdigit():
        return body
    points, commas = body.count("."), body.count(",")
    if points and commas:
        mark = "." if body.rfind(".") > body.rfind(",") else ","
        if body.count(mark) > 1:
            return None
    elif points + commas == 1:
        lone = "." if points else ","
        mark = lone if _is_decimal(body, lone, decimal_mark) else ""
    else:
        mark = ""
    whole, _, part = body.partition(mark) if mark else (body, "", "")
    whole = _ungrouped(whole) or ("0" if not whole else "")
    if not whole or (part and not part.isdigit()):
        return None
    return f"{whole}.{part}" if part else whole


def _is_decimal(body: str, lone: str, decimal_mark: str) -> bool:
    whole, _, part = body.partition(lone)
    if len(part) != 3 or not whole or len(whole.replace(" ", "").replace("'", "")) > 3 or whole.lstrip("0") == "":
        return True
    return lone == decimal_mark


def _ungrouped(whole: str) -> str | None:
    """Digits without their grouping, None when the groups are not of three (or, the Indian way, of two and then three)."""
    if whole.isdigit():
        return whole
    groups = re.split(r"[.,' ]+", whole)
    if not all(groups) or len(groups[-1]) != 3 or len(groups[0]) > 3:
        return None
    if all(len(group) == 3 for group in groups[1:-1]) or all(len(group) == 2 for group in groups[1:-1]):
        return "".join(groups)
    return None
