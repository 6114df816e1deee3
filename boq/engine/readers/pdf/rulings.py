"""Ruling lines of a page, from its paths: strokes, thin filled boxes and the edges of stroked boxes."""

from __future__ import annotations

import ctypes
import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2.raw as pdfium

from boq.engine.readers.pdf.letters import Frame
from boq.engine.readers.pdf.parts import Page, Rule, Run

THIN = 4.0  # points: a filled box thinner than this is a line
SHORTEST = 3.0
STRAIGHT = 0.7  # how far the ends of a straight line may differ
DEEPEST = 6  # forms inside forms
MOST_OBJECTS = 60_000
MOST_SEGMENTS = 4_000  # of one path: more is a drawing
TOUCH = 1.2  # gaps that are closed between the pieces of one line
MOVE = 2
INVISIBLE = 3

Matrix = tuple[float, float, float, float, float, float]
PLAIN: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Rulings:
    """Gathers the lines of one page and the area that its pictures cover."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.across: list[Rule] = []
        self.down: list[Rule] = []
        self.pictures = 0.0
        self.objects = self.texts = self.unseen = 0

    def gather(self, holder: Any, count: int, child: Any, matrix: Matrix, depth: int) -> None:
        """Look at all objects of a page or form; `child(holder, index)` gives one."""
        for index in range(count):
            self.objects += 1
            if self.objects > MOST_OBJECTS:
                return
            thing = child(holder, index)
            kind = pdfium.FPDFPageObj_GetType(thing)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                self.texts += 1
                self.unseen += pdfium.FPDFTextObj_GetTextRenderMode(thing) == INVISIBLE
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                self.path(thing, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                left, bottom, right, top = self.bounds(thing, matrix)
                self.pictures += max(0.0, right - left) * max(0.0, top - bottom)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
                inner = times(matrix_of(thing), matrix)
                self.gather(
                    thing, pdfium.FPDFFormObj_CountObjects(thing), pdfium.FPDFFormObj_GetObject, inner, depth + 1
                )

    def bounds(self, thing: Any, matrix: Matrix) -> tuple[float, float, float, float]:
        """Left, upper, right, lower edge of an object as shown."""
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if not pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
            return 0.0, 0.0, 0.0, 0.0
        corners = [self.shown(matrix, x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def shown(self, matrix: Matrix, x: float, y: float) -> tuple[float, float]:
        """A point of an object as the page shows it."""
        a, b, c, d, e, f = matrix
        return self.frame.point(a * x + c * y + e, b * x + d * y + f)

    def path(self, thing: Any, matrix: Matrix) -> None:
        """The lines of one path."""
        left, top, right, bottom = self.bounds(thing, matrix)
        wide, high = right - left, bottom - top
        if wide < SHORTEST and high < SHORTEST:
            return
        if min(wide, high) <= THIN and max(wide, high) >= 2 * min(wide, high):
            self.add_box(left, top, right, bottom)
            return
        count = pdfium.FPDFPath_CountSegments(thing)
        if count > MOST_SEGMENTS:
            return
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(thing, fill, stroke)
        whole = times(matrix_of(thing), matrix)
        for points in outlines(thing, count):
            shown = [self.shown(whole, x, y) for x, y in points]
            if stroke.value:
                self.add_strokes(shown)
            elif fill.value:
                xs, ys = [x for x, _ in shown], [y for _, y in shown]
                if min(max(xs) - min(xs), max(ys) - min(ys)) <= THIN:
                    self.add_box(min(xs), min(ys), max(xs), max(ys))

    def add_box(self, left: float, top: float, right: float, bottom: float) -> None:
        """A thin box as a line along its middle."""
        if right - left >= bottom - top:
            if right - left >= SHORTEST:
                self.across.append(Rule((top + bottom) / 2, left, right))
        elif bottom - top >= SHORTEST:
            self.down.append(Rule((left + right) / 2, top, bottom))

    def add_strokes(self, points: list[tuple[float, float]]) -> None:
        """Straight pieces between points that follow one another."""
        for (ax, ay), (bx, by) in itertools.pairwise(points):
            if abs(ay - by) <= STRAIGHT and abs(ax - bx) >= SHORTEST:
                self.across.append(Rule((ay + by) / 2, min(ax, bx), max(ax, bx)))
            elif abs(ax - bx) <= STRAIGHT and abs(ay - by) >= SHORTEST:
                self.down.append(Rule((ax + bx) / 2, min(ay, by), max(ay, by)))


def read_rulings(raw_page: Any, frame: Frame, page: Page) -> None:
    """Fill in the page's ruling lines and how much of it pictures cover; lines through or under words become their marks."""
    found = Rulings(frame)
    found.gather(raw_page, pdfium.FPDFPage_CountObjects(raw_page), pdfium.FPDFPage_GetObject, PLAIN, 0)
    slack = max(0.6, min(2.0, 0.22 * page.size))
    across = joined(found.across, slack)
    page.down = joined(found.down, slack)
    runs = sorted(page.runs, key=lambda run: run.base)
    bases, largest = [run.base for run in runs], max((run.size for run in runs), default=0.0)
    page.across = [
        rule
        for rule in across
        if not marks_words(
            rule,
            runs[bisect_left(bases, rule.at - 0.31 * largest) : bisect_right(bases, rule.at + 0.76 * largest)],
        )
    ]
    page.unseen = found.unseen / max(1, found.texts)
    page.pictures = min(1.0, found.pictures / max(1.0, page.width * page.height))


