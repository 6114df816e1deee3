"""A summary that only says what the figures say."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from llm.standards import load
from llm.standards.cost_groups import COST_GROUPS
from llm.values import Statement

LARGEST = 4


class GroupFigures(msgspec.Struct, frozen=True):
    """Items of one cost group that count, and their amounts together."""

    group: str
    items: int
    amount: Decimal


class BillFacts(msgspec.Struct, frozen=True):
    """The figures of a bill and of what was found in it.

    `groups` are of `standard`; `currency` may be empty; `ties_out` None means nothing is stated.
    """

    items: int
    sections: int
    currency: str = ""
    total: Decimal = Decimal(0)
    stated_total: Decimal | None = None
    ties_out: bool | None = None
    unpriced: int = 0
    groups: tuple[GroupFigures, ...] = ()
    errors: int = 0
    warnings: int = 0
    ambiguous: int = 0
    incomplete: int = 0
    missing: int = 0
    standard: str = COST_GROUPS.code


def statements(facts: BillFacts) -> tuple[Statement, ...]:
    """The sentences that the figures support, the most useful first."""
    said = [Statement(code="summary.size", facts={"items": facts.items, "sections": facts.sections})]
    if facts.total:
        said.append(Statement(code="summary.total", facts={"total": money(facts.total), "currency": facts.currency}))
    if facts.stated_total is not None and facts.ties_out is not None:
        code = "summary.ties" if facts.ties_out else "summary.does-not-tie"
        said.append(Statement(code=code, facts={"stated": money(facts.stated_total), "currency": facts.currency}))
    said += _largest(facts)
    if facts.unpriced:
        said.append(Statement(code="summary.unpriced", facts={"count": facts.unpriced}))
    if facts.errors or facts.warnings:
        said.append(Statement(code="summary.rules", facts={"errors": facts.errors, "warnings": facts.warnings}))
    else:
        said.append(Statement(code="summary.rules-clean"))
    if facts.ambiguous or facts.incomplete:
        counts: dict[str, str | int] = {"ambiguous": facts.ambiguous, "incomplete": facts.incomplete}
        said.append(Statement(code="summary.open", facts=counts))
    if facts.missing:
        said.append(Statement(code="summary.missing", facts={"count": facts.missing}))
    unknown = sum(row.items for row in facts.groups if row.group == load(facts.standard).unknown)
    if unknown:
        said.append(Statement(code="summary.unclassified", facts={"count": unknown}))
    return tuple(said)


def _largest(facts: BillFacts) -> list[Statement]:
    """The groups with most of the money; with most of the items where nothing is priced."""
    rows = [row for row in facts.groups if row.group != load(facts.standard).unknown]
    money_at_all = sum((row.amount for row in facts.groups), Decimal(0))
    if money_at_all > 0:
        ranked = sorted(rows, key=lambda row: (-row.amount, row.group))[:LARGEST]
        return [
            Statement(
                code="summary.largest-by-amount", facts=_figures(row, facts, share=_share(row.amount, money_at_all))
            )
            for row in ranked
            if row.amount > 0
        ]
    everything = sum(row.items for row in facts.groups)
    ranked = sorted(rows, key=lambda row: (-row.items, row.group))[:LARGEST]
    return [
        Statement(
            code="summary.largest-by-count",
            facts=_figures(row, facts, share=_share(Decimal(row.items), Decimal(everything))),
        )
        for row in ranked
    ]


def _figures(row: GroupFigures, facts: BillFacts, *, share: str) -> dict[str, str | int]:
    figures: dict[str, str | int] = {
        "group": row.group,
        "count": row.items,
        "amount": money(row.amount),
        "currency": facts.currency,
        "share": share,
    }
    return figures if facts.standard == COST_GROUPS.code else {**figures, "standard": facts.standard}


def _share(part: Decimal, whole: Decimal) -> str:
    return f"{100 * part / whole:.1f}"


def money(amount: Decimal) -> str:
    """An amount for reading: thousands apart, two decimals."""
    return f"{amount:,.2f}"
