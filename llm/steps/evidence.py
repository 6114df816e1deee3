"""Numbers of a text, to be found again in the data that it speaks of: a model states none of its own."""

from __future__ import annotations

import re

from llm.offline.text import folded
from llm.values import Work

# a space parts thousands only before three digits: "40, 72.9" and "120 7" are two numbers each
_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,٫]\d+)?|\d+(?:[.,'٬٫]\d+)*")
_MARK = re.compile(r"[^\d]")
_POWERS = re.compile(r"(?<!\w)(?:m|cm|mm|dm|km|м|см|мм|дм|км|م)[23](?!\w)")


def numbers(text: str) -> set[str]:
    """The numbers of a text, each in one spelling: 1,234.50, 1 234,5 and ١٬٢٣٤٫٥٠ are "1234.5", and 12.5 is not 125."""
    return {_spelled(found) for found in _NUMBER.findall(folded(text))}


def _spelled(found: str) -> str:
    """One spelling of a number. Where a mark may part thousands as well as decimals (1.234), it is taken to part thousands."""
    parts = _MARK.split(found)
    marks = _MARK.findall(found)
    if not marks:
        return found.lstrip("0") or "0"
    thousands = all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3 and parts[0] != "0"
    if thousands and len(set(marks)) == 1 and marks[0] != "٫":
        return "".join(parts).lstrip("0") or "0"
    if len(marks) > 1 and marks[-1] in marks[:-1]:
        return ".".join(parts)  # a number of a section or a date, such as 2.10.1
    whole, fraction = "".join(parts[:-1]).lstrip("0") or "0", parts[-1].rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole


def is_backed(text: str, *works: Work) -> bool:
    """True when every number of `text` stands in one of the works, its headings, its unit or its rate. The 2 of m2 is no number."""
    held = (part for work in works for part in (work.text, work.section, work.unit, work.rate))
    return _numbers_but_powers(text) <= _numbers_but_powers(" \n ".join(held))


def _numbers_but_powers(text: str) -> set[str]:
    return numbers(_POWERS.sub(" ", folded(text)))
