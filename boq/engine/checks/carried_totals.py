"""Section totals, carried amounts and the grand total against the sum of what they add up."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from boq.engine.checks.claims import Claim, Culprit, broken_claims, culprit
from boq.engine.checks.facts import plain
from boq.engine.checks.view import View
from boq.engine.model import Finding, Severity

SEARCHED = 50  # in a file with more broken totals than this, looking for one item behind each says nothing


class Cause(Enum):
    """Why a total may differ from its sum."""

    PLAIN = auto()
    LEFT_OUT = auto()
    TWICE = auto()
    ROUNDING = auto()


class _Broken(NamedTuple):
    claim: Claim
    cause: Cause
    culprit: Culprit | None


def _explained(bill: View) -> list[_Broken]:
    return [_explain(bill, number, claim) for number, claim in enumerate(broken_claims(bill))]


def _explain(bill: View, number: int, claim: Claim) -> _Broken:
    difference = claim.expected - claim.stated
    if abs(difference) * 2 <= bill.rounding.quantum * max(claim.amounts, 1):
        return _Broken(claim, Cause.ROUNDING, None)
    if number < SEARCHED and not claim.party and (item := culprit(bill, claim.section, abs(difference))):
        return _Broken(claim, Cause.LEFT_OUT if difference > 0 else Cause.TWICE, item)
    return _Broken(claim, Cause.PLAIN, None)


class _Total:
    code: str
    severity: Severity
    cause: Cause = Cause.PLAIN
    whole: bool | None = None

    def run(self, bill: View) -> Iterator[Finding]:
        for claim, cause, item in bill.once(_explained):
            if cause is not self.cause or self.whole not in (None, claim.whole):
                continue
            facts: dict[str, str | int | None] = {
                "label": claim.label,
                "stated": plain(claim.stated),
                "expected": plain(claim.expected),
                "difference": plain(claim.stated - claim.expected),
                "party": claim.party,
            }
            if item is not None:
                facts["item"] = item.name
            yield Finding(self.code, self.severity, claim.source, item.key if item else "", facts)


class SectionTotalMismatch(_Total):
    """The total of a section, page or collection is not the sum of the items (or totals) that it adds up."""

    code = "totals.section-mismatch"
    severity = Severity.ERROR
    whole = False


class GrandTotalMismatch(_Total):
    """The grand total (or net total) does not follow from the totals, items and additions above it."""

    code = "totals.grand-mismatch"
    severity = Severity.ERROR
    whole = True


class ItemLeftOut(_Total):
    """A total is too low by exactly the amount of one item or part: the total leaves it out."""

    code = "totals.leaves-out"
    severity = Severity.ERROR
    cause = Cause.LEFT_OUT


class ItemTwice(_Total):
    """A total is too high by exactly the amount of one item or part: the total counts it twice."""

    code = "totals.counts-twice"
    severity = Severity.ERROR
    cause = Cause.TWICE


class TotalRounding(_Total):
    """A total differs from its sum by so little that the rounding of the amounts explains it."""

    code = "totals.rounding-difference"
    severity = Severity.INFO
    cause = Cause.ROUNDING


CHECKS = (SectionTotalMismatch(), GrandTotalMismatch(), ItemLeftOut(), ItemTwice(), TotalRounding())
