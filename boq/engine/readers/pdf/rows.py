"""Lines of text put together into the rows of a table: what is wrapped, what is centred beside it, what stands below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from boq.engine.numbers import parse
from boq.engine.readers.pdf.bidi import in_reading_order
from boq.engine.readers.pdf.lines import Line, is_figure
from boq.engine.readers.pdf.parts import Cell, Row
from boq.engine.tables.profile import is_ref
from boq.engine.tables.words import STRONG, total_kind
from boq.engine.units import parse_unit

LONGEST_UNIT = 8
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
    text = max(range(columns), key=lambda c: (letters[c], -c))
    ref = next((c for c in range(text) if filled[c] and refs[c] * 10 >= filled[c] * 6), None)
    figures = frozenset(
        c for c in range(columns) if c not in (ref, text) and filled[c] and numbers[c] * 2 >= filled[c]
    )
    return Sense(ref, text, figures)


@dataclass(slots=True)
class _Marked:
    line: Line
    ref: bool
    figures: bool
    text: bool
    total: bool
    tight: bool  # stands at the distance of wrapped lines below the line before it
    closes: bool = True  # holds as many figures as the last line of an item


def group_rows(lines: Sequence[Line], columns: int) -> list[Row]:
    """Rows of lines in file order. A heading is one row, page furniture a row a line; neither parts an item that goes on below."""
    body = [line for line in lines if not line.header and not line.furniture]
    if not body:
        return [row_of([line], furniture=line.furniture) for line in lines]
    sense = sense_of(body, columns)
    rows = _group(_mark(body, sense, _pitch(body)), sense, _figures_stand_below(body, sense))
    apart: list[Row] = []
    heading: list[Line] = []
    for line in lines:
        if heading and (not line.header or line.page != heading[0].page):
            apart.append(row_of(heading))
            heading = []
        if line.header:
            heading.append(line)
        elif line.furniture:
            apart.append(row_of([line], furniture=True))
    if heading:
        apart.append(row_of(heading))
    return _merge(rows, apart)


def _merge(rows: list[Row], apart: list[Row]) -> list[Row]:
    """Headings and furniture put back where they stand on their page."""
    return sorted([*rows, *apart], key=lambda row: (row.page, row.top)) if apart else rows


def row_of(lines: Sequence[Line], furniture: bool = False) -> Row:
    """One row of lines, with all their cells."""
    first = lines[0]
    row = Row(first.page, first.base - 0.8 * first.size, lines[-1].base + 0.25 * first.size, furniture=furniture)
    for line in lines:
        for column, runs in line.cells.items():
            cell = row.cells.setdefault(column, Cell(page=line.page))
            cell.lines.append(runs)
    return row


def _pitch(lines: Sequence[Line]) -> float:
    """The smallest distance at which lines usually follow one another."""
    gaps = sorted(b.base - a.base for a, b in pairwise(lines) if a.page == b.page and b.base - a.base < 3 * b.size)
    gaps = [gap for gap in gaps if gap > 0]
    if not gaps:
        return 0.0
    for gap in gaps:
        alike = sum(gap <= other <= gap * 1.08 for other in gaps)
        if alike >= max(2, 0.05 * len(gaps)):
            return gap * 1.04
    return gaps[0]


def _mark(lines: Sequence[Line], sense: Sense, pitch: float) -> list[_Marked]:
    found = []
    before: Line | None = None
    usual = _usual_figures(lines, sense)
    for line in lines:
        _bring_home(line, sense)
        ref = sense.ref is not None and sense.ref in line.cells and is_ref(_text(line, sense.ref))
        figures = any(column in sense.figures and is_figure(_text(line, column)) for column in line.cells)
        text = _text(line, sense.text)
        label = text or (line.text if not ref else "")
        kind = total_kind(label) if label else None
        total = kind is not None and (figures or kind in STRONG) and len(label) < 90 and (figures or _ends_in_number(line))
        tight = before is not None and before.page == line.page and line.base - before.base <= TIGHT * pitch
        held = [column for column in line.cells if column in sense.figures and is_figure(_text(line, column))]
        closes = len(held) * 2 >= usual or max(held, default=-1) == max(sense.figures, default=0)
        total = total and not (ref and _united(line, sense))
        found.append(_Marked(line, ref, figures, bool(text), total, tight, closes))
        before = line
    return found


def _usual_figures(lines: Sequence[Line], sense: Sense) -> int:
    """How many figure columns most lines with figures fill."""
    counts: dict[int, int] = {}
    for line in lines:
        held = sum(column in sense.figures for column in line.cells)
        if held:
            counts[held] = counts.get(held, 0) + 1
    return max(counts, key=lambda held: (counts[held], held)) if counts else 0


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
            labels = [column for column, text in texts if column != last and len(text) > LONGEST_UNIT and not is_figure(text)]
            if len(labels) == 1:
                line.cells[sense.text] = line.cells.pop(labels[0])


def _united(line: Line, sense: Sense) -> bool:
    return any(parse_unit(_text(line, column)).code for column in line.cells if column in sense.figures)


def _ends_in_number(line: Line) -> bool:
    return parse(line.runs[-1].text).value is not None or parse(line.runs[0].text).value is not None


def _text(line: Line, column: int) -> str:
    runs = line.cells.get(column)
    return in_reading_order(" ".join(run.text for run in runs)) if runs else ""


def _figures_stand_below(lines: Sequence[Line], sense: Sense) -> bool:
    """True where numbers stand on the last line of an item and not on the line of its reference."""
    beside = below = 0
    waiting = False
    for mark in _mark(lines, sense, 0.0):
        if mark.total:
            waiting = False
        elif mark.ref:
            beside += mark.figures
            waiting = not mark.figures
        elif mark.figures and waiting:
            below += 1
            waiting = False
    return below > beside


def _group(marks: list[_Marked], sense: Sense, below: bool) -> list[Row]:
    if not marks:
        return []
    return _below(marks, sense) if below else _beside(marks, sense)


def _below(marks: list[_Marked], sense: Sense) -> list[Row]:
    """An item begins at its reference and ends with its figures; what stands between two items is text of its own."""
    rows: list[Row] = []
    part: list[_Marked] = []
    opened = False
    for mark in marks:
        if rows and not part and _is_rest(mark):
            _add(rows[-1], mark.line)
        elif mark.total or mark.ref:
            rows += _closed(part)
            part, opened = [mark], mark.ref and not (mark.figures and mark.closes) and not mark.total
            if not opened:
                rows.append(row_of([mark.line]))
                part = []
        elif mark.figures and opened and not mark.closes:
            mark.line.cells = {sense.text: [run for column in sorted(mark.line.cells) for run in mark.line.cells[column]]}
            part.append(mark)
        elif mark.figures:
            if opened:
                rows.append(row_of([m.line for m in [*part, mark]]))
            else:
                rows += _closed(part)
                rows.append(row_of([mark.line]))
            part, opened = [], False
        else:
            part.append(mark)
    return rows + _closed(part)


def _is_rest(mark: _Marked) -> bool:
    """A few digits alone, right under a row: the end of a number for which its cell was too narrow."""
    return mark.tight and not mark.ref and len(mark.line.cells) == 1 and mark.line.text.isdigit() and len(mark.line.text) < 4


def _add(row: Row, line: Line) -> None:
    for column, runs in line.cells.items():
        row.cells.setdefault(column, Cell(page=line.page)).lines.append(runs)


def _closed(part: list[_Marked]) -> list[Row]:
    """Text that never met its figures: a heading with what is wrapped of it, and paragraphs."""
    rows = []
    start = 0
    for index in range(1, len(part) + 1):
        if index == len(part) or not part[index].tight:
            rows.append(row_of([mark.line for mark in part[start:index]]))
            start = index
    return rows


def _beside(marks: list[_Marked], sense: Sense) -> list[Row]:
    """Blocks of lines that stand close together, each cut into items."""
    rows: list[Row] = []
    block: list[_Marked] = []
    for mark in [*marks, None]:
        if mark is None or (block and not mark.tight):
            rows += _block(block, sense)
            block = []
        if mark is not None:
            block.append(mark)
    return rows


def _block(block: list[_Marked], sense: Sense) -> list[Row]:
    """The rows of a block: one nucleus takes the lines around it when it stands in their middle, else those below it."""
    nuclei = _nuclei(block)
    if not nuclei:
        return [row_of([mark.line for mark in block])]
    if len(nuclei) == 1 and _is_centred(block, nuclei[0]):
        return [row_of([mark.line for mark in block])]
    rows = []
    lead = block[: nuclei[0][0]]
    if lead:
        rows.append(row_of([mark.line for mark in lead]))
    for number, (first, last) in enumerate(nuclei):
        end = nuclei[number + 1][0] if number + 1 < len(nuclei) else len(block)
        if block[first].total:
            rows.append(row_of([block[first].line]))
            rows += [row_of([mark.line for mark in block[first + 1 : end]])] if end > first + 1 else []
        else:
            cut = _foreign(block, last + 1, end)
            rows.append(row_of([mark.line for mark in block[first:cut]]))
            rows += [row_of([mark.line for mark in block[cut:end]])] if cut < end else []
    return rows


def _nuclei(block: list[_Marked]) -> list[tuple[int, int]]:
    """First and last line of what makes an item: its reference and its figures, on one line or the figures below."""
    nuclei: list[tuple[int, int]] = []
    for index, mark in enumerate(block):
        if mark.total or (mark.ref and mark.figures):
            nuclei.append((index, index))
        elif mark.ref:
            nuclei.append((index, index))
        elif mark.figures:
            begun = nuclei and block[nuclei[-1][0]].ref and not any(block[n].figures for n in range(nuclei[-1][0], index))
            if begun and not mark.text:
                nuclei[-1] = (nuclei[-1][0], index)
            elif not mark.text and nuclei and not block[nuclei[-1][0]].ref and not block[nuclei[-1][0]].figures:
                nuclei[-1] = (nuclei[-1][0], index)
            else:
                nuclei.append((index, index))
    return nuclei


def _is_centred(block: list[_Marked], nucleus: tuple[int, int]) -> bool:
    """True when as many lines stand above the numbers as below them, or the numbers stand between lines of text."""
    first, last = nucleus
    above, under = first, len(block) - 1 - last
    if block[first].total or not above:
        return False
    bare = not any(block[n].text for n in range(first, last + 1))
    return bare or abs(above - under) <= 1


def _foreign(block: list[_Marked], first: int, end: int) -> int:
    """Where lines under an item stop being its own: at a line in another weight that stands alone."""
    item = block[first - 1].line
    bold = _is_bold(item)
    for index in range(first, end):
        line = block[index].line
        if _is_bold(line) and not bold and all(_is_bold(block[n].line) for n in range(index, end)):
            return index
    return end


def _is_bold(line: Line) -> bool:
    return all(word.bold for run in line.runs for word in run.words)
