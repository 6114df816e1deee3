"""What each line of a table holds: a reference, figures, words, a total; and how near it stands to the line before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from boq.engine.numbers import parse
from boq.engine.readers.pdf.bidi import in_reading_order
from boq.engine.readers.pdf.lines import Line, is_figure
from boq.engine.tables.profile import is_ref
from boq.engine.tables.words import STRONG, total_kind
from boq.engine.units import parse_unit

LEAST_PITCH = 0.7  # of the size: lines nearer than this stand beside one another, half a line apart
LONGEST_UNIT = 8
LEAST_ITEMS = 3
MEASURES = 2  # figures of a measurement; one alone is a number in a text
EXACT = 0.02  # of a distance: what two that are the same may differ
FURTHER = 1.3  # of the distance of rows, for lines of a text that stand further apart than rows
NEARER = 0.95  # of the distance of rows: lines nearer than this are wrapped
TIGHT = 1.15  # of the smallest usual distance of lines


@dataclass(slots=True)
class Sense:
    """Which columns hold what, told by what stands in them."""

    ref: int | None
    text: int
    figures: frozenset[int]


def sense_of(lines: Sequence[Line], columns: int) -> Sense:
    """Reference, description and figure columns of lines whose cells are known."""
    filled, numbers, refs, letters = ([0] * columns for _ in range(4))
    for line in lines:
        for column, runs in line.cells.items():
            text = " ".join(run.text for run in runs)
            filled[column] += 1
            letters[column] += len(text)
            refs[column] += is_ref(text)
            numbers[column] += is_figure(text)
    words = max(range(columns), key=lambda c: (letters[c], -c))
    ref = next((c for c in range(words) if filled[c] and refs[c] * 10 >= filled[c] * 6), None)
    figures = frozenset(
        c for c in range(columns) if c not in (ref, words) and filled[c] and numbers[c] * 2 >= filled[c]
    )
    return Sense(ref, words, figures)


@dataclass(slots=True)
class Marked:
    line: Line
    ref: bool
    figures: bool
    text: bool
    total: bool
    tight: bool  # stands at the distance of wrapped lines below the line before it
    closes: bool = True  # holds as many figures as the last line of an item
    measures: bool = False  # holds measurements, beside words of their own or alone

    @property
    def nucleus(self) -> bool:
        """True for a line that an item needs: its reference or its figures."""
        return self.ref or self.figures


def pitch_of(lines: Sequence[Line]) -> float:
    """The smallest distance at which lines usually follow one another."""
    gaps = sorted(b.base - a.base for a, b in pairwise(lines) if a.page == b.page and b.base - a.base < 3 * b.size)
    size = sorted(line.size for line in lines)[len(lines) // 2] if lines else 0.0
    gaps = [gap for gap in gaps if gap > LEAST_PITCH * size]
    if not gaps:
        return 0.0
    for gap in gaps:
        alike = sum(gap <= other <= gap * 1.08 for other in gaps)
        if alike >= max(2, 0.05 * len(gaps)):
            return gap * 1.04
    return gaps[0]


def mark_lines(lines: Sequence[Line], sense: Sense, pitch: float) -> list[Marked]:
    found = []
    before: Line | None = None
    usual, closing = _usual_figures(lines, sense), _closing_columns(lines, sense)
    for line in lines:
        _bring_home(line, sense)
        ref = sense.ref is not None and sense.ref in line.cells and is_ref(_text(line, sense.ref))
        figures = any(column in sense.figures and is_figure(_text(line, column)) for column in line.cells)
        text = _text(line, sense.text)
        label = text or (line.text if not ref else "")
        kind = total_kind(label) if label else None
        total = (
            kind is not None and (figures or kind in STRONG) and len(label) < 90 and (figures or _ends_in_number(line))
        )
        tight = before is not None and before.page == line.page and line.base - before.base <= TIGHT * pitch
        held = [column for column in line.cells if column in sense.figures and is_figure(_text(line, column))]
        other = bool(closing) and not closing.issuperset(held)
        closes = max(held, default=-1) == max(sense.figures, default=0) or (len(held) * 2 >= usual and not other)
        total = total and not (ref and _united(line, sense))
        measures = other and not closes and not ref and not total and len(held) >= MEASURES
        found.append(Marked(line, ref, figures, bool(text), total, tight, closes, measures))
        before = line
    _part_rows(found, pitch)
    return found


def _part_rows(marks: Sequence[Marked], pitch: float) -> None:
    """Where every item begins a little further down than wrapped lines stand, what stands at that distance begins a row too."""
    gaps = [
        (after.line.base - mark.line.base, after)
        for mark, after in pairwise(marks)
        if mark.line.page == after.line.page
    ]
    rows = sorted(gap for gap, after in gaps if after.nucleus)
    least = min(rows, default=0.0)
    if not rows or least > TIGHT * pitch:
        return
    wrapped = [gap for gap, after in gaps if not after.nucleus and LEAST_PITCH * after.line.size < gap < least * NEARER]
    if wrapped:
        limit = (max(wrapped) + least) / 2
        for gap, after in gaps:
            after.tight = after.tight and gap <= limit
        return
    usual = rows[len(rows) // 2]
    texts = [(gap, after) for gap, after in gaps if not after.nucleus and gap < usual * FURTHER]
    alike = [after for gap, after in texts if abs(gap - usual) <= EXACT * usual]
    steady = sum(abs(gap - usual) <= EXACT * usual for gap in rows) >= 0.8 * len(rows)
    if steady and alike and len(texts) >= 4 * len(alike):
        for gap, after in gaps:
            after.tight = after.tight and abs(gap - usual) > EXACT * usual


def _usual_figures(lines: Sequence[Line], sense: Sense) -> int:
    """How many figure columns most lines with figures fill."""
    counts: dict[int, int] = {}
    for line in lines:
        held = sum(column in sense.figures for column in line.cells)
        if held:
            counts[held] = counts.get(held, 0) + 1
    return max(counts, key=lambda held: (counts[held], held)) if counts else 0


def _closing_columns(lines: Sequence[Line], sense: Sense) -> set[int]:
    """Where every item has one line with a figure in the last column: the columns of figures that such lines fill."""
    last = max(sense.figures, default=-1)
    refs = sum(sense.ref is not None and sense.ref in line.cells and is_ref(_text(line, sense.ref)) for line in lines)
    ends = [line for line in lines if last in line.cells and is_figure(_text(line, last))]
    if refs < LEAST_ITEMS or refs * 8 > len(ends) * 10:
        return set()
    return {c for c in sense.figures if sum(c in line.cells for line in ends) * 2 > len(ends)}


def _bring_home(line: Line, sense: Sense) -> None:
    """Words alone in a column of figures are a label or a text that was set there: they go to the texts."""
    for column in sorted(sense.figures & line.cells.keys()) if sense.text not in line.cells else ():
        runs = line.cells[column]
        if len(runs) == 2 and is_figure(runs[1].text) and not is_figure(runs[0].text) and len(runs[0].text) > 3:
            line.cells = {**line.cells, sense.text: [runs[0]], column: [runs[1]]}
            return
    if line.cells and all(column in sense.figures for column in line.cells):
        texts = [(column, _text(line, column)) for column in line.cells]
        if not any(is_figure(text) for _, text in texts) and max(len(text) for _, text in texts) > LONGEST_UNIT:
            line.cells = {sense.text: [run for column in sorted(line.cells) for run in line.cells[column]]}
        elif any(is_figure(text) for _, text in texts):
            last = max(sense.figures)
            labels = [
                column for column, text in texts if column != last and len(text) > LONGEST_UNIT and not is_figure(text)
            ]
            if len(labels) == 1:
                line.cells[sense.text] = line.cells.pop(labels[0])


def _united(line: Line, sense: Sense) -> bool:
    return any(parse_unit(_text(line, column)).code for column in line.cells if column in sense.figures)


def _ends_in_number(line: Line) -> bool:
    return parse(line.runs[-1].text).value is not None or parse(line.runs[0].text).value is not None


def _text(line: Line, column: int) -> str:
    runs = line.cells.get(column)
    return in_reading_order(" ".join(run.text for run in runs)) if runs else ""
