"""Collecting questions and warnings about a file."""

from __future__ import annotations

from boq.engine.model import SourceRef, Warning, column_letters
from boq.engine.tables.sheet import Sheet

Fact = str | int | bool | None


class Inquiry:
    """Questions stop the import until a person has answered; warnings do not."""

    def __init__(self) -> None:
        self.questions: list[Warning] = []
        self.warnings: list[Warning] = []
        self.doubt: dict[str, float] = {}

    def ask(
        self, code: str, sheet: Sheet, facts: dict[str, Fact] | None = None, *, row: int = -1, column: int = -1
    ) -> None:
        """A question about a sheet, row or column (0-based)."""
        self.questions.append(Warning(code, _cell(sheet, row, column), {"sheet": sheet.name, **(facts or {})}))
        self.doubt[sheet.name] = self.doubt.get(sheet.name, 1.0) * 0.6

    def warn(self, code: str, sheet: Sheet, facts: dict[str, Fact] | None = None, *, row: int = -1) -> None:
        """Something worth knowing that does not stop the import."""
        self.warnings.append(Warning(code, _cell(sheet, row, -1), {"sheet": sheet.name, **(facts or {})}))


def _cell(sheet: Sheet, row: int, column: int) -> str:
    if row >= 0:
        return SourceRef(sheet.name, row + 1, column + 1).cell
    return f"{sheet.name}!{column_letters(column + 1)}" if column >= 0 else sheet.name