def outlines(path: Any, count: int) -> Iterator[list[tuple[float, float]]]:
    """The points of each part of a path; a closed part ends where it began."""
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        if not segment or not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        if pdfium.FPDFPathSegment_GetType(segment) == MOVE and points:
            yield points
            points = []
        points.append((x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
            points.append(points[0])
    if points:
        yield points


def matrix_of(thing: Any) -> Matrix:
    """An object's own matrix."""
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, found):
        return PLAIN
    return found.a, found.b, found.c, found.d, found.e, found.f


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """First `inner`, then `outer`."""
    if outer == PLAIN:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def joined(rules: list[Rule], slack: float) -> list[Rule]:
    """Lines at the same place and end to end made one, sorted by their place."""
    found: list[Rule] = []
    rest = sorted(rules, key=lambda rule: rule.at)
    start = 0
    for index in range(1, len(rest) + 1):
        if (
            index == len(rest)
            or rest[index].at - rest[index - 1].at > slack / 2
            or rest[index].at - rest[start].at > slack
        ):
            found += _end_to_end(rest[start:index])
            start = index
    return found


def _end_to_end(level: list[Rule]) -> list[Rule]:
    found: list[list[Rule]] = []
    reach = 0.0
    for rule in sorted(level, key=lambda rule: rule.start):
        if found and rule.start <= reach + TOUCH:
            found[-1].append(rule)
            reach = max(reach, rule.end)
        else:
            found.append([rule])
            reach = rule.end
    return [
        Rule(sum(r.at * r.length for r in part) / sum(r.length for r in part), part[0].start, max(r.end for r in part))
        for part in found
    ]


def marks_words(rule: Rule, near: Sequence[Run]) -> bool:
    """True for a line that strikes words out or underlines them: it begins and ends with them. Marks what it strikes."""
    marked = False
    for run in near:
        base, size = run.base, run.size
        if not base - 0.75 * size <= rule.at <= base + 0.3 * size:
            continue
        slack = 0.35 * size
        if rule.start < run.x0 - slack or rule.end > run.x1 + slack:
            continue  # a line that reaches beyond the words is a ruling, no mark
        through = base - 0.5 * size <= rule.at <= base - 0.12 * size
        for word in run.words:
            if rule.start - slack <= word.x0 and word.x1 <= rule.end + slack:
                marked = True
                word.struck = word.struck or through
    return marked
