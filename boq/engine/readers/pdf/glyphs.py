"""Characters with their boxes, put together into words and runs."""

from __future__ import annotations

import ctypes
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from boq.engine.readers.pdf.leaning import Leaning, set_upright
from boq.engine.readers.pdf.letters import PAINTED, SPACES, Frame, Letters
from boq.engine.readers.pdf.parts import Run, Word

WORD_GAP = 0.16  # of the letters' size: a gap that parts two words
RUN_GAP = 0.45  # a gap that parts two columns, until the columns are known
SPACED_GAP = 0.95  # the same where the file itself has a space character
OVERLAP = 0.45  # how far a letter may stand back over the one before it
KERNED = 0.1  # the same for letters that are surely written one after another
LEVEL = 0.22  # how far baselines of one line may differ
RAISED = 0.55  # how far a smaller letter may be raised or lowered
BOLD_WEIGHT, HEAVIEST = 600, 1000
NAME_BYTES = 96
LAST_LEFT = "\u058f"  # the last letter before the scripts that are written from right to left
SAMPLES = 60
ASLANT = 0.03  # of a quarter turn
SPACE_CODES = frozenset(map(ord, SPACES))
QUARTER = 1.5707963  # of a turn, in radians; the library counts them to the left


@dataclass(slots=True)
class Stretch:
    """Letters `first` to `end` of one line and size that follow one another closely, and how they follow those before them.

    `spaced`: after a space of the file; `gap`: after so much room; `same`: painted at the place of the letter before (a ligature).
    """

    first: int
    end: int
    line: float
    size: float
    spaced: bool = False
    gap: float = 0.0
    same: bool = False


def read_runs(raw: Any, frame: Frame) -> tuple[list[Run], list[Run]]:
    """The runs of a page in the file's order, and what is printed across it."""
    letters = Letters(raw, frame)
    gathered = _Gathered(letters)
    place = 0
    spaced = False
    for found in PAINTED.finditer(letters.text):
        first, end = found.span()
        spaced = first > place and letters.has_space(place, first)
        gathered.take(first, end, spaced)
        place = end
    gathered.close()
    height = (frame.right - frame.left) if frame.turns % 2 else (frame.top - frame.bottom)
    return set_upright(gathered.runs, gathered.leaning, letters.text, height)


