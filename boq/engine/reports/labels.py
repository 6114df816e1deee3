"""The words in a report: given by the caller in the reader's language, so that the engine needs no translations.

`Labels` maps the keys below to words, and the code of each finding to its sentence with placeholders for facts. A key without words is
written as it is, which shows what is missing and loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boq.engine.bidi import isolated, right_to_left
from boq.engine.model import Finding, ItemKind, PricingState, Severity, Standing

Labels = Mapping[str, str]

LABELS: tuple[str, ...] = (
    # sheets
    "sheet.summary", "sheet.bill", "sheet.findings",
    # columns
    "ref", "description", "unit", "quantity", "rate", "amount", "difference", "rate_base", "kind", "standing", "state",
    "counts", "note", "resolved", "preamble", "cell", "key", "section", "party", "severity", "code", "finding", "item", "items", "share",
    "stated", "expected",
    # lines
    "total_of", "grand_total", "file", "format", "currency", "total", "stated_total", "ties_out", "yes", "no", "unknown",
    "stated_lines",
    # values of the model
    *(f"kind.{kind}" for kind in ItemKind),
    *(f"standing.{standing}" for standing in Standing),
    *(f"state.{state}" for state in PricingState),
    *(f"severity.{severity}" for severity in Severity),
)  # fmt: skip


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"


def word(labels: Labels, key: str) -> str:
    """The word for `key`."""
    return labels.get(key, key)


def sentence(labels: Labels, finding: Finding) -> str:
    """What the finding says, with its facts filled in."""
    words = word(labels, finding.code)
    facts = {name: isolated(fact) for name, fact in finding.facts.items()} if right_to_left(words) else finding.facts
    return words.format_map(_Facts(facts))
