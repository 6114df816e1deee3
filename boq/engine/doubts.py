"""How sure the reading is: independent evidence for the items, the columns and the totals, and the questions where it is thin."""

from __future__ import annotations

from dataclasses import dataclass, field

from boq.engine.book import Book
from boq.engine.model import Boq, SourceRef, Warning
from boq.engine.tables.proof import Total


@dataclass(slots=True)
class Opinion:
    """What the evidence comes to. Any question means that a person must confirm."""

    confidence: float = 1.0
    ties_out: bool | None = None
    warnings: tuple[Warning, ...] = ()
    questions: tuple[Warning, ...] = ()
    sheets: dict[str, float] = field(default_factory=dict)


def weigh(book: Book, boq: Boq, stated: tuple[int, Total] | None) -> Opinion:
    """Look at everything that could be wrong."""
    questions = [
        Warning(code, SourceRef(book.sheets[index].name, row).cell if row else book.sheets[index].name, facts) for code, index, row, facts in book.doubts
    ]
    ties = None
    if stated is not None:
        ties = stated[1].whole
    return Opinion(confidence=0.5 if questions else 1.0, ties_out=ties, questions=tuple(questions))
