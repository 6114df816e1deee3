"""Lines of text put together into the rows of a table: what is wrapped, what is centred beside it, what stands below."""

from __future__ import annotations

from collections.abc import Sequence

from boq.engine.readers.pdf.cells import SPLIT_NUMBER
from boq.engine.readers.pdf.centred import centred_groups, is_centred
from boq.engine.readers.pdf.lines import Line, is_figure
from boq.engine.readers.pdf.marks import Marked, Sense, mark_lines, pitch_of, sense_of
from boq.engine.readers.pdf.parts import Cell, Row

LEAST_CAPITALS = 8  # letters of a heading in capitals


def group_rows(lines: Sequence[Line], columns: int) -> list[Row]:
    """Rows of lines in file order. A heading is one row, page furniture a row a line; neither parts an item that goes on below."""
    body = [line for line in lines if not line.header and not line.furniture]
    if not body:
        return [row_of([line], furniture=line.furniture) for line in lines]
    sense = sense_of(body, columns)
    rows = _group(mark_lines(body, sense, pitch_of(body)), sense, _figures_stand_below(body, sense))
    apart: list[Row] = []
    heading: list[Line] = []
    for line in lines:
        if heading and (not line.header or line.page != heading[0].page):
            apart += _heading_rows(heading)
            heading = []
        if line.header:
            heading.append(line)
        elif line.furniture:
            apart.append(row_of([line], furniture=True))
    if heading:
        apart += _heading_rows(heading)
    return _merge(rows, apart)


def _heading_rows(lines: list[Line]) -> list[Row]:
    """A heading is one row; what stands over several of its columns is another above it."""
    over = {column: found for line in lines for column, found in line.over.items()}
    rows = [row_of(lines)]
    if over:
        above = Row(lines[0].page, rows[0].top - 1, rows[0].top)
        above.cells = {column: Cell([[piece]], above.page) for column, (_, piece) in over.items()}
        above.spans = [(column, last, 0) for column, (last, _) in over.items() if last > column]
        rows.insert(0, above)
    return rows


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


def _figures_stand_below(lines: Sequence[Line], sense: Sense) -> bool:
    """True where numbers stand on the last line of an item, and only there, not on the line of its reference."""
    beside = below = further = 0
    waiting = False
    for mark in mark_lines(lines, sense, 0.0):
        if mark.total:
            waiting = False
        elif mark.ref:
            beside += mark.figures
            waiting = not mark.figures
        elif mark.figures and waiting:
            below += 1
            waiting = False
        elif mark.figures and mark.closes and mark.text:
            further += 1
    return below > beside and further * 2 < below


def _group(marks: list[Marked], sense: Sense, below: bool) -> list[Row]:
    if not marks:
        return []
    if below:
        return _below(marks, sense)
    if is_centred(marks):
        return [row_of([mark.line for mark in group]) for group in centred_groups(marks)]
    return _beside(marks)


def _below(marks: list[Marked], sense: Sense) -> list[Row]:
    """An item begins at its reference and ends with its figures; what stands between two items is text of its own."""
    rows: list[Row] = []
    part: list[Marked] = []
    opened = False
    for mark in marks:
        if rows and not part and _is_rest(mark, rows[-1]):
            _bring_words_home(mark.line, sense)
            _add(rows[-1], mark.line)
        elif mark.total or mark.ref:
            rows += _closed(part)
            part, opened = [mark], mark.ref and not (mark.figures and mark.closes) and not mark.total
            if not opened:
                rows.append(row_of([mark.line]))
                part = []
        elif mark.measures and opened:
            rows += [row_of([m.line for m in part])] if part else []
            rows.append(row_of([mark.line]))
            part = []
        elif mark.figures and opened and not mark.closes:
            mark.line.cells = {
                sense.text: [run for column in sorted(mark.line.cells) for run in mark.line.cells[column]]
            }
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


def _is_rest(mark: Marked, row: Row) -> bool:
    """A few digits right under a number that ends before its time: its cell was too narrow. Words beside them are wrapped too."""
    if not mark.tight or mark.ref or len(mark.line.cells) > 2:
        return False
    texts = {column: " ".join(run.text for run in runs) for column, runs in mark.line.cells.items()}
    ends = [column for column, text in texts.items() if text.isdigit() and len(text) < 4]
    if len(ends) != 1 or ends[0] not in row.cells or any(is_figure(texts[c]) for c in texts if c != ends[0]):
        return False
    above = row.cells[ends[0]].lines
    return len(above) == 1 and bool(SPLIT_NUMBER.match(" ".join(run.text for run in above[0])))


def _bring_words_home(line: Line, sense: Sense) -> None:
    for column in [column for column in line.cells if column in sense.figures]:
        if not is_figure(" ".join(run.text for run in line.cells[column])):
            line.cells[sense.text] = line.cells.get(sense.text, []) + line.cells.pop(column)


def _add(row: Row, line: Line) -> None:
    for column, runs in line.cells.items():
        row.cells.setdefault(column, Cell(page=line.page)).lines.append(runs)


def _closed(part: list[Marked]) -> list[Row]:
    """Text that never met its figures: a heading with what is wrapped of it, and paragraphs."""
    rows = []
    start = 0
    for index in range(1, len(part) + 1):
        if index == len(part) or not part[index].tight:
            rows.append(row_of([mark.line for mark in part[start:index]]))
            start = index
    return rows


def _beside(marks: list[Marked]) -> list[Row]:
    """Blocks of lines that stand close together, each cut into items."""
    rows: list[Row] = []
    block: list[Marked] = []
    for mark in [*marks, None]:
        if mark is None or (block and not mark.tight):
            rows += _block(block)
            block = []
        if mark is not None:
            block.append(mark)
    return rows


def _block(block: list[Marked]) -> list[Row]:
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


def _nuclei(block: list[Marked]) -> list[tuple[int, int]]:
    """First and last line of what makes an item: its reference and its figures, on one line or the figures below."""
    nuclei: list[tuple[int, int]] = []
    for index, mark in enumerate(block):
        if mark.figures and not mark.ref and not mark.total and not mark.text and nuclei:
            begin = block[nuclei[-1][0]]
            if not begin.total and not any(block[n].figures for n in range(nuclei[-1][0], index)):
                nuclei[-1] = (nuclei[-1][0], index)
                continue
        if mark.total or mark.ref or mark.figures:
            nuclei.append((index, index))
    return nuclei


def _is_centred(block: list[Marked], nucleus: tuple[int, int]) -> bool:
    """True when as many lines stand above the numbers as below them, or the numbers stand between lines of text."""
    first, last = nucleus
    above, under = first, len(block) - 1 - last
    if block[first].total or not above:
        return False
    bare = not any(block[n].text for n in range(first, last + 1))
    return bare or abs(above - under) <= 1


def _foreign(block: list[Marked], first: int, end: int) -> int:
    """Where lines under an item stop being its own: at a line in another weight, or in capitals, that stands alone."""
    item = block[first - 1].line
    for stands_out in (_is_bold, _is_capital):
        if stands_out(item):
            continue
        for index in range(first, end):
            if all(stands_out(block[n].line) for n in range(index, end)):
                return index
    return end


def _is_bold(line: Line) -> bool:
    return all(word.bold for run in line.runs for word in run.words)


def _is_capital(line: Line) -> bool:
    """Words in capital letters, more than an abbreviation."""
    text = line.text
    return text.isupper() and len(text) >= LEAST_CAPITALS and " " in text
