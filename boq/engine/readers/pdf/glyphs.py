"""Characters with their boxes, put together into words and runs."""

from __future__ import annotations

import ctypes
import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from boq.engine.readers.pdf.parts import Run, Word

WORD_GAP = 0.16  # of the letters' size: a gap that parts two words
RUN_GAP = 0.45  # a gap that parts two columns, until the columns are known
SPACED_GAP = 0.95  # the same where the file itself has a space character
OVERLAP = 0.45  # how far a letter may stand back over the one before it
LEVEL = 0.22  # how far baselines of one line may differ
RAISED = 0.55  # how far a smaller letter may be raised or lowered
SPACES = frozenset({0x20, 0xA0, 0x09, 0x2002, 0x2003, 0x2009, 0x202F, 0x3000})
SKIPPED = frozenset({0, 0x0D, 0x0A, 0xFFFF, 0xFEFF, 0x200B})
HYPHENS = frozenset({0xAD, 0xFFFE, 0x02})  # what the library makes of a hyphen at the end of a line
SOFT_HYPHEN = 0xAD
BOLD_WEIGHT, HEAVIEST = 600, 1000
NAME_BYTES = 96
LAST_LEFT = 0x58F  # the last letter before the scripts that are written from right to left
SAMPLES = 60
QUARTER = 1.5707963  # of a turn, in radians; the library counts them to the left

Glyph = tuple[str, float, float, float, float]  # text, left, right, baseline, size


@dataclass(slots=True, frozen=True)
class Frame:
    """How the page's own coordinates become those of the page as it is shown: quarter turns to the right, and its box."""

    turns: int
    left: float
    bottom: float
    right: float
    top: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point as shown, y downwards."""
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        if self.turns == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y


def _glyphs(raw: Any, frame: Frame) -> Iterator[tuple[int, Glyph, bool]]:
    """Every painted character: its position in the file, what it is and where, and whether the file has a space before it."""
    unicode_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    generated, origin_of = pdfium.FPDFText_IsGenerated, pdfium.FPDFText_GetCharOrigin
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    box_at, x_at, y_at = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    level, left_edge, top_edge = frame.turns == 0, frame.left, frame.top
    spaced, low, high, line = False, 0.0, 0.0, 0.0
    for index in range(pdfium.FPDFText_CountChars(raw)):
        code = unicode_of(raw, index)
        if code in HYPHENS:
            code = SOFT_HYPHEN
        elif code in SPACES or code in SKIPPED:
            spaced = spaced or (code in SPACES and generated(raw, index) != 1)
            continue
        if not box_of(raw, index, box_at):
            continue
        if not level or box.bottom != low or box.top != high:  # letters of one font on one line share their baseline
            low, high = box.bottom, box.top
            origin_of(raw, index, x_at, y_at)
            line = top_edge - y.value if level else frame.point(x.value, y.value)[1]
        if level:
            yield index, (chr(code), box.left - left_edge, box.right - left_edge, line, (high - low) or 1.0), spaced
        else:
            (ax, ay), (bx, by) = frame.point(box.left, low), frame.point(box.right, high)
            yield index, (chr(code), min(ax, bx), max(ax, bx), line, abs(ay - by) or 1.0), spaced
        spaced = False


def read_runs(raw: Any, frame: Frame) -> list[Run]:
    """The runs of a page in the file's order."""
    runs: list[Run] = []
    glyphs: list[Glyph] = []
    spaces: set[int] = set()
    first, x0, x1, base, size, low = 0, 0.0, 0.0, 0.0, 1.0, 0.0
    for index, glyph, spaced in _glyphs(raw, frame):
        text, left, right, line, tall = glyph
        if glyphs:
            if not spaced and left == x0 and right == x1 and line == glyphs[-1][3]:
                glyphs[-1] = (glyphs[-1][0] + text, left, right, line, tall)  # a ligature: several letters, one glyph
                continue
            ahead = left - x1
            if spaced or line != base or not -0.1 * size < ahead < WORD_GAP * size:
                behind, em = low - right, max(size, tall)
                if not _goes_on(glyph, ahead, behind, abs(line - base), em, spaced) or (
                    max(ahead, behind) > WORD_GAP * em and not _of_one_object(raw, index)
                ):
                    runs.append(_run(glyphs, spaces, raw, first))
                    glyphs, spaces = [], set()
                elif spaced:
                    spaces.add(len(glyphs))
        if not glyphs:
            first, base, size, low = index, line, tall, left
        glyphs.append(glyph)
        x0, x1, low = left, right, min(low, left)
    if glyphs:
        runs.append(_run(glyphs, spaces, raw, first))
    for run in runs:
        run.words[0].begins = True
    return runs


