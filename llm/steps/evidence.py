"""Numbers of a text, to be found again in the data that it speaks of: a model states none of its own."""

from __future__ import annotations

import re

from llm.offline.text import folded
from llm.values import Work

# a space parts thousands only before three digits: "40, 72.9" and "120 7" are two numbers each
_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,٫]\d+)?|\d+(?:[.,'٬٫]\d+)*")
_SEPARATORS = re.compile(r"\D")
_POWERS = re.compile(r"(?<!\w)(?:m|cm|mm|dm|km|м|см|мм|дм|км|م)[23](?!\w)")


def numbers(text: str) -> set[str]:
    """The numbers of a text as their digits: 1,234.50 and 1 234,50 are the same."""
    return {_SEPARATORS.sub("", found) for found in _NUMBER.findall(folded(text))}


def is_backed(text: str, *works: Work) -> bool:
    """True when every number of `text` stands in one of the works, its headings, its unit or its rate. The 2 of m2 is no number."""
    held = (part for work in works for part in (work.text, work.section, work.unit, work.rate))
    return _numbers_but_powers(text) <= _numbers_but_powers(" \n ".join(held))


def _numbers_but_powers(text: str) -> set[str]:
    return numbers(_POWERS.sub(" ", folded(text)))
