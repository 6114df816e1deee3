"""The text of a cell: lines in reading order, words mended, what is struck out left out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from operator import attrgetter

from boq.engine.readers.pdf.bidi import in_reading_order
from boq.engine.readers.pdf.parts import Run, Word

NUMBERISH = re.compile(r"^[-+(]?\s*[\d.,'\s]+\)?\s*%?$")
SPLIT_NUMBER = re.compile(r"^[-+(]?\d[\d.,' ]*[.,]\d?$")
LOOSE_MARK = re.compile(r"(?<=\d)\s+(?=[.,]\d)|(?<=[.,])\s+(?=\d{3}(?:\D|$)|\d{1,2}$)")
# what leads the eye to the next column
LEADER = re.compile(r"(?<=\w)(?:\s+(?:[._…]\s?){3,}|(?:[._…]\s?){5,})$")
START = attrgetter("x0")
SOFT_HYPHEN = "\u00ad"
TIGHT = 0.1  # of the size: words nearer than this are one


class Text:
    """What a cell says, and how it looks."""

    __slots__ = ("bold", "struck", "value")

    def __init__(self, value: str, struck: bool, bold: bool) -> None:
        self.value, self.struck, self.bold = value, struck, bold


def cell_text(lines: Sequence[Sequence[Run]]) -> Text:
    """The lines of a cell as one text; lines that were broken only for want of room are joined by a space."""
    words = [[word for run in line for word in run.words] for line in lines]
    flat = [word for line in words for word in line]
    letters = sum([len(word.text) for word in flat])
    struck = sum([len(word.text) for word in flat if word.struck])
    bold = sum([len(word.text) for word in flat if word.bold])
    if 0 < struck < letters * 0.9:
        words = [[word for word in line if not word.struck] for line in words]
    words = [sorted(line, key=START) if len(line) > 1 else line for line in words if line]
    right = max([line[-1].x1 for line in words], default=0.0)
    text = ""
    for number, line in enumerate(words):
        part = in_reading_order(line_text(line))
        if number and text.endswith(SOFT_HYPHEN):
            text = text.rstrip(SOFT_HYPHEN) + ("-" if part[:1].isupper() or part[:1].isdigit() else "")
        elif number:
            text += _break(words[number - 1], line, right, text, part)
        text += part
    text = LEADER.sub("", mend(text.replace(SOFT_HYPHEN, "-")))
    return Text(text, struck > 0 and struck >= letters * 0.9, bold * 2 > letters)


def line_text(line: Sequence[Word]) -> str:
    """Words from left to right; pieces of one word that the file only wrote apart are put together."""
    text = line[0].text
    for before, word in itertools.pairwise(line):
        gap = word.x0 - before.x1
        text += word.text if -0.3 * word.size < gap < TIGHT * word.size else f" {word.text}"
    return text


def mend(text: str) -> str:
    """Numbers that kerning or a line end has split are one number."""
    if len(text) < 40 and NUMBERISH.match(text):
        return LOOSE_MARK.sub("", text)
    return text


def _break(before: Sequence[Word], line: Sequence[Word], right: float, text: str, part: str) -> str:
    """What stands between two lines: a space where the next word had no room, else a line end."""
    if part.isdigit() and len(part) < 4 and SPLIT_NUMBER.match(text):
        return ""
    if NUMBERISH.match(text[-24:]) and NUMBERISH.match(part) and (text[-1] in ".,'" or part[0] in ".,'"):
        return ""
    room = right - before[-1].x1
    need = line[0].x1 - line[0].x0 + 0.3 * line[0].size
    return " " if room <= need + 0.5 * line[0].size else "\n"
