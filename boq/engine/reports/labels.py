"""The words in a report: given by the caller in the reader's language, so that the engine needs no translations.

`Labels` maps the keys below to words, and says what a finding says. A key without words is written as it is, which shows what is missing
and loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from boq.engine.model import Finding, ItemKind, PricingState, Severity, Standing

Say: TypeAlias = Callable[[str, Mapping[str, Any]], str]


class Labels(dict[str, str]):
    """Words by key. `say` makes the sentence of a finding from its code and its facts, as pages do."""

    def __init__(self, words: Mapping[str, str], say: Say) -> None:
        super().__init__(words)
        self.say = say


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


def word(labels: Labels, key: str) -> str:
    """The word for `key`."""
    return labels.get(key, key)


def sentence(labels: Labels, finding: Finding) -> str:
    """What the finding says in the reader's language, figures written as there."""
    return labels.say(finding.code, finding.facts)
