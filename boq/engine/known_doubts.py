"""Doubts about the rows of a file that is read with a kept layout: its columns were settled by a person, its rows nobody has seen."""

from __future__ import annotations

from collections import Counter

from boq.engine.book import Book
from boq.engine.evidence import evidence_of
from boq.engine.inquiry import Inquiry
from boq.engine.model import Boq, Warning
from boq.engine.row_doubts import about_rows


def row_questions(book: Book, boq: Boq) -> tuple[Warning, ...]:
    """What is to be asked about rows of sheets whose columns a layout says."""
    inquiry = Inquiry()
    named = Counter(item.source.sheet for item in boq.items if item.description)
    for index in book.used:
        sheet = book.sheets[index]
        if sheet.told and sheet.items:
            about_rows(inquiry, sheet, evidence_of(sheet, book.totals[index], book.sums[index], named[sheet.name]))
    return tuple(inquiry.questions)
