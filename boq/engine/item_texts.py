"""The words of the items of one table: their descriptions over all their rows, and what a ditto stands for."""

from __future__ import annotations

from boq.engine.echoes import Echoes, is_mark, is_own
from boq.engine.plain_words import is_plain
from boq.engine.tables.kinds import DESCRIPTION, ITEM
from boq.engine.tables.lines import Line
from boq.engine.tables.sheet import Table
from boq.engine.tables.view import View
from boq.engine.text import fold, folded_words

# The text as the cells hold it, its words folded (of the full text for a ditto), the text that a ditto stands for ("" for others),
# the 1-based row where that is written, and whether the words are known to name the work alone. A bare tuple: there is one for every item.
ItemText = tuple[str, str, str, int, bool]


class ItemTexts:
    """Texts of one table's items, asked for in file order."""

    def __init__(self, view: View, table: Table) -> None:
        self.rows = view.rows
        self.column = table.columns.description[0] if table.columns.description else -1
        self.echoes = Echoes()
        self.tails = _tails(table.lines)

    def of(self, line: Line) -> ItemText:
        """The words of one item."""
        text = line.text or self._mark(line.row)
        if self.tails and line.row in self.tails:
            text = f"{text} {self.tails[line.row]}".strip()
        words = folded_words(text)
        folded = " ".join(words)
        plain = is_plain(text, words)
        if plain or is_own(text, folded):
            self.echoes.note(line.ref, text, line.row)
            return text, folded, "", 0, plain
        found = self.echoes.resolve(line.ref, text, line.row, folded)
        return (
            (text, folded, "", 0, False)
            if found is None
            else (text, fold(found.text), found.text, found.row + 1, False)
        )

    def _mark(self, row: int) -> str:
        cells = self.rows[row]
        value = cells[self.column] if 0 <= self.column < len(cells) else None
        return value if type(value) is str and is_mark(value) else ""


def _tails(lines: list[Line]) -> dict[int, str]:
    """Item row -> the rest of its description in the rows under it. Rows that belong to the next item's description are not its own."""
    tails: dict[int, list[str]] = {}
    item: Line | None = None
    waiting: list[Line] = []
    for line in lines:
        if line.kind is DESCRIPTION and line.text and item is not None:
            waiting.append(line)
            continue
        if waiting and item is not None:
            own = [one for one in waiting if not one.ref and not (line.kind is ITEM and one.text in line.text)]
            if own and own[0].row == item.row + 1:
                tails[item.row] = [one.text for one in own]
        waiting = []
        item = line if line.kind is ITEM else None
    if waiting and item is not None:
        tails[item.row] = [one.text for one in waiting if not one.ref]
    return {row: " ".join(texts) for row, texts in tails.items()}
