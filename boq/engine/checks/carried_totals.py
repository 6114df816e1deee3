"""Section totals, carried amounts and the grand total against the sum of what they add up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum, auto
from typing import NamedTuple

from boq.engine.checks.claims import CARRYING, Claim, Culprit, broken_claims, culprit, stated_claims
from boq.engine.checks.facts import CELLS_NAMED, derived, plain, shortened
from boq.engine.checks.view import FEW, View
from boq.engine.model import Finding, Severity, SourceRef, StatedTotal, Verdict

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
    claims = list(broken_claims(bill))
    return [_explain(bill, number, claim) for number, claim in enumerate(claims)]


def _unclear(bill: View) -> list[_Broken]:
    """The broken totals, if they are the most: then it is the reading that does not follow the file."""
    broken = [one for one in bill.once(_explained) if one.cause is not Cause.ROUNDING]
    return broken if len(broken) > FEW and len(broken) * 2 > stated_claims(bill) else []


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
        unclear = self.severity is Severity.ERROR and bool(bill.once(_unclear))
        for claim, cause, item in bill.once(_explained) if not unclear else ():
            if cause is not self.cause or self.whole not in (None, claim.whole):
                continue
            facts: dict[str, str | int | None] = {
                "label": shortened(claim.label),
                "stated": plain(claim.stated),
                "expected": derived(claim.expected),
                "difference": derived(claim.stated - claim.expected),
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


class TotalsUnclear:
    """Most totals of the file are not the sums of what seems to stand above them: they are built in a way that Mizan
    does not follow. Reported once."""

    code = "totals.unclear"
    severity = Severity.WARNING

    def run(self, bill: View) -> Iterator[Finding]:
        broken = bill.once(_unclear)
        if broken:
            places = [claim.source.cell for claim, _, _ in broken[:CELLS_NAMED] if claim.source]
            facts: dict[str, str | int | None] = {
                "count": len(broken),
                "of": stated_claims(bill),
                "cells": ", ".join(places),
            }
            yield Finding(self.code, self.severity, broken[0].claim.source, "", facts)


class _Judged:
    """A total with one verdict of the chain of evidence."""

    code: str
    severity: Severity
    wanted: Callable[[StatedTotal], bool]

    def run(self, bill: View) -> Iterator[Finding]:
        for total in bill.boq.totals:
            if self.wanted(total):
                yield Finding(self.code, self.severity, total.source, "", _facts(total))


def _facts(total: StatedTotal) -> dict[str, str | int | None]:
    difference = total.difference
    return {
        "label": shortened(total.label),
        "stated": plain(total.amount),
        "expected": derived(total.expected) if total.expected is not None else None,
        "difference": derived(difference) if difference is not None else None,
        "formula": shortened(f"={total.formula.lstrip('=')}") if total.formula else "",
        "missing": _places(total.missing),
        "extra": _places(total.extra),
        "cells": _places(total.claims),
        "party": total.party,
    }


def _places(places: tuple[SourceRef, ...]) -> str:
    named = ", ".join(place.cell for place in places[:CELLS_NAMED])
    return named if len(places) <= CELLS_NAMED else f"{named}, …"


class StaleTotal(_Judged):
    """The value that the file shows for a total is not what the total's own formula gives over the cells as they are."""

    code = "totals.stale"
    severity = Severity.ERROR

    @staticmethod
    def wanted(total: StatedTotal) -> bool:
        return total.verdict is Verdict.STALE


class RowsLeftOut(_Judged):
    """The formula of a total leaves out rows that belong to it: items beside its range, or a total that its like are
    carried with.
    """

    code = "totals.rows-left-out"
    severity = Severity.ERROR

    @staticmethod
    def wanted(total: StatedTotal) -> bool:
        return total.verdict is Verdict.WRONG_ROWS and bool(total.missing)


class RowsTwice(_Judged):
    """The formula of a total adds up rows that are counted in it already, or in the total before it."""

    code = "totals.rows-twice"
    severity = Severity.ERROR

    @staticmethod
    def wanted(total: StatedTotal) -> bool:
        return total.verdict is Verdict.WRONG_ROWS and not total.missing


class TypedTotal(_Judged):
    """A total is a typed figure where the totals like it are formulas: it will not follow when a price changes."""

    code = "totals.typed-over"
    severity = Severity.WARNING

    @staticmethod
    def wanted(total: StatedTotal) -> bool:
        return total.typed and total.verdict in (Verdict.TYPED, Verdict.UNKNOWN)


class CarriedWrong(_Judged):
    """A summary or the form of tender carries a sum that is not the total it is taken from."""

    code = "totals.carried-wrong"
    severity = Severity.ERROR

    @staticmethod
    def wanted(total: StatedTotal) -> bool:
        return total.kind in CARRYING and total.verdict is Verdict.OFF


CHECKS = (
    SectionTotalMismatch(),
    GrandTotalMismatch(),
    ItemLeftOut(),
    ItemTwice(),
    TotalRounding(),
    TotalsUnclear(),
    StaleTotal(),
    RowsLeftOut(),
    RowsTwice(),
    TypedTotal(),
    CarriedWrong(),
)