class _Gathered:
    """Runs of a page as they grow, letter by letter. Most letters stand right behind the one before: a loop without calls takes them."""

    def __init__(self, letters: Letters) -> None:
        self.letters = letters
        self.runs: list[Run] = []
        self.leaning: list[Leaning] = []
        self.stretches: list[Stretch] = []
        self.backward = False  # a letter stands left of one before it
        self.x0 = self.x1 = self.base = self.leftmost = 0.0  # of the last letter; of the run
        self.size = 1.0
        self.bold: dict[int | None, bool] = {}

    def take(self, first: int, end: int, spaced: bool) -> None:
        """Letters between two spaces or line ends of the file."""
        lefts, rights, lows, highs = self.letters.left, self.letters.right, self.letters.low, self.letters.high
        index = first
        while index < end:
            stretch = self._meet(index, spaced)
            spaced = False
            index += 1
            if stretch.line == self.base:
                low, high, x0, x1 = lows[index - 1], highs[index - 1], self.x0, self.x1
                back, ahead = -KERNED * self.size, WORD_GAP * self.size
                while index < end:
                    left = lefts[index]
                    if left <= x0 or not back < left - x1 < ahead:
                        break
                    if lows[index] != low or highs[index] != high:
                        line, size = self.letters.line_and_size(index)
                        if line != self.base:
                            break
                        low, high, stretch.size = lows[index], highs[index], max(stretch.size, size)
                    x0, x1 = left, rights[index]
                    index += 1
                self.x0, self.x1 = x0, x1
            stretch.end = index

    def _meet(self, index: int, spaced: bool) -> Stretch:
        """A letter that may part words, runs or lines: the stretch that it begins."""
        letters = self.letters
        left, right = letters.left[index], letters.right[index]
        line, size = letters.line_and_size(index)
        if not self.stretches:
            return self._begin(index, line, size)
        if not spaced and left == self.x0 and right == self.x1 and line == self.stretches[-1].line:
            stretch = Stretch(index, index + 1, line, size, same=True)
            self.stretches.append(stretch)
            return stretch
        gap = left - self.x1
        if spaced or line != self.base or not -KERNED * self.size < gap < WORD_GAP * self.size:
            behind, em = self.leftmost - right, max(self.size, size)
            if not self._goes_on(index, gap, behind, abs(line - self.base), em, spaced) or (
                max(gap, behind) > WORD_GAP * em and not self._of_one_object(index)
            ):
                self.close()
                return self._begin(index, line, size)
        self.backward = self.backward or left < self.x0 - 0.01
        self.x0, self.x1, self.leftmost = left, right, min(self.leftmost, left)
        stretch = Stretch(index, index + 1, line, size, spaced, gap)
        self.stretches.append(stretch)
        return stretch

    def _begin(self, index: int, line: float, size: float) -> Stretch:
        self.x0 = self.leftmost = self.letters.left[index]
        self.x1, self.base, self.size = self.letters.right[index], line, size
        self.stretches = [Stretch(index, index + 1, line, size)]
        self.backward = False
        return self.stretches[0]

    def _goes_on(self, index: int, ahead: float, behind: float, off: float, em: float, spaced: bool) -> bool:
        """True when a letter stands on the line of those before it, next to the last or (right to left) the leftmost of them."""
        gap = max(ahead, behind)
        if off > LEVEL * em and not (off <= RAISED * em and -OVERLAP * em < gap < WORD_GAP * em):
            return False
        limit = (SPACED_GAP if spaced else RUN_GAP) * em
        if -OVERLAP * em < ahead < limit:
            return True
        return -OVERLAP * em < behind < limit and self.letters.text[index] > LAST_LEFT

    def _of_one_object(self, index: int) -> bool:
        """True when the file writes a letter together with the one before it."""
        one = self.letters.object_before(index)
        return one is not None and one == self.letters.object_at(index)

    def close(self) -> None:
        """The run so far is one."""
        if not self.stretches:
            return
        first = self.stretches[0].first
        font = self.letters.font_at(first)
        bold = self.bold.get(font)
        if bold is None or not font:
            bold = self.bold[font] = _is_bold(self.letters.raw, first)
        words = self._words_by_place(bold) if self.backward else self._words(bold)
        words[0].begins = True
        turns = max(0.0, pdfium.FPDFText_GetCharAngle(self.letters.raw, first)) / QUARTER
        aslant = abs(turns - round(turns)) > ASLANT
        if aslant or -round(turns) % 4 != self.letters.frame.turns:
            self.leaning.append(Leaning(len(self.runs), first, self.stretches[-1].end, not aslant))
        self.runs.append(Run(words))
        self.stretches = []

    def _words(self, bold: bool) -> list[Word]:
        """Words from left to right, cut at gaps and at the file's own spaces."""
        lefts, rights, text = self.letters.left, self.letters.right, self.letters.text
        size = max([stretch.size for stretch in self.stretches])
        base = self._base()
        words: list[Word] = []
        part = ""
        first = self.stretches[0].first
        last = first
        for stretch in self.stretches:
            if part and (stretch.spaced or stretch.gap > WORD_GAP * size):
                words.append(Word(part, lefts[first], rights[last], base, size, bold))
                part, first = "", stretch.first
            part += text[stretch.first : stretch.end]
            last = stretch.end - 1
        words.append(Word(part, lefts[first], rights[last], base, size, bold))
        return words

    def _words_by_place(self, bold: bool) -> list[Word]:
        """Words of letters that are not written from left to right: the file's spaces lie in the gaps that they leave."""
        lefts, rights, text = self.letters.left, self.letters.right, self.letters.text
        size = max([stretch.size for stretch in self.stretches])
        base = self._base()
        painted: list[tuple[float, str, float, float]] = []  # middle, letters, left, right
        for stretch in self.stretches:
            for index in range(stretch.first, stretch.end):
                if stretch.same and index == stretch.first:
                    middle, before, left, right = painted[-1]
                    painted[-1] = (middle, before + text[index], left, right)
                else:
                    left, right = lefts[index], rights[index]
                    painted.append(((left + right) / 2, text[index], left, right))
        painted.sort(key=lambda letter: letter[0])
        words: list[Word] = []
        part, x0, x1 = "", 0.0, 0.0
        for _, letter, left, right in painted:
            if part and left - x1 > WORD_GAP * size * 0.7:
                words.append(Word(part, x0, x1, base, size, bold))
                part = ""
            if part:
                part, x0, x1 = part + letter, min(x0, left), max(x1, right)
            else:
                part, x0, x1 = letter, left, right
        words.append(Word(part, x0, x1, base, size, bold))
        return words

    def _base(self) -> float:
        """The baseline of most letters."""
        if self.stretches[0].line == self.stretches[-1].line:
            return self.stretches[0].line
        counts: Counter[float] = Counter()
        for stretch in self.stretches:
            counts[round(stretch.line, 1)] += stretch.end - stretch.first - stretch.same
        return counts.most_common(1)[0][0]


def _is_bold(raw: Any, index: int) -> bool:
    """By the weight that the font declares, or by its name."""
    if BOLD_WEIGHT <= pdfium.FPDFText_GetFontWeight(raw, index) <= HEAVIEST:
        return True
    name, flags = ctypes.create_string_buffer(NAME_BYTES), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(raw, index, name, NAME_BYTES, flags)
    return b"bold" in name.value.lower()


def turns_of_text(raw: Any) -> int:
    """Quarter turns to the right that most characters are turned against the page, by a sample."""
    count = pdfium.FPDFText_CountChars(raw)
    angles: Counter[int] = Counter()
    for index in range(0, count, max(1, count // SAMPLES)):
        angle = pdfium.FPDFText_GetCharAngle(raw, index)
        if angle >= 0 and pdfium.FPDFText_GetUnicode(raw, index) not in SPACE_CODES:
            angles[-round(angle / QUARTER) % 4] += 1
    return angles.most_common(1)[0][0] if angles else 0
