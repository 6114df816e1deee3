"""Which decimal mark a column of texts is written with, and whether its values tell.

`12,5` and `1.234,50` can be read one way only. `1.234` alone can be read two ways: then the column's other
values decide, then the file's, and else a person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from boq.engine.grid import Grid
from boq.engine.numbers import CLEAN, parse

SAMPLE = 400  # rows of a sheet that speak for the file
LONGEST = 40
MIXED = 4  # values written one way for each written the other, up to which a column says nothing
LEAST_DOTTED = 5  # dotted numbers among whole ones that make them references
LEAST_BARE = 2  # bare numbers below a thousand that make grouping believable

_POINT = re.compile(
    r"\d\.\d{1,2}(?!\d)(?!\.\d)|\d,\d{3}\.|\d\.\d{4,}|\d,\d{2},\d{3}|\d,\d{3},\d{3}|(?<![\d.,])0?\.\d|\d{4}\.\d|\d[ ']\d{3}\.\d"
)
_COMMA = re.compile(
    r"\d,\d{1,2}(?!\d)(?!,\d)|\d\.\d{3},|\d,\d{4,}|\d\.\d{3}\.\d{3}|(?<![\d.,])0?,\d|\d{4},\d|\d[ ']\d{3},\d"
)
_LONE = re.compile(r"(?<![\d.,' ])\d{1,3}([.,])\d{3}(?![\d.,' ]*\d)")
_BARE = re.compile(r"^\D*(\d+)\D*$")
_DOTTED = re.compile(r"^\d{1,3}(?:\.\d{1,3}){1,5}\.?$")


class Convention(NamedTuple):
    """`mark` is "." or ","; `told` is False when no value speaks; `lone` counts the values that can be read two ways."""

    mark: str
    told: bool
    lone: int


def convention_of(texts: Iterable[str], default: str = ".", *, known: bool = False) -> Convention:
    """The decimal mark of a column by all its values; `default` where they say nothing. `known`: the rest of the file tells the default.

    Values that can all be read two ways are likely grouped beside bare numbers below a thousand, and likely not beside `1500`; against
    the default that is only likely.
    """
    votes = {".": 0, ",": 0}
    lone = {".": 0, ",": 0}
    small = large = round_ones = 0
    for text, count in Counter(texts).items():
        clean = text if text.isascii() else text.translate(CLEAN)
        separated = "." in clean or "," in clean
        if separated and _COMMA.search(clean):
            votes[","] += count
        elif separated and _POINT.search(clean):
            votes["."] += count
        elif separated and (match := _LONE.search(clean)):
            lone[match[1]] += count
            round_ones += count * match[0].endswith("0")
        elif match := _BARE.match(clean):
            small += count * (len(match[1]) < 4)
            large += count * (len(match[1]) > 3)
    doubtful = lone["."] + lone[","]
    if votes["."] != votes[","]:
        most, least = max(votes.values()), min(votes.values())
        return Convention("," if votes[","] > votes["."] else ".", most > MIXED * least, doubtful)
    if not doubtful or known or (lone["."] and lone[","]):
        return Convention(default, False, doubtful)
    sign = "." if lone["."] else ","
    other = "," if sign == "." else "."
    if not large and small >= max(LEAST_BARE, doubtful / 4):
        return Convention(other, other == default and round_ones * 3 >= doubtful, doubtful)
    if large and large >= doubtful / 4:
        return Convention(sign, sign == default, doubtful)
    return Convention(default, False, doubtful)


def reads_two_ways(text: str) -> bool:
    """True for a number whose one separator, before three digits, may be a decimal mark or group thousands."""
    return parse(text, ".").value != parse(text, ",").value


def file_convention(grids: Sequence[Grid]) -> Convention:
    """The decimal mark that the columns of figures of a file use; numbers of items (`1.1`, `1.2`) have no say."""
    texts: list[str] = []
    for grid in grids:
        width = max((len(row) for row in islice(grid.rows, SAMPLE)), default=0)
        for column in range(min(width, 200)):
            cells = (row[column] for row in islice(grid.rows, SAMPLE) if column < len(row))
            found = [value.strip() for value in cells if type(value) is str and 0 < len(value) < LONGEST]
            numbers = [text for text in found if parse(text).value is not None]
            if len(numbers) * 2 >= len(found) and not _are_references(numbers):
                texts += numbers
    likely, _, lone = convention_of(texts)
    speak = [text for text in texts if not reads_two_ways(text)]
    mark, told, _ = convention_of(speak)
    return Convention(mark if told else likely, told, lone)


def _are_references(texts: list[str]) -> bool:
    """True for a column of dotted numbers that only go up, with or without those of the sections over them."""
    dotted = [tuple(map(int, text.rstrip(".").split("."))) for text in texts if text.isascii() and _DOTTED.match(text)]
    bare = sum(text.isdigit() for text in texts)
    if len(dotted) * 10 < len(texts) * 6 and (len(dotted) < LEAST_DOTTED or len(dotted) + bare < len(texts)):
        return False
    rising = sum(first <= second for first, second in pairwise(dotted))
    return rising * 10 >= (len(dotted) - 1) * 9
