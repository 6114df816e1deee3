"""The registry of checks, and the one door: `run_checks(boq)`.

A check is a small class: its docstring says in plain words what it finds (the documentation is made from it), `code`
names the finding, `severity` says how much it matters, `run` yields findings. The translated words stand in
`boq/models/finding_words.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from boq.engine.checks import arithmetic, carried_totals, completeness, duplicates, hidden, percentages, units, values
from boq.engine.checks.view import View
from boq.engine.model import Boq, Finding, Severity


class Check(Protocol):
    """One kind of fault. `run` must be linear in the number of items and yield in the bill's order."""

    code: str
    severity: Severity

    def run(self, bill: View) -> Iterator[Finding]: ...


CHECKS: tuple[Check, ...] = (
    *arithmetic.CHECKS,
    *carried_totals.CHECKS,
    *percentages.CHECKS,
    *completeness.CHECKS,
    *values.CHECKS,
    *duplicates.CHECKS,
    *units.CHECKS,
    *hidden.CHECKS,
)


def run_checks(boq: Boq) -> tuple[Finding, ...]:
    """All findings of all checks: in the order of `CHECKS`, within a check in the order of the bill. Same bill, same
    findings.
    """
    bill = View(boq)
    return tuple(finding for check in CHECKS for finding in check.run(bill))
