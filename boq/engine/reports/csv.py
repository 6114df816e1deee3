"""The items as comma-separated values: one line for each item, for other programs.

Each bidder has a rate and an amount; kind, scope and pricing state are those of the first.

UTF-8 with a byte order mark, so that spreadsheet programs see Arabic and Cyrillic; a comma between values, a point in
decimals, whatever
the language. Figures are exact, without grouping. Texts that could be taken for formulas get a leading apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import BinaryIO

from boq.engine.model import Boq, Finding, Item, Price, PricingState, Receipt
from boq.engine.reports.labels import Labels, word
from boq.engine.reports.lines import Outline
from boq.engine.reports.plan import bidders, has_rate_base, of_party, prices_of
from boq.engine.reports.safe import csv_text

LEADING = ("section", "ref", "description", "unit", "quantity")
PER_PARTY = ("rate", "amount")
TRAILING = ("kind", "standing", "state", "resolved", "preamble", "cell", "key")
NO_PRICE = Price(PricingState.UNPRICED)


class CsvWriter:
    """Writes the items; sections are named on each line, totals are left to the reader's program."""

    name = "csv"
    content_type = "text/csv; charset=utf-8"

    def write(self, out: BinaryIO, boq: Boq, findings: Sequence[Finding], receipt: Receipt, labels: Labels) -> None:
        text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
        writer = csv.writer(text)
        writer.writerows(_rows(boq, labels))
        text.flush()
        text.detach()


def _rows(boq: Boq, labels: Labels) -> Iterator[list[str]]:
    parties, based, outline = bidders(boq), has_rate_base(boq), Outline(boq)
    of_parties = [of_party(word(labels, name), party) for party in parties for name in PER_PARTY]
    base = ("rate_base",) if based else ()
    before, after = ([word(labels, name) for name in names] for names in (LEADING, (*base, *TRAILING)))
    yield [csv_text(title) for title in (*before, *of_parties, *after)]
    paths: dict[int, str] = {}
    for item in boq.items:
        if item.section not in paths:
            paths[item.section] = csv_text(outline.path(item.section))
        yield [
            paths[item.section],
            *(csv_text(text) for text in (item.ref, item.description, item.unit)),
            _figure(item.quantity),
            *(_figure(figure) for price in prices_of(item, parties) for figure in _figures(price)),
            *([_figure((item.price or NO_PRICE).rate_base)] if based else []),
            *_trailing(item, labels),
        ]


def _figures(price: Price | None) -> tuple[Decimal | None, Decimal | None]:
    return (None, None) if price is None else (price.rate, price.value)


def _trailing(item: Item, labels: Labels) -> list[str]:
    state = (item.price or NO_PRICE).state
    words = (
        word(labels, f"kind.{item.kind}"),
        word(labels, f"standing.{item.standing}"),
        word(labels, f"state.{state}"),
    )
    texts = (item.resolved, item.preamble, item.source.cell, item.key)
    return [*words, *map(csv_text, texts)]


def _figure(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
