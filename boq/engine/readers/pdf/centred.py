"""Rows whose numbers stand in the middle of their height: the lines of a text reach as far below its numbers as above them."""

from __future__ import annotations

from collections.abc import Sequence

from boq.engine.readers.pdf.marks import Marked

SLACK = 0.3  # of the size: how far a text may be off the middle


def is_centred(marks: Sequence[Marked]) -> bool:
    """True where numbers stand beside the gap between two lines of text, which only happens in the middle of a row."""
    for before, mark, after in zip(marks, marks[1:], marks[2:], strict=False):
        if mark.nucleus and not mark.text and not mark.total and before.text and after.text:
            above, below = mark.line.base - before.line.base, after.line.base - mark.line.base
            level = before.line.page == mark.line.page == after.line.page
            if level and abs(above - below) <= SLACK * mark.line.size and not (before.nucleus or after.nucleus):
                return True
    return False


def centred_groups(marks: Sequence[Marked]) -> list[list[Marked]]:
    """Lines by rows: from a first line as far below the next numbers as it stands above them."""
    groups: list[list[Marked]] = []
    index = 0
    while index < len(marks):
        end = _end(marks, index)
        groups.append(list(marks[index:end]))
        index = end
    return groups


def _end(marks: Sequence[Marked], first: int) -> int:
    """Where the row that begins with a line ends; the line alone where no numbers stand in the middle of what follows."""
    begin = marks[first]
    if begin.total:
        return first + 1
    middle = next((n for n in range(first, len(marks)) if marks[n].nucleus or marks[n].total), None)
    if middle is None or marks[middle].line.page != begin.line.page or marks[middle].total:
        return first + 1
    last = 2 * marks[middle].line.base - begin.line.base
    slack = SLACK * begin.line.size
    end = middle + 1
    while end < len(marks) and marks[end].line.page == begin.line.page and marks[end].line.base <= last + slack:
        if marks[end].nucleus or marks[end].total:
            return first + 1
        end += 1
    return end if abs(marks[end - 1].line.base - last) <= slack else first + 1