def _goes_on(glyph: Glyph, ahead: float, behind: float, off: float, em: float, spaced: bool) -> bool:
    """True when a character stands on the line of those before it, next to the last or (right to left) the leftmost of them."""
    gap = max(ahead, behind)
    if off > LEVEL * em and not (off <= RAISED * em and -OVERLAP * em < gap < WORD_GAP * em):
        return False
    limit = (SPACED_GAP if spaced else RUN_GAP) * em
    return -OVERLAP * em < ahead < limit or (-OVERLAP * em < behind < limit and ord(glyph[0][0]) > LAST_LEFT)


def _of_one_object(raw: Any, index: int) -> bool:
    """True when the file writes a character together with the one before it."""
    before = index - 1
    while before > 0 and pdfium.FPDFText_IsGenerated(raw, before) == 1:
        before -= 1
    one, other = pdfium.FPDFText_GetTextObject(raw, before), pdfium.FPDFText_GetTextObject(raw, index)
    return bool(one) and bool(other) and ctypes.addressof(one.contents) == ctypes.addressof(other.contents)


def _run(glyphs: list[Glyph], spaces: set[int], raw: Any, first: int) -> Run:
    """Words of glyphs, sorted from left to right and cut at gaps and at the file's own spaces."""
    if any(later[1] < earlier[1] - 0.01 for earlier, later in itertools.pairwise(glyphs)):
        marked = [(glyph, position in spaces) for position, glyph in enumerate(glyphs)]
        return Run(_words_by_place(marked, _is_bold(raw, first)))
    bold = _is_bold(raw, first)
    size = max(glyph[4] for glyph in glyphs)
    base = _base(glyphs)
    words: list[Word] = []
    start = 0
    for position in range(1, len(glyphs) + 1):
        ends = position == len(glyphs)
        if ends or position in spaces or glyphs[position][1] - glyphs[position - 1][2] > WORD_GAP * size:
            part = glyphs[start:position]
            words.append(Word("".join(g[0] for g in part), part[0][1], part[-1][2], base, size, bold))
            start = position
    return Run(words)


def _words_by_place(marked: list[tuple[Glyph, bool]], bold: bool) -> list[Word]:
    """Words of glyphs that are not written from left to right: the file's spaces lie in the gaps that they leave."""
    size = max(glyph[4] for glyph, _ in marked)
    base = _base([glyph for glyph, _ in marked])
    ordered = sorted((glyph for glyph, _ in marked), key=lambda glyph: (glyph[1] + glyph[2]) / 2)
    words: list[Word] = []
    part: list[Glyph] = []
    for glyph in ordered:
        if part and glyph[1] - max(g[2] for g in part) > WORD_GAP * size * 0.7:
            words.append(_word(part, base, size, bold))
            part = []
        part.append(glyph)
    words.append(_word(part, base, size, bold))
    return words


def _base(glyphs: list[Glyph]) -> float:
    """The baseline of most glyphs."""
    if glyphs[0][3] == glyphs[-1][3]:
        return glyphs[0][3]
    return Counter(round(glyph[3], 1) for glyph in glyphs).most_common(1)[0][0]


def _word(part: list[Glyph], base: float, size: float, bold: bool) -> Word:
    return Word("".join(g[0] for g in part), min(g[1] for g in part), max(g[2] for g in part), base, size, bold)


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
        if angle >= 0 and pdfium.FPDFText_GetUnicode(raw, index) not in SPACES:
            angles[-round(angle / QUARTER) % 4] += 1
    return angles.most_common(1)[0][0] if angles else 0
