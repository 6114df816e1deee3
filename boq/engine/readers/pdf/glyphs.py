"""Characters with their boxes, put together into words and runs."""

from __future__ import annotations

import ctypes
import itertools
from collections import Counter
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
SKIPPED = frozenset({0, 0x0D, 0x0A, 0xFFFE, 0xFFFF, 0xFEFF, 0x200B, 0x02})
HYPHENS = frozenset({0xAD, 0xFFFE, 0x02})
BOLD_WEIGHT, HEAVIEST = 600, 1000
NAME_BYTES = 96
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


def read_runs(raw: Any, frame: Frame) -> list[Run]:
    """The runs of a page in the file's order."""
    count = pdfium.FPDFText_CountChars(raw)
    runs: list[Run] = []
    glyphs: list[Glyph] = []
    spaces: set[int] = set()
    first = 0
    unicode_of, origin_of, box_of = (
        pdfium.FPDFText_GetUnicode,
        pdfium.FPDFText_GetCharOrigin,
        pdfium.FPDFText_GetLooseCharBox,
    )
    generated = pdfium.FPDFText_IsGenerated
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    box_at, x_at, y_at = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    level = frame.turns == 0
    left_edge, top_edge = frame.left, frame.top
    x1 = base = size = low = high = 0.0
    spaced = False
    for index in range(count):
        code = unicode_of(raw, index)
        if code in SPACES or code in SKIPPED:
            if glyphs and code in SPACES and generated(raw, index) != 1:
                spaced = True
            continue
        if not box_of(raw, index, box_at) or not origin_of(raw, index, x_at, y_at):
            continue
        if level:
            left, right = box.left - left_edge, box.right - left_edge
            line, tall = top_edge - y.value, box.top - box.bottom
        else:
            (ax, ay), (bx, by) = frame.point(box.left, box.bottom), frame.point(box.right, box.top)
            left, right, tall = min(ax, bx), max(ax, bx), abs(ay - by)
            line = frame.point(x.value, y.value)[1]
        if tall <= 0:
            tall = size or 1.0
        text = chr(code)
        if glyphs and not spaced and (left, right) == glyphs[-1][1:3] and line == glyphs[-1][3]:
            glyphs[-1] = (
                glyphs[-1][0] + text,
                left,
                right,
                line,
                glyphs[-1][4],
            )  # a ligature: several letters, one glyph
            continue
        if glyphs:
            ahead, behind = left - x1, low - right
            em = max(size, tall)
            near = abs(line - base) <= LEVEL * em or (
                abs(line - base) <= RAISED * em
                and max(ahead, behind) < WORD_GAP * em
                and -OVERLAP * em < max(ahead, behind)
            )
            limit = SPACED_GAP if spaced else RUN_GAP
            forward = -OVERLAP * em < ahead < limit * em
            backward = -OVERLAP * em < behind < limit * em and ord(text) > 0x58F
            apart = max(ahead, behind) > WORD_GAP * em and not _of_one_object(raw, index)
            if apart or not near or not (forward or backward):
                runs.append(_begun(_run(glyphs, spaces, raw, first)))
                glyphs, spaces = [], set()
            elif spaced:
                spaces.add(len(glyphs))
        if not glyphs:
            first, _x0, base, size, low, high = index, left, line, tall, left, right
        glyphs.append((text, left, right, line, tall))
        x1, low, high = right, min(low, left), max(high, right)
        spaced = False
    if glyphs:
        runs.append(_begun(_run(glyphs, spaces, raw, first)))
    return runs


def _begun(run: Run) -> Run:
    run.words[0].begins = True
    return run


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
    base = Counter(round(glyph[3], 1) for glyph in glyphs).most_common(1)[0][0]
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
    base = Counter(round(glyph[3], 1) for glyph, _ in marked).most_common(1)[0][0]
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
