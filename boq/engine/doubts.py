"""How sure the reading is: independent evidence for items, columns and totals, and a question wherever it is thin.

A claim stands when witnesses agree that do not lean on one another: the headings, the looks of the cells, quantity × rate = amount,
totals that the items add up to. A question names what a person should look at; it is never silenced by a high average.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from boq.engine.book import Book
from boq.engine.column_doubts import about_columns
from boq.engine.evidence import Evidence, confidence_of, evidence_of
from boq.engine.inquiry import Inquiry
from boq.engine.model import Boq, Warning
from boq.engine.row_doubts import about_rows
from boq.engine.sheet_doubts import about_sheets, about_summaries, about_unlisted
from boq.engine.stated import Stated
from boq.engine.table_doubts import about_tables
from boq.engine.tables.proof import Total
from boq.engine.tables.sheet import Sheet
from boq.engine.total_doubts import about_parts, about_totals


@dataclass(slots=True)
class Opinion:
    """What the evidence comes to. Any question means that a person must confirm."""

    confidence: float = 1.0
    ties_out: bool | None = None
    warnings: tuple[Warning, ...] = ()
    questions: tuple[Warning, ...] = ()
    sheets: dict[str, float] = field(default_factory=dict)


def weigh(book: Book, boq: Boq, stated: Stated | None) -> Opinion:
    """Look at everything that could be wrong."""
    inquiry = Inquiry()
    witnesses: dict[int, Evidence] = {}
    named = Counter(item.source.sheet for item in boq.items if item.description)
    for index in book.used:
        sheet = book.sheets[index]
        witness = witnesses[index] = evidence_of(sheet, book.totals[index], book.sums[index], named[sheet.name])
        few = witness.items * 20 < len(boq.items) and not sheet.total
        if witness.items and not sheet.told and not few:
            _settle_families(sheet, book.totals[index])
            about_columns(inquiry, sheet, witness)
            about_rows(inquiry, sheet, witness, proven=stated is not None and bool(stated.ties))
            about_tables(inquiry, sheet)
            about_parts(inquiry, sheet, book.totals[index])
    for code, index, row, facts in book.doubts:
        own = witnesses.get(index)
        if not (code == "sheet_purpose_unsure" and own and own.multiplies and (own.tied or own.covered)):
            inquiry.ask(code, book.sheets[index], dict(facts), row=row - 1)
    about_sheets(inquiry, book)
    about_summaries(inquiry, book)
    about_unlisted(inquiry, book)
    about_totals(inquiry, book, stated, witnesses, derived=any(total.derived for total in boq.totals))
    sheets = {}
    for index, witness in witnesses.items():
        sheet = book.sheets[index]
        sheets[sheet.name] = (
            1.0 if sheet.told else round(confidence_of(witness) * inquiry.doubt.get(sheet.name, 1.0), 2)
        )
    overall = min(sheets.values(), default=0.0) if not inquiry.questions else min([0.5, *sheets.values()])
    return Opinion(overall, stated.ties if stated else None, tuple(inquiry.warnings), tuple(inquiry.questions), sheets)


def _settle_families(sheet: Sheet, totals: Sequence[Total]) -> None:
    """Items with items under their number are works of their own where a total adds up both."""
    items = sheet.items
    for total in totals:
        if total.basis == "items":
            for line in items[total.first : total.last]:
                if line.weak == "has_children":
                    line.weak = ""
