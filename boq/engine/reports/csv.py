"""The items as comma-separated values: one line for each price of each item, for other programs.

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

from boq.engine.checks.facts import bidder
from boq.engine.model import Boq, Finding, Item, Price, PricingState, Receipt
from boq.engine.reports.labels import Labels, word
from boq.engine.reports.lines import Outline
from boq.engine.reports.plan import bidders
from boq.engine.reports.safe import csv_text

COLUMNS = (
    "section", "ref", "description", "unit", "quantity", "rate", "rate_base", "amount", "party", "kind", "standing",
    "state", "cell", "key",
)  # fmt: skip
NO_PRICE = Price(PricingState.UNPRICED)


class CsvWriter:
    """Writes the items; sections are named on each line, totals are left to the reader's program."""

    name = "csv"
    content_type = "text/csv; charset=utf-8"

    def write(self, out: BinaryIO, boq: Boq, findings: Sequence[Finding], receipt: Receipt, labels: Labels) -> None:
        text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=False)
        columns = self._columns(boq)
        writer = csv.writer(text)
        writer.writerow([csv_text(word(labels, name)) for name in columns])
        for row in self._rows(boq, labels):
            writer.writerow([row[name] for name in columns])
        text.flush()
        text.detach()

    def _columns(self, boq: Boq) -> tuple[str, ...]:
        spare = set()
        if len(bidders(boq)) < 2:
            spare.add("party")
        if all(price.rate_base == 1 for item in boq.items for price in item.prices):
            spare.add("rate_base")
        return tuple(name for name in COLUMNS if name not in spare)

    def _rows(self, boq: Boq, labels: Labels) -> Iterator[dict[str, str]]:
        outline = Outline(boq)
        paths: dict[int, str] = {}
        for item in boq.items:
            if item.section not in paths:
                paths[item.section] = csv_text(outline.path(item.section))
            for index, price in enumerate(item.prices or (NO_PRICE,)):
                yield _row(item, price, bidder(price, index), paths[item.section], labels)


def _row(item: Item, price: Price, party: str, path: str, labels: Labels) -> dict[str, str]:
    return {
        "section": path,
        "ref": csv_text(item.ref),
        "description": csv_text(item.description),
        "unit": csv_text(item.unit),
        "quantity": _figure(item.quantity),
        "rate": _figure(price.rate),
        "rate_base": _figure(price.rate_base),
        "amount": _figure(price.value),
        "party": csv_text(party),
        "kind": word(labels, f"kind.{item.kind}"),
        "standing": word(labels, f"standing.{item.standing}"),
        "state": word(labels, f"state.{price.state}"),
        "cell": csv_text(item.source.cell),
        "key": csv_text(item.key),
    }


def _figure(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
